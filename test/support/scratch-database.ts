import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { LoaderEnvironment, parseEnvironment } from '../../config/environment.js';
import { connectDatabase, type Database } from '../../db/client/database.js';
import { migrate } from '../../db/migrate.js';

/** A migrated database that is thrown away after a measurement. */
export interface ScratchDatabase {
  /** An administrator's URL. */
  readonly url: string;
  /** Whether this is a server with several backends at once. */
  readonly isServer: boolean;
  /** As the functions have it: role `app`, row-level security in force. */
  readonly database: Database;
  /** An administrator's connection. */
  readonly sql: postgres.Sql;
  /** PostgreSQL's version, and whether it is a server or the embedded one. */
  readonly description: string;
  close(): Promise<void>;
}

interface ScratchOptions {
  /** An administrator's URL of the server to make it on; without one it is embedded, in memory. */
  readonly serverUrl?: string | undefined;
  readonly poolSize?: number;
  /** Whether an embedded one runs in a process of its own, so that its memory is not this one's. */
  readonly isSeparateProcess?: boolean;
}

async function createEmpty(serverUrl: string | undefined, isSeparateProcess: boolean) {
  if (serverUrl === undefined && isSeparateProcess) {
    const { startEmbeddedDatabaseProcess: startEmbeddedDatabaseApart } = await import(
      '../../db/embedded/separate-process.js'
    );
    const embedded = await startEmbeddedDatabaseApart();
    return { url: embedded.url, isServer: false, drop: () => embedded.close() };
  }
  if (serverUrl === undefined) {
    const { startEmbeddedDatabase } = await import('../../db/embedded/embedded.js');
    const embedded = await startEmbeddedDatabase();
    return { url: embedded.url, isServer: false, drop: () => embedded.close() };
  }
  const server = postgres(serverUrl, { max: 1, onnotice: () => {} });
  const name = `healthcare_scratch_${randomBytes(6).toString('hex')}`;
  await server.unsafe(`create database ${name}`);
  const url = new URL(serverUrl);
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

/**
 * Makes one, on the server of `DATABASE_URL` unless told otherwise.
 * @throws Error where the database can't be made or migrated
 */
export async function createScratchDatabase({
  serverUrl = process.env.DATABASE_URL,
  poolSize = 1,
  isSeparateProcess: isApart = false,
}: ScratchOptions = {}): Promise<ScratchDatabase> {
  const { url, isServer, drop } = await createEmpty(serverUrl, isApart);
  const sql = postgres(url, { max: 2, onnotice: () => {} });
  const environment = parseEnvironment(LoaderEnvironment, {
    DATABASE_URL: url,
    DATABASE_POOL_SIZE: String(poolSize),
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
    const description = `PostgreSQL ${row?.version ?? ''}, ${isServer ? 'server' : 'embedded'}`;
    return { url, isServer, database, sql, description, close };
  } catch (error) {
    await close();
    throw error;
  }
}
