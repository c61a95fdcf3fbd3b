import { drizzle } from 'drizzle-orm/postgres-js';
import type postgres from 'postgres';
import { DatabaseDeadlineError, DatabaseSignInError } from './errors.js';
import { type GuardedClient, openGuardedClient, type TransactionPlan } from './guarded-client.js';
import type { Pooled } from './pool.js';

type Options = postgres.Options<Record<string, never>>;

/**
 * How long one may lie unused. A frozen execution environment leaves dead sockets behind, and its timers stood still as
 * well, so this goes by the clock on the wall.
 */
export const maxIdleMilliseconds = 60_000;

/** A name that leads elsewhere by now, or a role that was changed, is noticed after this time at the latest. */
const maxLifetimeMilliseconds = 10 * 60_000;

/**
 * One connection to the server: opened at its first transaction, never opened again. The driver's own pool would open it
 * again by itself and keeps, of a connection that could not be opened, requests that nobody waits for any more; so each
 * connection is a client of the driver's, and one that failed is thrown away as a whole.
 */
export class Connection implements Pooled {
  readonly #url: string | undefined;
  readonly #options: Options;
  readonly #readPassword: (() => Promise<string>) | undefined;
  readonly #madeAt = Date.now();
  #client: GuardedClient | undefined;
  #usedAt = this.#madeAt;
  #isOpen = false;
  #isClosed = false;

  /** @param readPassword asked before it is opened; without it the password is the URL's, or there is none */
  constructor(url: string | undefined, options: Options, readPassword?: () => Promise<string>) {
    this.#url = url;
    this.#options = options;
    this.#readPassword = readPassword;
  }

  get isUsable(): boolean {
    const now = Date.now();
    return !this.#isClosed && now - this.#usedAt < maxIdleMilliseconds && now - this.#madeAt < maxLifetimeMilliseconds;
  }

  async transaction<Result>(plan: TransactionPlan<Result>): Promise<Result> {
    this.#client ??= await this.#prepare();
    if (!this.#isOpen) await this.#client.open();
    this.#isOpen = true;
    try {
      return await this.#client.transaction(plan);
    } finally {
      this.#usedAt = Date.now();
    }
  }

  /** Without waiting for what is under way on it. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#client?.end({ timeout: 0 }).catch(() => {});
  }

  /** The driver would ask for the password in the middle of signing in, and its failure there ends the process. */
  async #prepare(): Promise<GuardedClient> {
    const password = await this.#readPassword?.().catch((cause: unknown) => {
      throw new DatabaseSignInError('The password for the database could not be had.', { cause });
    });
    if (this.#isClosed) throw new DatabaseDeadlineError('The connection was given up before it was opened.');
    const client = openGuardedClient(this.#url, {
      ...this.#options,
      ...(password !== undefined && { password }),
      idle_timeout: 0,
      max_lifetime: null,
      // It would ask for the types of arrays as soon as it is connected, and nobody could catch the failure of that. Without
      // them an array is text to the driver: drizzle reads its own columns, other statements give arrays as JSON.
      fetch_types: false,
      onclose: () => {
        this.#isClosed = true;
      },
    });
    // It tells the driver to leave dates to drizzle, which asks for the whole driver and uses what the client has of it.
    drizzle(client as unknown as postgres.Sql);
    return client;
  }
}
