import { DatabaseDeadlineError } from './errors.js';

/** An item of a pool, which may become unusable while it is idle. */
export interface Pooled {
  readonly isUsable: boolean;
  /** Never rejects. */
  close(): Promise<void>;
}

interface Waiter<Item> {
  readonly resolve: (item: Item) => void;
  readonly timer: NodeJS.Timeout;
}

/** A limited number of items, each for one user at a time. A broken item is dropped alone: others may be in use. */
export class Pool<Item extends Pooled> {
  readonly #create: () => Item;
  readonly #size: number;
  readonly #sweepMilliseconds: number;
  readonly #idle: Item[] = [];
  readonly #waiting: Waiter<Item>[] = [];
  #taken = 0;
  #isClosed = false;
  #sweeping: NodeJS.Timeout | undefined;

  /** @param options.sweepMilliseconds interval between checks that close unusable items */
  constructor(create: () => Item, options: { size: number; sweepMilliseconds: number }) {
    this.#create = create;
    this.#size = options.size;
    this.#sweepMilliseconds = options.sweepMilliseconds;
  }

  /**
   * Returns the item that was used last or a new one, or waits in turn if all are in use. Release or drop it afterwards.
   * @throws DatabaseDeadlineError if no item becomes free in this time
   */
  async acquire(milliseconds: number): Promise<Item> {
    if (this.#isClosed) throw Object.assign(new Error('The connection pool is closed.'), { code: 'CONNECTION_ENDED' });
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
    this.#passOn();
  }

  drop(item: Item): void {
    void item.close();
    this.#passOn();
  }

  /** Closes all idle items. */
  async dropIdle(): Promise<void> {
    await Promise.all(this.#idle.splice(0).map((item) => item.close()));
  }

  /** Closes idle items now and the others when they are released. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#sweeping);
    await this.dropIdle();
  }

  #passOn(): void {
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
    return this.#create();
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
