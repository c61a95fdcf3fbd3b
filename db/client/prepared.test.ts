import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { exams } from '../schema/index.js';
import { definedValues, param, paramsFor, pipelined, prepared, preparedForms, preparedSql } from './prepared.js';
import type { DatabaseCaller } from './transaction.js';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
  await db.sql`insert into exams (name, type, duration_minutes) values ('A', 'x', 10), ('B', 'x', 20), ('C', 'y', 30)`;
});
afterAll(() => db.close());

const staff: DatabaseCaller = { role: 'staff', subject: 'desk', requestId: 'r1' };

const named = prepared((template) =>
  template
    .select({ durationMinutes: exams.durationMinutes })
    .from(exams)
    .where(eq(exams.name, param('name'))),
);

describe('a prepared query', () => {
  it("runs in any transaction, with the values of the call and that transaction's caller", async () => {
    for (const [name, durationMinutes] of [
      ['A', 10],
      ['B', 20],
    ] as const) {
      expect(await db.database.transaction(staff, (tx) => named(tx, { name }))).toEqual([{ durationMinutes }]);
    }
    const both = db.database.transaction(staff, (tx) => pipelined(named(tx, { name: 'A' }), named(tx, { name: 'C' })));
    expect(await both).toEqual([[{ durationMinutes: 10 }], [{ durationMinutes: 30 }]]);
    const nobody = { ...staff, role: null, subject: null };
    expect(await db.database.transaction(nobody, (tx) => named(tx, { name: 'A' }))).toEqual([]);
  });

  it('fails without one of its values', async () => {
    await expect(db.database.transaction(staff, (tx) => named(tx))).rejects.toThrow('name');
  });

  it('is built once for each form', async () => {
    const built: object[] = [];
    type Filter = { type?: string | undefined };
    const ofType = preparedForms((template, { type }: { type?: unknown }) => {
      built.push({ type });
      return template
        .select({ name: exams.name })
        .from(exams)
        .where(type ? sql`${exams.type} = ${type}` : undefined)
        .orderBy(exams.name);
    });
    const list = (filter: Filter) =>
      db.database.transaction(staff, (tx) => ofType(tx, 'name', definedValues(filter), () => paramsFor(filter)));
    expect(await list({ type: 'x' })).toEqual([{ name: 'A' }, { name: 'B' }]);
    expect(await list({ type: 'y' })).toEqual([{ name: 'C' }]);
    expect(await list({ type: undefined })).toHaveLength(3);
    expect(await list({})).toHaveLength(3);
    expect(built).toHaveLength(2);
  });
});

describe('statements without a wait between them', () => {
  const set = preparedSql(() => sql`select set_config('app.request_id', ${param('id')}, true)`);
  const read = preparedSql<{ id: string }>(() => sql`select current_setting('app.request_id') as id`);
  const fail = preparedSql(() => sql`select 1 / ${param('zero')}::integer`);

  it('run in the order of their calls', async () => {
    const [, first, , second] = await db.database.transaction(staff, (tx) =>
      pipelined(set(tx, { id: 'one' }), read(tx), set(tx, { id: 'two' }), read(tx)),
    );
    expect([first, second].map((rows) => [...rows])).toEqual([[{ id: 'one' }], [{ id: 'two' }]]);
  });

  it('fail with the first failure, not with its consequences', async () => {
    const failing = db.database.transaction(staff, (tx) => pipelined(read(tx), fail(tx, { zero: 0 }), read(tx)));
    const error = (await failing.catch((reason) => reason)) as Error;
    expect((error.cause as { code?: string }).code).toBe('22012');
  });
});
