import type { Transaction } from '../../../db/client/transaction.js';
import type { StepsContext } from '../../http/context.js';
import { orUnavailable } from '../../http/failures.js';
import { isPermitted } from '../../http/permissions.js';
import { createValidationProblem, Problem } from '../../http/problem.js';
import type { OperationRouter } from '../../http/router.js';
import { splitWords } from '../../knowledge/lexical-embedder.js';
import { toPlainText } from '../plain-text.js';
import { findSessionPatient, insertExchange, listLastMessages, type MessageRow } from '../sessions/queries.js';
import { requireSession, toMessage } from '../sessions/routes.js';
import type { AssistantMessageInput, ToolCall } from '../sessions/schemas.js';
import { type AssistantAnswer, answerQuestion, historyMessages, type Question } from './conversation.js';
import { type Model, ModelError, rejectOnAbort } from './model.js';
import { createOperationRunner, type RunOperation } from './operations.js';
import { bookProposal, findOpenProposal, isConfirmation, type OpenProposal } from './proposals.js';
import { findExamsByName } from './queries.js';
import { mentionsRelative, namesAnotherPatient } from './subject.js';
import { Toolbox } from './toolbox.js';

/** Exams given to a model with a question. */
const maximumExams = 20;

export interface AssistantServices {
  readonly model: Model;
  /** The knowledge search is one of the tools. */
  readonly knowledge: OperationRouter;
  /** Time limit of one answer, tool calls included, in milliseconds. */
  readonly timeoutMilliseconds: number;
}

interface Outcome extends AssistantAnswer {
  readonly toolCalls: ToolCall[];
  readonly patientIds: readonly string[];
  readonly aboutPatientId: string | null;
}

interface AskContext {
  readonly patientId: string | null;
  readonly history: MessageRow[];
  readonly context: Question['context'];
  /** Everything that the person wrote, this question included. */
  readonly said: string;
  readonly withheld: string | undefined;
}

/** Returns why no patient's data may be read for a question, or undefined. */
async function findReasonToWithhold(
  tx: Transaction,
  messages: readonly string[],
  patient: Question['context']['patient'],
): Promise<string | undefined> {
  const ownWords = new Set(patient === null ? [] : splitWords(patient.fullName));
  if (mentionsRelative(messages, ownWords))
    return 'The question may be about a relative, and a record says nothing about relatives.';
  if (patient !== null && (await namesAnotherPatient(tx, messages.at(-1) ?? '', patient)))
    return 'The question names another patient, and this conversation is about one patient only.';
  return undefined;
}

async function loadContext(tx: Transaction, c: StepsContext, sessionId: string, content: string): Promise<AskContext> {
  const { services } = c.var;
  const session = await requireSession(tx, sessionId);
  const { patientId } = session;
  const history = await listLastMessages(tx, sessionId, historyMessages);
  const messages = [...history.filter(({ role }) => role === 'user').map((message) => message.content), content];
  const text = messages.join('\n');
  const exams = await findExamsByName(tx, text, maximumExams);
  const patient = await findSessionPatient(tx, patientId);
  const clinic = { now: services.now().toISOString(), timeZone: services.clinic.timeZone };
  const withheld = await findReasonToWithhold(tx, messages, patient);
  return { patientId, history, context: { clinic, patient, exams }, said: text, withheld };
}

/** @throws Problem `validation-failed` if `confirms` is not the id of the booking proposed by the last answer */
function findConfirmedProposal(
  { content, confirms }: AssistantMessageInput,
  history: readonly MessageRow[],
): OpenProposal | undefined {
  const proposal = findOpenProposal(history);
  if (confirms != null && confirms !== proposal?.id)
    throw createValidationProblem('/confirms', 'is not the id of the booking proposed by the last answer');
  return confirms != null || isConfirmation(content) ? proposal : undefined;
}

async function confirmProposal(runOperation: RunOperation, proposal: OpenProposal, timeZone: string): Promise<Outcome> {
  const { text, call } = await bookProposal(runOperation, proposal, timeZone);
  const { patientId } = proposal.booking;
  return {
    text: toPlainText(text),
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

/** Creates the handler that answers a message of a session and stores both. */
export function createAskHandler({ model, knowledge, timeoutMilliseconds }: AssistantServices) {
  const bindOperations = createOperationRunner(knowledge);
  return async (c: StepsContext, id: string, input: AssistantMessageInput) => {
    const startedAt = performance.now();
    const { steps, audit: trail, caller } = c.var;
    const runOperation = bindOperations(c);

    const { patientId, history, context, said, withheld } = await steps.run((tx) =>
      loadContext(tx, c, id, input.content),
    );
    // The time that a resuming database has taken counts toward API Gateway's 30 s.
    const signal = AbortSignal.timeout(Math.min(timeoutMilliseconds, steps.leftMilliseconds()));
    trail.setResource(id, patientId ?? undefined);
    const proposal = findConfirmedProposal(input, history);
    let outcome: Outcome;
    if (proposal === undefined) {
      const toolbox = new Toolbox({
        ...{ runOperation, steps, patientId, said, withheld },
        maySetReason: isPermitted(caller.role, 'reservation-reasons:write'),
      });
      const question = { text: input.content, history, context };
      const answer = await orUnavailable(answerQuestion(model, toolbox, question, signal), ModelError);
      const { calls, aboutPatientId } = toolbox;
      outcome = { ...answer, toolCalls: calls, patientIds: [...toolbox.patientIds], aboutPatientId };
    } else {
      // If the time runs out, the booking can still succeed. Confirming it again doesn't book twice.
      const booking = confirmProposal(runOperation, proposal, context.clinic.timeZone);
      outcome = await orUnavailable(rejectOnAbort(signal, booking), ModelError);
    }
    trail.addPatients(outcome.patientIds);

    return steps.finish(async (tx) => {
      // A booking that was made is always stored and returned, even if the session was closed meanwhile.
      await requireSession(tx, id, { forUpdate: true, evenClosed: proposal !== undefined });
      const [latest] = await listLastMessages(tx, id, 1);
      if (proposal === undefined && latest?.id !== history.at(-1)?.id) {
        throw new Problem('conflict', { detail: 'Another message was answered in this session in the meantime.' });
      }
      const { text, citations, toolCalls, aboutPatientId } = outcome;
      const usage = { ...outcome.usage, durationMilliseconds: Math.round(performance.now() - startedAt) };
      const patientIds = [...new Set([...outcome.patientIds, ...(patientId === null ? [] : [patientId])])];
      const kept = { content: text, citations, toolCalls, usage: { ...usage, patientIds } };
      const message = await insertExchange(tx, id, input.content, kept);
      const patient = await findSessionPatient(tx, aboutPatientId);
      return c.json({ message: toMessage(message), citations, toolCalls, patient, usage }, 201);
    });
  };
}
