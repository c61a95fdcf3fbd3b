import type { PGlite } from '@electric-sql/pglite';
import { readReadyStatus, syncFrame } from './wire.js';

/** A session, as the gateway sees it. */
export interface GatewayClient {
  readonly identity: { readonly user: string; readonly role: string | undefined };
  /** Statements that set the session's settings, by parameter. They run when it gets the backend after another session. */
  readonly settings: ReadonlyMap<string, string>;
  /** Ends a session that has kept others waiting for too long. Its transaction is rolled back. */
  evict(code: string, message: string): void;
}

export interface GatewayLimits {
  /** Limit for a session that is idle in a transaction while others wait. */
  readonly idleInTransactionMilliseconds: number;
  /** Limit for a whole transaction while others wait. */
  readonly transactionMilliseconds: number;
}

const quoteIdentifier = (name: string) => `"${name.replaceAll('"', '""')}"`;

/**
 * Shares PGlite's only backend among sessions. A session owns it from the first message of a batch until the backend is
 * idle again, which is the end of a transaction. The others wait in order of arrival.
 */
export class Gateway {
  readonly #pglite: PGlite;
  readonly #limits: GatewayLimits;
  readonly #queue: { tenant: GatewayClient; grant: () => void }[] = [];
  #owner: GatewayClient | undefined;
  /** The session whose identity and settings the backend has. */
  #current: GatewayClient | undefined;
  #isExecuting = false;
  /** Whether a batch is still open, without a ReadyForQuery. */
  #isUnfinished = false;
  #status: 'I' | 'T' | 'E' = 'I';
  #ownedSince = 0;
  #idleSince = 0;
  #waitingSince = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(pglite: PGlite, limits: GatewayLimits) {
    this.#pglite = pglite;
    this.#limits = limits;
  }

  /** Waits for the backend and gives it the session's identity and settings. */
  async acquire(tenant: GatewayClient): Promise<void> {
    if (this.#owner === tenant) return;
    if (this.#owner === undefined && this.#queue.length === 0) this.#own(tenant);
    else {
      await new Promise<void>((grant) => {
        if (this.#queue.length === 0) this.#waitingSince = Date.now();
        this.#queue.push({ tenant, grant });
        this.#watch();
      });
    }
    try {
      await this.#become(tenant);
    } catch (error) {
      // The backend's state is unknown, so the next session sets it up completely.
      this.#current = undefined;
      await this.#undo();
      throw error;
    }
  }

  /**
   * Runs a batch or a part of one for the session that owns the backend, and passes the backend on once it is idle.
   * @returns the backend's reply
   */
  async execute(tenant: GatewayClient, bytes: Buffer): Promise<Buffer> {
    if (this.#owner !== tenant) throw new Error('The session does not own the backend.');
    this.#isExecuting = true;
    try {
      const answer = Buffer.from(await this.#pglite.execProtocolRaw(bytes));
      const status = readReadyStatus(answer);
      this.#isUnfinished = status === undefined;
      if (status !== undefined) this.#status = status;
      return answer;
    } finally {
      this.#isExecuting = false;
      this.#idleSince = Date.now();
      if (this.#owner === tenant && !this.#isUnfinished && this.#status === 'I') this.#pass();
      else this.#watch();
    }
  }

  /** Removes a session that has ended, rolls back its open transaction and runs `cleanUp`, a batch of messages. */
  async leave(tenant: GatewayClient, cleanUp?: Buffer): Promise<void> {
    const index = this.#queue.findIndex((waiting) => waiting.tenant === tenant);
    if (index >= 0) {
      this.#queue.splice(index, 1);
      this.#watch();
    }
    if (this.#owner === tenant) await this.#undo();
    if (this.#current === tenant) this.#current = undefined;
    if (cleanUp) await this.runAlone((pglite) => pglite.execProtocolRaw(cleanUp));
  }

  /** Runs SQL between the sessions' batches, as the superuser. */
  async runAlone<Result>(work: (pglite: PGlite) => Promise<Result>): Promise<Result> {
    const superuser = { identity: { user: 'postgres', role: undefined }, settings: new Map(), evict() {} };
    await this.acquire(superuser);
    try {
      return await work(this.#pglite);
    } finally {
      this.#pass();
    }
  }

  #own(tenant: GatewayClient): void {
    this.#owner = tenant;
    this.#ownedSince = this.#idleSince = Date.now();
    this.#isUnfinished = false;
    this.#status = 'I';
  }

  #pass(): void {
    this.#owner = undefined;
    const next = this.#queue.shift();
    if (next !== undefined) {
      this.#own(next.tenant);
      this.#waitingSince = Date.now();
      next.grant();
    }
    this.#watch();
  }

  async #become(tenant: GatewayClient): Promise<void> {
    const previous = this.#current;
    if (previous === tenant) return;
    const { user, role } = tenant.identity;
    // Always resets, because set_config() or a function can change a setting unseen, and the next session must not get
    // this one's app.role. RESET ALL keeps the role; SET SESSION AUTHORIZATION resets it.
    const statements = ['reset all', `set session authorization ${quoteIdentifier(user)}`];
    if (role !== undefined) statements.push(`set role ${quoteIdentifier(role)}`);
    statements.push(...tenant.settings.values());
    await this.#pglite.exec(statements.join(';'));
    this.#current = tenant;
  }

  /** Rolls back the owner's transaction and passes the backend on. */
  async #undo(): Promise<void> {
    const owner = this.#owner;
    while (this.#isExecuting) await new Promise((resolve) => setTimeout(resolve, 5));
    if (this.#owner !== owner) return;
    if (this.#isUnfinished) await this.#pglite.execProtocolRaw(syncFrame);
    await this.#pglite.exec('rollback');
    if (this.#owner === owner) this.#pass();
  }

  /** Starts the timer that evicts the owner when it has kept others waiting for too long. */
  #watch(): void {
    clearTimeout(this.#timer);
    const owner = this.#owner;
    if (owner === undefined || this.#queue.length === 0) return;
    const idleUntil = Math.max(this.#idleSince, this.#waitingSince) + this.#limits.idleInTransactionMilliseconds;
    const ownedUntil = Math.max(this.#ownedSince, this.#waitingSince) + this.#limits.transactionMilliseconds;
    this.#timer = setTimeout(
      () => {
        // A running statement can't be interrupted; its end restarts the timer.
        if (this.#isExecuting || this.#owner !== owner) return;
        const { idleInTransactionMilliseconds, transactionMilliseconds } = this.#limits;
        const [code, reason] =
          idleUntil <= ownedUntil
            ? ['25P03', `it was idle in a transaction for more than ${idleInTransactionMilliseconds} ms`]
            : ['25P04', `its transaction lasted more than ${transactionMilliseconds} ms`];
        owner.evict(code, `terminating connection: ${reason} while other sessions waited for the embedded database`);
      },
      Math.max(0, Math.min(idleUntil, ownedUntil) - Date.now()),
    );
    this.#timer.unref();
  }
}
