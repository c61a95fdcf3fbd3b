import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { LoaderEnvironment, parseEnvironment } from '../../config/environment.js';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { FaultyProxy } from '../../test/support/faulty-proxy.js';
import { connectDatabase, type Database, type TransactionOptions } from './database.js';
import { DatabaseDeadlineError, DatabaseOutcomeUnknownError, toDatabaseFailure } from './errors.js';
import type { Transaction } from './transaction.js';

let db: TestDatabase;
let proxy: FaultyProxy;
let database: Database;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  proxy = await FaultyProxy.start(db.url);
  database = connectTo(1);
});
afterEach(async () => {
  await database.close();
  await proxy.close();
});

const connectTo = (poolSize: number, variables: Record<string, string> = {}) =>
  connectDatabase(
    parseEnvironment(LoaderEnvironment, {
      DATABASE_URL: proxy.url,
      DATABASE_POOL_SIZE: String(poolSize),
      ...variables,
    }),
  );
const admin = { role: 'admin', subject: 'a', requestId: 'r' } as const;

let made = 0;
const newName = () => {
  made += 1;
  return `Exam ${made}`;
};
const insert = (tx: Transaction, name: string) =>
  tx.execute(sql`insert into exams (name, type, duration_minutes) values (${name}, 'x', 30)`);
const countInserted = async (name: string) => (await db.sql`select from exams where name = ${name}`).length;
const read = (options: TransactionOptions = {}) =>
  database.transaction(admin, (tx) => tx.execute(sql`select 1 as one`), options);
const catchError = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('a connection that is cut in the middle of the work', () => {
  it.each(['uncommitted', 'always'] as const)('is followed by a retry with the option %s', async (repeat) => {
    const name = newName();
    proxy.interceptNext('insert into exams', 'cut');
    await database.transaction(admin, (tx) => insert(tx, name), { retry: repeat });
    expect(await countInserted(name)).toBe(1);
  });

  it('is followed by a retry if only the reply was lost, and nothing of the first run remains', async () => {
    const name = newName();
    let runs = 0;
    proxy.interceptNext('insert into exams', 'cut-answer');
    const work = async (tx: Transaction) => {
      runs += 1;
      await insert(tx, name);
    };
    await database.transaction(admin, work, { retry: 'uncommitted' });
    expect([runs, await countInserted(name)]).toEqual([2, 1]);
  });

  it('fails the transaction if retries are off', async () => {
    const name = newName();
    proxy.interceptNext('insert into exams', 'cut');
    const error = await catchError(database.transaction(admin, (tx) => insert(tx, name)));
    expect(toDatabaseFailure(error)).toEqual({ kind: 'unavailable' });
    expect(await countInserted(name)).toBe(0);
  });

  it('silently is followed by a retry after the statement timeout', async () => {
    await database.close();
    database = connectTo(1, { DATABASE_STATEMENT_TIMEOUT_MILLISECONDS: '100' });
    const name = newName();
    let runs = 0;
    const work = async (tx: Transaction) => {
      runs += 1;
      if (runs === 1) proxy.silence();
      const inserted = insert(tx, name);
      await proxy.heal();
      await inserted;
    };
    await database.transaction(admin, work, { retry: 'uncommitted' });
    expect([runs, await countInserted(name)]).toEqual([2, 1]);
  });

  it("doesn't affect transactions on other connections", async () => {
    await database.close();
    database = connectTo(2);
    const [name, other] = [newName(), newName()];
    let onInserted = () => {};
    const inserted = new Promise<void>((resolve) => {
      onInserted = resolve;
    });
    const slow = database.transaction(admin, async (tx) => {
      await insert(tx, other);
      onInserted();
      await pause(300);
    });
    await inserted;
    proxy.interceptNext('insert into exams', 'cut');
    await catchError(database.transaction(admin, (tx) => insert(tx, name)));
    await slow;
    expect([await countInserted(name), await countInserted(other)]).toEqual([0, 1]);
  });
});

