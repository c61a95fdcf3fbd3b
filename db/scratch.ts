import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { LoaderEnvironment, parseEnvironment } from '../config/environment.js';
import { connectDatabase, type Database } from './client.js';
import { migrate } from './migrate.js';

/** A migrated database that is thrown away after a measurement. */
export interface ScratchDatabase {
  /** As the functions have it: role `app`, row-level security in force. */
  readonly database: Database;
  /** An administrator's connection. */
  readonly sql: postgres.Sql;
  /** PostgreSQL's version, and whether it is a server or the embedded one. */
  readonly description: string;
  close(): Promise<void>;
}

export interface ScratchOptions {
  /** Whether an embedded one runs in a process of its own, so that its memory is not this one's. */
  readonly isApart?: boolean;
}

/** Makes one on the server of `DATABASE_URL`, or an embedded one in memory. */
async function create({ isApart = false }: ScratchOptions): Promise<{
  url: string;
  kind: string;
  drop: () => Promise<void>;
}> {
  if (process.env.DATABASE_URL === undefined && isApart) {
    const { startEmbeddedDatabaseApart } = await import('./embedded/apart.js');
    const embedded = await startEmbeddedDatabaseApart();
    return { url: embedded.url, kind: 'embedded', drop: () => embedded.close() };
  }
  if (process.env.DATABASE_URL === undefined) {
    const { startEmbeddedDatabase } = await import('./embedded/embedded.js');
    const embedded = await startEmbeddedDatabase();
    return { url: embedded.url, kind: 'embedded', drop: () => embedded.close() };
  }
  const server = postgres(process.env.DATABASE_URL, { max: 1, onnotice: () => {} });
  const name = `healthcare_scratch_${randomBytes(6).toString('hex')}`;
  await server.unsafe(`create database ${name}`);
  const url = new URL(process.env.DATABASE_URL);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    kind: 'server',
    drop: async () => {
      await server.unsafe(`drop database if exists ${name} with (force)`);
      await server.end();
    },
  };
}

/** @throws Error where the database can't be made or migrated */
export async function createScratchDatabase(options: ScratchOptions = {}): Promise<ScratchDatabase> {
  const { url, kind, drop } = await create(options);
  const sql = postgres(url, { max: 2, onnotice: () => {} });
  const environment = parseEnvironment(LoaderEnvironment, {
    DATABASE_URL: url,
    DATABASE_POOL_SIZE: '1',
    // Building an index is one statement, and the embedded database takes minutes for it.
    DATABASE_STATEMENT_TIMEOUT_MILLISECONDS: '60000',
  });
  const database = connectDatabase(environment);
  const close = async () => {
    await database.close();
    await sql.end({ timeout: 5 });
    await drop();
  };
  try {
    await migrate(sql);
    const [row] = await sql<{ version: string }[]>`select current_setting('server_version') as version`;
    return { database, sql, description: `PostgreSQL ${row?.version ?? ''}, ${kind}`, close };
  } catch (error) {
    await close();
    throw error;
  }
}
