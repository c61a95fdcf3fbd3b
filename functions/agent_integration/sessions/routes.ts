import type { Transaction } from '../../../db/client/transaction.js';
import { assistantMessages, assistantSessions } from '../../../db/schema/index.js';
import { matchesIfNoneMatch, notModified, requireIfMatch, toETag } from '../../http/conditional.js';
import { readPage, readSortKeys, type SortColumns } from '../../http/listing.js';
import { emptyResponse, etagHeader, jsonBody, jsonResponse, locationHeader, operation } from '../../http/operation.js';
import { createValidationProblem, Problem } from '../../http/problem.js';
import { createRouter } from '../../http/router.js';
import { idPath } from '../../http/schemas.js';
import {
  closeSession,
  countMessages,
  countSessions,
  type FindSessionOptions,
  findPatientName,
  findSession,
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
  SessionQuery,
  type StoredMessage,
} from './schemas.js';

const policy = (action: string) =>
  ({
    permission: 'assistant:use',
    audit: { action: `assistant.${action}`, resourceType: 'Communication', patientData: true },
  }) as const;

const openAssistantSessionRoute = operation({
  operationId: 'openAssistantSession',
  method: 'post',
  path: '/v1/agent/sessions',
  tags: ['Assistant'],
  summary: 'Opens a conversation',
  description: 'It belongs to the caller alone. Tied to a patient it is about nobody else.',
  policy: policy('open'),
  request: { body: jsonBody(AssistantSessionInput) },
  responses: { 201: jsonResponse('The new session.', AssistantSession, { ...etagHeader, ...locationHeader }) },
});

const listAssistantSessionsRoute = operation({
  operationId: 'listAssistantSessions',
  method: 'get',
  path: '/v1/agent/sessions',
  tags: ['Assistant'],
  summary: 'Lists the caller’s conversations',
  description: 'Those that are open, of nobody but the caller.',
  policy: policy('list'),
  request: { query: SessionQuery },
  responses: { 200: jsonResponse('A page of sessions.', AssistantSessionPage) },
});

const getAssistantSessionRoute = operation({
  operationId: 'getAssistantSession',
  method: 'get',
  path: '/v1/agent/sessions/{id}',
  tags: ['Assistant'],
  summary: 'Reads a conversation',
  description: 'What was said is under `messages`.',
  policy: policy('read'),
  request: { params: idPath },
  responses: {
    200: jsonResponse('The session.', AssistantSession, etagHeader),
    304: emptyResponse('The caller has this version.', etagHeader),
  },
});

const closeAssistantSessionRoute = operation({
  operationId: 'closeAssistantSession',
  method: 'delete',
  path: '/v1/agent/sessions/{id}',
  tags: ['Assistant'],
  summary: 'Closes a conversation',
  description: 'What was said is kept for the record, and not shown any more.',
  policy: policy('close'),
  request: { params: idPath },
  responses: { 204: emptyResponse('The session is closed.') },
});

const listAssistantMessagesRoute = operation({
  operationId: 'listAssistantMessages',
  method: 'get',
  path: '/v1/agent/sessions/{id}/messages',
  tags: ['Assistant'],
  summary: 'Lists what was said',
  description: 'Questions and answers in their order, with citations, tool calls and what made each answer.',
  policy: policy('read'),
  request: { params: idPath, query: MessageQuery },
  responses: { 200: jsonResponse('A page of messages.', MessagePage) },
});

const sessionSorts: SortColumns = { createdAt: [{ column: assistantSessions.createdAt, type: 'timestamptz' }] };
const messageSorts: SortColumns = { createdAt: [{ column: assistantMessages.createdAt, type: 'timestamptz' }] };

const toAssistantSession = (row: SessionRow): AssistantSession => ({
  id: row.id,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
  version: row.version,
  patientId: row.patientId,
  title: row.title,
});

function toStoredMessage({ id, createdAt, role, content, citations, toolCalls, usage }: MessageRow): StoredMessage {
  const { patientIds: _internal, ...shown } = usage ?? { patientIds: [] };
  return {
    id,
    createdAt: createdAt.toISOString(),
    role,
    content,
    citations: citations ?? [],
    toolCalls: toolCalls ?? [],
    usage: 'model' in shown ? shown : null,
  };
}

/** @throws Problem `not-found` for a session that is closed, or another's */
export async function requireSession(
  tx: Transaction,
  id: string,
  options: FindSessionOptions = {},
): Promise<SessionRow> {
  const session = await findSession(tx, id, options);
  if (session === undefined) throw new Problem('not-found');
  return session;
}

/** `/v1/agent/sessions`: conversations with the assistant, as far as no model is asked. */
export const sessionsRouter = createRouter();

sessionsRouter.openapi(openAssistantSessionRoute, async (c) => {
  const { tx, caller, audit: trail } = c.var;
  const { patientId = null, title = null } = c.req.valid('json');
  if (patientId !== null && (await findPatientName(tx, patientId)) === undefined) {
    throw createValidationProblem('/patientId', 'names no record');
  }
  const row = await insertSession(tx, { ownerSubject: caller.subject, patientId, title });
  trail.setResource(row.id, patientId ?? undefined);
  const headers = { Location: `/v1/agent/sessions/${row.id}`, ETag: toETag(row.version) };
  return c.json(toAssistantSession(row), 201, headers);
});

sessionsRouter.openapi(listAssistantSessionsRoute, async (c) => {
  const { tx, caller, audit: trail } = c.var;
  const { limit, cursor, count, sort, patientId } = c.req.valid('query');
  const { rows, page } = await readPage(
    c,
    { limit, cursor, count },
    {
      identity: ['assistant sessions', caller.subject, sort, patientId],
      keys: readSortKeys(sort, sessionSorts, assistantSessions.id),
      select: (plan) => listSessions(tx, patientId, plan),
      count: () => countSessions(tx, patientId),
    },
  );
  trail.addPatients(rows.flatMap(({ session }) => session.patientId ?? []));
  return c.json({ data: rows.map(({ session }) => toAssistantSession(session)), page }, 200);
});

sessionsRouter.openapi(getAssistantSessionRoute, async (c) => {
  const row = await requireSession(c.var.tx, c.req.valid('param').id);
  c.var.audit.setResource(row.id, row.patientId ?? undefined);
  if (matchesIfNoneMatch(c, row.version)) return notModified(c, row.version);
  return c.json(toAssistantSession(row), 200, { ETag: toETag(row.version) });
});

sessionsRouter.openapi(closeAssistantSessionRoute, async (c) => {
  const { tx, services, audit: trail } = c.var;
  const row = await requireSession(tx, c.req.valid('param').id, { forUpdate: true });
  trail.setResource(row.id, row.patientId ?? undefined);
  requireIfMatch(c, row.version);
  await closeSession(tx, row.id, services.now());
  return c.body(null, 204);
});

sessionsRouter.openapi(listAssistantMessagesRoute, async (c) => {
  const { tx, audit: trail } = c.var;
  const { limit, cursor, count, sort } = c.req.valid('query');
  const session = await requireSession(tx, c.req.valid('param').id);
  const { rows, page } = await readPage(
    c,
    { limit, cursor, count },
    {
      identity: ['assistant messages', session.id, sort],
      keys: readSortKeys(sort, messageSorts, assistantMessages.id),
      select: (plan) => listMessages(tx, session.id, plan),
      count: () => countMessages(tx, session.id),
    },
  );
  trail.setResource(session.id, session.patientId ?? undefined);
  trail.addPatients(rows.flatMap(({ usage }) => usage?.patientIds ?? []));
  return c.json({ data: rows.map(toStoredMessage), page }, 200);
});
