import { PgDialect } from 'drizzle-orm/pg-core';
import { PostgresJsSession, PostgresJsTransaction } from 'drizzle-orm/postgres-js';
import type postgres from 'postgres';
import type { TransactionClient } from './guarded-client.js';

type NoSchema = Record<string, never>;

type TransactionSession = ConstructorParameters<typeof PostgresJsTransaction<NoSchema, NoSchema>>[1];

/** A transaction that is open; every query of a request goes through the one it is given. */
export type Transaction = PostgresJsTransaction<NoSchema, NoSchema>;

/** One for all transactions: it remembers the columns' names. */
export const dialect = new PgDialect({ casing: 'snake_case' });

/** Drizzle on a transaction that we began ourselves: its own way waits for the answer to BEGIN, and to COMMIT. */
export function wrapTransaction(client: TransactionClient): Transaction {
  // Drizzle uses no more of a client than that.
  const session = new PostgresJsSession(client as unknown as postgres.Sql, dialect, undefined);
  return new PostgresJsTransaction<NoSchema, NoSchema>(dialect, session as unknown as TransactionSession, undefined);
}
