import { randomBytes } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import postgres from 'postgres';
import { inject } from 'vitest';
import { type DatabaseEnvironment, LoaderEnvironment, parseEnvironment } from '../../config/environment.js';
import { connectDatabase, type Database } from '../../db/client/database.js';
import type { CallerRole } from '../../db/schema/policies.js';
import { requireNothingPrinted } from './printed-text.js';
import { type CreatedDatabase, createEmbeddedDatabase, createServerDatabase } from './scratch-database.js';

/** A migrated database for one test file. */
export interface TestDatabase {
  /** An administrator's URL. */
  readonly url: string;
  readonly environment: DatabaseEnvironment;
  /** The functions' client: role `app`, with row-level security. */
  readonly database: Database;
  /** An administrator's connection, for preparing and inspecting data. */
  readonly sql: postgres.Sql;
  readonly isServer: boolean;
  /** @throws Error if the test file printed or logged patient data */
  close(): Promise<void>;
}

/** A database without tables, for tests of migrations. */
export function createEmptyDatabase(): Promise<CreatedDatabase> {
  const source = inject('testDatabase');
  return 'imagePath' in source
    ? createEmbeddedDatabase()
    : createServerDatabase(source.url, { name: createName(source) });
}

/** The name starts with the template's, so that the end of the run drops databases that are left. */
const createName = ({ template }: { template: string }) => `${template}_${randomBytes(6).toString('hex')}`;

async function createMigratedDatabase(): Promise<CreatedDatabase> {
  const source = inject('testDatabase');
  return 'imagePath' in source
    ? createEmbeddedDatabase(await openAsBlob(source.imagePath))
    : createServerDatabase(source.url, { name: createName(source), template: source.template });
}

export async function createTestDatabase(options: { poolSize?: number } = {}): Promise<TestDatabase> {
  const { url, isServer, drop } = await createMigratedDatabase();
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

/** Runs statements as the role `app` with a caller, as an attacker on the functions' own connection would. */
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
