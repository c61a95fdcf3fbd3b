import type { Context } from 'hono';
import type { Transaction } from '../../../db/client/transaction.js';
import type { Api } from '../../http/app.js';
import type { ApiEnv } from '../../http/context.js';
import { invalid, Problem } from '../../http/problem.js';
import { findPatientName, insertExchange, lastMessages, type MessageRow } from '../sessions/queries.js';
import { requireSession } from '../sessions/routes.js';
import type { MessageInput, ToolCall } from '../sessions/schemas.js';
import { type Answer, answerQuestion, historyMessages, type Question } from './conversation.js';
import { type Model, ModelError } from './model.js';
import { createOperations, type Operate } from './operations.js';
import { book, isConfirmation, type OpenProposal, openProposalOf } from './proposals.js';
import { findExamsNamed } from './queries.js';
import { Toolbox } from './toolbox.js';
import { within } from './within.js';

/** Exams that a model is told of. */
const namedExams = 20;

export interface AssistantServices {
  readonly model: Model;
  /** The knowledge's own operations: its search is one of the tools. */
  readonly knowledge: Api;
  /** Longest that one message may wait for its answer, tools included, in milliseconds. */
  readonly timeoutMilliseconds: number;
}

/** What becomes of one message. */
interface Outcome extends Answer {
  readonly toolCalls: ToolCall[];
  readonly patientIds: readonly string[];
  readonly aboutPatientId: string | null;
}

interface Beginning {
  readonly patientId: string | null;
  readonly history: MessageRow[];
  readonly situation: Question['situation'];
}

async function begin(tx: Transaction, c: Context<ApiEnv>, sessionId: string, content: string): Promise<Beginning> {
  const { services } = c.var;
  const session = await requireSession(tx, sessionId);
  const { patientId } = session;
  const history = await lastMessages(tx, sessionId, historyMessages);
  const said = [...history.filter(({ role }) => role === 'user').map((message) => message.content), content].join('\n');
  const exams = await findExamsNamed(tx, said, namedExams);
  const fullName = patientId === null ? undefined : await findPatientName(tx, patientId);
  const patient = patientId === null || fullName === undefined ? null : { id: patientId, fullName };
  const clinic = { now: services.now().toISOString(), timeZone: services.clinic.timeZone };
  return { patientId, history, situation: { clinic, patient, exams } };
}

/** @throws Problem `validation-failed` for the id of anything but the booking that the last answer proposed */
function confirmedBy({ content, confirms }: MessageInput, history: readonly MessageRow[]): OpenProposal | undefined {
  const proposal = openProposalOf(history);
  if (confirms != null && confirms !== proposal?.id) throw invalid('/confirms', 'names no booking of the last answer');
  return confirms != null || isConfirmation(content) ? proposal : undefined;
}

async function confirm(operate: Operate, proposal: OpenProposal, timeZone: string): Promise<Outcome> {
  const { text, call } = await book(operate, proposal, timeZone);
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
export function createAsk({ model, knowledge, timeoutMilliseconds }: AssistantServices) {
  const operationsOf = createOperations(knowledge);
  return async (c: Context<ApiEnv>, id: string, input: MessageInput) => {
    const startedAt = performance.now();
    const { steps, audit: trail } = c.var;
    const operate = operationsOf(c);

    const { patientId, history, situation } = await steps.run((tx) => begin(tx, c, id, input.content));
    // A database that had to wake up took its time from the same 30 s.
    const signal = AbortSignal.timeout(Math.min(timeoutMilliseconds, steps.leftMilliseconds()));
    trail.about(id, patientId ?? undefined);
    const proposal = confirmedBy(input, history);
    let outcome: Outcome;
    if (proposal === undefined) {
      const toolbox = new Toolbox({ operate, steps, patientId });
      const question = { text: input.content, history, situation };
      const answer = await reaching(answerQuestion(model, toolbox, question, signal));
      const { calls, aboutPatientId } = toolbox;
      outcome = { ...answer, toolCalls: calls, patientIds: [...toolbox.patientIds], aboutPatientId };
    } else {
      outcome = await reaching(within(signal, confirm(operate, proposal, situation.clinic.timeZone)));
    }
    trail.shows(outcome.patientIds);

    return steps.finish(async (tx) => {
      // What was booked is told, whatever was said or closed meanwhile: nobody would learn of it otherwise.
      await requireSession(tx, id, { forUpdate: true, evenClosed: proposal !== undefined });
      const [latest] = await lastMessages(tx, id, 1);
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
async function reaching<Result>(answer: Promise<Result>): Promise<Result> {
  try {
    return await answer;
  } catch (cause) {
    if (cause instanceof ModelError) throw new Problem('unavailable', { cause });
    throw cause;
  }
}
