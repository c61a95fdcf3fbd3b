import { pipelined } from '../../db/client/prepared.js';
import type { Transaction } from '../../db/client/transaction.js';
import type { KeptContent, MappedEntry } from './group-mapping.js';
import { deriveUuid, isDerivedUuid, toRowId } from './identifiers.js';
import { isSameValue, type MergeReport, mergeSameMedic, mergeSamePerson } from './identity.js';
import { leaveOutColumn, leaveOutElement } from './losses.js';
import type { MappedRow } from './mapping/mapping.js';
import { isSameResult, mergeRow, readStoredResults, readStoredRows, reportReplaced, type StoredRow } from './merge.js';
import { type CombinedRole, readCombinedRoles } from './roles.js';
import { type CatalogExam, findExams, toExamKey } from './same-rows.js';

/** A resource that is new or has changed, and the rows to write for it. */
export interface PlannedRows {
  readonly mapped: MappedEntry;
  readonly isNew: boolean;
  /** Whether the same load wrote another version of the resource. */
  readonly isRepeated: boolean;
  readonly rows: MappedRow[];
}

/** Reports what happens to a resource when it is merged with the record. */
function createReport(mapped: MappedEntry | undefined): MergeReport {
  return {
    note: (reason) => mapped?.notes.incidents.push({ kind: 'note', reason }),
    leaveOut: (column, reason) => mapped && leaveOutColumn(mapped, column, reason),
  };
}

/** Finds and adds the exams of reservations. */
class ExamFinder {
  readonly #exams: Map<string, CatalogExam>;

  constructor(exams: Map<string, CatalogExam>) {
    this.#exams = exams;
  }

  /** Completes a reservation with its exam, which is created if the catalog doesn't have it. */
  complete({ mapped }: PlannedRows, row: MappedRow, mine: Readonly<Record<string, unknown>> | null): MappedRow {
    if (row.exam === undefined) return row;
    const { name, durationMinutes } = row.exam;
    const key = toExamKey(name);
    // The exam of a loaded reservation can have another name since.
    const kept = mine === null ? undefined : { id: String(mine.exam_id), durationMinutes };
    const exam = this.#exams.get(key) ?? kept ?? { id: deriveUuid(`exam:${key}`), durationMinutes };
    if (!this.#exams.has(key) && kept === undefined) {
      this.#exams.set(key, exam);
      const values = { id: exam.id, name, type: 'consultation', duration_minutes: durationMinutes, active: true };
      mapped.notes.placeholders.push({ table: 'exams', values });
    }
    const startsAt = Date.parse(row.values.starts_at as string);
    const isSameStart = mine !== null && Date.parse(String(mine.starts_at)) === startsAt;
    const defaultEnd = isSameStart ? mine.ends_at : new Date(startsAt + exam.durationMinutes * 60_000).toISOString();
    return {
      table: row.table,
      values: { ...row.values, exam_id: exam.id, ends_at: row.values.ends_at ?? defaultEnd },
    };
  }
}

async function createExamFinder(tx: Transaction, rows: readonly MappedRow[]): Promise<ExamFinder> {
  const exams = await findExams(
    tx,
    rows.flatMap(({ exam }) => exam?.name ?? []),
  );
  for (const { table, values } of rows) {
    if (table !== 'exams') continue;
    exams.set(toExamKey(String(values.name)), { id: values.id, durationMinutes: Number(values.duration_minutes) });
  }
  return new ExamFinder(exams);
}

const pickColumns = ({ values }: MappedRow, from: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.keys(values).map((column) => [column, from[column] ?? null]));

/** Leaves out a column of a result, which can be of a component. */
function leaveOutPart(mapped: MappedEntry, row: MappedRow, column: string, reason: string): void {
  const { type, id } = mapped.resource;
  if (type !== 'Observation' || row.values.id === toRowId(type, id)) leaveOutColumn(mapped, column, reason);
  if (type === 'Observation' && mapped.resource.rows.length > 1) leaveOutElement(mapped, 'component', reason);
}

