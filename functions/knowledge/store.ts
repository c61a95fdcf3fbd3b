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
  /** Where it comes from, as people would name it. */
  readonly source: string | null;
  /** Whose it is; null for a general one. */
  readonly patientId: string | null;
}

/** What is kept beside each passage, in the column that Bedrock Knowledge Bases filters by. */
export interface PassageMetadata {
  readonly documentId: string;
  readonly title: string;
  readonly source: string | null;
  readonly patientId?: string;
  readonly headings: readonly string[];
  readonly position: number;
  readonly embedder: string;
  /** Of a document that follows a record: whether the record has changed since. */
  readonly contentHash?: string;
}

/** A passage as it is embedded and found: its headings are part of what it says. */
export const formatPassage = (title: string, headings: readonly string[], text: string): string =>
  [[title, ...headings].join(' › '), text].join('\n');

/** The embedder's time limit is for one call; a long document is several. */
const passagesPerCall = 40;

export interface PrepareOptions extends Pick<PassageMetadata, 'contentHash'> {
  /** Ends it before it is done; without one it takes the time that it needs. */
  readonly signal?: AbortSignal;
}

/**
 * A row for each passage of a document, with its vector. Not in a transaction: the embedder may be far away.
 * @throws EmbeddingError where the embedder is out of reach, or the time is over
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
    if (signal?.aborted) throw new EmbeddingError('The time for a document is over.');
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

/** Adds a document's passages; a document is in the base as a whole or not at all. */
export async function addDocument(tx: Transaction, rows: PreparedDocument): Promise<void> {
  if (rows.length > 0) await tx.insert(knowledgeBase).values(rows);
}

/** @returns whose passages were removed, null for a general document's; undefined where there was no such document */
export async function removeDocument(tx: Transaction, documentId: string): Promise<string | null | undefined> {
  const removed = await tx
    .delete(knowledgeBase)
    .where(sql`${knowledgeBase.customMetadata} ->> 'documentId' = ${documentId}`)
    .returning({ patientId: sql<string | null>`${knowledgeBase.customMetadata} ->> 'patientId'` });
  return removed[0]?.patientId ?? (removed.length > 0 ? null : undefined);
}
