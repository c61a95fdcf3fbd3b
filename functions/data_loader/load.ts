import { type Database, readMigrationLevel } from '../../db/client/database.js';
import {
  classifyConnectionLoss,
  DatabaseDeadlineError,
  isCausedBy,
  toDatabaseFailure,
} from '../../db/client/errors.js';
import { pipelined } from '../../db/client/prepared.js';
import type { DatabaseCaller, Transaction } from '../../db/client/transaction.js';
import { AuditTrail, writeAuditEvent } from '../http/audit.js';
import { type Embedder, EmbeddingError } from '../knowledge/embedder.js';
import { mapEntries, validateEntries } from './entries.js';
import { updateKnowledge } from './knowledge.js';
import { compareWithLoaded, type MappedResource, recordLoaded } from './ledger.js';
import type { MappedRow } from './mapping/mapping.js';
import { type Entry, readEntries } from './parse.js';
import { FileContext, findKnownRows, UnresolvedError } from './references.js';
import { FileCounts, FileError, type FileProblem, type LoadReport, UnreachableError } from './report.js';
import type { RecordFile, RecordSource } from './source.js';
import { IdConflictError, toNewVersions, touchPatients, writePlaceholders, writeRows } from './write.js';

export { createFolderSource, createMemorySource, createS3Source } from './source.js';

interface LoadRecordsOptions {
  readonly requestId?: string;
  /** Adds documents about the patients to the knowledge base. */
  readonly embedder?: Embedder;
  /** Called after each file. */
  readonly onProgress?: (progress: { done: number; total: number; resources: number }) => void;
}

/** Time limit of one file, which is one transaction. */
const fileDeadlineMilliseconds = 10 * 60 * 1000;

/** Attempts per file after lost connections and conflicts with other loads. */
const maximumAttempts = 3;

/**
 * Loads FHIR R4 records. Each file is one transaction; an invalid file is reported and doesn't stop the others. Loading
 * twice changes nothing.
 *
 * @throws Error if the source can't be listed, or the database or the embedder is unreachable. Committed files stay
 *   loaded, and another load continues
 */
export async function loadRecords(
  database: Database,
  source: RecordSource,
  options: LoadRecordsOptions = {},
): Promise<LoadReport> {
  const startedAt = performance.now();
  const caller: DatabaseCaller = {
    role: 'loader',
    subject: 'data_loader',
    requestId: options.requestId ?? crypto.randomUUID(),
  };
  const { files, ignored } = await source.list();
  if (files.length === 0) throw new Error(`Found no .json or .ndjson files in ${source.description}.`);
  const report: LoadReport = {
    files: { read: files.length, failed: [], ignored },
    resources: {},
    notes: {},
    durationMilliseconds: 0,
  };
  const patientIds = new Set<string>();
  let done = 0;
  let waiting = [...files];
  // A file that references a later one waits for the next round. The rounds end when one of them loads nothing.
  for (let isStuck = false; waiting.length > 0; ) {
    const round = waiting;
    waiting = [];
    for (const file of round) {
      try {
        const counts = await loadWithRetries(database, file, caller);
        counts.addTo(report);
        for (const patientId of counts.patientIds) patientIds.add(patientId);
      } catch (error) {
        if (error instanceof UnreachableError) throw error;
        if (error instanceof UnresolvedError && !isStuck) {
          waiting.push(file);
          continue;
        }
        report.files.failed.push({ name: file.name, problems: toFileProblems(error) });
      }
      done += 1;
      const resources = Object.values(report.resources).reduce((sum, { read }) => sum + read, 0);
      options.onProgress?.({ done, total: files.length, resources });
    }
    isStuck = waiting.length === round.length;
  }
  if (options.embedder !== undefined) {
    report.knowledge = await updateKnowledge(database, caller, patientIds, options.embedder).catch((cause) => {
      if (!(cause instanceof EmbeddingError)) throw cause;
      throw new Error(
        'The records are loaded, but the embedder stopped responding and the knowledge base is incomplete. Load again to complete it.',
        { cause },
      );
    });
  }
  report.durationMilliseconds = Math.round(performance.now() - startedAt);
  return report;
}

const constraintReasons: Record<string, string> = {
  patients_national_id_unique: 'another patient already has the national id of a Patient in this file',
  patients_email_unique: 'another patient already has the email address of a Patient in this file',
  medics_license_number_unique: 'another medic already has the license number of a Practitioner in this file',
  exams_name_unique: 'another exam already has the name of an ActivityDefinition in this file',
  reservations_medic_free: 'an Encounter overlaps another reservation of its medic',
  reservations_patient_free: 'an Encounter overlaps another reservation of its patient',
};

/**
 * Checks after a failure whether the database still responds.
 * @throws UnreachableError without a cause: the driver's message contains the statement's parameters, which are patient data
 */
