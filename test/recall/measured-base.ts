import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type postgres from 'postgres';
import type { Random } from '../../db/sample/random.js';
import { embeddingDimensions } from '../../functions/knowledge/embedder.js';

/** Embedder name of the synthetic vectors. */
export const measuredEmbedder = 'measured';

/** The vector of a synthetic passage or question. */
export interface SyntheticPassage {
  readonly topic: number;
  readonly embedding: readonly number[];
}

export const topicCount = 200;

/**
 * Creates a generator of vectors that cluster around topics, as embeddings of real texts do. The noise is about as large
 * as the distance between topics, so that clusters overlap; separate clusters would make every search easy.
 */
export function createPassageGenerator(random: Random): () => SyntheticPassage {
  const fraction = () => random.integer(1, 2 ** 30) / 2 ** 30;
  const direction = () => {
    const vector = new Array<number>(embeddingDimensions);
    for (let index = 0; index < embeddingDimensions; index += 2) {
      const [radius, angle] = [Math.sqrt(-2 * Math.log(fraction())), 2 * Math.PI * fraction()];
      vector[index] = radius * Math.cos(angle);
      vector[index + 1] = radius * Math.sin(angle);
    }
    return normalize(vector);
  };
  const topics = Array.from({ length: topicCount }, direction);
  return () => {
    const topic = random.integer(0, topicCount - 1);
    const noise = direction();
    return {
      topic,
      embedding: normalize((topics[topic] ?? []).map((value, index) => value + 0.9 * (noise[index] ?? 0))),
    };
  };
}

function normalize(vector: number[]): number[] {
  let squares = 0;
  for (const value of vector) squares += value * value;
  const length = Math.sqrt(squares);
  return vector.map((value) => value / length);
}

export interface MeasuredRow {
  readonly embedding: readonly number[];
  readonly text: string;
  /** Null for a general passage. */
  readonly patientId: string | null;
}

const prefixLength = (bytes: Buffer): Buffer => {
  const length = Buffer.alloc(4);
  length.writeInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
};

/** Encodes a vector in pgvector's binary format: dimensions, two unused bytes, then four bytes per number. */
function encodeVector(vector: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 + 4 * vector.length);
  bytes.writeInt16BE(vector.length, 0);
  for (const [index, value] of vector.entries()) bytes.writeFloatBE(value, 4 + 4 * index);
  return bytes;
}

/** Encodes rows in COPY's binary format: as text, a vector is five times as long and slow to parse. */
function* encodeCopy(rows: Iterable<MeasuredRow>): Generator<Buffer> {
  yield Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)]);
  let position = 0;
  for (const { embedding, text, patientId } of rows) {
    const metadata = JSON.stringify({
      documentId: String(position),
      title: text.split('\n', 1)[0],
      embedder: measuredEmbedder,
      ...(patientId !== null && { patientId }),
    });
    const jsonbVersion = Buffer.from([1]);
    const fields = [
      encodeVector(embedding),
      Buffer.from(text),
      Buffer.from(metadata),
      Buffer.concat([jsonbVersion, Buffer.from(metadata)]),
    ];
    const count = Buffer.alloc(2);
    count.writeInt16BE(fields.length);
    yield Buffer.concat([count, ...fields.map(prefixLength)]);
    position += 1;
  }
  yield Buffer.from([0xff, 0xff]);
}

export interface BuiltIndex {
  readonly name: string;
  readonly isVectors: boolean;
  readonly buildSeconds: number;
  readonly sizeBytes: number;
}

export interface FillOptions {
  /** `maintenance_work_mem` of an index build. A graph that doesn't fit is built on disk. */
  readonly buildMemoryMb?: number;
  /** Indexes to drop and not rebuild. */
  readonly omittedIndexes?: readonly string[];
  readonly onProgress?: (what: string) => void;
}

/** Replaces the rows of the knowledge base and rebuilds its indexes afterwards. */
export async function fillKnowledgeBase(
  sql: postgres.Sql,
  rows: Iterable<MeasuredRow>,
  { buildMemoryMb = 256, omittedIndexes = [], onProgress = () => {} }: FillOptions = {},
): Promise<BuiltIndex[]> {
  const indexes = await sql<{ name: string; definition: string; isVectors: boolean }[]>`
    select indexname as name, indexdef as definition, indexdef like '% USING hnsw %' as "isVectors" from pg_indexes
    where schemaname = 'bedrock_integration' and tablename = 'knowledge_base' and indexdef not like 'CREATE UNIQUE %'`;
  for (const { name } of indexes) await sql.unsafe(`drop index bedrock_integration.${name}`);
  await sql.unsafe('truncate bedrock_integration.knowledge_base');
  onProgress('writing passages');
  const copy = await sql`
    copy bedrock_integration.knowledge_base (embedding, chunks, metadata, custom_metadata) from stdin (format binary)`.writable();
  await pipeline(Readable.from(encodeCopy(rows)), copy);
  const built: BuiltIndex[] = [];
  for (const { name, definition, isVectors } of indexes.filter((index) => !omittedIndexes.includes(index.name))) {
    onProgress(`building ${name}`);
    const startedAt = performance.now();
    await sql.begin(async (tx) => {
      await tx`select set_config('maintenance_work_mem', ${`${buildMemoryMb}MB`}, true),
        set_config('statement_timeout', '0', true)`;
      await tx.unsafe(definition);
    });
    const buildSeconds = (performance.now() - startedAt) / 1000;
    const [size] = await sql<{ bytes: number }[]>`
      select pg_relation_size(${`bedrock_integration.${name}`}::regclass)::float8 as bytes`;
    built.push({ name, isVectors, buildSeconds, sizeBytes: size?.bytes ?? 0 });
  }
  await sql.unsafe('vacuum analyze bedrock_integration.knowledge_base');
  return built;
}
