import { sql } from 'drizzle-orm';
import type { Transaction } from '../../db/client/transaction.js';

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

/**
 * Finds passages by meaning and by words at once and fuses the two orders, in one statement
 * (`search_knowledge` in db/migrations/0013_telling_words.sql). What the caller may not read is left out before anything is
 * ranked.
 */
export async function searchKnowledge(tx: Transaction, question: KnowledgeQuestion): Promise<FoundPassage[]> {
  const { query, embedding, embedder, patientId = null, limit } = question;
  // Passages of another embedder must not starve the index: it goes on until it has found enough (pgvector, "Iterative
  // Index Scans").
  await tx.execute(
    sql`select set_config('hnsw.iterative_scan', 'strict_order', true), set_config('hnsw.ef_search', '100', true)`,
  );
  const rows = await tx.execute<{ [Field in keyof FoundPassage]: FoundPassage[Field] }>(sql`
    select document_id as "documentId", title, passage, patient_id as "patientId", source, score
    from search_knowledge(${query}, ${JSON.stringify(embedding)}::vector, ${embedder}, ${patientId}::uuid, ${limit})`);
  return [...rows];
}
