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
import { getResourceSchema, isMapped, resourceIdPattern } from './fhir.js';
import { updateKnowledge } from './knowledge.js';
import { compareWithLoaded, hashRows, type MappedResource, recordLoaded } from './ledger.js';
import { type MappedRow, MappingError } from './mapping/common.js';
import { findRefusal, mapResource } from './mapping/mapping.js';
import { type Entry, readEntries } from './parse.js';
import { FileContext, findKnownRows, UnresolvedError, type ValidEntry } from './references.js';
import { FileCounts, FileError, type FileProblem, type LoadReport, UnreachableError } from './report.js';
import type { RecordFile, RecordSource } from './source.js';
import { IdConflictError, toNewVersions, touchPatients, writePlaceholders, writeRows } from './write.js';

export { createFolderSource, createMemorySource, createS3Source } from './source.js';

export interface LoadRecordsOptions {
  readonly requestId?: string;
  /** Tells the knowledge base of the patients in the records; without it, it is told nothing. */
  readonly embedder?: Embedder;
  /** Called after each file. */
  readonly onProgress?: (progress: { done: number; total: number; resources: number }) => void;
}

/** A file is one transaction, and a large one takes its time. */
const fileDeadlineMilliseconds = 10 * 60 * 1000;

/** Loads of a file whose connection is lost again and again, or that gets in another one’s way. */
const maximumAttempts = 3;

/** More problems than these are not listed: they have one cause. */
const maximumProblems = 20;

/**
 * Loads FHIR R4 records. Each file is loaded as a whole or not at all, in one transaction; one that is broken is
 * reported and does not stop the others. Loading twice changes nothing.
 *
 * @throws Error when the source can't be listed, or database or embedder are out of reach: what is done stays done, and
 *   loading again goes on
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
  if (files.length === 0) throw new Error(`There are no .json or .ndjson files in ${source.description}.`);
  const report: LoadReport = {
    files: { read: files.length, failed: [], ignored },
    resources: {},
    notes: {},
    durationMilliseconds: 0,
  };
  const patientIds = new Set<string>();
  let done = 0;
  let waiting = [...files];
  // A file that refers to one behind it waits for the next round; rounds end when one of them gets nowhere.
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
    report.knowledge = await refreshKnowledge(database, caller, patientIds, options.embedder);
  }
  report.durationMilliseconds = Math.round(performance.now() - startedAt);
  return report;
}

/** @throws Error that says how to go on where the embedder is out of reach */
async function refreshKnowledge(
  database: Database,
  caller: DatabaseCaller,
  patientIds: Iterable<string>,
  embedder: Embedder,
) {
  try {
    return await updateKnowledge(database, caller, patientIds, embedder);
  } catch (error) {
    if (!(error instanceof EmbeddingError)) throw error;
    throw new Error(
      'The records are loaded, but the embedder did not answer for all of them. Load again: only what is missing is done.',
      { cause: error },
    );
  }
}

const constraintReasons: Record<string, string> = {
  patients_national_id_unique: 'another patient has the national id of a Patient in this file',
  patients_email_unique: 'another patient has the e-mail address of a Patient in this file',
  medics_license_number_unique: 'another medic has the licence number of a Practitioner in this file',
  exams_name_unique: 'another exam has the name of an ActivityDefinition in this file',
  reservations_medic_free: 'an Encounter overlaps another live reservation of its medic',
  reservations_patient_free: 'an Encounter overlaps another live reservation of its patient',
};

/**
 * The driver's message quotes the statement with its parameters, which are patients' data: it goes no further.
 *
 * @throws UnreachableError when the database is gone
 */
async function requireReachable(database: Database, caller: DatabaseCaller, error: unknown): Promise<void> {
  if (toDatabaseFailure(error)?.kind !== 'unavailable') return;
  await database.transaction(caller, readMigrationLevel).catch(() => {
    throw new UnreachableError('The database did not answer. Load again: what is loaded already is left as it is.');
  });
}

/**
 * Loads a file, and loads it again where its connection was lost, or where another load got in its way: loading twice
 * changes nothing.
 */
async function loadWithRetries(database: Database, file: RecordFile, caller: DatabaseCaller): Promise<FileCounts> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await loadFile(database, file, caller);
    } catch (error) {
      // It waits for a database that is away for a while.
      await requireReachable(database, caller, error);
      // One that took all of its time would take as long again.
      const isConflict = toDatabaseFailure(error)?.kind === 'conflict' || error instanceof IdConflictError;
      const isRetryable =
        isConflict || (classifyConnectionLoss(error) !== undefined && !isCausedBy(error, DatabaseDeadlineError));
      if (!isRetryable || tries === maximumAttempts) throw error;
    }
  }
}

/** What to report of an error, without any value. */
function toFileProblems(error: unknown): readonly FileProblem[] {
  if (error instanceof FileError) return error.problems;
  const failure = toDatabaseFailure(error);
  if (failure !== undefined) {
    const constraint = 'constraint' in failure ? failure.constraint : failure.kind;
    return [{ position: 'file', reason: constraintReasons[constraint] ?? `the database refuses it (${constraint})` }];
  }
  if (error instanceof RangeError) return [{ position: 'file', reason: 'is nested too deeply' }];
  const { code, name } = error as NodeJS.ErrnoException;
  return [{ position: 'file', reason: `can’t be read (${code ?? name})` }];
}

