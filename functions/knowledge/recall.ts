import { sql as drizzleSql } from 'drizzle-orm';
import type postgres from 'postgres';
import type { Database } from '../../db/client.js';
import { createRandom, type Random } from '../../db/sample/random.js';
import { embeddingDimensions } from './embedder.js';
import { searchKnowledge } from './search.js';

/** Shares of all vectors that one patient's are, in measuring searches that are filtered to a patient. */
export const selectivities = [0.1, 0.01, 0.001] as const;

/** Passages that a search is asked for. */
export const wanted = 10;

/** What a search found against what an exact one finds. */
export interface Recall {
  readonly name: string;
  readonly queries: number;
  /** Of the exact answers, the share that was found, 0 to 1. */
  readonly recall: number;
  /** Searches that gave fewer rows than asked for although there are as many. */
  readonly short: number;
}

export interface RecallOptions {
  /** Vectors in the base. */
  readonly vectors: number;
  /** Searches for each figure. */
  readonly queries: number;
  readonly onProgress?: (what: string, done: number, total: number) => void;
}

const embedder = 'measured';

/** A question without a word: only the vectors decide. */
const wordless = '·';

/**
 * Vectors in clusters: texts have topics, so their embeddings lie together and not evenly about. Noise of about the
 * distance to the topic keeps the clusters from being islands, on which every search would be easy.
 */
function createVectors(random: Random): () => number[] {
  const normal = () => {
    const [one, other] = [random.decimal(1e-9, 1, 12), random.decimal(0, 1, 12)];
    return Math.sqrt(-2 * Math.log(one || 1e-9)) * Math.cos(2 * Math.PI * other);
  };
  const unit = (vector: number[]) => {
    const length = Math.hypot(...vector);
    return vector.map((value) => value / length);
  };
  const direction = () => unit(Array.from({ length: embeddingDimensions }, normal));
  const topics = Array.from({ length: 200 }, direction);
  return () => {
    const [topic, noise] = [random.pick(topics), direction()];
    return unit(topic.map((value, index) => value + 0.9 * (noise[index] ?? 0)));
  };
}

/** Whose the vectors are: one patient for each share, and the rest of many others who have forty each. */
const ownersOf = (vectors: number): string[] => {
  const id = (kind: string, number: number) => `00000000-0000-4000-8${kind}-${String(number).padStart(12, '0')}`;
  const measured = selectivities.flatMap((share, index) =>
    Array.from({ length: Math.max(wanted, Math.round(vectors * share)) }, () => id('001', index)),
  );
  const others = Array.from({ length: vectors - measured.length }, (_, index) => id('002', Math.floor(index / 40)));
  return [...measured, ...others];
};

/** Fills the base anew; the index is made afterwards, as after any large load. */
async function fill(
  sql: postgres.Sql,
  owners: readonly (string | null)[],
  next: () => number[],
  onProgress: (done: number, total: number) => void,
): Promise<void> {
  const indexes = await sql<{ name: string; definition: string }[]>`
    select indexname as name, indexdef as definition from pg_indexes
    where schemaname = 'bedrock_integration' and tablename = 'knowledge_base' and indexdef like '% USING hnsw %'`;
  for (const { name } of indexes) await sql.unsafe(`drop index bedrock_integration.${name}`);
  await sql.unsafe('truncate bedrock_integration.knowledge_base');
  const batch = 500;
  for (let start = 0; start < owners.length; start += batch) {
    const some = owners.slice(start, start + batch);
    const rows = some.map((patientId, place) => ({
      embedding: JSON.stringify(next()),
      metadata: JSON.stringify({ documentId: String(start + place), embedder, ...(patientId && { patientId }) }),
    }));
    await sql`
      insert into bedrock_integration.knowledge_base (embedding, chunks, metadata, custom_metadata)
      select (row ->> 'embedding')::vector, '', (row ->> 'metadata')::json, (row ->> 'metadata')::jsonb
      from jsonb_array_elements(${JSON.stringify(rows)}::text::jsonb) row`;
    onProgress(start + some.length, owners.length);
  }
  await sql.begin(async (tx) => {
    // The whole graph in memory; beyond it, each vector would be looked up on disk.
    await tx`select set_config('maintenance_work_mem', '256MB', true)`;
    for (const { definition } of indexes) await tx.unsafe(definition);
  });
  await sql.unsafe('analyze bedrock_integration.knowledge_base');
}

const medic = { role: 'medic', subject: 'measuring', requestId: 'recall' } as const;

const found = (database: Database, embedding: readonly number[], patientId?: string) =>
  database.transaction(medic, (tx) =>
    searchKnowledge(tx, { query: wordless, embedding, embedder, patientId, limit: wanted }),
  );

