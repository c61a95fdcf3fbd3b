import { toDatabaseFailure } from '../../db/client/errors.js';
import { pipelined } from '../../db/client/prepared.js';
import type { Transaction } from '../../db/client/transaction.js';
import type { AuditTrail } from '../http/audit.js';
import { formatPlace, type ValidGroup } from './entries.js';
import { GroupMapping, type MappedEntry, sortByReferences } from './group-mapping.js';
import type { GroupOptions } from './group-options.js';
import { formatKey, hashWithdrawal, type LoadState, type MappedResource, recordLoaded } from './ledger.js';
import type { MappedRow } from './mapping/mapping.js';
import { type PlannedRows, planRows } from './plan.js';
import { findOverlap, OverlapError, toProblems } from './problems.js';
import { findKnownRows, GroupContext, type KnownRows, listTargetKeys, referencedTypes } from './references.js';
import { FileCounts, FileError, type FileProblem } from './report.js';
import { identifyExams, identifyMedics, identifyPatients } from './same-rows.js';
import { canLeaveRecord, type Retraction, retractRows } from './withdraw.js';
import { touchPatients, writeContents, writePlaceholders, writeRows } from './write.js';

export interface GroupResult {
  readonly counts: FileCounts;
  /** Set if nothing was done, because a transaction bundle waits. */
  readonly isPostponed?: true;
  /** Keys of entries that wait for other files. */
  readonly waiting: readonly number[];
  /** Targets that waiting entries lack. */
  readonly missing: ReadonlySet<string>;
  /** Those of the `asked` targets that are among the waiting entries. */
  readonly coming: ReadonlySet<string>;
  /** Resources that were skipped and that others can require. */
  readonly skipped: readonly string[];
  /** Skipped patients whose ids are those of other patients in the record. */
  readonly strangers: ReadonlySet<string>;
}

/** The day that it is in a time zone, such as 2026-03-02. */
const formatToday = (timeZone: string): string => new Intl.DateTimeFormat('sv-SE', { timeZone }).format(new Date());

/**
 * Loads a group of entries in a transaction.
 * @param valid its valid entries
 * @throws FileError if a transaction bundle can't be loaded
 */
