import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { type DatabaseEnvironment, LoaderEnvironment, parseEnvironment } from '../../config/environment.js';
import { connectDatabase, type Database } from '../../db/client/database.js';
import { migrate } from '../../db/migrate.js';

/** A new database, without a connection to it. */
export interface CreatedDatabase {
  /** An administrator's URL. */
  readonly url: string;
  /** Whether this is a server, which has several backends: only there do races and timeouts show. */
  readonly isServer: boolean;
  drop(): Promise<void>;
}

/** A database with the connections of a function and of an administrator. */
export interface OpenDatabase {
  /** An administrator's URL. */
  readonly url: string;
  readonly isServer: boolean;
  readonly environment: DatabaseEnvironment;
  /** The functions' client: role `app`, with row-level security. */
  readonly database: Database;
  /** An administrator's connection. */
  readonly sql: postgres.Sql;
  close(): Promise<void>;
}

/** A migrated database for a measurement or command. */
export interface ScratchDatabase extends OpenDatabase {
  /** PostgreSQL's version and kind. */
  readonly description: string;
}

interface ScratchOptions {
  /** An administrator's URL. Without it, the database is embedded, in memory. */
  readonly serverUrl?: string | undefined;
  readonly poolSize?: number;
  /** Whether the embedded database runs in a separate process, so that its memory isn't part of this one's. */
  readonly isSeparateProcess?: boolean;
}

/** @param options.template a database on the server to copy */
export async function createServerDatabase(
  serverUrl: string,
  { name = `healthcare_scratch_${randomBytes(6).toString('hex')}`, template = 'template1' } = {},
): Promise<CreatedDatabase> {
  const server = postgres(serverUrl, { max: 1, onnotice: () => {} });
  await server.unsafe(`create database ${name} template ${template}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    isServer: true,
    async drop() {
      await server.unsafe(`drop database if exists ${name} with (force)`);
      await server.end();
    },
  };
}

/** @param image of a data directory to start from */
export async function createEmbeddedDatabase(image?: Blob): Promise<CreatedDatabase> {
  const { startEmbeddedDatabase } = await import('../../db/embedded/embedded.js');
  const { url, close } = await startEmbeddedDatabase(image && { loadDataDir: image });
  return { url, isServer: false, drop: close };
}

async function createSeparateDatabase(): Promise<CreatedDatabase> {
  const { startEmbeddedDatabaseProcess } = await import('../../db/embedded/separate-process.js');
  const { url, close } = await startEmbeddedDatabaseProcess();
  return { url, isServer: false, drop: close };
}

/** @param variables environment variables in addition to DATABASE_URL */
export function openDatabase(
  { url, isServer, drop }: CreatedDatabase,
  variables: Readonly<Record<string, string>>,
): OpenDatabase {
  const environment = parseEnvironment(LoaderEnvironment, { DATABASE_URL: url, ...variables });
  const database = connectDatabase(environment);
  const sql = postgres(url, { max: 2, onnotice: () => {} });
  return {
    url,
    isServer,
    environment,
    database,
    sql,
    async close() {
      await database.close();
      await sql.end({ timeout: 5 });
      await drop();
    },
  };
}

export async function readServerVersion(sql: postgres.Sql): Promise<string> {
  const [row] = await sql<{ version: string }[]>`select current_setting('server_version') as version`;
  return row?.version ?? '';
}

/** @throws Error if the database can't be created or migrated */
export async function createScratchDatabase({
  serverUrl = process.env.DATABASE_URL,
  poolSize = 1,
  isSeparateProcess = false,
}: ScratchOptions = {}): Promise<ScratchDatabase> {
  const createEmbedded = isSeparateProcess ? createSeparateDatabase : createEmbeddedDatabase;
  const created = await (serverUrl === undefined ? createEmbedded() : createServerDatabase(serverUrl));
  const opened = openDatabase(created, {
    DATABASE_POOL_SIZE: String(poolSize),
    // An index is built in one statement, which takes the embedded database minutes.
    DATABASE_STATEMENT_TIMEOUT_MILLISECONDS: '60000',
  });
  try {
    await migrate(opened.sql);
    const kind = created.isServer ? 'server' : 'embedded';
    return { ...opened, description: `PostgreSQL ${await readServerVersion(opened.sql)}, ${kind}` };
  } catch (error) {
    await opened.close();
    throw error;
  }
}