/** The nearest by looking at every row. */
async function exact(sql: postgres.Sql, embedding: readonly number[], patientId?: string): Promise<string[]> {
  const rows = await sql.begin(async (tx) => {
    await tx`select set_config('enable_indexscan', 'off', true), set_config('enable_bitmapscan', 'off', true)`;
    return tx<{ id: string }[]>`
      select custom_metadata ->> 'documentId' as id from bedrock_integration.knowledge_base
      where ${patientId === undefined ? tx`custom_metadata ->> 'patientId' is null` : tx`custom_metadata ->> 'patientId' = ${patientId}`}
      order by embedding <=> ${JSON.stringify(embedding)}::vector limit ${wanted}`;
  });
  return rows.map(({ id }) => id);
}

async function measure(
  { database, sql }: { database: Database; sql: postgres.Sql },
  name: string,
  { queries, onProgress }: RecallOptions,
  next: () => number[],
  patientId?: string,
): Promise<Recall> {
  let hits = 0;
  let expected = 0;
  let short = 0;
  for (let query = 0; query < queries; query += 1) {
    const embedding = next();
    const right = await exact(sql, embedding, patientId);
    const given = await found(database, embedding, patientId);
    const ids = new Set(given.map(({ documentId }) => documentId));
    hits += right.filter((id) => ids.has(id)).length;
    expected += right.length;
    if (given.length < right.length) short += 1;
    onProgress?.(name, query + 1, queries);
  }
  return { name, queries, recall: hits / expected, short };
}

/**
 * Fills a scratch database and measures `searchKnowledge` on it: over everything, which goes by the HNSW index (`indexScans`
 * says how often), and filtered to one patient of many, whose passages are compared one by one.
 */
export async function measureRecall(
  databases: { database: Database; sql: postgres.Sql },
  options: RecallOptions,
): Promise<{ recalls: readonly Recall[]; indexScans: number }> {
  const { vectors, onProgress = () => {} } = options;
  const next = createVectors(createRandom(20_000, 'recall'));
  const filling = (done: number, total: number) => onProgress('filling', done, total);
  const everything = Array.from({ length: vectors }, () => null);
  await fill(databases.sql, everything, next, filling);
  const recalls = [await measure(databases, 'all', options, next)];
  const indexScans = await countIndexScans(databases);
  const owners = ownersOf(vectors);
  await makePatients(databases.sql, owners);
  await fill(databases.sql, owners, next, filling);
  for (const [index, share] of selectivities.entries()) {
    const name = `one patient with ${share * 100} %`;
    const patientId = `00000000-0000-4000-8001-${String(index).padStart(12, '0')}`;
    recalls.push(await measure(databases, name, options, next, patientId));
  }
  return { recalls, indexScans };
}

/** How often a search went by the HNSW index. */
async function countIndexScans({ database, sql }: { database: Database; sql: postgres.Sql }): Promise<number> {
  // A session tells its figures with a delay of a second, unless it is asked to.
  await database.transaction(medic, (tx) => tx.execute(drizzleSql`select pg_stat_force_next_flush()`));
  const [row] = await sql<{ scans: number }[]>`
    select coalesce(sum(idx_scan), 0)::int as scans from pg_stat_user_indexes
    where indexrelname in ('knowledge_base_embedding', 'knowledge_base_general_embedding')`;
  return row?.scans ?? 0;
}

const makePatients = (sql: postgres.Sql, owners: readonly string[]) => sql`
  insert into patients (id, given_name, family_name, birth_date, gender)
  select distinct id::uuid, 'Measured', id, date '1990-01-01', 'other'
  from jsonb_array_elements_text(${JSON.stringify(owners)}::text::jsonb) id`;

/**
 * Asks in the name of medics and patients for records at random.
 * @returns rows that were shown and shouldn't have been: another patient's, or any to a patient, whom search isn't for
 */
export async function countForeignRows(
  { database, sql }: { database: Database; sql: postgres.Sql },
  { queries, onProgress }: Pick<RecallOptions, 'queries' | 'onProgress'>,
): Promise<number> {
  const random = createRandom(10_000, 'foreign');
  const next = createVectors(random);
  const patients = await sql<{ id: string }[]>`select id from patients order by id`;
  let foreign = 0;
  for (let query = 0; query < queries; query += 1) {
    const { id } = random.pick(patients);
    const isPatient = random.chance(0.2);
    const caller = isPatient ? ({ ...medic, role: 'patient', subject: 'somebody' } as const) : medic;
    const rows = await database.transaction(caller, (tx) =>
      searchKnowledge(tx, { query: wordless, embedding: next(), embedder, patientId: id, limit: wanted }),
    );
    foreign += rows.filter(({ patientId }) => isPatient || patientId !== id).length;
    if (query % 50 === 49) onProgress?.('foreign rows', query + 1, queries);
  }
  return foreign;
}