async function requireReachable(database: Database, caller: DatabaseCaller, error: unknown): Promise<void> {
  if (toDatabaseFailure(error)?.kind !== 'unavailable') return;
  await database.transaction(caller, readMigrationLevel).catch(() => {
    throw new UnreachableError('The database did not respond. Load again: files that are already loaded stay loaded.');
  });
}

/** Loads a file and retries after a lost connection or a conflict with another load. */
async function loadWithRetries(database: Database, file: RecordFile, caller: DatabaseCaller): Promise<FileCounts> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await loadFile(database, file, caller);
    } catch (error) {
      // Waits while the database is briefly unavailable.
      await requireReachable(database, caller, error);
      // A file that exceeded its deadline would exceed it again.
      const isConflict = toDatabaseFailure(error)?.kind === 'conflict' || error instanceof IdConflictError;
      const isRetryable =
        isConflict || (classifyConnectionLoss(error) !== undefined && !isCausedBy(error, DatabaseDeadlineError));
      if (!isRetryable || tries === maximumAttempts) throw error;
    }
  }
}

/** Converts an error to problems that contain no value of a record. */
function toFileProblems(error: unknown): readonly FileProblem[] {
  if (error instanceof FileError) return error.problems;
  const failure = toDatabaseFailure(error);
  if (failure !== undefined) {
    const constraint = 'constraint' in failure ? failure.constraint : failure.kind;
    return [{ position: 'file', reason: constraintReasons[constraint] ?? `the database rejects it (${constraint})` }];
  }
  if (error instanceof RangeError) return [{ position: 'file', reason: 'is nested too deeply' }];
  const { code, name } = error as NodeJS.ErrnoException;
  return [{ position: 'file', reason: `can't be read (${code ?? name})` }];
}

async function loadFile(database: Database, file: RecordFile, caller: DatabaseCaller): Promise<FileCounts> {
  // Parses a bundle before the transaction starts, so that it holds no locks meanwhile.
  const batches = readEntries(file);
  const first = await batches.next();
  const trail = new AuditTrail();
  const work = async (tx: Transaction): Promise<FileCounts> => {
    const counts = new FileCounts();
    if (!first.done) await loadEntries(tx, first.value, counts, trail);
    for await (const entries of batches) await loadEntries(tx, entries, counts, trail);
    return counts;
  };
  const operation = { action: 'data-loader.load', resourceType: 'Bundle', patientData: true };
  try {
    return await database.transaction(caller, work, {
      deadlineMilliseconds: fileDeadlineMilliseconds,
      lastStatement: (tx) => writeAuditEvent(tx, operation, trail, caller, 200),
    });
  } finally {
    // After a failure the file, or the connection to its bucket, is still open. Closing it can hang, so don't wait.
    batches.return(undefined).catch(() => {});
  }
}

async function loadEntries(
  tx: Transaction,
  entries: readonly Entry[],
  counts: FileCounts,
  trail: AuditTrail,
): Promise<void> {
  const valid = validateEntries(entries, counts);
  const keys = valid.map(({ type, resource }) => ({ type, id: resource.id }));
  const [known, classify] = await pipelined(findKnownRows(tx, valid), compareWithLoaded(tx, keys));
  const context = new FileContext(valid, known, counts);
  const mapped = mapEntries(valid, context, counts);
  const written: MappedResource[] = [];
  const rows: MappedRow[] = [];
  for (const resource of mapped) {
    const state = classify(resource);
    if (state === 'known') counts.countsFor(resource.type).unchanged += 1;
    else if (state === 'older') counts.skip(resource.type, 'older than the loaded version');
    else {
      counts.countsFor(resource.type).written += 1;
      written.push(resource);
      const isResult = resource.rows.some(({ table }) => table === 'exam_results');
      rows.push(
        ...(state === 'changed' && isResult
          ? await toNewVersions(tx, resource.rows, resource.hash)
          : resource.rows.map((row) => context.withExam(row))),
      );
    }
  }
  const selectPatientIds = (some: readonly MappedRow[]) =>
    some.flatMap(({ table, values }) => (table === 'patients' ? values.id : ((values.patient_id as string) ?? [])));
  trail.addPatients(selectPatientIds(rows));
  // Includes unchanged resources: an earlier load can have ended before it updated the knowledge base.
  for (const patientId of selectPatientIds(mapped.flatMap((resource) => resource.rows)))
    counts.patientIds.add(patientId);
  const historyEntries = rows.filter(({ table }) => table === 'medical_history_entries');
  const newPatients = new Set(rows.flatMap(({ table, values }) => (table === 'patients' ? values.id : [])));
  const touched = [...new Set(selectPatientIds(historyEntries))].filter((id) => !newPatients.has(id));
  await pipelined(
    writePlaceholders(tx, context.placeholders),
    writeRows(tx, rows),
    recordLoaded(tx, written),
    touchPatients(tx, touched),
  );
}
