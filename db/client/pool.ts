import { DatabaseDeadlineError } from './errors.js';

/** What a pool holds: something that may have become useless while it lay there. */
export interface Pooled {
  readonly isUsable: boolean;
  /** Never rejects. */
  close(): Promise<void>;
}

interface Waiter<Item> {
  readonly resolve: (item: Item) => void;
  readonly timer: NodeJS.Timeout;
}

/**
 * So many items and no more, each for one user at a time. What a user found to be broken is dropped by itself: the others
 * are somebody else's, who may be in the middle of something.
 */
export class Pool<Item extends Pooled> {
  readonly #make: () => Item;
  readonly #size: number;
  readonly #sweepMilliseconds: number;
  readonly #idle: Item[] = [];
  readonly #waiting: Waiter<Item>[] = [];
  #taken = 0;
  #isClosed = false;
  #sweeping: NodeJS.Timeout | undefined;

  /** @param options.sweepMilliseconds how often those that are useless by now are looked for and closed */
  constructor(make: () => Item, options: { size: number; sweepMilliseconds: number }) {
    this.#make = make;
    this.#size = options.size;
    this.#sweepMilliseconds = options.sweepMilliseconds;
  }

  /**
   * The one that was used last, or a new one; waits in turn where all are taken. It must be given back or dropped.
   * @throws DatabaseDeadlineError when none becomes free in this time
   */
  async acquire(milliseconds: number): Promise<Item> {
    if (this.#isClosed) throw Object.assign(new Error('The pool is closed.'), { code: 'CONNECTION_ENDED' });
    if (this.#taken < this.#size) {
      this.#taken += 1;
      return this.#next();
    }
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        reject(new DatabaseDeadlineError(`No connection became free within ${Math.round(milliseconds)} ms.`));
      }, milliseconds);
      const waiting = { resolve, timer };
      this.#waiting.push(waiting);
    });
  }

  release(item: Item): void {
    if (this.#isClosed || !item.isUsable) void item.close();
    else {
      this.#idle.push(item);
      this.#sweepLater();
    }
    this.#handOn();
  }

  drop(item: Item): void {
    void item.close();
    this.#handOn();
  }

  /** Closes those that nobody uses now. */
  async dropIdle(): Promise<void> {
    await Promise.all(this.#idle.splice(0).map((item) => item.close()));
  }

  /** Closes those that nobody uses now, and each of the others once it is given back. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#sweeping);
    await this.dropIdle();
  }

  #handOn(): void {
    const first = this.#waiting.shift();
    if (first === undefined) {
      this.#taken -= 1;
      return;
    }
    clearTimeout(first.timer);
    first.resolve(this.#next());
  }

  #next(): Item {
    for (let item = this.#idle.pop(); item !== undefined; item = this.#idle.pop()) {
      if (item.isUsable) return item;
      void item.close();
    }
    return this.#make();
  }

  #sweepLater(): void {
    this.#sweeping ??= setTimeout(() => {
      this.#sweeping = undefined;
      for (const item of this.#idle.splice(0)) {
        if (item.isUsable) this.#idle.push(item);
        else void item.close();
      }
      if (this.#idle.length > 0) this.#sweepLater();
    }, this.#sweepMilliseconds).unref();
  }
}
