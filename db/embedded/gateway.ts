import type { PGlite } from '@electric-sql/pglite';
import { readReadyStatus, syncFrame } from './wire.js';

/** As whom a session runs. */
export interface SessionIdentity {
  readonly user: string;
  readonly role: string | undefined;
}

/** What the gateway must know of a session. */
export interface GatewayClient {
  readonly identity: SessionIdentity;
  /** What the session has set, by parameter; set anew whenever it gets the backend after another one. */
  readonly settings: ReadonlyMap<string, string>;
  /** The session has kept others waiting for too long; its work is undone and its connection ends. */
  evict(code: string, message: string): void;
}

export interface GatewayLimits {
  /** How long a session that does nothing in its transaction may keep others waiting. */
  readonly idleInTransactionMilliseconds: number;
  /** How long a transaction as a whole may keep others waiting. */
  readonly transactionMilliseconds: number;
}

const quoteIdentifier = (name: string) => `"${name.replaceAll('"', '""')}"`;

/**
 * Shares the one backend of PGlite among sessions. A session has it to itself from the first message of a batch until
 * the backend is idle again, which for a transaction is its end; the others wait in the order in which they came.
 */
export class Gateway {
  readonly #pglite: PGlite;
  readonly #limits: GatewayLimits;
  readonly #queue: { tenant: GatewayClient; grant: () => void }[] = [];
  #owner: GatewayClient | undefined;
  /** Whose identity and settings the backend has. */
  #current: GatewayClient | undefined;
  #isExecuting = false;
  /** Whether a batch is open, that is without its ReadyForQuery. */
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

  /** Waits until the backend is this session's, with its identity and settings. */
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
      // Whose the backend is now is not known: the next session makes it its own from the ground up.
      this.#current = undefined;
      await this.#undo();
      throw error;
    }
  }

  /**
   * Runs a batch, or a piece of one, for the session that has the backend.
   * @returns the answer; the backend is the next session's when the answer leaves it idle
   */
  async execute(tenant: GatewayClient, bytes: Buffer): Promise<Buffer> {
    if (this.#owner !== tenant) throw new Error('The session does not have the backend.');
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

  /** A session has ended: it waits for nothing any more, and what it left open is undone. */
  async leave(tenant: GatewayClient, cleanUp: Buffer): Promise<void> {
    const index = this.#queue.findIndex((waiting) => waiting.tenant === tenant);
    if (index >= 0) {
      this.#queue.splice(index, 1);
      this.#watch();
    }
    if (this.#owner === tenant) await this.#undo();
    if (this.#current === tenant) this.#current = undefined;
    if (cleanUp.length === 0) return;
    await this.runAlone((pglite) => pglite.execProtocolRaw(cleanUp));
  }

  /** Runs SQL between the sessions' batches, as the superuser. */
  async runAlone<Result>(work: (pglite: PGlite) => Promise<Result>): Promise<Result> {
    const identity = { user: 'postgres', role: undefined };
    const superuser: GatewayClient = { identity, settings: new Map(), evict() {} };
    await this.acquire(superuser);
    try {
      return await work(this.#pglite);
    } finally {
      this.#pass();
    }
  }

  #own(tenant: GatewayClient): void {
    this.#owner = tenant;
    this.#ownedSince = Date.now();
    this.#idleSince = Date.now();
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
    // Unconditional, because a setting can be changed where nobody sees it, by set_config() or in a function: app.role of
    // one session must not be the next one's. RESET ALL leaves the role as it is, SET SESSION AUTHORIZATION doesn't.
    const statements = ['reset all', `set session authorization ${quoteIdentifier(user)}`];
    if (role !== undefined) statements.push(`set role ${quoteIdentifier(role)}`);
    statements.push(...tenant.settings.values());
    await this.#pglite.exec(statements.join(';'));
    this.#current = tenant;
  }

  /** Ends the owner's batch and transaction without its doing, and gives the backend to the next. */
  async #undo(): Promise<void> {
    const owner = this.#owner;
    while (this.#isExecuting) await new Promise((resolve) => setTimeout(resolve, 5));
    if (this.#owner !== owner) return;
    if (this.#isUnfinished) await this.#pglite.execProtocolRaw(syncFrame);
    await this.#pglite.exec('rollback');
    if (this.#owner === owner) this.#pass();
  }

  /** Sets the clock for the moment when the owner will have kept the others waiting for too long. */
  #watch(): void {
    clearTimeout(this.#timer);
    const owner = this.#owner;
    if (owner === undefined || this.#queue.length === 0) return;
    const idleUntil = Math.max(this.#idleSince, this.#waitingSince) + this.#limits.idleInTransactionMilliseconds;
    const ownedUntil = Math.max(this.#ownedSince, this.#waitingSince) + this.#limits.transactionMilliseconds;
    this.#timer = setTimeout(
      () => {
        // A statement that runs can't be interrupted; its end sets the clock again.
        if (this.#isExecuting || this.#owner !== owner) return;
        const isIdle = idleUntil <= ownedUntil;
        owner.evict(
          isIdle ? '25P03' : '25P04',
          isIdle
            ? `terminating connection: it was idle in a transaction for more than ${this.#limits.idleInTransactionMilliseconds} ms while other sessions waited for the embedded database`
            : `terminating connection: its transaction lasted more than ${this.#limits.transactionMilliseconds} ms while other sessions waited for the embedded database`,
        );
      },
      Math.max(0, Math.min(idleUntil, ownedUntil) - Date.now()),
    );
    this.#timer.unref();
  }
}
