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

describe('the knowledge search', () => {
  it('finds at least 95% of what an exact search finds, with and without a filter', () => {
    expect(recalls.map(({ name }) => name)).toEqual([
      'all',
      'one patient with 10 %',
      'one patient with 1 %',
      'one patient with 0.1 %',
    ]);
    for (const { name, recall, short } of recalls) expect([name, recall >= 0.95, short]).toEqual([name, true, 0]);
  });

  it("returns no other patient's row", async () => {
    expect(await countForeignRows(db, { queries: 50 })).toBe(0);
  });
});