describe('a connection that is cut at COMMIT', () => {
  it.each([
    ['before the server has it', 'cut', 0],
    ['after the server did it', 'cut-answer', 1],
  ] as const)('%s: the work is not retried, and the outcome is unknown', async (_when, passage, rows) => {
    const name = newName();
    let runs = 0;
    proxy.interceptNext('commit', passage);
    const work = async (tx: Transaction) => {
      runs += 1;
      await insert(tx, name);
    };
    const error = await catchError(database.transaction(admin, work, { retry: 'uncommitted' }));
    expect(error).toBeInstanceOf(DatabaseOutcomeUnknownError);
    expect(toDatabaseFailure(error)).toEqual({ kind: 'unavailable', isOutcomeUnknown: true });
    expect([runs, await countInserted(name)]).toEqual([1, rows]);
  });

  it('is followed by a retry if the work detects its earlier run', async () => {
    const name = newName();
    proxy.interceptNext('commit', 'cut-answer');
    const work = async (tx: Transaction) => {
      const found = await tx.execute(sql`select from exams where name = ${name}`);
      if (found.length === 0) await insert(tx, name);
      return found.length;
    };
    expect(await database.transaction(admin, work, { retry: 'always' })).toBe(1);
    expect(await countInserted(name)).toBe(1);
  });

  it('has the outcome of the retry, even if that fails', async () => {
    const name = newName();
    proxy.interceptNext('commit', 'cut-answer');
    const work = async (tx: Transaction) => {
      const found = await tx.execute(sql`select from exams where name = ${name}`);
      if (found.length > 0) throw new Error('there is one');
      await insert(tx, name);
    };
    expect(String(await catchError(database.transaction(admin, work, { retry: 'always' })))).toContain('there is one');
  });

  it('has an unknown outcome if the retry never reaches the server', async () => {
    const name = newName();
    proxy.chooseAction = (sent) => {
      if (!sent.includes('commit')) return 'pass';
      void proxy.refuse();
      return 'cut';
    };
    const options = { retry: 'always', deadlineMilliseconds: 500 } as const;
    const error = await catchError(database.transaction(admin, (tx) => insert(tx, name), options));
    expect(error).toBeInstanceOf(DatabaseOutcomeUnknownError);
  });
});

describe('a connection that was lost while idle', () => {
  it('because the server closed it is replaced immediately', async () => {
    await read();
    proxy.cut();
    await pause(50);
    const startedAt = performance.now();
    await read();
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });

  it('silently, as after a freeze, is replaced when BEGIN times out', async () => {
    await read();
    proxy.silence();
    await proxy.heal();
    expect(await read()).toHaveLength(1);
  });
});

describe("a connection that can't be opened", () => {
  it('is retried until the server accepts it', async () => {
    await proxy.refuse();
    const name = newName();
    const work = database.transaction(admin, (tx) => insert(tx, name));
    await pause(1_500);
    await proxy.heal();
    await work;
    expect(await countInserted(name)).toBe(1);
  });

  it('fails at the deadline, and the next request succeeds once the server is back', async () => {
    await proxy.refuse();
    const startedAt = performance.now();
    const errors = await Promise.all([1, 2, 3].map(() => catchError(read({ deadlineMilliseconds: 700 }))));
    expect(performance.now() - startedAt).toBeLessThan(1_500);
    expect(errors.map(toDatabaseFailure)).toEqual([1, 2, 3].map(() => ({ kind: 'unavailable' })));
    await proxy.heal();
    expect(await read({ deadlineMilliseconds: 2_000 })).toHaveLength(1);
  });

  // By default, the driver fetches types at that moment, where a failure can't be caught.
  it.each([false, true])('because it is cut while opening is replaced (by reset: %s)', async (isReset) => {
    proxy.endsByReset = isReset;
    for (const step of [1, 2, 3, 4, 5, 6]) {
      let count = 0;
      proxy.chooseAction = () => {
        count += 1;
        return count === step ? 'cut-answer' : 'pass';
      };
      proxy.cut();
      await pause(20);
      expect(await read({ retry: 'always' })).toHaveLength(1);
    }
  });

  it('because the server accepts it and stays silent fails at the deadline', async () => {
    proxy.silence();
    const error = await catchError(read({ deadlineMilliseconds: 300 }));
    expect(error).toBeInstanceOf(DatabaseDeadlineError);
  });
});

