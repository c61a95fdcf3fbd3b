import { PgDialect } from 'drizzle-orm/pg-core';
import { PostgresJsSession, PostgresJsTransaction } from 'drizzle-orm/postgres-js';
import type postgres from 'postgres';
import type { CallerRole } from '../schema/policies.js';
import type { SqlStatement, TransactionClient } from './guarded-client.js';

type NoSchema = Record<string, never>;

type TransactionSession = ConstructorParameters<typeof PostgresJsTransaction<NoSchema, NoSchema>>[1];

/** An open transaction. All queries of a request run in the one that it is given. */
export type Transaction = PostgresJsTransaction<NoSchema, NoSchema>;

/** The caller of a transaction, as row-level security and the change history see it. */
export interface DatabaseCaller {
  readonly role: CallerRole | null;
  /** `sub` of the account, or the ARN of an IAM principal. */
  readonly subject: string | null;
  readonly requestId: string;
}

/** Shared by all transactions, because it caches column names. */
export const dialect = new PgDialect({ casing: 'snake_case' });

/** Makes a drizzle transaction of one that we began. Drizzle's own way waits for the replies to BEGIN and COMMIT. */
export function wrapTransaction(client: TransactionClient): Transaction {
  // Drizzle uses only these parts of a client.
  const session = new PostgresJsSession(client as unknown as postgres.Sql, dialect, undefined);
  return new PostgresJsTransaction<NoSchema, NoSchema>(dialect, session as unknown as TransactionSession, undefined);
}

/** Sets the caller for this transaction only, so that the connection returns to the pool clean. */
export const buildCallerStatement = ({ role, subject, requestId }: DatabaseCaller): SqlStatement => ({
  text: "select set_config('app.role', $1, true), set_config('app.subject', $2, true), set_config('app.request_id', $3, true)",
  parameters: [role ?? '', subject ?? '', requestId],
});
