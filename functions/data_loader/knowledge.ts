import { createHash } from 'node:crypto';
import { asc, eq, inArray, sql } from 'drizzle-orm';
import type { Database } from '../../db/client/database.js';
import type { DatabaseCaller, Transaction } from '../../db/client/transaction.js';
import { files, fileTexts, knowledgeBase, patients } from '../../db/schema/index.js';
import { AuditTrail, writeAuditEvent } from '../http/audit.js';
import type { Embedder } from '../knowledge/embedder.js';
import { addDocument, prepareDocument, type SourceDocument } from '../knowledge/store.js';
import { deriveUuid } from './identifiers.js';

/** Truncates to the API's limit, without splitting a character. */
const truncateTitle = (title: string): string => title.slice(0, 200).replace(/[\uD800-\uDBFF]$/, '');

/** Hashes a document, to find out if the knowledge base has it in this version and from this embedder. */
const hashContent = ({ title, text }: SourceDocument, embedder: Embedder): string =>
  createHash('sha256')
    .update(JSON.stringify([embedder.name, title, text]))
    .digest('hex');

/** A change of the knowledge base: the passages to remove, and the document to add instead. */
interface Change {
  readonly documentId: string;
  readonly passageIds: readonly string[];
  readonly document?: SourceDocument;
}

/** Compares the documents of a patient that were loaded as text with the knowledge base. */
async function findChanges(tx: Transaction, patientId: string, embedder: Embedder) {
  const rows = await tx
    .select({ id: files.id, name: files.fileName, text: fileTexts.text, removedAt: files.removedAt })
    .from(fileTexts)
    .innerJoin(files, eq(files.id, fileTexts.id))
    // Removed patients are invisible to the loader.
    .innerJoin(patients, eq(patients.id, fileTexts.patientId))
    .where(eq(fileTexts.patientId, patientId))
    .orderBy(asc(files.id));
  const texts = rows.map((row) => ({ ...row, documentId: deriveUuid(`document/${row.id}`) }));
  const passages = await tx.execute<{ passageId: string; documentId: string; contentHash: string | null }>(sql`
    select passage_id as "passageId", document_id as "documentId", content_hash as "contentHash"
    from document_passages(array(
      select jsonb_array_elements_text(${JSON.stringify(texts.map(({ documentId }) => documentId))}::text::jsonb)))`);
  const changes: Change[] = [];
  let unchanged = 0;
  for (const { id, name, text, removedAt, documentId } of texts) {
    const kept = passages.filter((passage) => passage.documentId === documentId);
    const passageIds = kept.map(({ passageId }) => passageId);
    const source = `DocumentReference/${id}`;
    const document = { id: documentId, title: truncateTitle(name), text, source, patientId };
    if (removedAt !== null) {
      if (kept.length > 0) changes.push({ documentId, passageIds });
    } else if (kept[0]?.contentHash === hashContent(document, embedder)) unchanged += 1;
    else changes.push({ documentId, passageIds, document });
  }
  return { changes, unchanged };
}

/**
 * Updates the documents of some patients in the knowledge base. It has documents only: records are read when they are
 * asked for, because a copy would be out of date. No transaction is open while the embedder works. Unchanged documents
 * are left alone, so another call continues where a failed one stopped.
 *
 * @throws EmbeddingError if the embedder is unreachable
 */
export async function updateKnowledge(
  database: Database,
  caller: DatabaseCaller,
  patientIds: Iterable<string>,
  embedder: Embedder,
): Promise<{ written: number; unchanged: number }> {
  const counts = { written: 0, unchanged: 0 };
  for (const patientId of patientIds) {
    const { changes, unchanged } = await database.transaction(caller, (tx) => findChanges(tx, patientId, embedder), {
      retry: 'always',
    });
    counts.unchanged += unchanged;
    for (const { documentId, passageIds, document } of changes) {
      const rows =
        document && (await prepareDocument(document, embedder, { contentHash: hashContent(document, embedder) }));
      await database.transaction(caller, async (tx) => {
        if (passageIds.length > 0) await tx.delete(knowledgeBase).where(inArray(knowledgeBase.id, [...passageIds]));
        if (rows !== undefined) await addDocument(tx, rows);
        const trail = new AuditTrail();
        trail.setResource(documentId, patientId);
        const operation = { action: 'data-loader.index', resourceType: 'DocumentReference', patientData: true };
        await writeAuditEvent(tx, operation, trail, caller, 200);
      });
      if (document !== undefined) counts.written += 1;
    }
  }
  return counts;
}
