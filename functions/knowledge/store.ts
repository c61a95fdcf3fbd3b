import { sql } from 'drizzle-orm';
import type { Transaction } from '../../db/client/transaction.js';
import { knowledgeBase } from '../../db/schema/index.js';
import { splitIntoPassages } from './chunking.js';
import { type Embedder, EmbeddingError } from './embedder.js';

/** A text for the knowledge base. */
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
export interface PassageMetadata {
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
export const formatPassage = (title: string, headings: readonly string[], text: string): string =>
  [[title, ...headings].join(' › '), text].join('\n');

/** The embedder's time limit applies to one call. */
const passagesPerCall = 40;

export interface PrepareOptions extends Pick<PassageMetadata, 'contentHash'> {
  /** Stops the work between two calls. */
  readonly signal?: AbortSignal;
}

/**
 * Prepares a row with its vector for each passage of a document. Call it outside a transaction: the embedder can be slow.
 * @throws EmbeddingError if the embedder is unreachable or the signal aborts
 */
export async function prepareDocument(
  document: SourceDocument,
  embedder: Embedder,
  { signal, ...more }: PrepareOptions = {},
) {
  const passages = splitIntoPassages(document.text);
  const chunks = passages.map(({ headings, text }) => formatPassage(document.title, headings, text));
  const vectors: number[][] = [];
  for (let start = 0; start < chunks.length; start += passagesPerCall) {
    if (signal?.aborted) throw new EmbeddingError('The time for embedding the document is up.');
    vectors.push(...(await embedder.embed(chunks.slice(start, start + passagesPerCall), signal)));
  }
  return passages.map(({ headings }, position) => {
    const metadata: PassageMetadata = {
      documentId: document.id,
      title: document.title,
      source: document.source,
      ...(document.patientId !== null && { patientId: document.patientId }),
      headings,
      position,
      embedder: embedder.name,
      ...more,
    };
    return { embedding: vectors[position], chunks: chunks[position], metadata, customMetadata: metadata };
  });
}

export type PreparedDocument = Awaited<ReturnType<typeof prepareDocument>>;

export async function addDocument(tx: Transaction, rows: PreparedDocument): Promise<void> {
  if (rows.length > 0) await tx.insert(knowledgeBase).values(rows);
}

/**
 * Removes a document.
 * @returns its patient, or null for a general document; undefined if there is no such document
 */
export async function removeDocument(tx: Transaction, documentId: string): Promise<string | null | undefined> {
  const removed = await tx
    .delete(knowledgeBase)
    .where(sql`${knowledgeBase.customMetadata} ->> 'documentId' = ${documentId}`)
    .returning({ patientId: sql<string | null>`${knowledgeBase.customMetadata} ->> 'patientId'` });
  return removed[0]?.patientId ?? (removed.length > 0 ? null : undefined);
}
