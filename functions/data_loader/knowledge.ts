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

/** What the knowledge base got of the records that were loaded. */
export interface KnowledgeCounts {
  written: number;
  unchanged: number;
}

/** A record tells of so many appointments, the last ones. */
const latestAppointments = 20;

/** What was entered by mistake, or never came about, is no result to tell of. */
const excludedStatuses: (typeof examResults.status.enumValues)[number][] = [
  'entered-in-error',
  'cancelled',
  'registered',
];

/** A correction takes the place of what it corrects, also where it is about an earlier time. */
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
    .limit(latestAppointments);
  const newestFirst = results.sort((one, other) => other.effectiveAt.getTime() - one.effectiveAt.getTime());
  return { ...patient, entries, results: newestFirst, reservations: booked };
}

/** As much as a title of the API has, and no half of a character at its end. */
const truncateTitle = (title: string): string => title.slice(0, 200).replace(/[\uD800-\uDBFF]$/, '');

/**
 * What is to be known of a patient: a summary of the record, and each document that came as text. A summary follows the record
 * when records are loaded, not when the API changes one: its source says of which day it is, so that whoever reads it knows.
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

/** Tells whether a document is in the base as it is now, by this embedder. */
const hashContent = ({ title, text }: SourceDocument, embedder: Embedder): string =>
  createHash('sha256')
    .update(JSON.stringify([embedder.name, title, text]))
    .digest('hex');

async function findChanged(
  tx: Transaction,
  patientId: string,
  embedder: Embedder,
): Promise<{ changed: SourceDocument[]; gone: string[]; unchanged: number }> {
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
  // What somebody added through the API has no hash and is not ours to take away.
  const present = new Set(documents.map(({ id }) => id));
  const gone = kept.filter((row) => row.contentHash !== null && !present.has(row.documentId));
  return { changed, gone: gone.map((row) => row.documentId), unchanged: documents.length - changed.length };
}

/**
 * Brings what the knowledge base has of some patients to what their records say now. The embedder may be far away, so no
 * transaction is open while it works. What is known already is left as it is; so is the rest where this ends halfway, and
 * the next call goes on there.
 *
 * @throws EmbeddingError where the embedder is out of reach
 */
export async function updateKnowledge(
  database: Database,
  caller: DatabaseCaller,
  patientIds: Iterable<string>,
  embedder: Embedder,
  onProgress: (fed: KnowledgeCounts) => void = () => {},
): Promise<KnowledgeCounts> {
  const fed: KnowledgeCounts = { written: 0, unchanged: 0 };
  for (const patientId of patientIds) {
    const { changed, gone, unchanged } = await database.transaction(
      caller,
      (tx) => findChanged(tx, patientId, embedder),
      { retry: 'always' },
    );
    fed.unchanged += unchanged;
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
      fed.written += 1;
    }
    onProgress(fed);
  }
  return fed;
}
