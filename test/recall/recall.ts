import { sql as drizzleSql } from 'drizzle-orm';
import type postgres from 'postgres';
import type { Database } from '../../db/client/database.js';
import { createRandom } from '../../db/sample/random.js';
import { searchKnowledge } from '../../functions/knowledge/search.js';
import {
  createPassageGenerator,
  fillKnowledgeBase,
  type MeasuredRow,
  measuredEmbedder,
  type SyntheticPassage,
} from './measured-base.js';

/** Shares of all vectors that belong to the patient of a filtered search. */
export const selectivities = [0.1, 0.01, 0.001] as const;

/** Rows per search. */
export const recallLimit = 10;

/** The rows that searches found, compared with exact searches. */
export interface Recall {
  readonly name: string;
  readonly queries: number;
  /** Share of the exact results that was found, 0 to 1. */
  readonly recall: number;
  /** Searches that returned fewer rows than the exact search. */
  readonly short: number;
}

export interface RecallOptions {
  /** Vectors in the base. */
  readonly vectors: number;
  /** Searches per measurement. */
  readonly queries: number;
  readonly onProgress?: (what: string) => void;
}

/** A query without words, so that only the vectors count. */
const wordless = '·';

/** Assigns each vector to a patient: one patient for each share, and others with forty vectors each. */
const assignOwners = (vectors: number): string[] => {
  const id = (kind: string, number: number) => `00000000-0000-4000-8${kind}-${String(number).padStart(12, '0')}`;
  const measured = selectivities.flatMap((share, index) =>
    Array.from({ length: Math.max(recallLimit, Math.round(vectors * share)) }, () => id('001', index)),
  );
  const others = Array.from({ length: vectors - measured.length }, (_, index) => id('002', Math.floor(index / 40)));
  return [...measured, ...others];
};

function* wordlessRows(owners: readonly (string | null)[], next: () => SyntheticPassage): Generator<MeasuredRow> {
  for (const patientId of owners) yield { embedding: next().embedding, text: '', patientId };
}

const medic = { role: 'medic', subject: 'measuring', requestId: 'recall' } as const;

const searchPassages = (database: Database, embedding: readonly number[], patientId?: string) =>
  database.transaction(medic, (tx) =>
    searchKnowledge(tx, { query: wordless, embedding, embedder: measuredEmbedder, patientId, limit: recallLimit }),
  );

/** Finds the nearest rows without an index. */
async function searchExactly(sql: postgres.Sql, embedding: readonly number[], patientId?: string): Promise<string[]> {
  const rows = await sql.begin(async (tx) => {
    await tx`select set_config('enable_indexscan', 'off', true), set_config('enable_bitmapscan', 'off', true)`;
    return tx<{ id: string }[]>`
      select custom_metadata ->> 'documentId' as id from bedrock_integration.knowledge_base
      where ${patientId === undefined ? tx`custom_metadata ->> 'patientId' is null` : tx`custom_metadata ->> 'patientId' = ${patientId}`}
      order by embedding <=> ${JSON.stringify(embedding)}::vector limit ${recallLimit}`;
  });
  return rows.map(({ id }) => id);
}

async function measure(
  { database, sql }: { database: Database; sql: postgres.Sql },
  name: string,
  { queries, onProgress }: RecallOptions,
  next: () => SyntheticPassage,
  patientId?: string,
): Promise<Recall> {
  let hits = 0;
  let expected = 0;
  let short = 0;
  for (let query = 0; query < queries; query += 1) {
    const { embedding } = next();
    const right = await searchExactly(sql, embedding, patientId);
    const given = await searchPassages(database, embedding, patientId);
    const ids = new Set(given.map(({ documentId }) => documentId));
    hits += right.filter((id) => ids.has(id)).length;
    expected += right.length;
    if (given.length < right.length) short += 1;
    onProgress?.(`${name}: ${query + 1} of ${queries}`);
  }
  return { name, queries, recall: hits / expected, short };
}

/**
 * Fills a scratch database and measures `searchKnowledge`: over all general passages, which uses the HNSW index
 * (`indexScans` times), and filtered to one patient, whose passages are compared one by one.
 */
export async function measureRecall(
  databases: { database: Database; sql: postgres.Sql },
  options: RecallOptions,
): Promise<{ recalls: readonly Recall[]; indexScans: number }> {
  const { vectors, onProgress } = options;
  const next = createPassageGenerator(createRandom(20_000, 'recall'));
  const fill = (owners: readonly (string | null)[]) =>
    fillKnowledgeBase(databases.sql, wordlessRows(owners, next), { ...(onProgress && { onProgress }) });
  const everything = Array.from({ length: vectors }, () => null);
  await fill(everything);
  const recalls = [await measure(databases, 'all', options, next)];
  const indexScans = await countIndexScans(databases);
  const owners = assignOwners(vectors);
  await insertOwners(databases.sql, owners);
  await fill(owners);
  for (const [index, share] of selectivities.entries()) {
    const name = `one patient with ${share * 100} %`;
    const patientId = `00000000-0000-4000-8001-${String(index).padStart(12, '0')}`;
    recalls.push(await measure(databases, name, options, next, patientId));
  }
  return { recalls, indexScans };
}

async function countIndexScans({ database, sql }: { database: Database; sql: postgres.Sql }): Promise<number> {
  // A session reports its statistics with a delay of a second unless it is forced to.
  await database.transaction(medic, (tx) => tx.execute(drizzleSql`select pg_stat_force_next_flush()`));
  const [row] = await sql<{ scans: number }[]>`
    select coalesce(sum(idx_scan), 0)::int as scans from pg_stat_user_indexes
    where indexrelname in ('knowledge_base_embedding', 'knowledge_base_general_embedding')`;
  return row?.scans ?? 0;
}

const insertOwners = (sql: postgres.Sql, owners: readonly string[]) => sql`
  insert into patients (id, given_name, family_name, birth_date, gender)
  select distinct id::uuid, 'Measured', id, date '1990-01-01', 'other'
  from jsonb_array_elements_text(${JSON.stringify(owners)}::text::jsonb) id`;

/**
 * Searches as medics and patients for random patients.
 * @returns number of rows that the caller must not see: another patient's, or any row for a patient, who can't search
 */
export async function countForeignRows(
  { database, sql }: { database: Database; sql: postgres.Sql },
  { queries, onProgress }: Pick<RecallOptions, 'queries' | 'onProgress'>,
): Promise<number> {
  const random = createRandom(10_000, 'foreign');
  const next = createPassageGenerator(random);
  const patients = await sql<{ id: string }[]>`select id from patients order by id`;
  let foreign = 0;
  for (let query = 0; query < queries; query += 1) {
    const { id } = random.pick(patients);
    const isPatient = random.chance(0.2);
    const caller = isPatient ? ({ ...medic, role: 'patient', subject: 'patient-account' } as const) : medic;
    const rows = await database.transaction(caller, (tx) =>
      searchKnowledge(tx, {
        query: wordless,
        embedding: next().embedding,
        embedder: measuredEmbedder,
        patientId: id,
        limit: recallLimit,
      }),
    );
    foreign += rows.filter(({ patientId }) => isPatient || patientId !== id).length;
    if (query % 50 === 49) onProgress?.(`foreign rows: ${query + 1} of ${queries}`);
  }
  return foreign;
}
