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
import { Gateway, type GatewayLimits } from './gateway.js';
import { ClientSession } from './session.js';
import { encodeCString } from './wire.js';

export interface EmbeddedDatabaseOptions {
  /** The data directory. Defaults to memory. */
  readonly directory?: string;
  /** Deletes the data in the directory first. */
  readonly fresh?: boolean;
  /** Defaults to any free port. */
  readonly port?: number;
  /** Uses any free port if `port` is taken. */
  readonly allowAnyPort?: boolean;
  /** Defaults to 5 s idle in a transaction and 30 s for a whole one. */
  readonly limits?: GatewayLimits;
  /** Image of a data directory to start from. */
  readonly loadDataDir?: Blob;
}

export interface EmbeddedDatabase {
  readonly url: string;
  readonly pglite: PGlite;
  /** Ends every session and writes the data to disk. */
  close(): Promise<void>;
}

/** Directories open in this process. The lock file isn't enough: in a container, an earlier process can have had the same id. */
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
 * Locks a data directory, because two processes would corrupt it.
 * @throws Error that names the process that uses it
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
        `The embedded database in ${directory} is in use by process ${holder}. Stop it first (lock file: ${lock}).`,
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

/** Gets PGlite's reply to a startup message: authentication, parameters, key data, ReadyForQuery. */
async function readGreeting(pglite: PGlite): Promise<Buffer> {
  const parameters = Buffer.concat([encodeCString('user'), encodeCString('postgres'), Buffer.from([0])]);
  const packet = Buffer.alloc(8);
  packet.writeInt32BE(8 + parameters.length, 0);
  packet.writeInt32BE(3 << 16, 4);
  return Buffer.from(await pglite.execProtocolRaw(Buffer.concat([packet, parameters])));
}

/**
 * Starts PostgreSQL in this process (PGlite with pgvector) and serves its protocol on a local port, so that the functions'
 * driver, drizzle-kit studio and psql can connect at the same time.
 *
 * Sessions share one backend and take turns, a transaction at a time. Each has its own user, role, SET settings and
 * prepared statements. Limits:
 * - Other settings (set_config() outside a transaction, SET among other statements of a query) last until another
 *   session's turn.
 * - Temporary tables and session-level advisory locks are shared. LISTEN receives nothing.
 * - COPY FROM STDIN works only as the single statement of a simple query.
 * - There are no statement timeouts, no canceling and no real concurrency.
 * - Infinite recursion breaks the backend until the next start.
 * - Anyone on this machine can sign in, and RESET SESSION AUTHORIZATION makes them a superuser.
 *
 * @throws Error if the port is taken or another process uses the directory
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

/** @throws Error that names a directory that can't be opened, where PGlite's own says "Aborted()" */
async function open(directory: string | undefined, loadDataDir: Blob | undefined): Promise<PGlite> {
  const extensions = { vector, pg_trgm, btree_gist, pgcrypto, unaccent };
  const hadData = directory !== undefined && existsSync(directory);
  try {
    return await PGlite.create({
      ...(directory && { dataDir: directory }),
      ...(loadDataDir && { loadDataDir }),
      extensions,
    });
  } catch (cause) {
    if (!hadData) throw cause;
    throw new Error(
      `Could not open the embedded database in ${directory}: its files are damaged, incomplete or from another version. Restore the folder from a copy, or delete the data with: npm start -- --fresh`,
      { cause },
    );
  }
}

async function serve(
  pglite: PGlite,
  options: EmbeddedDatabaseOptions,
  unlock: () => Promise<void>,
): Promise<EmbeddedDatabase> {
  const defaultLimits = { idleInTransactionMilliseconds: 5_000, transactionMilliseconds: 30_000 };
  const gateway = new Gateway(pglite, options.limits ?? defaultLimits);
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
    throw new Error(`Port ${options.port} is taken. Set DATABASE_PORT to another port for the embedded database.`);
  });
  // A connection that can't be accepted must not end the process.
  server.on('error', () => {});
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const close = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
    await gateway.runAlone(async () => {});
    await pglite.close();
    await unlock();
  };
  let closing: Promise<void> | undefined;
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres?sslmode=disable`,
    pglite,
    close() {
      closing ??= close();
      return closing;
    },
  };
}