function planResult(
  { mapped, isRepeated }: PlannedRows,
  row: MappedRow,
  stored: Awaited<ReturnType<typeof readStoredResults>>,
): MappedRow | undefined {
  const { resource, notes } = mapped;
  const current = stored.get(row.values.id);
  if (current === undefined) return { ...row, values: { ...row.values, version: 1, replaces_id: null } };
  if (isSameResult(row, current)) return undefined;
  if (current.id !== row.values.id && !isDerivedUuid(current.id)) {
    notes.incidents.push({ kind: 'note', reason: 'a result that a person has corrected was left alone' });
    for (const column of Object.keys(row.values)) {
      if (!isSameValue(current.mine[column], current.theirs[column]))
        leaveOutPart(mapped, row, column, 'a person has corrected the result');
    }
    return undefined;
  }
  reportReplaced(current.mine, pickColumns(row, current.theirs), {
    isRepeated,
    report: { note: () => {}, leaveOut: (column, reason) => leaveOutPart(mapped, row, column, reason) },
  });
  // A result is never changed in place.
  const id = deriveUuid(`${current.id}@${resource.hash}`);
  return { ...row, values: { ...row.values, id, replaces_id: current.id, version: current.version + 1 } };
}

/** Reports the specialties and departments of a medic's roles that are not used. */
function reportRoles(planned: readonly PlannedRows[], medicId: string, combined: CombinedRole): void {
  const roles = planned.flatMap(({ mapped }) =>
    mapped.resource.rows.flatMap(({ table, values }) =>
      table === 'medic_roles' && values.id === medicId ? [{ mapped, values }] : [],
    ),
  );
  const [first] = roles;
  if (first === undefined || combined.differing.length === 0) return;
  const reason = 'the roles of a medic have different specialties or departments; the first one was used';
  createReport(first.mapped).note(reason);
  for (const column of combined.differing) {
    const unused = roles.filter(({ values }) => values[column] != null && values[column] !== combined[column]);
    // Otherwise, the first one is new, and replaces the value of a role that was loaded before.
    for (const { mapped } of unused.length > 0 ? unused : [first])
      leaveOutColumn(mapped, column, 'the roles of the medic differ, and the first one was used');
  }
}

/** Adds the values of roles to the rows of their medics, or a row for a medic who isn't among them. */
async function applyRoles(
  tx: Transaction,
  planned: readonly PlannedRows[],
  contents: readonly KeptContent[],
  today: string,
): Promise<MappedRow[]> {
  const medics = new Map<string, MappedRow>();
  for (const { rows, mapped } of planned) {
    for (const row of rows) if (row.table === 'medics' && !isAlias(mapped)) medics.set(row.values.id, row);
  }
  const ofRoles = contents.flatMap(({ type, medicId }) => (type === 'PractitionerRole' && medicId ? [medicId] : []));
  const combined = await readCombinedRoles(tx, [...new Set([...medics.keys(), ...ofRoles])], today);
  const further: MappedRow[] = [];
  for (const [medicId, role] of combined) {
    const values = { specialty: role.specialty, department: role.department, working_hours: role.working_hours };
    const row = medics.get(medicId);
    if (row === undefined) further.push({ table: 'medic_roles', values: { id: medicId, ...values } });
    for (const { rows } of planned) {
      for (const [index, one] of rows.entries()) {
        if (one !== row) continue;
        const specialty = values.specialty ?? one.values.specialty ?? null;
        rows[index] = { ...one, values: { ...one.values, ...values, specialty } };
      }
    }
    reportRoles(planned, medicId, role);
  }
  return further;
}

/**
 * Decides which rows are written: those that the records lack, and those that differ from them and that no person has
 * changed.
 * @returns rows of medics that have changed with their roles
 */