describe("a password that can't be read", () => {
  const withPassword = async (password: () => Promise<string>) => {
    await database.close();
    const environment = parseEnvironment(LoaderEnvironment, { DATABASE_URL: proxy.url });
    database = connectDatabase(environment, { password, user: async () => 'app', forget: () => {} });
  };

  it('is read again until it can be, before the work begins', async () => {
    let asked = 0;
    await withPassword(async () => {
      asked += 1;
      if (asked < 3) throw new Error('throttled');
      return 'any';
    });
    expect(await read()).toHaveLength(1);
    expect(asked).toBe(3);
  });

  it('makes the database unavailable without revealing the cause', async () => {
    await withPassword(() => Promise.reject(new Error('secret words')));
    const error = await catchError(read({ deadlineMilliseconds: 300 }));
    expect(toDatabaseFailure(error)).toEqual({ kind: 'unavailable' });
    expect(String(error)).not.toContain('secret words');
  });
});

describe('a transaction that timed out', () => {
  it('does not commit if its work ends later', async () => {
    const name = newName();
    const work = async (tx: Transaction) => {
      await insert(tx, name);
      await pause(500);
    };
    const error = await catchError(database.transaction(admin, work, { deadlineMilliseconds: 250 }));
    expect(error).toBeInstanceOf(DatabaseDeadlineError);
    await pause(700);
    expect(await countInserted(name)).toBe(0);
  });

  it("waiting for a connection doesn't affect those in use", async () => {
    const name = newName();
    const running = database.transaction(admin, async (tx) => {
      await insert(tx, name);
      await pause(600);
    });
    await pause(50);
    const error = await catchError(read({ deadlineMilliseconds: 200 }));
    expect(error).toBeInstanceOf(DatabaseDeadlineError);
    await running;
    expect(await countInserted(name)).toBe(1);
  });
});

it('work that continues after a failed statement fails, because the server commits nothing', async () => {
  const name = newName();
  const work = async (tx: Transaction) => {
    await insert(tx, name);
    await tx.execute(sql`select 1 / 0`).catch(() => {});
  };
  expect(String(await catchError(database.transaction(admin, work)))).toContain('nothing was committed');
  expect(await countInserted(name)).toBe(0);
});

// These need more than one backend.
describe.runIf('url' in inject('testDatabase'))('a server', () => {
  it('that is no longer the writer is retried until it or another server is the writer', async () => {
    const name = newName();
    const [row] = await db.sql<{ name: string }[]>`select current_database() as name`;
    await db.sql.unsafe(`alter database ${row?.name} set default_transaction_read_only = on`);
    const work = database.transaction(admin, (tx) => insert(tx, name), { retry: 'uncommitted' });
    await pause(500);
    await db.sql.unsafe(`alter database ${row?.name} reset default_transaction_read_only`);
    await work;
    expect(await countInserted(name)).toBe(1);
  });

  it('gets a new connection after a minute of idle wall-clock time', async () => {
    const backend = async () => {
      const [row] = await database.transaction(admin, (tx) =>
        tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`),
      );
      return row?.pid;
    };
    const first = await backend();
    expect(await backend()).toBe(first);
    // Timers don't run while a process is frozen, so the check must not need one.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 });
    try {
      expect(await backend()).not.toBe(first);
    } finally {
      vi.useRealTimers();
    }
  });

  it('that cancels a slow statement gets no retry', async () => {
    let runs = 0;
    const work = async (tx: Transaction) => {
      runs += 1;
      await tx.execute(sql`set local statement_timeout = 100`);
      await tx.execute(sql`select pg_sleep(5)`);
    };
    const error = await catchError(database.transaction(admin, work, { retry: 'always' }));
    expect([toDatabaseFailure(error), runs]).toEqual([{ kind: 'unavailable' }, 1]);
  });
});