async function loadFile(database: Database, file: RecordFile, caller: DatabaseCaller): Promise<FileCounts> {
  // A bundle is read before the transaction begins: while a large one is parsed, nobody waits for its locks.
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
    // What failed before the last batch holds the file, or the socket to its bucket, open. One that hangs is not waited for.
    batches.return(undefined).catch(() => {});
  }
}

async function loadEntries(
  tx: Transaction,
  entries: readonly Entry[],
  counts: FileCounts,
  trail: AuditTrail,
): Promise<void> {
  const valid = validEntries(entries, counts);
  const keys = valid.map(({ type, resource }) => ({ type, id: resource.id }));
  const [known, classify] = await pipelined(findKnownRows(tx, valid), compareWithLoaded(tx, keys));
  const context = new FileContext(valid, known, counts);
  const mapped = mapEntries(valid, context, counts);
  const written: MappedResource[] = [];
  const rows: MappedRow[] = [];
  for (const resource of mapped) {
    const state = classify(resource);
    if (state === 'known') counts.countsFor(resource.type).unchanged += 1;
    else if (state === 'older') counts.skip(resource.type, 'older than what is loaded');
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
  // Also of what was known already: an earlier load may have ended before the knowledge base was told.
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

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The type as it may be printed and counted: a file can hold anything in its place, `constructor` for one. */
const toPrintableType = (type: string): string => (/^[A-Z][A-Za-z]{0,49}$/.test(type) ? type : 'of no known type');

/** In a transaction a new resource may have no id of its own, only the one that its fullUrl gives it. */
function withId(resource: unknown, fullUrl: string | undefined): unknown {
  const id = /^urn:uuid:(.+)$/i.exec(fullUrl ?? '')?.[1];
  return isObject(resource) && resource.id === undefined && id !== undefined ? { ...resource, id } : resource;
}

function validEntries(entries: readonly Entry[], counts: FileCounts): ValidEntry[] {
  const problems: FileProblem[] = [];
  const valid: ValidEntry[] = [];
  const seen = new Map<string, unknown>();
  for (const { position, fullUrl, method, resource: given } of entries) {
    const resource = withId(given, fullUrl);
    if (method === 'DELETE') {
      counts.skip('Bundle', 'an entry that asks for a removal');
      continue;
    }
    if (!isObject(resource) || typeof resource.resourceType !== 'string') {
      problems.push({ position, reason: 'holds no resource' });
      continue;
    }
    const type = resource.resourceType;
    counts.countsFor(toPrintableType(type)).read += 1;
    if (!isMapped(type)) {
      counts.skip(toPrintableType(type), 'not mapped');
      continue;
    }
    const parsed = getResourceSchema(type).safeParse(resource);
    if (!parsed.success) {
      for (const issue of parsed.error.issues) {
        const name = resourceIdPattern.test(String(resource.id)) ? `${type}/${resource.id}` : type;
        problems.push({ position: `${position} (${name}), ${issue.path.join('.')}`, reason: issue.message });
      }
      continue;
    }
    const key = `${type}/${parsed.data.id}`;
    const before = seen.get(key);
    seen.set(key, resource);
    if (before !== undefined && JSON.stringify(before) === JSON.stringify(resource)) {
      counts.skip(type, 'twice in the file');
    } else if (before !== undefined) {
      problems.push({ position: `${position} (${key})`, reason: 'is in the file twice, with different contents' });
    } else valid.push({ position, fullUrl, type, resource: parsed.data });
  }
  if (problems.length > 0) throw new FileError(problems.slice(0, maximumProblems));
  return valid;
}

function mapEntries(entries: readonly ValidEntry[], context: FileContext, counts: FileCounts): MappedResource[] {
  const problems: FileProblem[] = [];
  const unresolved: FileProblem[] = [];
  const mapped: MappedResource[] = [];
  for (const { position, type, resource } of entries) {
    const place = `${position} (${type}/${resource.id})`;
    const refusal = findRefusal(type, resource);
    if (refusal !== undefined) {
      counts.skip(type, refusal);
      continue;
    }
    try {
      const rows = mapResource(type, resource, context);
      context.addExams(rows);
      const { id, meta } = resource;
      if (rows.length === 0) counts.skip(type, 'only names others');
      else mapped.push({ type, id, lastUpdated: meta?.lastUpdated, rows, hash: hashRows(rows) });
    } catch (error) {
      if (!(error instanceof MappingError)) throw error;
      problems.push({ position: `${place}, ${error.path}`, reason: error.message });
    }
    for (const target of context.takeUnresolved()) {
      unresolved.push({ position: place, reason: `refers to a ${target} that is neither in the file nor loaded` });
    }
  }
  if (problems.length > 0) throw new FileError(problems.slice(0, maximumProblems));
  if (unresolved.length > 0) throw new UnresolvedError(unresolved.slice(0, maximumProblems));
  return mapped;
}
