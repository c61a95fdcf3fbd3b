import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { LoaderEnvironment, parseEnvironment } from '../../config/environment.js';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { FaultyProxy, type TrafficAction } from '../../test/support/faulty-proxy.js';
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

/** Lets the next bytes that hold a text meet this end, and no others. */
function interceptNext(text: string, passage: TrafficAction): void {
  let isDone = false;
  proxy.chooseAction = (sent) => {
    if (isDone || !sent.includes(text)) return 'pass';
    isDone = true;
    return passage;
  };
}

describe('a connection that is cut in the middle of the work', () => {
  it.each(['uncommitted', 'always'] as const)('lets it run again, when it may be repeated %s', async (repeat) => {
    const name = newName();
    interceptNext('insert into exams', 'cut');
    await database.transaction(admin, (tx) => insert(tx, name), { retry: repeat });
    expect(await countInserted(name)).toBe(1);
  });

  it('also when the statement was done and only its answer is lost: nothing of the first run stays', async () => {
    const name = newName();
    let runs = 0;
    interceptNext('insert into exams', 'cut-answer');
    const work = async (tx: Transaction) => {
      runs += 1;
      await insert(tx, name);
    };
    await database.transaction(admin, work, { retry: 'uncommitted' });
    expect([runs, await countInserted(name)]).toEqual([2, 1]);
  });

  it('ends it, when it may never be repeated', async () => {
    const name = newName();
    interceptNext('insert into exams', 'cut');
    const error = await catchError(database.transaction(admin, (tx) => insert(tx, name)));
    expect(toDatabaseFailure(error)).toEqual({ kind: 'unavailable' });
    expect(await countInserted(name)).toBe(0);
  });

  it('without a word lets it run again, once a statement would long have been ended by the server', async () => {
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

  it('leaves the transactions on other connections alone', async () => {
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
    interceptNext('insert into exams', 'cut');
    await catchError(database.transaction(admin, (tx) => insert(tx, name)));
    await slow;
    expect([await countInserted(name), await countInserted(other)]).toEqual([0, 1]);
  });
});

describe('a connection that is cut at the COMMIT', () => {
  it.each([
    ['before the server has it', 'cut', 0],
    ['after the server did it', 'cut-answer', 1],
  ] as const)('%s: the work is not run again, and the outcome is said to be unknown', async (_when, passage, rows) => {
    const name = newName();
    let runs = 0;
    interceptNext('commit', passage);
    const work = async (tx: Transaction) => {
      runs += 1;
      await insert(tx, name);
    };
    const error = await catchError(database.transaction(admin, work, { retry: 'uncommitted' }));
    expect(error).toBeInstanceOf(DatabaseOutcomeUnknownError);
    expect(toDatabaseFailure(error)).toEqual({ kind: 'unavailable', isOutcomeUnknown: true });
    expect([runs, await countInserted(name)]).toEqual([1, rows]);
  });

  it('is run again where the work finds what it did before', async () => {
    const name = newName();
    interceptNext('commit', 'cut-answer');
    const work = async (tx: Transaction) => {
      const found = await tx.execute(sql`select from exams where name = ${name}`);
      if (found.length === 0) await insert(tx, name);
      return found.length;
    };
    expect(await database.transaction(admin, work, { retry: 'always' })).toBe(1);
    expect(await countInserted(name)).toBe(1);
  });

  it('is as its repetition found it, also when that refuses', async () => {
    const name = newName();
    interceptNext('commit', 'cut-answer');
    const work = async (tx: Transaction) => {
      const found = await tx.execute(sql`select from exams where name = ${name}`);
      if (found.length > 0) throw new Error('there is one');
      await insert(tx, name);
    };
    expect(String(await catchError(database.transaction(admin, work, { retry: 'always' })))).toContain('there is one');
  });

  it('stays unknown when what comes after it never reaches the server', async () => {
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

describe('a connection that was lost while it lay idle', () => {
  it('because the server ended it is replaced without a wait', async () => {
    await read();
    proxy.cut();
    await pause(50);
    const startedAt = performance.now();
    await read();
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });

  it('without a word, as after a freeze, is replaced when it does not begin in time', async () => {
    await read();
    proxy.silence();
    await proxy.heal();
    expect(await read()).toHaveLength(1);
  });
});

describe("a connection that can't be opened", () => {
  it('is tried again until the server takes it', async () => {
    await proxy.refuse();
    const name = newName();
    const work = database.transaction(admin, (tx) => insert(tx, name));
    await pause(1_500);
    await proxy.heal();
    await work;
    expect(await countInserted(name)).toBe(1);
  });

  it('is given up at the deadline, and the next request finds the server when it is back', async () => {
    await proxy.refuse();
    const startedAt = performance.now();
    const errors = await Promise.all([1, 2, 3].map(() => catchError(read({ deadlineMilliseconds: 700 }))));
    expect(performance.now() - startedAt).toBeLessThan(1_500);
    expect(errors.map(toDatabaseFailure)).toEqual([1, 2, 3].map(() => ({ kind: 'unavailable' })));
    await proxy.heal();
    expect(await read({ deadlineMilliseconds: 2_000 })).toHaveLength(1);
  });

  // The driver asks for types at that moment when it is let, and nobody can catch the failure of that.
  it.each([false, true])('because it is cut at any of its first steps harms nobody (by reset: %s)', async (isReset) => {
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

  it('because the server takes it and says nothing ends at the deadline', async () => {
    proxy.silence();
    const error = await catchError(read({ deadlineMilliseconds: 300 }));
    expect(error).toBeInstanceOf(DatabaseDeadlineError);
  });
});

describe("a password that can't be had", () => {
  const withPassword = async (password: () => Promise<string>) => {
    await database.close();
    const environment = parseEnvironment(LoaderEnvironment, { DATABASE_URL: proxy.url });
    database = connectDatabase(environment, { password, user: async () => 'app', forget: () => {} });
  };

  it('is asked for again until it can, before anything is done', async () => {
    let asked = 0;
    await withPassword(async () => {
      asked += 1;
      if (asked < 3) throw new Error('throttled');
      return 'any';
    });
    expect(await read()).toHaveLength(1);
    expect(asked).toBe(3);
  });

  it('leaves the database unavailable, and says no word of what failed', async () => {
    await withPassword(() => Promise.reject(new Error('secret words')));
    const error = await catchError(read({ deadlineMilliseconds: 300 }));
    expect(toDatabaseFailure(error)).toEqual({ kind: 'unavailable' });
    expect(String(error)).not.toContain('secret words');
  });
});

describe('a transaction that was given up', () => {
  it('does not commit when its work ends after all', async () => {
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

  it('because no connection became free harms none that is in use', async () => {
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

it('work that goes on after a failed statement fails, for the server commits none of it', async () => {
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
  it('that is no writer any more is asked again until it, or another one in its place, is', async () => {
    const name = newName();
    const [row] = await db.sql<{ name: string }[]>`select current_database() as name`;
    await db.sql.unsafe(`alter database ${row?.name} set default_transaction_read_only = on`);
    const work = database.transaction(admin, (tx) => insert(tx, name), { retry: 'uncommitted' });
    await pause(500);
    await db.sql.unsafe(`alter database ${row?.name} reset default_transaction_read_only`);
    await work;
    expect(await countInserted(name)).toBe(1);
  });

  it('is not trusted to have kept a connection that lay idle for a minute by the clock on the wall', async () => {
    const backend = async () => {
      const [row] = await database.transaction(admin, (tx) =>
        tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`),
      );
      return row?.pid;
    };
    const first = await backend();
    expect(await backend()).toBe(first);
    // Timers stand still while a process is frozen, so none may be needed.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 });
    try {
      expect(await backend()).not.toBe(first);
    } finally {
      vi.useRealTimers();
    }
  });

  it('that stops a statement for its time is not asked again', async () => {
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
