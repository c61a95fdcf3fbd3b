import type { Transaction } from '../../../db/client/transaction.js';
import { answerCreated, answerRead } from '../../http/answer.js';
import { requireIfMatch } from '../../http/conditional.js';
import { exchange } from '../../http/exchange.js';
import { readPageRequest } from '../../http/pagination.js';
import { createValidationProblem, Problem } from '../../http/problem.js';
import { toCommonFields } from '../../http/resource.js';
import { OperationRouter } from '../../http/router.js';
import { toPlainText } from '../plain-text.js';
import {
  closeSession,
  type FindSessionOptions,
  findSession,
  findSessionPatient,
  insertSession,
  listMessages,
  listSessions,
  type MessageRow,
  type SessionRow,
} from './queries.js';
import {
  AssistantSession,
  AssistantSessionInput,
  AssistantSessionPage,
  MessagePage,
  MessageQuery,
  maximumAnswerCharacters,
  maximumTitleCharacters,
  SessionQuery,
  type StoredMessage,
  type ToolCall,
  toPlainCitation,
} from './schemas.js';

const toAssistantSession = (row: SessionRow): AssistantSession => ({
  ...toCommonFields(row),
  patientId: row.patientId,
  title: row.title && toPlainText(row.title).slice(0, maximumTitleCharacters),
});

export function toMessage({ id, createdAt, role, content }: MessageRow) {
  // Earlier releases stored answers as the model wrote them.
  const text = role === 'assistant' ? toPlainText(content).slice(0, maximumAnswerCharacters) : content;
  return { id, createdAt: createdAt.toISOString(), role, content: text };
}

/** Earlier releases stored proposals without a reason. */
const toStoredCall = ({ proposal, ...call }: ToolCall): ToolCall => ({
  ...call,
  proposal: proposal && { ...proposal, reason: proposal.reason ?? null },
});

function toStoredMessage(row: MessageRow): StoredMessage {
  const { patientIds: _internal, ...usage } = row.usage ?? { patientIds: [] };
  return {
    ...toMessage(row),
    citations: (row.citations ?? []).map(toPlainCitation),
    toolCalls: (row.toolCalls ?? []).map(toStoredCall),
    usage: 'model' in usage ? usage : null,
  };
}

/** @throws Problem `not-found` if the session is closed or belongs to another caller */
export async function requireSession(
  tx: Transaction,
  id: string,
  options: FindSessionOptions = {},
): Promise<SessionRow> {
  const session = await findSession(tx, id, options);
  if (session === undefined) throw new Problem('not-found');
  return session;
}

export const sessionsRouter = new OperationRouter('Assistant', { resourceType: 'Communication', patientData: true });

sessionsRouter.transactional('post', '/v1/agent/sessions', {
  operationId: 'openAssistantSession',
  summary: 'Open a session',
  description:
    'Administrators, medics and machines only. The session belongs to the caller. Set `patientId` to tie it to one patient.',
  policy: { permission: 'assistant:use', action: 'assistant.open' },
  ...exchange.create('/v1/agent/sessions/{id}', AssistantSessionInput, 'The new session.', AssistantSession),
  async handler(c) {
    const { tx, caller, audit: trail } = c.var;
    const { patientId = null, title = null } = c.req.valid('json');
    if (patientId !== null && (await findSessionPatient(tx, patientId)) === null) {
      throw createValidationProblem('/patientId', 'does not exist');
    }
    const row = await insertSession(tx, { ownerSubject: caller.subject, patientId, title });
    trail.setResource(row.id, patientId ?? undefined);
    return answerCreated(c, '/v1/agent/sessions', toAssistantSession(row));
  },
});

sessionsRouter.transactional('get', '/v1/agent/sessions', {
  operationId: 'listAssistantSessions',
  summary: 'List your sessions',
  description: "Returns the caller's open sessions.",
  policy: { permission: 'assistant:use', action: 'assistant.list' },
  ...exchange.list(SessionQuery, 'A page of sessions.', AssistantSessionPage),
  async handler(c) {
    const { tx, caller, audit: trail } = c.var;
    const { limit, cursor, count, sort, ...filter } = c.req.valid('query');
    const list = ['assistant sessions', caller.subject, sort, filter];
    const request = await readPageRequest(c, { limit, cursor, count }, list);
    const { rows, page } = await listSessions(tx, { ...request, sort, filter });
    trail.addPatients(rows.flatMap((row) => row.patientId ?? []));
    return c.json({ data: rows.map(toAssistantSession), page }, 200);
  },
});

sessionsRouter.transactional('get', '/v1/agent/sessions/{id}', {
  operationId: 'getAssistantSession',
  summary: 'Get a session',
  description: "Returns one of the caller's open sessions. List its messages separately.",
  policy: { permission: 'assistant:use', action: 'assistant.read' },
  ...exchange.read('The session.', AssistantSession),
  async handler(c) {
    const row = await requireSession(c.var.tx, c.req.valid('param').id);
    c.var.audit.setResource(row.id, row.patientId ?? undefined);
    return answerRead(c, toAssistantSession(row));
  },
});

sessionsRouter.transactional('delete', '/v1/agent/sessions/{id}', {
  operationId: 'closeAssistantSession',
  summary: 'Close a session',
  description: 'The messages are kept for the record, but can no longer be read through the API.',
  policy: { permission: 'assistant:use', action: 'assistant.close' },
  ...exchange.remove('The session was closed.'),
  async handler(c) {
    const { tx, services, audit: trail } = c.var;
    const row = await requireSession(tx, c.req.valid('param').id, { forUpdate: true });
    trail.setResource(row.id, row.patientId ?? undefined);
    requireIfMatch(c, row.version);
    await closeSession(tx, row.id, services.now());
    return c.body(null, 204);
  },
});

sessionsRouter.transactional('get', '/v1/agent/sessions/{id}/messages', {
  operationId: 'listAssistantMessages',
  summary: 'List messages',
  description: 'Returns the messages of a session in order, with citations, tool calls and usage.',
  policy: { permission: 'assistant:use', action: 'assistant.read' },
  ...exchange.listWithin(MessageQuery, 'A page of messages.', MessagePage),
  async handler(c) {
    const { tx, audit: trail } = c.var;
    const { limit, cursor, count, sort } = c.req.valid('query');
    const session = await requireSession(tx, c.req.valid('param').id);
    const request = await readPageRequest(c, { limit, cursor, count }, ['assistant messages', session.id, sort]);
    const { rows, page } = await listMessages(tx, { ...request, sort, filter: { sessionId: session.id } });
    trail.setResource(session.id, session.patientId ?? undefined);
    trail.addPatients(rows.flatMap(({ usage }) => usage?.patientIds ?? []));
    return c.json({ data: rows.map(toStoredMessage), page }, 200);
  },
});
