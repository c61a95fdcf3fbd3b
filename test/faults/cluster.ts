import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { appendFile, chmod, chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import postgres from 'postgres';
import { findFreePort } from '../support/free-port.js';

const run = promisify(execFile);

/** The account and the program folder of `.ci/postgres`. */
const user = 54_717;
const programs = '/usr/lib/postgresql/17/bin';

/** Exit code of `.ci/postgres` if no server can run on this machine. */
const unsupportedExitCode = 3;

const settings = `
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 100
timezone = 'UTC'
dynamic_shared_memory_type = mmap
# The operating system keeps what a killed process wrote. COMMIT must not return before that.
fsync = off
synchronous_commit = on
log_min_error_statement = panic
log_error_verbosity = terse
`;

/** The API signs in with a password over TLS, as when deployed; the tests need no password. */
const accounts = `
hostssl all app 127.0.0.1/32 scram-sha-256
host all postgres 127.0.0.1/32 trust
host replication postgres 127.0.0.1/32 trust
`;

/** No PostgreSQL server can run on this machine; the message says why. */
export class NoServerError extends Error {
  override readonly name = 'NoServerError';
}

export const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;

async function prepareSoftware(): Promise<string> {
  const script = fileURLToPath(new URL('../../.ci/postgres', import.meta.url));
  try {
    return (await run(script, ['prepare'])).stdout.trim();
  } catch (error) {
    const { code, stderr = '' } = error as { code?: number; stderr?: string };
    if (code !== unsupportedExitCode) throw error;
    throw new NoServerError(stderr.trim().split('\n').at(-1) ?? '');
  }
}

async function createDataFolder(root: string, name: string): Promise<string> {
  const folder = join(root, name);
  await mkdir(folder, { mode: 0o700 });
  await chown(folder, user, user);
  return folder;
}

const buildChrootCommand = (root: string, program: string, parameters: readonly string[]) =>
  [
    'chroot',
    [`--userspec=+${user}:+${user}`, `--groups=${user}`, root, `${programs}/${program}`, ...parameters],
    { env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/', LC_ALL: 'C', TZ: 'UTC' } },
  ] as const;

/**
 * A PostgreSQL server that scenarios can kill, pause and restart: the software of `.ci/postgres`, running in its chroot
 * on a temporary data folder.
 */
export class Cluster {
  readonly port: number;
  /** The server's certificate; undefined if none could be created. */
  readonly certificatePath: string | undefined;
  readonly #root: string;
  readonly #name: string;
  #process: ChildProcess | undefined;

  private constructor(root: string, name: string, port: number, certificatePath: string | undefined) {
    this.#root = root;
    this.#name = name;
    this.port = port;
    this.certificatePath = certificatePath;
  }

  /** @throws NoServerError if no server can run here */
  static async create(): Promise<Cluster> {
    const root = await prepareSoftware();
    const name = `faults-${randomBytes(4).toString('hex')}`;
    const folder = await createDataFolder(root, name);
    const options = ['--username=postgres', '--locale=C.UTF-8', '--auth=trust', '--no-sync'];
    await run(...buildChrootCommand(root, 'initdb', [`--pgdata=/${name}`, ...options]));
    await appendFile(join(folder, 'postgresql.conf'), settings);
    await writeFile(join(folder, 'pg_hba.conf'), accounts);
    const certificatePath = await createCertificate(folder);
    const cluster = new Cluster(root, name, await findFreePort(), certificatePath);
    await cluster.start();
    return cluster;
  }

  /** An administrator's URL. */
  get url(): string {
    return `postgres://postgres@127.0.0.1:${this.port}/postgres?sslmode=disable`;
  }

  /** Returns when the server accepts connections. */
  async start(): Promise<void> {
    const giveUpAt = Date.now() + 60_000;
    for (;;) {
      const location = ['-D', `/${this.#name}`, '-p', String(this.port)];
      const [program, parameters, options] = buildChrootCommand(this.#root, 'postgres', location);
      const log = openSync(join(this.#root, `${this.#name}.log`), 'a');
      const child = spawn(program, parameters, { ...options, stdio: ['ignore', log, log] });
      this.#process = child;
      closeSync(log);
      // The server doesn't start while processes of a killed one still hold its shared memory.
      while (!hasEnded(child) && !(await this.#answers())) await pause(50);
      if (!hasEnded(child)) return;
      if (Date.now() > giveUpAt) throw new Error(`PostgreSQL did not start: ${await this.#lastLines()}`);
      await pause(100);
    }
  }

  /** Kills every process at once, like a machine failure. */
  async kill(): Promise<void> {
    const child = this.#process;
    if (child?.pid === undefined || hasEnded(child)) return;
    const backends = (await readFile(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8'))
      .split(' ')
      .filter(Boolean);
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    for (const pid of backends) {
      try {
        process.kill(Number(pid), 'SIGKILL');
      } catch {
        // The process has already exited.
      }
    }
    await ended;
  }

  /** Shuts down cleanly: sessions end with an error message. */
  async stop(): Promise<void> {
    const child = this.#process;
    if (child === undefined || hasEnded(child)) return;
    const ended = once(child, 'exit');
    child.kill('SIGINT');
    await ended;
  }

  /** A read-only standby that has every commit the primary acknowledged. */
  async createStandby(): Promise<Cluster> {
    const name = `${this.#name}-standby`;
    await createDataFolder(this.#root, name);
    const source = ['--host=127.0.0.1', `--port=${this.port}`, '--username=postgres'];
    const options = ['--write-recovery-conf', '--checkpoint=fast', '--wal-method=stream', '--no-sync'];
    await run(...buildChrootCommand(this.#root, 'pg_basebackup', [...source, `--pgdata=/${name}`, ...options]));
    const standby = new Cluster(this.#root, name, await findFreePort(), this.certificatePath);
    await standby.start();
    const sql = postgres(this.url, { max: 1, onnotice: () => {} });
    await sql.unsafe(`alter system set synchronous_standby_names = '*'`);
    await sql`select pg_reload_conf()`;
    for (;;) {
      const [row] = await sql`select from pg_stat_replication where sync_state = 'sync'`;
      if (row) break;
      await pause(100);
    }
    await sql.end();
    return standby;
  }

  async remove(): Promise<void> {
    await this.kill();
    await rm(join(this.#root, this.#name), { recursive: true, force: true });
    await rm(join(this.#root, `${this.#name}.log`), { force: true });
  }

  async #answers(): Promise<boolean> {
    const sql = postgres(this.url, { max: 1, connect_timeout: 2, fetch_types: false, onnotice: () => {} });
    try {
      await sql`select 1`;
      return true;
    } catch {
      return false;
    } finally {
      await sql.end({ timeout: 0 });
    }
  }

  async #lastLines(): Promise<string> {
    const log = await readFile(join(this.#root, `${this.#name}.log`), 'utf8');
    return log.trimEnd().split('\n').slice(-5).join('\n');
  }
}

/** Creates a self-signed certificate for the host name localhost. */
async function createCertificate(folder: string): Promise<string | undefined> {
  const [key, certificate] = [join(folder, 'server.key'), join(folder, 'server.crt')];
  try {
    await run('openssl', [
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'],
      ...['-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', certificate],
    ]);
  } catch {
    return undefined;
  }
  for (const path of [key, certificate]) {
    await chown(path, user, user);
    await chmod(path, 0o600);
  }
  await appendFile(join(folder, 'postgresql.conf'), 'ssl = on\n');
  return certificate;
}
