import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { InitializationEnvironment, parseEnvironment } from '../../config/environment.js';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { FaultyProxy } from '../../test/support/faulty-proxy.js';
import { inLockedTransaction } from '../migrate.js';
import { connectAdministrator, withDeadline } from './administrator.js';
import { DatabaseDeadlineError } from './errors.js';

let db: TestDatabase;
let proxy: FaultyProxy;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  proxy = await FaultyProxy.start(db.url);
});
afterEach(async () => {
  vi.useRealTimers();
  await proxy.close();
});

const connect = () => connectAdministrator(parseEnvironment(InitializationEnvironment, { DATABASE_URL: proxy.url }));

/** Makes the connection half-open at the next bytes that contain a text; the driver alone would wait forever. */
function silenceAt(text: string): void {
  proxy.chooseAction = (sent) => {
    if (sent.includes(text)) {
      proxy.silence();
      void proxy.heal();
    }
    return 'pass';
  };
}

describe("an administrator's connection", () => {
  it('that stops responding before its first reply is replaced', async () => {
    silenceAt('select 1');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    let sql: Awaited<ReturnType<typeof connect>> | undefined;
    let isSettled = false;
    const connecting = connect()
      .then((connected) => {
        sql = connected;
      })
      .finally(() => {
        isSettled = true;
      });
    while (!isSettled) {
      await vi.advanceTimersByTimeAsync(250);
      // Sockets are real, so fake timers don't affect them.
      await pause(25);
    }
    vi.useRealTimers();
    await connecting;
    expect(await sql?.unsafe('select 1 as one')).toEqual([{ one: 1 }]);
    await sql?.end({ timeout: 1 });
  });

  it('that stops responding during a transaction fails at its time limit, without blocking others', async () => {
    const sql = await connect();
    silenceAt('create table');
    const work = () => inLockedTransaction(sql, (tx) => tx`create table half (id integer)`);
    await expect(withDeadline(sql, 300, work)).rejects.toThrow(DatabaseDeadlineError);
    const next = await connect();
    proxy.cut();
    expect(await db.sql`select to_regclass('half') as found`).toEqual([{ found: null }]);
    await next.end({ timeout: 1 });
  });

  it('can be idle in a transaction for at most a minute, so that a crashed migrator releases its lock', async () => {
    const timeout = await inLockedTransaction(db.sql, (tx) => tx`show idle_in_transaction_session_timeout`);
    expect(timeout).toEqual([{ idle_in_transaction_session_timeout: '1min' }]);
    const [after] = await db.sql`show idle_in_transaction_session_timeout`;
    expect(after).toEqual({ idle_in_transaction_session_timeout: '0' });
  });
});
