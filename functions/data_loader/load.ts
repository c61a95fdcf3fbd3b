import { defaultClinic } from '../../config/clinic.js';
import { type Database, readMigrationLevel } from '../../db/client/database.js';
import {
  classifyConnectionLoss,
  DatabaseDeadlineError,
  isCausedBy,
  toDatabaseFailure,
} from '../../db/client/errors.js';
import type { DatabaseCaller } from '../../db/client/transaction.js';
import { AuditTrail, writeAuditEvent } from '../http/audit.js';
import { type Embedder, EmbeddingError } from '../knowledge/embedder.js';
import { validateGroup } from './entries.js';
import type { GroupOptions, Pass } from './group-options.js';
import { updateKnowledge } from './knowledge.js';
import { readTime } from './ledger.js';
import { type GroupResult, loadGroup } from './load-group.js';
import { type EntryGroup, PendingKeys, readGroups } from './parse.js';
import { OverlapError, toProblems } from './problems.js';
import { referencedTypes } from './references.js';
import { FileCounts, FileError, LoadError, type LoadReport, UnreachableError } from './report.js';
import type { RecordFile, RecordSource } from './source.js';
import { IdConflictError } from './write.js';

export { createFolderSource, createMemorySource, createS3Source } from './source.js';

interface LoadRecordsOptions {
  readonly requestId?: string;
  /** IANA time zone of the clinic, in which a date without a time is a day. Defaults to that of the default clinic. */
  readonly clinicTimeZone?: string;
  /** Adds documents about the patients to the knowledge base. */
  readonly embedder?: Embedder;
  /** Lists everything that was skipped, left out or noted in the report. */
  readonly details?: boolean;
  /** Called after each file, except while it waits for others. */
  readonly onProgress?: (progress: { done: number; total: number; resources: number }) => void;
}

/** Time limit of one transaction: a bundle, or some lines of a file. */
const groupDeadlineMilliseconds = 10 * 60 * 1000;

/** Attempts per transaction after lost connections and conflicts with other loads. */
const maximumAttempts = 3;

/** A file with what has become of it so far. */
interface FileProgress {
  readonly file: RecordFile;
  readonly counts: FileCounts;
  /** Entries that wait for other files; undefined before the first pass. */
  pending: PendingKeys | undefined;
}

/**
 * Loads FHIR R4 records. A transaction bundle is loaded completely or not at all, except for visits that have no place
 * beside others; in other bundles and in NDJSON, only the resources with a fault are not loaded. Loading twice changes nothing, and the order of files and lines doesn't
 * matter: what references another file waits for it.
 *
 * @throws Error if the source can't be listed
 * @throws LoadError with the report if the database or the embedder is unreachable. What is committed stays loaded, and
 *   another load continues
 */
export async function loadRecords(
  database: Database,
  source: RecordSource,
  options: LoadRecordsOptions = {},
): Promise<LoadReport> {
  const { files, ignored } = await source.list();
  if (files.length === 0) throw new Error(`Found no .json or .ndjson files in ${source.description}.`);
  const startedAt = performance.now();
  const report: LoadReport = {
    files: { read: files.length, failed: [], skipped: [], ignored },
    resources: {},
    notes: {},
    ...(options.details && { details: [] }),
    durationMilliseconds: 0,
  };
  const load = new Load(database, report, options);
  try {
    await load.run(files);
  } catch (cause) {
    const isKnown = cause instanceof UnreachableError || cause instanceof IncompleteKnowledgeError;
    // The driver's messages contain parameters of statements, which are patient data.
    const message = isKnown ? cause.message : `The load ended unexpectedly (${(cause as Error).name}).`;
    throw new LoadError(message, report, isKnown ? { cause } : undefined);
  } finally {
    report.durationMilliseconds = Math.round(performance.now() - startedAt);
  }
  return report;
}

class IncompleteKnowledgeError extends Error {
  override readonly name = 'IncompleteKnowledgeError';
}

/** Puts files of one resource type after those of the types that it references, so that few resources have to wait. */
function toRank({ name }: RecordFile): number {
  const [type = ''] = /[A-Z][A-Za-z]+(?=[^/]*$)/.exec(name) ?? [];
  const rank = referencedTypes.indexOf(type);
  return rank === -1 ? referencedTypes.length : rank;
}

