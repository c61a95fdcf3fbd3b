import { createHash } from 'node:crypto';
import { and, asc, desc, eq, isNull, notInArray, sql } from 'drizzle-orm';
import type { Database } from '../../db/client/database.js';
import type { DatabaseCaller, Transaction } from '../../db/client/transaction.js';
import {
  examResults,
  exams,
  files,
  fileTexts,
  knowledgeBase,
  medicalHistoryEntries,
  medics,
  patients,
  reservations,
} from '../../db/schema/index.js';
import { AuditTrail, writeAuditEvent } from '../http/audit.js';
import type { Embedder } from '../knowledge/embedder.js';
import { addDocument, prepareDocument, removeDocument, type SourceDocument } from '../knowledge/store.js';
import { deriveUuid } from './identifiers.js';
import { formatRecordTitle, type PatientRecord, summarizeRecord } from './summary.js';

const maximumAppointments = 20;

/** Results entered by mistake, canceled or not available yet. */
const excludedStatuses: (typeof examResults.status.enumValues)[number][] = [
  'entered-in-error',
  'cancelled',
  'registered',
];

/** A correction supersedes the corrected result, even if its effective time is earlier. */
const isLatest = sql`not exists (select from exam_results successor where successor.replaces_id = ${examResults.id})`;

async function readRecord(tx: Transaction, patientId: string): Promise<PatientRecord | undefined> {
  const [patient] = await tx.select().from(patients).where(eq(patients.id, patientId));
  if (patient === undefined) return undefined;
  const entries = await tx
    .select()
    .from(medicalHistoryEntries)
    .where(eq(medicalHistoryEntries.patientId, patientId))
    .orderBy(
      sql`${medicalHistoryEntries.endDate} is not null`,
      desc(medicalHistoryEntries.startDate),
      asc(medicalHistoryEntries.id),
    );
  const results = await tx
    .selectDistinctOn([examResults.display])
    .from(examResults)
    .where(and(eq(examResults.patientId, patientId), notInArray(examResults.status, excludedStatuses), isLatest))
    .orderBy(asc(examResults.display), desc(examResults.effectiveAt), desc(examResults.version), desc(examResults.id));
  const booked = await tx
    .select({
      startsAt: reservations.startsAt,
      status: reservations.status,
      exam: exams.name,
      medic: sql<string>`${medics.givenName} || ' ' || ${medics.familyName}`,
    })
    .from(reservations)
    .innerJoin(exams, eq(exams.id, reservations.examId))
    .innerJoin(medics, eq(medics.id, reservations.medicId))
    .where(eq(reservations.patientId, patientId))
    .orderBy(desc(reservations.startsAt), asc(reservations.id))
    .limit(maximumAppointments);
  results.sort((one, other) => other.effectiveAt.getTime() - one.effectiveAt.getTime());
  return { ...patient, entries, results, reservations: booked };
}

/** Truncates to the API's limit, without splitting a character. */
const truncateTitle = (title: string): string => title.slice(0, 200).replace(/[\uD800-\uDBFF]$/, '');

/**
 * Builds the documents about a patient: a summary of the record, and each document loaded as text. The summary is only
 * updated by a load, not by a change through the API, so its source states its date.
 */
async function buildDocuments(tx: Transaction, patientId: string): Promise<SourceDocument[]> {
  const record = await readRecord(tx, patientId);
  if (record === undefined) return [];
  const [day] = await tx.execute<{ inUtc: string }>(sql`select (now() at time zone 'UTC')::date::text as "inUtc"`);
  const texts = await tx
    .select({ id: files.id, name: files.fileName, text: fileTexts.text, writtenAt: files.createdAt })
    .from(fileTexts)
    .innerJoin(files, and(eq(files.id, fileTexts.id), isNull(files.removedAt)))
    .where(eq(fileTexts.patientId, patientId))
    .orderBy(asc(files.id));
  return [
    {
      id: deriveUuid(`summary/${patientId}`),
      title: truncateTitle(formatRecordTitle(record)),
      text: summarizeRecord(record),
      source: `Patient/${patientId} as of ${day?.inUtc}`,
      patientId,
    },
    ...texts.map(({ id, name, text }) => ({
      id: deriveUuid(`document/${id}`),
      title: truncateTitle(`${name}, ${formatRecordTitle(record)}`),
      text,
      source: `DocumentReference/${id}`,
      patientId,
    })),
  ];
}

/** Hashes a document, to find out if the knowledge base has it in this version and from this embedder. */
const hashContent = ({ title, text }: SourceDocument, embedder: Embedder): string =>
  createHash('sha256')
    .update(JSON.stringify([embedder.name, title, text]))
    .digest('hex');

async function findChanged(tx: Transaction, patientId: string, embedder: Embedder) {
  const documents = await buildDocuments(tx, patientId);
  const documentId = sql<string>`${knowledgeBase.customMetadata} ->> 'documentId'`;
  const contentHash = sql<string | null>`min(${knowledgeBase.customMetadata} ->> 'contentHash')`;
  const kept = await tx
    .select({ documentId, contentHash })
    .from(knowledgeBase)
    .where(sql`${knowledgeBase.customMetadata} ->> 'patientId' = ${patientId}`)
    .groupBy(documentId);
  const hashes = new Map(kept.map((row) => [row.documentId, row.contentHash]));
  const changed = documents.filter((document) => hashes.get(document.id) !== hashContent(document, embedder));
  // Documents added through the API have no hash and are kept.
  const present = new Set(documents.map(({ id }) => id));
  const gone = kept.filter((row) => row.contentHash !== null && !present.has(row.documentId));
  return { changed, gone: gone.map((row) => row.documentId), unchanged: documents.length - changed.length };
}

/**
 * Updates the documents about some patients in the knowledge base. No transaction is open while the embedder works.
 * Unchanged documents are left alone, so another call continues where a failed one stopped.
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
    const { changed, gone, unchanged } = await database.transaction(
      caller,
      (tx) => findChanged(tx, patientId, embedder),
      { retry: 'always' },
    );
    counts.unchanged += unchanged;
    const auditDocument = (tx: Transaction, documentId: string) => {
      const trail = new AuditTrail();
      trail.setResource(documentId, patientId);
      const operation = { action: 'data-loader.summarize', resourceType: 'DocumentReference', patientData: true };
      return writeAuditEvent(tx, operation, trail, caller, 200);
    };
    for (const documentId of gone) {
      await database.transaction(caller, async (tx) => {
        await removeDocument(tx, documentId);
        await auditDocument(tx, documentId);
      });
    }
    for (const document of changed) {
      const contentHash = hashContent(document, embedder);
      const rows = await prepareDocument(document, embedder, { contentHash });
      await database.transaction(caller, async (tx) => {
        await removeDocument(tx, document.id);
        await addDocument(tx, rows);
        await auditDocument(tx, document.id);
      });
      counts.written += 1;
    }
  }
  return counts;
}
