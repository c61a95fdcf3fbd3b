import { sql } from 'drizzle-orm';
import type { Transaction } from '../../db/client/transaction.js';

export interface KnowledgeQuestion {
  readonly query: string;
  /** Vector of the query, by `embedder`. */
  readonly embedding: readonly number[];
  /** Only passages of this embedder are compared. */
  readonly embedder: string;
  /** Adds this patient's documents to the general ones. */
  readonly patientId?: string | undefined;
  readonly limit: number;
}

type FoundPassage = {
  readonly documentId: string;
  readonly title: string;
  readonly passage: string;
  readonly patientId: string | null;
  readonly source: string | null;
  /** Reciprocal rank fusion score; only the order is meaningful. */
  readonly score: number;
};

/**
 * Ranks passages by meaning and by words and fuses the two rankings, in the SQL function `search_knowledge`. Passages that
 * the caller can't read are excluded before ranking.
 */
export async function searchKnowledge(tx: Transaction, question: KnowledgeQuestion): Promise<FoundPassage[]> {
  const { query, embedding, embedder, patientId = null, limit } = question;
  // Filtered-out passages must not use up the index scan: it continues until it has found enough (pgvector, "Iterative
  // Index Scans").
  await tx.execute(
    sql`select set_config('hnsw.iterative_scan', 'strict_order', true), set_config('hnsw.ef_search', '100', true)`,
  );
  const rows = await tx.execute<FoundPassage>(sql`
    select document_id as "documentId", title, passage, patient_id as "patientId", source, score
    from search_knowledge(${query}, ${JSON.stringify(embedding)}::vector, ${embedder}, ${patientId}::uuid, ${limit})`);
  return [...rows];
}