class Load {
  readonly #database: Database;
  readonly #report: LoadReport;
  readonly #options: LoadRecordsOptions;
  readonly #caller: DatabaseCaller;
  readonly #patientIds = new Set<string>();
  /** Resources that were skipped and that others can require. */
  readonly #skipped = new Set<string>();
  /** Skipped patients whose ids are those of other patients in the record. */
  readonly #strangers = new Set<string>();

  /** By the database's clock, which also says when each resource was loaded. */
  #startedAt: Date | undefined;

  constructor(database: Database, report: LoadReport, options: LoadRecordsOptions) {
    this.#database = database;
    this.#report = report;
    this.#options = options;
    this.#caller = {
      role: 'loader',
      subject: 'data_loader',
      requestId: options.requestId ?? crypto.randomUUID(),
    };
  }

  async run(files: readonly RecordFile[]): Promise<void> {
    const keepsDetails = this.#options.details === true;
    const progress = [...files]
      .sort((one, other) => toRank(one) - toRank(other))
      .map((file): FileProgress => ({ file, counts: new FileCounts({ keepsDetails }), pending: undefined }));
    const open = new Set(progress);
    try {
      await this.#runPasses(open, files.length);
    } finally {
      // After an error, what was committed of the other files counts too.
      for (const { file, counts } of progress) counts.addTo(this.#report, file.name);
    }
    await this.#updateKnowledge();
  }

  async #runPasses(open: Set<FileProgress>, total: number): Promise<void> {
    let asked: ReadonlySet<string> = new Set();
    let coming: ReadonlySet<string> = new Set();
    let level: Pass['level'] = 0;
    let resources = 0;
    for (let before = Number.POSITIVE_INFINITY; open.size > 0; ) {
      const found = { missing: new Set<string>(), coming: new Set<string>() };
      for (const progress of open) {
        await this.#loadFile(progress, { pass: { level, coming }, asked }, found);
        if (progress.pending?.size === 0) open.delete(progress);
        const counts = Object.values(progress.counts.resources);
        if (progress.pending?.size === 0) {
          resources += counts.reduce((sum, { read }) => sum + read, 0);
          this.#options.onProgress?.({ done: total - open.size, total, resources });
        }
      }
      const left = [...open].reduce((sum, { pending }) => sum + (pending?.size ?? 0), 0);
      // A pass that decides about no entry would be followed by the same one.
      level = left === before ? (Math.min(level + 1, 3) as Pass['level']) : 0;
      before = left;
      asked = found.missing;
      coming = found.coming;
    }
  }

  async #loadFile(
    progress: FileProgress,
    { pass, asked }: Pick<GroupOptions, 'pass' | 'asked'>,
    found: { readonly missing: Set<string>; readonly coming: Set<string> },
  ): Promise<void> {
    const { file, counts, pending } = progress;
    const waiting: number[] = [];
    const groups = readGroups(file, pending);
    try {
      for await (const group of groups) {
        const result = await this.#loadGroup(group, pending, { pass, asked, isAtomic: group.isAtomic });
        counts.merge(result.counts);
        waiting.push(...result.waiting);
        for (const key of result.missing) found.missing.add(key);
        for (const key of result.coming) found.coming.add(key);
        for (const key of result.skipped) this.#skipped.add(key);
        for (const key of result.strangers) this.#strangers.add(key);
        for (const patientId of result.counts.patientIds) this.#patientIds.add(patientId);
      }
    } catch (error) {
      if (error instanceof UnreachableError) throw error;
      // What comes after the fault was never read, and is no part of a later pass.
      if (pending === undefined || !(error instanceof FileError)) counts.addProblems(toProblems(error, 'file'));
    } finally {
      // The file, or the connection to its bucket, can still be open. Closing it can hang, so don't wait.
      groups.return(undefined).catch(() => {});
    }
    progress.pending = new PendingKeys(waiting);
  }

  /** Loads a group of entries, and retries after a lost connection or a conflict with another load. */
  async #loadGroup(
    group: EntryGroup,
    pending: PendingKeys | undefined,
    options: Pick<GroupOptions, 'pass' | 'asked' | 'isAtomic'>,
  ): Promise<GroupResult> {
    const keepsDetails = this.#options.details === true;
    const timeZone = this.#options.clinicTimeZone ?? defaultClinic.timeZone;
    const counts = new FileCounts({ keepsDetails });
    const nothing = {
      waiting: [],
      missing: new Set<string>(),
      coming: new Set<string>(),
      skipped: [],
      strangers: new Set<string>(),
    };
    let isCareful = false;
    const overlaps = new Map<number, string>();
    try {
      const valid = validateGroup(group, pending, counts);
      if (group.isAtomic && valid.problems.length > 0) throw new FileError(valid.problems);
      counts.addProblems(valid.problems);
      if (!valid.entries.some(({ isActive }) => isActive)) return { ...nothing, counts };
      for (let tries = 1; ; tries += 1) {
        try {
          const result = await this.#runTransaction(valid, { ...options, isCareful, overlaps, timeZone, keepsDetails });
          // A transaction that waits is read and counted again.
          if (group.isAtomic && result.isPostponed) return result;
          counts.merge(result.counts);
          return { ...result, counts };
        } catch (error) {
          if (error instanceof FileError && !(error instanceof IdConflictError)) throw error;
          if (error instanceof OverlapError) {
            for (const [key, reason] of error.reasons) overlaps.set(key, reason);
            continue;
          }
          // Waits while the database is briefly unavailable.
          await this.#requireReachable(error);
          // A group that exceeded its deadline would exceed it again.
          const isConflict = toDatabaseFailure(error)?.kind === 'conflict' || error instanceof IdConflictError;
          const isLost = classifyConnectionLoss(error) !== undefined && !isCausedBy(error, DatabaseDeadlineError);
          if ((isConflict || isLost) && tries < maximumAttempts) continue;
          if (isCareful || isLost || toDatabaseFailure(error)?.kind === 'unavailable') throw error;
          isCareful = true;
        }
      }
    } catch (error) {
      if (error instanceof UnreachableError) throw error;
      const failed = new FileCounts({ keepsDetails });
      if (!group.isAtomic) failed.merge(counts);
      failed.addProblems(toProblems(error, nameGroup(group)));
      return { ...nothing, counts: failed };
    }
  }

  #runTransaction(
    valid: ReturnType<typeof validateGroup>,
    options: Omit<GroupOptions, 'skipped' | 'strangers' | 'startedAt'>,
  ) {
    const load = { skipped: this.#skipped, strangers: this.#strangers };
    const trail = new AuditTrail();
    const operation = { action: 'data-loader.load', resourceType: 'Bundle', patientData: true };
    return this.#database.transaction(
      this.#caller,
      async (tx) => {
        this.#startedAt ??= await readTime(tx);
        return loadGroup(tx, valid, { ...options, ...load, startedAt: this.#startedAt }, trail);
      },
      {
        deadlineMilliseconds: groupDeadlineMilliseconds,
        lastStatement: (tx) => writeAuditEvent(tx, operation, trail, this.#caller, 200),
      },
    );
  }

  /**
   * Checks after a failure whether the database still responds.
   * @throws UnreachableError without a cause: the driver's message contains the statement's parameters, which are patient data
   */
  async #requireReachable(error: unknown): Promise<void> {
    if (toDatabaseFailure(error)?.kind !== 'unavailable') return;
    await this.#database.transaction(this.#caller, readMigrationLevel).catch(() => {
      throw new UnreachableError('The database did not respond. Load again: what is already loaded stays loaded.');
    });
  }

  async #updateKnowledge(): Promise<void> {
    const { embedder } = this.#options;
    if (embedder === undefined) return;
    this.#report.knowledge = await updateKnowledge(this.#database, this.#caller, this.#patientIds, embedder).catch(
      (cause) => {
        if (!(cause instanceof EmbeddingError)) throw cause;
        throw new IncompleteKnowledgeError(
          'The records are loaded, but the embedder stopped responding and the knowledge base is incomplete. Load again to complete it.',
          { cause },
        );
      },
    );
  }
}

/** Names a group in a problem that concerns all of it. */
function nameGroup({ entries }: EntryGroup): string {
  const [first, last] = [entries[0]?.position ?? '', entries.at(-1)?.position ?? ''];
  if (!first.startsWith('line ')) return 'file';
  return first === last ? first : `${first} to ${last.replace('line ', '')}`;
}
