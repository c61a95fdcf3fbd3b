import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { dirname, resolve as resolvePath } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { pgcrypto } from '@electric-sql/pglite/contrib/pgcrypto';
import { unaccent } from '@electric-sql/pglite/contrib/unaccent';
import { vector } from '@electric-sql/pglite-pgvector';
import { Gateway } from './gateway.js';
import { ClientSession } from './session.js';
import { encodeCString } from './wire.js';

export interface EmbeddedDatabaseOptions {
  /** Where the data is kept; in memory where it is left out. */
  readonly directory?: string;
  /** Forgets what the directory holds and starts anew. */
  readonly fresh?: boolean;
  /** Any free port where it is left out. */
  readonly port?: number;
  /** Takes any free port where that one is taken. */
  readonly allowAnyPort?: boolean;
  /** How long a session that does nothing in its transaction may keep others waiting, in milliseconds. */
  readonly idleInTransactionLimitMilliseconds?: number;
  /** How long a transaction as a whole may keep others waiting, in milliseconds. */
  readonly transactionLimitMilliseconds?: number;
  /** An image of a data directory to start from. */
  readonly loadDataDir?: Blob;
}

export interface EmbeddedDatabase {
  readonly url: string;
  readonly pglite: PGlite;
  /** Ends every session and writes the data to disk. */
  close(): Promise<void>;
}

/** Directories that this process has open: in a container, a process that came before may have had the same number. */
const opened = new Set<string>();

const isRunning = (pid: number): boolean => {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/**
 * Keeps a second process away from a data directory: two of them would destroy it.
 * @throws Error that names the process which has it
 */
async function lockDirectory(directory: string): Promise<() => Promise<void>> {
  const lock = `${directory}.lock`;
  if (opened.has(directory))
    throw new Error(`The embedded database in ${directory} is in use by process ${process.pid}.`);
  await mkdir(dirname(directory), { recursive: true });
  try {
    await writeFile(lock, String(process.pid), { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const holder = Number(await readFile(lock, 'utf8'));
    if (isRunning(holder)) {
      throw new Error(
        `The embedded database in ${directory} is in use by process ${holder}. Stop that one first (its lock is ${lock}).`,
      );
    }
    await writeFile(lock, String(process.pid));
  }
  opened.add(directory);
  return async () => {
    opened.delete(directory);
    await rm(lock, { force: true });
  };
}

/** The answer to a start, as PGlite gives it: authentication, parameters, key data, ReadyForQuery. */
async function readGreeting(pglite: PGlite): Promise<Buffer> {
  const parameters = Buffer.concat([encodeCString('user'), encodeCString('postgres'), Buffer.from([0])]);
  const packet = Buffer.alloc(8);
  packet.writeInt32BE(8 + parameters.length, 0);
  packet.writeInt32BE(3 << 16, 4);
  return Buffer.from(await pglite.execProtocolRaw(Buffer.concat([packet, parameters])));
}

/**
 * Starts PostgreSQL inside this process (PGlite, with pgvector) and serves its protocol on a port of this machine, so
 * that the functions' driver, drizzle-kit studio and psql reach it at once.
 *
 * It has one backend. Sessions take turns, a transaction at a time; each runs as the user and role that it signed in as,
 * with the settings of its SET statements and its own prepared statements. What it sets otherwise (set_config() outside
 * a transaction, SET among other statements in one query) lasts until another session's turn. Temporary tables and
 * session-level advisory locks are shared, LISTEN doesn't deliver; COPY FROM STDIN works as a simple query of its own;
 * statement timeouts, cancelling and real concurrency exist only on a server. A recursion without end destroys the
 * backend until the next start. Anyone on this machine may sign in, and RESET SESSION AUTHORIZATION makes a superuser.
 *
 * @throws Error when the port is taken, or the directory in use by another process
 */
export async function startEmbeddedDatabase(options: EmbeddedDatabaseOptions = {}): Promise<EmbeddedDatabase> {
  const directory = options.directory === undefined ? undefined : resolvePath(options.directory);
  const unlock = directory === undefined ? async () => {} : await lockDirectory(directory);
  let pglite: PGlite | undefined;
  try {
    if (options.fresh && directory !== undefined) await rm(directory, { recursive: true, force: true });
    pglite = await open(directory, options.loadDataDir);
    return await serve(pglite, options, unlock);
  } catch (error) {
    await pglite?.close();
    await unlock();
    throw error;
  }
}

/** @throws Error that names the directory where what it holds can't be opened: PGlite's own says "Aborted()" */
async function open(directory: string | undefined, loadDataDir: Blob | undefined): Promise<PGlite> {
  const extensions = { vector, pg_trgm, btree_gist, pgcrypto, unaccent };
  const hadData = directory !== undefined && existsSync(directory);
  try {
    return await PGlite.create({
      ...(directory !== undefined && { dataDir: directory }),
      ...(loadDataDir && { loadDataDir }),
      extensions,
    });
  } catch (cause) {
    if (!hadData) throw cause;
    throw new Error(
      `The embedded database in ${directory} can’t be opened: its files are damaged or incomplete, or another version made them. Start anew without its data (npm start -- --fresh), or put a copy of the folder back.`,
      { cause },
    );
  }
}

/** The same work however often it is asked for. */
function runOnce(work: () => Promise<void>): () => Promise<void> {
  let result: Promise<void> | undefined;
  return () => {
    result ??= work();
    return result;
  };
}

async function serve(
  pglite: PGlite,
  options: EmbeddedDatabaseOptions,
  unlock: () => Promise<void>,
): Promise<EmbeddedDatabase> {
  const gateway = new Gateway(pglite, {
    idleInTransactionMilliseconds: options.idleInTransactionLimitMilliseconds ?? 5_000,
    transactionMilliseconds: options.transactionLimitMilliseconds ?? 30_000,
  });
  const greeting = await readGreeting(pglite);
  const sockets = new Set<Socket>();
  let sessions = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    sessions += 1;
    new ClientSession(socket, gateway, greeting, sessions);
  });
  const listen = (wanted: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(wanted, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });
  await listen(options.port ?? 0).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    if (options.allowAnyPort) return listen(0);
    throw new Error(`Port ${options.port} for the embedded database is taken. Set DATABASE_PORT to another one.`);
  });
  // One connection that can't be accepted must not end the process.
  server.on('error', () => {});
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres?sslmode=disable`,
    pglite,
    close: runOnce(async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
      await gateway.runAlone(async () => {});
      await pglite.close();
      await unlock();
    }),
  };
}
