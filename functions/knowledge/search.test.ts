import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../db/sample/random.js';
import { createTestDatabase, type TestDatabase } from '../../db/testing.js';
import { createPassages, fillBase, measuredEmbedder } from './measured-base.js';
import { searchKnowledge } from './search.js';

const passages = 1_500;
const medic = { role: 'medic', subject: 'asking', requestId: 'search' } as const;

let db: TestDatabase;
const next = createPassages(createRandom(1, 'search'));

function* rows() {
  for (let position = 0; position < passages; position += 1) {
    const text = position % 500 === 250 ? 'Fasting\npatient colonoscopy' : 'Visits\npatient appointment';
    yield { embedding: next().embedding, text, patientId: null };
  }
}

beforeAll(async () => {
  db = await createTestDatabase();
  // Indexes of vectors take the embedded database long, and words are what this is about.
  await fillBase(db.sql, rows(), { leftOut: ['knowledge_base_embedding', 'knowledge_base_general_embedding'] });
});
afterAll(() => db.close());

const ask = (query: string) =>
  db.database.transaction(medic, async (tx) => {
    const question = { query, embedding: next().embedding, embedder: measuredEmbedder, limit: 10 };
    const found = await searchKnowledge(tx, question);
    const [counted] = await tx.execute<{ fetched: number }>(sql`
      select idx_tup_fetch::integer as fetched from pg_stat_xact_user_tables where relname = 'knowledge_base'`);
    return { ids: found.map(({ documentId }) => Number(documentId)), fetched: counted?.fetched };
  });

describe('a search by words', () => {
  it('goes by those that tell something, and looks at no passage for a word that all have', async () => {
    const { ids, fetched } = await ask('patient colonoscopy');
    expect(ids).toEqual(expect.arrayContaining([250, 750, 1250]));
    expect(fetched).toBeLessThan(300);
  });

  it('answers with what is near in meaning where all have each word', async () => {
    const { ids, fetched } = await ask('patient');
    expect(ids).toHaveLength(10);
    expect(fetched).toBeLessThan(300);
  });
});
