import { randomBytes } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import postgres from 'postgres';
import { inject } from 'vitest';
import { type DatabaseEnvironment, LoaderEnvironment, parseEnvironment } from '../../config/environment.js';
import { connectDatabase, type Database } from '../../db/client/database.js';
import type { CallerRole } from '../../db/schema/policies.js';
import { requireNothingPrinted } from './printed-text.js';

/** A migrated database that belongs to one test file. */
export interface TestDatabase {
  /** An administrator's URL. */
  readonly url: string;
  readonly environment: DatabaseEnvironment;
  /** As the functions have it: role `app`, row-level security in force. */
  readonly database: Database;
  /** An administrator's connection, for what a test prepares and looks at. */
  readonly sql: postgres.Sql;
  /** Whether this is a server with several backends at once: races and timeouts show only there. */
  readonly isServer: boolean;
  /** @throws Error where the test file printed or logged something of a patient in it */
  close(): Promise<void>;
}

async function createDatabase(): Promise<{ url: string; isServer: boolean; drop: () => Promise<void> }> {
  const source = inject('testDatabase');
  if ('imagePath' in source) {
    const { startEmbeddedDatabase } = await import('../../db/embedded/embedded.js');
    const embedded = await startEmbeddedDatabase({ loadDataDir: await openAsBlob(source.imagePath) });
    return { url: embedded.url, isServer: false, drop: () => embedded.close() };
  }
  const name = `${source.template}_${randomBytes(6).toString('hex')}`;
  const server = postgres(source.url, { max: 1, onnotice: () => {} });
  await server.unsafe(`create database ${name} template ${source.template}`);
  const url = new URL(source.url);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    isServer: true,
    drop: async () => {
      await server.unsafe(`drop database if exists ${name} with (force)`);
      await server.end();
    },
  };
}

export async function createTestDatabase(options: { poolSize?: number } = {}): Promise<TestDatabase> {
  const { url, isServer, drop } = await createDatabase();
  const environment = parseEnvironment(LoaderEnvironment, {
    DATABASE_URL: url,
    DATABASE_POOL_SIZE: String(options.poolSize ?? 4),
  });
  const database = connectDatabase(environment);
  const sql = postgres(url, { max: 2, onnotice: () => {} });
  return {
    url,
    environment,
    database,
    sql,
    isServer,
    async close() {
      try {
        await requireNothingPrinted(sql);
      } finally {
        await database.close();
        await sql.end({ timeout: 5 });
        await drop();
      }
    },
  };
}

/** Runs statements as the role `app` with a caller set, as an attacker with the functions' own connection would. */
export function asCaller<Result>(
  sql: postgres.Sql,
  caller: { role: CallerRole; subject: string } | undefined,
  work: (tx: postgres.TransactionSql) => Promise<Result>,
): Promise<Result> {
  return sql.begin(async (tx) => {
    await tx`set local role app`;
    if (caller) {
      await tx`select set_config('app.role', ${caller.role}, true), set_config('app.subject', ${caller.subject}, true)`;
    }
    return work(tx);
  }) as Promise<Result>;
}
