import { drizzle } from 'drizzle-orm/postgres-js';
import type postgres from 'postgres';
import { DatabaseDeadlineError, DatabaseSignInError } from './errors.js';
import { type GuardedClient, openGuardedClient, type TransactionPlan } from './guarded-client.js';
import type { Pooled } from './pool.js';

type Options = postgres.Options<Record<string, never>>;

/**
 * Longest that a connection may be idle. A frozen execution environment leaves dead sockets behind; its timers freeze
 * too, so the wall clock decides.
 */
export const maxIdleMilliseconds = 60_000;

/** Limits how long a connection misses a changed DNS record or role. */
const maxLifetimeMilliseconds = 10 * 60_000;

/**
 * One connection to the server, opened at its first transaction and never reopened. The driver's own pool reconnects by
 * itself and keeps abandoned requests of connections that failed to open. Each connection is therefore a separate client
 * of the driver, and is discarded when it fails.
 */
export class Connection implements Pooled {
  readonly #url: string | undefined;
  readonly #options: Options;
  readonly #readPassword: (() => Promise<string>) | undefined;
  readonly #createdAt = Date.now();
  #client: GuardedClient | undefined;
  #usedAt = this.#createdAt;
  #isOpen = false;
  #isClosed = false;

  /** @param readPassword called before opening; without it, the URL contains the password if there is one */
  constructor(url: string | undefined, options: Options, readPassword?: () => Promise<string>) {
    this.#url = url;
    this.#options = options;
    this.#readPassword = readPassword;
  }

  get isUsable(): boolean {
    const now = Date.now();
    return (
      !this.#isClosed && now - this.#usedAt < maxIdleMilliseconds && now - this.#createdAt < maxLifetimeMilliseconds
    );
  }

  async transaction<Result>(plan: TransactionPlan<Result>): Promise<Result> {
    this.#client ??= await this.#createClient();
    if (!this.#isOpen) await this.#client.open();
    this.#isOpen = true;
    try {
      return await this.#client.transaction(plan);
    } finally {
      this.#usedAt = Date.now();
    }
  }

  /** Doesn't wait for running statements. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#client?.end({ timeout: 0 }).catch(() => {});
  }

  /** Reads the password first: the driver would read it while signing in, where a failure ends the process. */
  async #createClient(): Promise<GuardedClient> {
    const password = await this.#readPassword?.().catch((cause: unknown) => {
      throw new DatabaseSignInError('Could not get the database password.', { cause });
    });
    if (this.#isClosed) throw new DatabaseDeadlineError('The connection timed out before it was opened.');
    const client = openGuardedClient(this.#url, {
      ...this.#options,
      ...(password !== undefined && { password }),
      idle_timeout: 0,
      max_lifetime: null,
      // Fetching array types on connect could fail where the error can't be caught. Without the types, the driver
      // returns arrays as text: drizzle parses its own columns, and other statements return arrays as JSON.
      fetch_types: false,
      onclose: () => {
        this.#isClosed = true;
      },
    });
    // Makes the driver leave dates to drizzle. The type asks for a whole driver; drizzle uses only these parts.
    drizzle(client as unknown as postgres.Sql);
    return client;
  }
}
