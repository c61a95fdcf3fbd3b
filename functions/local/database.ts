import { connect } from 'node:net';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { embeddedPort, localDatabaseUrl } from '../../db/local-url.js';

/** Where a developer's machine keeps its database and signing key. */
export const localFolder = resolve(process.env.LOCAL_FOLDER ?? fileURLToPath(new URL('../../.local', import.meta.url)));

export const embeddedDirectory = resolve(localFolder, 'database');

export interface LocalDatabase {
  readonly url: string;
  close(): Promise<void>;
}

function isAnswered(port: number): Promise<boolean> {
  return new Promise((answer) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      answer(true);
    });
    socket.once('error', () => answer(false));
  });
}

/** Starts the embedded database of this machine. */
export async function startLocalDatabase({ fresh = false } = {}): Promise<LocalDatabase> {
  const { startEmbeddedDatabase } = await import('../../db/embedded/embedded.js');
  return startEmbeddedDatabase({ directory: embeddedDirectory, port: embeddedPort, fresh });
}

/**
 * The database that a local command works on: that of `DATABASE_URL`, the embedded one that `npm start` runs, or, when
 * it isn't running, the same one for as long as the command takes.
 */
export async function openLocalDatabase(): Promise<LocalDatabase> {
  const isRunning = process.env.DATABASE_URL !== undefined || (await isAnswered(embeddedPort));
  return isRunning ? { url: localDatabaseUrl(), close: async () => {} } : startLocalDatabase();
}
