import { afterEach, describe, expect, it, vi } from 'vitest';
import { DatabaseDeadlineError } from './errors.js';
import { Pool, type Pooled } from './pool.js';

class Item implements Pooled {
  isUsable = true;
  isClosed = false;
  async close(): Promise<void> {
    this.isClosed = true;
  }
}

const createPool = (size: number) => new Pool(() => new Item(), { size, sweepMilliseconds: 1_000 });

afterEach(() => {
  vi.useRealTimers();
});

describe('a pool', () => {
  it('returns the item that was used last, and creates another only if all are in use', async () => {
    const pool = createPool(2);
    const [one, two] = [await pool.acquire(0), await pool.acquire(0)];
    expect(one).not.toBe(two);
    pool.release(one);
    pool.release(two);
    expect(await pool.acquire(0)).toBe(two);
    expect(await pool.acquire(0)).toBe(one);
  });

  it('makes callers wait in turn, up to their time limit', async () => {
    const pool = createPool(1);
    const first = await pool.acquire(0);
    const order: string[] = [];
    const waiting = ['second', 'third'].map((name) =>
      pool.acquire(5_000).then((item) => [order.push(name), item] as const),
    );
    await expect(pool.acquire(20)).rejects.toBeInstanceOf(DatabaseDeadlineError);
    pool.release(first);
    pool.release((await waiting[0])?.[1] ?? first);
    await Promise.all(waiting);
    expect(order).toEqual(['second', 'third']);
  });

  it('replaces a dropped item, also for a waiting caller', async () => {
    const pool = createPool(1);
    const broken = await pool.acquire(0);
    const waiting = pool.acquire(5_000);
    pool.drop(broken);
    expect(broken.isClosed).toBe(true);
    expect(await waiting).not.toBe(broken);
  });

  it('never returns an item that became unusable while idle or in use', async () => {
    const pool = createPool(2);
    const [one, two] = [await pool.acquire(0), await pool.acquire(0)];
    pool.release(one);
    one.isUsable = false;
    two.isUsable = false;
    pool.release(two);
    expect([await pool.acquire(0), await pool.acquire(0)].some((item) => item === one || item === two)).toBe(false);
    expect([one.isClosed, two.isClosed]).toEqual([true, true]);
  });

  it('closes unusable items by itself and keeps the others', async () => {
    vi.useFakeTimers();
    const pool = createPool(2);
    const [one, two] = [await pool.acquire(0), await pool.acquire(0)];
    pool.release(one);
    pool.release(two);
    one.isUsable = false;
    await vi.advanceTimersByTimeAsync(1_100);
    expect([one.isClosed, two.isClosed]).toEqual([true, false]);
    two.isUsable = false;
    await vi.advanceTimersByTimeAsync(1_100);
    expect(two.isClosed).toBe(true);
  });

  it('that is closed closes idle items now and the others on release, and returns no more', async () => {
    const pool = createPool(2);
    const [idle, taken] = [await pool.acquire(0), await pool.acquire(0)];
    pool.release(idle);
    await pool.close();
    expect([idle.isClosed, taken.isClosed]).toEqual([true, false]);
    pool.release(taken);
    expect(taken.isClosed).toBe(true);
    await expect(pool.acquire(0)).rejects.toThrow('closed');
  });
});
