import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js';

/** A transaction that is open; every query of a request goes through the one it is given. */
export type Transaction = Parameters<Parameters<PostgresJsDatabase['transaction']>[0]>[0];
