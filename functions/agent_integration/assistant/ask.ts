import type { Transaction } from '../../../db/client/transaction.js';
import type { ApiRouter } from '../../http/app.js';
import type { StepsContext } from '../../http/context.js';
import { createValidationProblem, Problem } from '../../http/problem.js';
import { findPatientName, insertExchange, listLastMessages, type MessageRow } from '../sessions/queries.js';
import { requireSession } from '../sessions/routes.js';
import type { AssistantMessageInput, ToolCall } from '../sessions/schemas.js';
import { type AssistantAnswer, answerQuestion, historyMessages, type Question } from './conversation.js';
import { type Model, ModelError } from './model.js';
import { createOperationRunner, type RunOperation } from './operations.js';
import { bookProposal, findOpenProposal, isConfirmation, type OpenProposal } from './proposals.js';
import { findExamsByName } from './queries.js';
import { Toolbox } from './toolbox.js';
import { rejectOnAbort } from './within.js';

/** Exams that a model is told of. */
const maximumExams = 20;

export interface AssistantServices {
  readonly model: Model;
  /** The knowledge's own operations: its search is one of the tools. */
  readonly knowledge: ApiRouter;
  /** Longest that one message may wait for its answer, tools included, in milliseconds. */
  readonly timeoutMilliseconds: number;
}

/** What becomes of one message. */
interface Outcome extends AssistantAnswer {
  readonly toolCalls: ToolCall[];
  readonly patientIds: readonly string[];
  readonly aboutPatientId: string | null;
}

interface AskContext {
  readonly patientId: string | null;
  readonly history: MessageRow[];
  readonly situation: Question['situation'];
}

async function loadContext(tx: Transaction, c: StepsContext, sessionId: string, content: string): Promise<AskContext> {
  const { services } = c.var;
  const session = await requireSession(tx, sessionId);
  const { patientId } = session;
  const history = await listLastMessages(tx, sessionId, historyMessages);
  const said = [...history.filter(({ role }) => role === 'user').map((message) => message.content), content].join('\n');
  const exams = await findExamsByName(tx, said, maximumExams);
  const fullName = patientId === null ? undefined : await findPatientName(tx, patientId);
  const patient = patientId === null || fullName === undefined ? null : { id: patientId, fullName };
  const clinic = { now: services.now().toISOString(), timeZone: services.clinic.timeZone };
  return { patientId, history, situation: { clinic, patient, exams } };
}

/** @throws Problem `validation-failed` for the id of anything but the booking that the last answer proposed */
function findConfirmedProposal(
  { content, confirms }: AssistantMessageInput,
  history: readonly MessageRow[],
): OpenProposal | undefined {
  const proposal = findOpenProposal(history);
  if (confirms != null && confirms !== proposal?.id)
    throw createValidationProblem('/confirms', 'names no booking of the last answer');
  return confirms != null || isConfirmation(content) ? proposal : undefined;
}

async function confirmProposal(runOperation: RunOperation, proposal: OpenProposal, timeZone: string): Promise<Outcome> {
  const { text, call } = await bookProposal(runOperation, proposal, timeZone);
  const { patientId } = proposal.booking;
  return {
    text,
    citations: [],
    toolCalls: [call],
    patientIds: [patientId],
    aboutPatientId: patientId,
    usage: {
      ...{ model: 'confirmation', embedder: 'none', stopReason: 'answered' },
      ...{ turns: 0, inputTokens: 0, outputTokens: 0 },
    },
  };
}

/** Answers a message of a session: finds what it is about, lets the model use its tools, and keeps both messages. */
export function createAskHandler({ model, knowledge, timeoutMilliseconds }: AssistantServices) {
  const bindOperations = createOperationRunner(knowledge);
  return async (c: StepsContext, id: string, input: AssistantMessageInput) => {
    const startedAt = performance.now();
    const { steps, audit: trail } = c.var;
    const runOperation = bindOperations(c);

    const { patientId, history, situation } = await steps.run((tx) => loadContext(tx, c, id, input.content));
    // A database that had to wake up took its time from the same 30 s.
    const signal = AbortSignal.timeout(Math.min(timeoutMilliseconds, steps.leftMilliseconds()));
    trail.setResource(id, patientId ?? undefined);
    const proposal = findConfirmedProposal(input, history);
    let outcome: Outcome;
    if (proposal === undefined) {
      const toolbox = new Toolbox({ runOperation: runOperation, steps, patientId });
      const question = { text: input.content, history, situation };
      const answer = await orUnavailable(answerQuestion(model, toolbox, question, signal));
      const { calls, aboutPatientId } = toolbox;
      outcome = { ...answer, toolCalls: calls, patientIds: [...toolbox.patientIds], aboutPatientId };
    } else {
      outcome = await orUnavailable(
        rejectOnAbort(signal, confirmProposal(runOperation, proposal, situation.clinic.timeZone)),
      );
    }
    trail.addPatients(outcome.patientIds);

    return steps.finish(async (tx) => {
      // What was booked is told, whatever was said or closed meanwhile: nobody would learn of it otherwise.
      await requireSession(tx, id, { forUpdate: true, evenClosed: proposal !== undefined });
      const [latest] = await listLastMessages(tx, id, 1);
      if (proposal === undefined && latest?.id !== history.at(-1)?.id) {
        throw new Problem('conflict', { detail: 'Another message was answered in this session meanwhile.' });
      }
      const { text, citations, toolCalls, aboutPatientId } = outcome;
      const usage = { ...outcome.usage, durationMilliseconds: Math.round(performance.now() - startedAt) };
      const patientIds = [...new Set([...outcome.patientIds, ...(patientId === null ? [] : [patientId])])];
      const kept = { content: text, citations, toolCalls, usage: { ...usage, patientIds } };
      const message = await insertExchange(tx, id, input.content, kept);
      const fullName = aboutPatientId === null ? undefined : await findPatientName(tx, aboutPatientId);
      const patient = aboutPatientId === null || fullName === undefined ? null : { id: aboutPatientId, fullName };
      const sent = {
        id: message.id,
        createdAt: message.createdAt.toISOString(),
        role: message.role,
        content: message.content,
      };
      return c.json({ message: sent, citations, toolCalls, patient, usage }, 201);
    });
  };
}

/**
 * Waits for an answer.
 * @throws Problem `unavailable` where the model is out of reach or the time is over; a booking that was under way may have
 *   been made, and confirming it again makes no second one
 */
async function orUnavailable<Result>(answer: Promise<Result>): Promise<Result> {
  try {
    return await answer;
  } catch (cause) {
    if (cause instanceof ModelError) throw new Problem('unavailable', { cause });
    throw cause;
  }
}
