import { createServer, type Socket } from 'node:net';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { LoaderEnvironment, parseEnvironment } from '../../config/environment.js';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { connectDatabase, readMigrationLevel } from './database.js';
import { DatabaseDeadlineError, toDatabaseFailure } from './errors.js';
import type { DatabaseCaller } from './transaction.js';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase({ poolSize: 2 });
});
afterAll(() => db.close());

const staff: DatabaseCaller = { role: 'staff', subject: 'desk', requestId: 'r1' };

describe('a transaction', () => {
  it('runs as the role app with its caller, and leaves nothing behind on the connection', async () => {
    const seen = await db.database.transaction(staff, (tx) =>
      tx.execute(sql`select current_user as "user", caller_role() as role, caller_subject() as subject`),
    );
    expect([...seen]).toEqual([{ user: 'app', role: 'staff', subject: 'desk' }]);
    const nobody: DatabaseCaller = { role: null, subject: null, requestId: 'r2' };
    const after = await db.database.transaction(nobody, (tx) =>
      tx.execute(sql`select caller_role() as role, caller_subject() as subject`),
    );
    expect([...after]).toEqual([{ role: null, subject: null }]);
  });

  it('is rolled back when the work throws', async () => {
    const work = db.database.transaction(staff, async (tx) => {
      await tx.execute(
        sql`insert into patients (given_name, family_name, birth_date, gender) values ('A', 'B', '2000-01-01', 'other')`,
      );
      throw new Error('changed my mind');
    });
    await expect(work).rejects.toThrow('changed my mind');
    expect(await db.sql`select from patients`).toHaveLength(0);
  });

  const insert = sql`insert into patients (given_name, family_name, birth_date, gender) values ('A', 'B', '2000-01-01', 'other')`;

  it('commits its work and its last statement together, or neither', async () => {
    const failing = db.database.transaction(staff, (tx) => tx.execute(insert), {
      lastStatement: async (tx) => void (await tx.execute(sql`select 1 / 0`)),
    });
    expect(toDatabaseFailure(await failing.catch((reason) => reason))).toBeDefined();
    expect(await db.sql`select from patients`).toHaveLength(0);
    const id = await db.database.transaction(
      staff,
      async (tx) => (await tx.execute<{ id: string }>(sql`${insert} returning id`))[0]?.id ?? '',
      {
        lastStatement: async (tx, written) =>
          void (await tx.execute(sql`update patients set given_name = ${written} where id = ${written}`)),
      },
    );
    expect([...(await db.sql`select id, given_name as "givenName" from patients`)]).toEqual([{ id, givenName: id }]);
    await db.sql`delete from patients`;
  });

  it('has at most one last statement', async () => {
    const greedy = db.database.transaction(staff, async () => {}, {
      lastStatement: async (tx) => {
        await tx.execute(sql`select 1`);
        await tx.execute(sql`select 2`);
      },
    });
    await expect(greedy).rejects.toThrow('Failed query: select 2');
  });

  it('fails if a statement failed, even if the work ignored that', async () => {
    const careless = db.database.transaction(staff, async (tx) => {
      await tx.execute(insert);
      await tx.execute(sql`select 1 / 0`).catch(() => {});
    });
    await expect(careless).rejects.toThrow('nothing was committed');
    expect(await db.sql`select from patients`).toHaveLength(0);
  });

  it('can read the migration level', async () => {
    expect(await db.database.transaction(staff, readMigrationLevel)).toMatch(/^\d{4}_/);
  });
});

/** A server that accepts connections and stays silent, as a frozen one does. */
async function silentServer() {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => void sockets.add(socket.on('error', () => {})));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    port,
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

describe('an unreachable database', () => {
  const connectTo = (port: number) =>
    connectDatabase(parseEnvironment(LoaderEnvironment, { DATABASE_URL: `postgres://app@127.0.0.1:${port}/clinic` }));

  it('that refuses connections is reported as unavailable', async () => {
    const { port, close } = await silentServer();
    close();
    const database = connectTo(port);
    const error = await database
      .transaction(staff, async () => {}, { deadlineMilliseconds: 200 })
      .catch((reason) => reason);
    expect(toDatabaseFailure(error)).toEqual({ kind: 'unavailable' });
    await database.close();
  });

  it('that never answers fails at the deadline', async () => {
    const { port, close } = await silentServer();
    const database = connectTo(port);
    const work = database.transaction(staff, async () => {}, { deadlineMilliseconds: 200 });
    await expect(work).rejects.toBeInstanceOf(DatabaseDeadlineError);
    close();
    await database.close();
  });
});

describe('a connection that the server closes', () => {
  // The embedded database's only backend also serves the test.
  it.runIf('url' in inject('testDatabase'))('fails the transaction that was on it and none after', async () => {
    const cut = db.database.transaction(staff, async (tx) => {
      const [row] = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
      await db.sql`select pg_terminate_backend(${row?.pid ?? 0})`;
      await tx.execute(sql`select 1`);
    });
    expect(toDatabaseFailure(await cut.catch((reason) => reason))).toEqual({ kind: 'unavailable' });
    expect(await db.database.transaction(staff, readMigrationLevel)).toMatch(/^\d{4}_/);
  });
});

it('an environment without a database fails with the missing variable', () => {
  expect(() => connectDatabase(parseEnvironment(LoaderEnvironment, {}))).toThrow('DATABASE_HOST');
});
