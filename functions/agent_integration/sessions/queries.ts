import { and, desc, eq, gte, isNull, type SQL, sql } from 'drizzle-orm';
import type { Transaction } from '../../../db/client/transaction.js';
import { assistantMessages, assistantSessions, patients } from '../../../db/schema/index.js';
import { isAnyOf } from '../../http/filters.js';
import { type ListRequest, planPage, readSortKeys, type SortColumns, selectSortedPage } from '../../http/pagination.js';
import { requireReturnedRow } from '../../http/resource.js';
import type { AnswerUsage, Citation, ToolCall } from './schemas.js';

export type SessionRow = typeof assistantSessions.$inferSelect;

/** The stored usage of an answer, with fields that clients don't see. */
type StoredUsage = AnswerUsage & {
  /** Patients whose data the answer contains. Reading it again is another access to them. */
  readonly patientIds: readonly string[];
};

/** A message row with typed JSON columns. */
export interface MessageRow {
  readonly id: string;
  readonly createdAt: Date;
  readonly role: 'user' | 'assistant';
  readonly content: string;
  readonly citations: Citation[] | null;
  readonly toolCalls: ToolCall[] | null;
  readonly usage: StoredUsage | null;
}

const messageColumns = {
  id: assistantMessages.id,
  createdAt: assistantMessages.createdAt,
  role: assistantMessages.role,
  content: assistantMessages.content,
  citations: sql<Citation[] | null>`${assistantMessages.citations}`,
  toolCalls: sql<ToolCall[] | null>`${assistantMessages.toolCalls}`,
  usage: sql<StoredUsage | null>`${assistantMessages.usage}`,
};

export interface SessionFilter {
  readonly patientId?: readonly string[] | undefined;
  readonly updatedSince?: Date | undefined;
}

/** Row-level security restricts sessions to their owner. */
const whereOpen = ({ patientId, updatedSince }: SessionFilter = {}): SQL | undefined =>
  and(
    isNull(assistantSessions.closedAt),
    isAnyOf(assistantSessions.patientId, patientId),
    updatedSince === undefined ? undefined : gte(assistantSessions.updatedAt, updatedSince),
  );

const sessionSorts: SortColumns = {
  createdAt: [[assistantSessions.createdAt, 'timestamptz']],
  updatedAt: [[assistantSessions.updatedAt, 'timestamptz']],
};

export const listSessions = (tx: Transaction, { filter, ...request }: ListRequest<SessionFilter>) =>
  selectSortedPage(tx, assistantSessions, {
    ...request,
    sortColumns: sessionSorts,
    conditions: whereOpen(filter),
  });

export async function insertSession(
  tx: Transaction,
  values: Pick<typeof assistantSessions.$inferInsert, 'ownerSubject' | 'patientId' | 'title'>,
): Promise<SessionRow> {
  return requireReturnedRow(await tx.insert(assistantSessions).values(values).returning());
}

export interface FindSessionOptions {
  /** Locks the row until the transaction ends. */
  readonly forUpdate?: boolean;
  readonly evenClosed?: boolean;
}

/** Finds a session of the caller. */
export async function findSession(
  tx: Transaction,
  id: string,
  { forUpdate = false, evenClosed = false }: FindSessionOptions = {},
): Promise<SessionRow | undefined> {
  const query = tx
    .select()
    .from(assistantSessions)
    .where(and(eq(assistantSessions.id, id), evenClosed ? undefined : whereOpen()))
    .$dynamic();
  const [row] = await (forUpdate ? query.for('update') : query);
  return row;
}

export async function closeSession(tx: Transaction, id: string, closedAt: Date): Promise<void> {
  await tx.update(assistantSessions).set({ closedAt }).where(eq(assistantSessions.id, id));
}

const messageSorts: SortColumns = { createdAt: [[assistantMessages.createdAt, 'timestamptz']] };

export async function listMessages(
  tx: Transaction,
  { filter, sort, ...request }: ListRequest<{ readonly sessionId: string }>,
) {
  const ofSession = eq(assistantMessages.sessionId, filter.sessionId);
  const { position, after, orderBy, fetchLimit, finish } = planPage(
    request,
    readSortKeys(sort, messageSorts, assistantMessages.id),
  );
  const rows = await tx
    .select({ ...messageColumns, position })
    .from(assistantMessages)
    .where(and(ofSession, after))
    .orderBy(...orderBy)
    .limit(fetchLimit);
  return finish(rows, () => tx.$count(assistantMessages, ofSession));
}

/** Lists the last messages of a session, oldest first. */
export async function listLastMessages(tx: Transaction, sessionId: string, limit: number): Promise<MessageRow[]> {
  const rows = await tx
    .select(messageColumns)
    .from(assistantMessages)
    .where(eq(assistantMessages.sessionId, sessionId))
    .orderBy(desc(assistantMessages.createdAt), desc(assistantMessages.id))
    .limit(limit);
  return rows.reverse();
}

/**
 * Stores a message and its answer after all earlier ones. Timestamps are unique, because they define the order of the
 * conversation.
 */
export async function insertExchange(
  tx: Transaction,
  sessionId: string,
  question: string,
  answer: Pick<MessageRow, 'content' | 'citations' | 'toolCalls' | 'usage'>,
): Promise<MessageRow> {
  const after = (milliseconds: number) =>
    sql`(select greatest(now()::timestamptz(3), max(created_at) + interval '1 ms') + make_interval(secs => ${milliseconds / 1000})
      from assistant_messages where session_id = ${sessionId})`;
  const [asked, answered] = await tx
    .insert(assistantMessages)
    .values([
      { sessionId, createdAt: after(0), role: 'user', content: question },
      { sessionId, createdAt: after(1), role: 'assistant', ...answer },
    ])
    .returning(messageColumns);
  if (asked === undefined || answered === undefined) throw new Error('The insert returned no rows.');
  return answered;
}

/** Finds a patient that the caller can see. */
export async function findSessionPatient(
  tx: Transaction,
  id: string | null,
): Promise<{ id: string; fullName: string } | null> {
  if (id === null) return null;
  const [row] = await tx
    .select({ id: patients.id, fullName: sql<string>`${patients.givenName} || ' ' || ${patients.familyName}` })
    .from(patients)
    .where(eq(patients.id, id));
  return row ?? null;
}