export async function loadGroup(
  tx: Transaction,
  valid: ValidGroup,
  options: GroupOptions,
  trail: AuditTrail,
): Promise<GroupResult> {
  const { pass, isAtomic, timeZone } = options;
  const counts = new FileCounts(options);
  const known = await findKnownRows(tx, valid.entries);
  const context = new GroupContext(valid.entries, known, options);
  const mapping = new GroupMapping(context, counts, pass);
  const sorted = sortByReferences(valid.entries.filter(({ isActive }) => isActive));
  // References to patients, medics and exams resolve to the rows of these.
  const isIdentified = ({ type }: { type: string }) => ['Patient', 'Practitioner', 'ActivityDefinition'].includes(type);
  for (const entry of sorted) if (isIdentified(entry)) mapping.map(entry);
  await identifyPatients(tx, mapping, context, known);
  await identifyMedics(tx, mapping, context, known);
  await identifyExams(tx, mapping, context, known);
  for (const entry of sorted) {
    if (isIdentified(entry)) continue;
    const overlap = options.overlaps.get(entry.key);
    if (overlap === undefined) mapping.map(entry);
    else mapping.leaveUnplaced(entry, overlap);
  }
  const { waiting } = mapping;
  if (isAtomic && mapping.problems.length > 0) throw new FileError(mapping.problems);
  const all = isAtomic && pass.level < 2 && waiting.length > 0 ? sorted : waiting;
  const result = {
    waiting: all.map(({ key }) => key),
    missing: mapping.missing,
    strangers: mapping.strangers,
    coming: new Set(all.flatMap(listTargetKeys).filter((key) => options.asked.has(key))),
  };
  if (all === sorted && all.length > 0) {
    return { ...result, isPostponed: true, counts: new FileCounts(options), skipped: [] };
  }
  counts.addProblems([...mapping.problems, ...mapping.unplaced]);

  const unchanged: MappedEntry[] = [];
  const changed: Omit<PlannedRows, 'rows'>[] = [];
  for (const mapped of [...mapping.mapped]) {
    const state = known.ledger.compare(mapped.resource);
    if (state === 'known') unchanged.push(mapped);
    else if (state !== 'older') {
      const isRepeated = known.ledger.isLoadedSince(mapped.resource, options.startedAt);
      changed.push({ mapped, isNew: state === 'new', isRepeated });
    } else mapping.skip(mapped.entry, 'older than the loaded version');
  }
  // Roles are combined from what is kept of them.
  await writeContents(tx, mapping.contents);
  counts.keptContents = mapping.contents.length;
  const { planned, medicRows } = await planRows(tx, changed, mapping.contents, formatToday(timeZone));
  const refused = await writePlanned(tx, planned, medicRows, options, counts);
  if (isAtomic && refused.size > 0) throw new FileError([...refused.values()].flat());
  const written = planned.filter((resource) => !refused.has(resource));
  const withRowId = ({ resource }: { readonly resource: MappedResource }) => ({
    resource,
    rowId: context.toRowId(resource.type, resource.id),
  });
  const withdrawn = listWithdrawn(mapping, known);
  const retract = (resource: MappedResource, reason?: string): Retraction => ({
    ...resource,
    rowId: context.toRowId(resource.type, resource.id),
    reason,
    note: (text) => counts.add({ position: resource.position, type: resource.type }, { kind: 'note', reason: text }),
  });
  const retracted = await retractRows(tx, [
    ...written.flatMap(({ mapped, isNew }) => (isNew ? [] : [retract(mapped.resource)])),
    ...withdrawn.flatMap(({ resource, reason, state }) => (state === 'changed' ? [retract(resource, reason)] : [])),
  ]);
  for (const { table, patientId } of retracted) if (table === 'files') counts.patientIds.add(patientId);
  noteUnkept(mapping, known, counts);
  // Releases before migration 0017 didn't record the row.
  const without = unchanged.filter(({ resource }) => known.ledger.getRowId(resource) === undefined);
  const rows = [...written.flatMap((resource) => resource.rows), ...medicRows];
  await pipelined(
    recordLoaded(tx, [...written.map(({ mapped }) => mapped), ...without, ...withdrawn].map(withRowId)),
    touchPatients(tx, listTouchedPatients(rows, retracted)),
  );
  trail.addPatients([...listPatients(rows), ...retracted.map(({ patientId }) => patientId)]);
  const changedByRetraction = new Set(retracted.map(({ retraction }) => retraction.rowId));
  for (const mapped of unchanged) count(counts, mapped, 'unchanged');
  for (const { mapped, isNew, rows: own } of written) {
    const hasRole = mapped.resource.rows.some((row) => medicRows.some(({ values }) => values.id === row.values.id));
    count(
      counts,
      mapped,
      isNew || own.length > 0 || hasRole || changedByRetraction.has(withRowId(mapped).rowId) ? 'written' : 'unchanged',
    );
  }
  // Includes unchanged documents: an earlier load can have ended before it updated the knowledge base.
  for (const { resource } of [...unchanged, ...written.map(({ mapped }) => mapped)]) {
    for (const { table, values } of resource.rows) {
      if (table === 'file_texts') counts.patientIds.add(String(values.patient_id));
    }
  }
  const skipped = mapping.skipped.filter(({ type }) => referencedTypes.includes(type));
  return { ...result, counts, skipped: skipped.map(({ type, resource }) => formatKey({ type, id: resource.id })) };
}

