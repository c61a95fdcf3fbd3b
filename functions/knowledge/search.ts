import { sql } from 'drizzle-orm';
import type { Transaction } from '../../db/transaction.js';

export interface KnowledgeQuestion {
  readonly query: string;
  /** Of the query, by the embedder that made the passages' vectors. */
  readonly embedding: readonly number[];
  readonly embedder: string;
  /** Whose documents are searched besides the general ones; without it the general ones alone. */
  readonly patientId?: string | undefined;
  readonly limit: number;
}

export interface FoundPassage {
  readonly documentId: string;
  readonly title: string;
  readonly passage: string;
  readonly patientId: string | null;
  readonly source: string | null;
  /** Of reciprocal rank fusion; only its order means something. */
  readonly score: number;
}

/** How many of each list go into the fusion. */
const candidates = 50;

/** Reciprocal rank fusion's constant: Cormack, Clarke and Büttcher, SIGIR 2009. */
const fusionConstant = 60;

/**
 * Finds passages by meaning and by words at once and fuses the two orders. What the caller may not read is left out before
 * anything is ranked: row-level security hides passages of patients whom the caller doesn't see, and the question names whose
 * are wanted.
 */
export async function searchKnowledge(tx: Transaction, question: KnowledgeQuestion): Promise<FoundPassage[]> {
  const { query, embedding, embedder, patientId, limit } = question;
  const vector = JSON.stringify(embedding);
  const owner = sql`(custom_metadata ->> 'patientId')`;
  const wanted = sql`custom_metadata ->> 'embedder' = ${embedder}
    and ${patientId === undefined ? sql`${owner} is null` : sql`(${owner} is null or ${owner} = ${patientId})`}`;
  // A filter must not starve the index: it goes on until it has found enough (pgvector, "Iterative Index Scans").
  await tx.execute(
    sql`select set_config('hnsw.iterative_scan', 'strict_order', true), set_config('hnsw.ef_search', '100', true)`,
  );
  const rows = await tx.execute<{
    documentId: string;
    title: string;
    passage: string;
    patientId: string | null;
    source: string | null;
    score: number;
  }>(sql`
    with asked as (
      -- Any of the words may occur; how many do is what ranks.
      select replace(plainto_tsquery('simple', ${query})::text, ' & ', ' | ')::tsquery as words
    ), nearest as (
      select id, row_number() over (order by distance, id) as rank
      from (
        select id, embedding <=> ${vector}::vector as distance
        from bedrock_integration.knowledge_base
        where ${wanted}
        order by embedding <=> ${vector}::vector
        limit ${candidates}
      ) near
    ), matching as (
      select id, row_number() over (order by relevance desc, id) as rank
      from (
        -- A passage's first line are its title and headings: what it is about weighs more than what it mentions.
        select id, ts_rank(
          setweight(to_tsvector('simple', split_part(chunks, E'\\n', 1)), 'A') || to_tsvector('simple', chunks),
          words
        ) as relevance
        from bedrock_integration.knowledge_base, asked
        where to_tsvector('simple', chunks) @@ words and ${wanted}
        order by relevance desc, id
        limit ${candidates}
      ) matched
    ), fused as (
      select id, coalesce(1.0 / (${fusionConstant} + nearest.rank), 0) + coalesce(1.0 / (${fusionConstant} + matching.rank), 0) as score
      from nearest full join matching using (id)
    )
    select
      custom_metadata ->> 'documentId' as "documentId",
      custom_metadata ->> 'title' as title,
      chunks as passage,
      ${owner} as "patientId",
      custom_metadata ->> 'source' as source,
      score::double precision as score
    from fused join bedrock_integration.knowledge_base using (id)
    order by score desc, id
    limit ${limit}`);
  return [...rows];
}
