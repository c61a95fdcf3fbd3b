import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { hasEnded } from './cluster.js';

const everyHour = JSON.stringify([1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '00:00', to: '24:00' })));

/** The API under test, running in its own process. */
export class Service {
  readonly origin: string;
  readonly #process: ChildProcess;
  readonly #readErrors: () => string;

  private constructor(child: ChildProcess, port: number, readErrors: () => string) {
    this.#process = child;
    this.#readErrors = readErrors;
    this.origin = `http://127.0.0.1:${port}`;
  }

  /** @param variables the environment of a deployed function, with its database */
  static async start(variables: Readonly<Record<string, string>>): Promise<Service> {
    const main = fileURLToPath(new URL('./lambda.ts', import.meta.url));
    const { DATABASE_URL: _own, ...inherited } = process.env;
    const child = spawn(process.execPath, ['--import', 'tsx', main], {
      env: {
        ...inherited,
        DATABASE_POOL_SIZE: '8',
        DATABASE_STATEMENT_TIMEOUT_MILLISECONDS: '4000',
        CLINIC_WORKING_HOURS: everyHour,
        ...variables,
      },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let errors = '';
    child.stderr?.on('data', (bytes: Buffer) => {
      errors = (errors + bytes.toString()).slice(-4_000);
    });
    const [message] = await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(() => Promise.reject(new Error(`The service did not start:\n${errors}`))),
    ]);
    return new Service(child, (message as { port: number }).port, () => errors);
  }

  /** Pauses the process and its timers, like Lambda between two invocations. */
  freeze(): void {
    this.#process.kill('SIGSTOP');
  }

  thaw(): void {
    this.#process.kill('SIGCONT');
  }

  /** @throws Error with the last errors if the process has exited */
  requireAlive(): void {
    if (hasEnded(this.#process)) throw new Error(`The service exited:\n${this.#readErrors()}`);
  }

  async stop(): Promise<void> {
    if (hasEnded(this.#process)) return;
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await ended;
  }
}