function count(counts: FileCounts, { entry, resource, notes }: MappedEntry, outcome: 'written' | 'unchanged'): void {
  const total = counts.countsFor(entry.type);
  total.read += 1;
  total[outcome] += 1;
  for (const incident of notes.incidents) counts.add({ position: resource.position, type: entry.type }, incident);
}

const listPatients = (rows: readonly MappedRow[]): string[] =>
  rows.flatMap(({ table, values }) => (table === 'patients' ? values.id : ((values.patient_id as string) ?? [])));

/** Resources that say that they are no part of the record, if they are not older than what was loaded of them. */
function listWithdrawn({ unkept }: GroupMapping, { ledger }: KnownRows) {
  return unkept.flatMap(({ entry, reason, isWithdrawn }) => {
    if (!isWithdrawn || !canLeaveRecord(entry.type)) return [];
    const { type, resource } = entry;
    const withdrawn: MappedResource = {
      type,
      id: resource.id,
      position: formatPlace(entry),
      lastUpdated: resource.meta?.lastUpdated,
      rows: [],
      hash: hashWithdrawal(reason),
    };
    const state: LoadState = ledger.compare(withdrawn);
    return state === 'new' || state === 'changed' ? [{ resource: withdrawn, reason, state }] : [];
  });
}

/** Notes which resources stay in the record as they were loaded before, because their newer version isn't kept. */
function noteUnkept({ unkept }: GroupMapping, { ledger }: KnownRows, counts: FileCounts): void {
  for (const { entry, isWithdrawn } of unkept) {
    const { type, resource } = entry;
    const isStale = !(isWithdrawn && canLeaveRecord(type)) && ledger.canReplace({ ...resource, type });
    const reason = 'a newer version could not be kept, and the loaded version stays in the record';
    if (isStale) counts.add({ position: formatPlace(entry), type }, { kind: 'note', reason });
  }
}

/** Lists patients whose clinical entries have changed, but not they themselves. */
function listTouchedPatients(rows: readonly MappedRow[], retracted: Awaited<ReturnType<typeof retractRows>>): string[] {
  const changed = new Set(rows.flatMap(({ table, values }) => (table === 'patients' ? values.id : [])));
  const entries = rows.filter(({ table }) => table === 'medical_history_entries');
  const left = retracted.flatMap(({ table, patientId }) => (table === 'medical_history_entries' ? patientId : []));
  return [...new Set([...listPatients(entries), ...left])].filter((id) => !changed.has(id));
}

/** Writes the rows of resources. Returns those that the database rejected, if it writes them one after the other. */
async function writePlanned(
  tx: Transaction,
  planned: readonly PlannedRows[],
  medicRows: readonly MappedRow[],
  { isCareful }: GroupOptions,
  counts: FileCounts,
): Promise<ReadonlyMap<PlannedRows, readonly FileProblem[]>> {
  const refused = new Map<PlannedRows, readonly FileProblem[]>();
  const placeholders = planned.flatMap(({ mapped }) => mapped.notes.placeholders);
  if (!isCareful) {
    await pipelined(
      writePlaceholders(tx, placeholders),
      writeRows(tx, [...planned.flatMap(({ rows }) => rows), ...medicRows]),
    );
    return refused;
  }
  await writePlaceholders(tx, placeholders);
  const overlaps = new Map<number, string>();
  for (const resource of planned) {
    try {
      await tx.transaction((savepoint) => writeRows(savepoint, resource.rows));
    } catch (error) {
      const kind = toDatabaseFailure(error)?.kind;
      if (kind === 'unavailable' || kind === 'conflict') throw error;
      const overlap = findOverlap(error);
      if (overlap !== undefined) overlaps.set(resource.mapped.entry.key, overlap);
      const problems = toProblems(error, resource.mapped.resource.position);
      refused.set(resource, problems);
      counts.addProblems(problems);
    }
  }
  if (overlaps.size > 0) throw new OverlapError(overlaps);
  await writeRows(tx, medicRows);
  return refused;
}