export async function planRows(
  tx: Transaction,
  resources: readonly Omit<PlannedRows, 'rows'>[],
  contents: readonly KeptContent[],
  today: string,
): Promise<{ planned: PlannedRows[]; medicRows: MappedRow[] }> {
  const planned = resources.map(
    ({ mapped, isNew, isRepeated }): PlannedRows => ({
      mapped,
      isNew,
      isRepeated,
      rows: mapped.resource.rows.filter(({ table }) => table !== 'medic_roles'),
    }),
  );
  // Medics have the columns of their roles too, and all rows of a table have the same columns.
  for (const { rows } of planned) {
    for (const [index, row] of rows.entries()) {
      if (row.table !== 'medics') continue;
      rows[index] = { ...row, values: { specialty: null, department: null, working_hours: null, ...row.values } };
    }
  }
  const roleRows = await applyRoles(tx, planned, contents, today);
  const all = [...planned.flatMap(({ rows }) => rows), ...roleRows];
  const changedResults = planned.flatMap(({ isNew, rows }) =>
    isNew ? [] : rows.filter(({ table }) => table === 'exam_results'),
  );
  const [stored, results, exams] = [
    ...(await pipelined(
      readStoredRows(
        tx,
        all.filter(({ table }) => table !== 'exam_results'),
      ),
      readStoredResults(tx, changedResults),
    )),
    await createExamFinder(tx, all),
  ] as const;
  /** Patients and medics that an earlier resource of the group writes. */
  const written = new Map<string, MappedRow>();
  for (const resource of planned) {
    const { mapped, isNew, isRepeated, rows } = resource;
    const report = createReport(mapped);
    const decide = (row: MappedRow): MappedRow | undefined => {
      if (row.table === 'exam_results') return planResult(resource, row, results);
      const before = stored.get(row);
      if ((row.table === 'patients' || row.table === 'medics') && isAlias(mapped)) {
        return planAlias(row, before, written, report);
      }
      const complete = exams.complete(resource, row, before?.mine ?? null);
      if (before === undefined) return complete;
      const isOurs =
        !isNew || (row.table === 'exams' && row.values.id === deriveUuid(`exam:${toExamKey(String(row.values.name))}`));
      const theirs = complete === row ? before : withExam(before, complete);
      return mergeRow(complete, theirs, { isOurs, lastUpdated: mapped.resource.lastUpdated, isRepeated, report });
    };
    const decided = rows.flatMap((row) => decide(row) ?? []);
    rows.splice(0, rows.length, ...decided);
    for (const row of decided) if (row.table === 'patients' || row.table === 'medics') written.set(row.values.id, row);
  }
  const medicRows = roleRows.flatMap((row) => {
    const before = stored.get(row);
    const owner = planned.find(({ mapped }) => mapped.resource.rows.some(({ values }) => values.id === row.values.id));
    if (before === undefined) return [row];
    const lastUpdated = owner?.mapped.resource.lastUpdated;
    const options = { isOurs: true, lastUpdated, isRepeated: false, report: createReport(owner?.mapped) };
    return mergeRow(row, before, options) ?? [];
  });
  return { planned, medicRows };
}

/** Returns true for a patient or medic who is known by another resource. */
const isAlias = ({ resource: { type, id, rows } }: MappedEntry): boolean => rows[0]?.values.id !== toRowId(type, id);

/** Adds the exam and the end, which were not known when the stored row was read. */
const withExam = (stored: StoredRow, { values }: MappedRow): StoredRow => ({
  ...stored,
  theirs: { ...stored.theirs, exam_id: values.exam_id, ends_at: stored.theirs.ends_at ?? values.ends_at },
});

function planAlias(
  row: MappedRow,
  stored: StoredRow | undefined,
  written: ReadonlyMap<string, MappedRow>,
  report: MergeReport,
): MappedRow | undefined {
  const columns = Object.keys(row.values);
  const pick = (values: Readonly<Record<string, unknown>>) => pickColumns(row, values);
  const earlier = written.get(row.values.id);
  const known = pick(earlier?.values ?? stored?.mine ?? row.values);
  const merge = row.table === 'medics' ? mergeSameMedic : mergeSamePerson;
  const merged = pick(merge(known, stored?.theirs ?? row.values, report));
  if (columns.every((column) => isSameValue(known[column], merged[column]))) return undefined;
  if (earlier === undefined) return { table: row.table, values: { ...merged, id: row.values.id } };
  // One statement writes a row once.
  Object.assign(earlier.values, merged);
  return undefined;
}
