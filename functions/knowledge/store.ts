import { eq, sql } from 'drizzle-orm';
import type { Transaction } from '../../db/client/transaction.js';
import { knowledgeBase, knowledgeDocuments } from '../../db/schema/index.js';
import { splitIntoPassages } from './chunking.js';
import { type Embedder, EmbeddingError } from './embedder.js';

export interface SourceDocument {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  /** The document's origin, for people. */
  readonly source: string | null;
  /** The patient that the document is about; null for a general document. */
  readonly patientId: string | null;
}

/** Metadata of a passage, in the column that Bedrock Knowledge Bases filters by. */
interface PassageMetadata {
  readonly documentId: string;
  readonly title: string;
  readonly source: string | null;
  readonly patientId?: string;
  readonly headings: readonly string[];
  readonly position: number;
  readonly embedder: string;
  /** Set on documents derived from a record, to detect changes. */
  readonly contentHash?: string;
}

/** Formats a passage as it is embedded and returned, with its title and headings on the first line. */
const formatPassage = (title: string, headings: readonly string[], text: string): string =>
  [[title, ...headings].join(' › '), text].join('\n');

/** The embedder's time limit applies to one call. */
const passagesPerCall = 40;

/**
 * Prepares a row with its vector for each passage of a document. Call it outside a transaction: the embedder can be slow.
 * @param options.signal stops the work between two calls
 * @throws EmbeddingError if the embedder is unreachable or the signal aborts
 */
export async function prepareDocument(
  { id: documentId, title, text, source, patientId }: SourceDocument,
  embedder: Embedder,
  { signal, ...more }: Pick<PassageMetadata, 'contentHash'> & { readonly signal?: AbortSignal } = {},
) {
  const passages = splitIntoPassages(text);
  const chunks = passages.map((passage) => formatPassage(title, passage.headings, passage.text));
  const vectors: number[][] = [];
  for (let start = 0; start < chunks.length; start += passagesPerCall) {
    if (signal?.aborted) throw new EmbeddingError('The time for embedding the document is up.');
    vectors.push(...(await embedder.embed(chunks.slice(start, start + passagesPerCall), signal)));
  }
  return passages.map(({ headings }, position) => {
    const metadata: PassageMetadata = {
      documentId,
      title,
      source,
      ...(patientId !== null && { patientId }),
      headings,
      position,
      embedder: embedder.name,
      ...more,
    };
    return { embedding: vectors[position], chunks: chunks[position], metadata, customMetadata: metadata };
  });
}

export async function addDocument(tx: Transaction, rows: Awaited<ReturnType<typeof prepareDocument>>): Promise<void> {
  if (rows.length > 0) await tx.insert(knowledgeBase).values(rows);
}

export type DocumentRow = typeof knowledgeDocuments.$inferSelect;

/** Finds a document that the caller can see. */
export async function findDocument(tx: Transaction, id: string): Promise<DocumentRow | undefined> {
  const [row] = await tx.select().from(knowledgeDocuments).where(eq(knowledgeDocuments.id, id));
  return row;
}

/** Removes a document with its passages. Does nothing if the caller can't see it. */
export async function removeDocument(tx: Transaction, id: string): Promise<void> {
  await tx.delete(knowledgeBase).where(
    sql`${knowledgeBase.id} = any(array(
      select unnest(passage_ids) from ${knowledgeDocuments} where ${knowledgeDocuments.id} = ${id}))`,
  );
}
