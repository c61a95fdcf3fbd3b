import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { LoaderEnvironment, parseEnvironment } from '../../config/environment.js';
import { connectDatabase, type Database } from '../../db/client/database.js';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { FaultyProxy, type TrafficAction } from '../../test/support/faulty-proxy.js';
import { createMemorySource, loadRecords } from './load.js';

let db: TestDatabase;
let proxy: FaultyProxy;
let database: Database;
beforeAll(async () => {
  db = await createTestDatabase();
  proxy = await FaultyProxy.start(db.url);
  database = connectDatabase(parseEnvironment(LoaderEnvironment, { DATABASE_URL: proxy.url }));
});
afterAll(async () => {
  await database.close();
  await proxy.close();
  await db.close();
});
beforeEach(() => proxy.heal());

/** Breaks the connection the next times it carries a text. */
function breakAt(text: string, action: TrafficAction, times: number): void {
  let left = times;
  proxy.chooseAction = (sent) => {
    if (left === 0 || !sent.includes(text)) return 'pass';
    left -= 1;
    return action;
  };
}

let made = 0;
function newFile() {
  made += 1;
  const id = `7d3f3c5e-0000-4000-8000-${String(made).padStart(12, '0')}`;
  const name = [{ family: `Lost${made}`, given: ['Lena'] }];
  const resource = { resourceType: 'Patient', id, name, birthDate: '1990-01-01', gender: 'female' };
  const bundle = { resourceType: 'Bundle', type: 'collection', entry: [{ fullUrl: `urn:uuid:${id}`, resource }] };
  return { id, file: { name: `${made}.json`, content: JSON.stringify(bundle) } };
}
const load = (file: { name: string; content: string }) => loadRecords(database, createMemorySource([file]));
const countRows = async (id: string) => (await db.sql`select from patients where id = ${id}`).length;

it.each([
  ['in the middle of a file', 'insert into', 'cut-answer'],
  ['before its COMMIT', 'commit', 'cut'],
  ['after its COMMIT', 'commit', 'cut-answer'],
] as const)('a file is loaded exactly once if the connection is lost %s', async (_when, text, action) => {
  const { id, file } = newFile();
  breakAt(text, action, 1);
  expect((await load(file)).files.failed).toEqual([]);
  expect(await countRows(id)).toBe(1);
});

it('a file that loses the connection every time is reported and leaves nothing behind', async () => {
  const { id, file } = newFile();
  breakAt('insert into', 'cut', 9);
  const { failed } = (await load(file)).files;
  expect(failed).toMatchObject([{ name: file.name, problems: [{ position: 'file' }] }]);
  expect(await countRows(id)).toBe(0);
});

it('a file that conflicts with another load is retried', async () => {
  const { id, file } = newFile();
  let conflicts = 2;
  const contested: Database = {
    ...database,
    transaction: (caller, work, options) =>
      database.transaction(
        caller,
        async (tx) => {
          const result = await work(tx);
          conflicts -= 1;
          if (conflicts >= 0) await tx.execute(sql`do $$ begin raise exception sqlstate '40P01'; end $$`);
          return result;
        },
        options,
      ),
  };
  const report = await loadRecords(contested, createMemorySource([file]));
  expect(report.files.failed).toEqual([]);
  expect(report.resources.Patient).toMatchObject({ written: 1, unchanged: 0 });
  expect(await countRows(id)).toBe(1);
});

it('a file whose results a concurrent load has written is retried and counted as unchanged', async () => {
  const { id, file } = newFile();
  const bundle = JSON.parse(file.content);
  const resource = {
    resourceType: 'Observation',
    id: id.replace('7d3f3c5e', '7d3f3c5f'),
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code: '8867-4' }], text: 'Heart rate' },
    subject: { reference: `Patient/${id}` },
    effectiveDateTime: '2026-01-05T09:00:00Z',
    valueQuantity: { value: 61, unit: '/min' },
  };
  bundle.entry.push({ fullUrl: `urn:uuid:${resource.id}`, resource });
  const both = { name: file.name, content: JSON.stringify(bundle) };
  expect((await load(both)).files.failed).toEqual([]);
  // The first try sees what was there before the other load's COMMIT.
  await db.sql`create table ledger_of_other as select * from loaded_resources`;
  await db.sql`delete from loaded_resources`;
  const late: Database = {
    ...database,
    transaction: async (...parameters) => {
      try {
        return await database.transaction(...parameters);
      } finally {
        await db.sql`insert into loaded_resources select * from ledger_of_other on conflict do nothing`;
      }
    },
  };
  const report = await loadRecords(late, createMemorySource([both]));
  expect(report.files.failed).toEqual([]);
  expect(report.resources.Observation).toMatchObject({ written: 0, unchanged: 1 });
});

it('a file that is not read to its end is closed', async () => {
  let open = 0;
  const half = {
    name: 'long.ndjson',
    sizeBytes: 1,
    async *read() {
      open += 1;
      try {
        for (;;) yield Buffer.alloc(1024 * 1024, 'x');
      } finally {
        open -= 1;
      }
    },
  };
  const source = { description: 'a long file', list: async () => ({ files: [half], ignored: 0 }) };
  expect((await loadRecords(database, source)).files.failed).toHaveLength(1);
  await expect.poll(() => open).toBe(0);
});
