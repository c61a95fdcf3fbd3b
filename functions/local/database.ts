import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { resolve } from 'node:path';
import { InitializationEnvironment, parseEnvironment } from '../../config/environment.js';
import {
  defaultEmbeddedPort,
  embeddedPort,
  embeddedUrlFile,
  localFolder,
  readLocalDatabaseUrl,
} from '../../db/client/addresses.js';
import { connectAdministrator } from '../../db/client/administrator.js';
import { readMigrationStatuses } from '../../db/migrate.js';
import { initializeDatabase } from '../db_initialization/initialize.js';

const embeddedDirectory = resolve(localFolder, 'database');

export interface LocalDatabase {
  readonly url: string;
  close(): Promise<void>;
}

function isListening(port: number): Promise<boolean> {
  return new Promise((answer) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      answer(true);
    });
    socket.once('error', () => answer(false));
  });
}

/** Starts the embedded database and writes its URL to a file for other commands. */
export async function startLocalDatabase({ fresh = false } = {}): Promise<LocalDatabase> {
  const { startEmbeddedDatabase } = await import('../../db/embedded/embedded.js');
  const database = await startEmbeddedDatabase({
    directory: embeddedDirectory,
    fresh,
    port: embeddedPort ?? defaultEmbeddedPort,
    // Another clone may use the default port; only a configured port is mandatory.
    allowAnyPort: embeddedPort === undefined,
  });
  await writeFile(embeddedUrlFile, database.url);
  return {
    url: database.url,
    async close() {
      await rm(embeddedUrlFile, { force: true });
      await database.close();
    },
  };
}

/**
 * Opens the database that a local command uses: the one of `DATABASE_URL`, else the embedded one. If `npm start` isn't
 * running it, the embedded database runs until the command closes it.
 */
export async function openLocalDatabase(): Promise<LocalDatabase> {
  if (process.env.DATABASE_URL !== undefined) return { url: process.env.DATABASE_URL, close: async () => {} };
  const isRunning = existsSync(embeddedUrlFile) && (await isListening(Number(new URL(readLocalDatabaseUrl()).port)));
  return isRunning ? { url: readLocalDatabaseUrl(), close: async () => {} } : startLocalDatabase();
}

/**
 * Migrates the embedded database to the latest schema; only checks a server, because its owner migrates it.
 * @throws Error if a server's schema is not the latest
 */
export async function requireSchema(database: LocalDatabase): Promise<void> {
  const environment = parseEnvironment(InitializationEnvironment, { DATABASE_URL: database.url });
  const sql = await connectAdministrator(environment, { waitMilliseconds: 5_000 });
  try {
    if (process.env.DATABASE_URL === undefined) await initializeDatabase(sql);
    else if ((await readMigrationStatuses(sql)).some(({ state }) => state !== 'applied')) {
      throw new Error('The database schema is not up to date. Run: npm run db:migrate');
    }
  } finally {
    await sql.end({ timeout: 5 });
  }
}
