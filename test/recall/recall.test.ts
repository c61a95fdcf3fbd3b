import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { countForeignRows, measureRecall, type Recall } from './recall.js';

let db: TestDatabase;
let recalls: readonly Recall[];
beforeAll(async () => {
  db = await createTestDatabase();
  ({ recalls } = await measureRecall(db, { vectors: 400, queries: 8 }));
});
afterAll(() => db.close());

describe('the knowledge search, on a small base', () => {
  it('finds what an exact search finds, also where a filter leaves one row in a hundred', () => {
    expect(recalls.map(({ name }) => name)).toEqual([
      'all',
      'one patient with 10 %',
      'one patient with 1 %',
      'one patient with 0.1 %',
    ]);
    for (const { name, recall, short } of recalls) expect([name, recall >= 0.95, short]).toEqual([name, true, 0]);
  });

  it('shows no foreign row', async () => {
    expect(await countForeignRows(db, { queries: 50 })).toBe(0);
  });
});
