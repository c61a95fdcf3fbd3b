import { and, eq, getTableColumns, inArray, type Placeholder, type SQL, sql } from 'drizzle-orm';
import { definedValues, param, paramsFor, prepared, preparedForms, type WithParams } from '../../db/client/prepared.js';
import type { Transaction } from '../../db/client/transaction.js';
import { medicalHistoryEntries, patients, withdrawnStatuses } from '../../db/schema/index.js';
import { type Choice, isChosen, isFrom, toChoices } from '../http/filters.js';
import { isSameJson } from '../http/merge-patch.js';
import {
  foldText,
  type ListRequest,
  type PageForm,
  planPage,
  readSortKeys,
  type SortColumns,
} from '../http/pagination.js';
import { toFirstDay, toLastDay, toPrecision } from '../http/partial-dates.js';
import { requireReturnedRow } from '../http/resource.js';

export type PatientRow = typeof patients.$inferSelect;
export type EntryRow = Omit<typeof medicalHistoryEntries.$inferSelect, 'patientId' | 'createdAt'>;
export type EntryValues = Omit<EntryRow, 'id' | 'position'>;
export type PatientValues = Omit<typeof patients.$inferInsert, 'id' | 'createdAt' | 'updatedAt' | 'version'>;

export interface PatientFilter {
  readonly search?: string | undefined;
  /** A date that may be partly known. */
  readonly birthDate?: string | undefined;
  readonly gender?: readonly PatientRow['gender'][] | undefined;
  readonly active?: boolean | undefined;
  readonly updatedSince?: Date | undefined;
}

/** A filter as the statements take it: with every first day that a matching birth date can have. */
interface PatientCriteria extends Omit<PatientFilter, 'birthDate' | 'gender' | 'updatedSince'>, Choice<'gender'> {
  readonly updatedSince?: string | undefined;
  readonly bornFrom?: string | undefined;
  readonly bornPrecision?: string | undefined;
  readonly bornTo?: string | undefined;
  readonly bornMonth?: string | undefined;
  readonly bornYear?: string | undefined;
}

const toCriteria = ({ birthDate, updatedSince, ...filter }: PatientFilter): PatientCriteria => ({
  ...toChoices(filter, 'gender'),
  updatedSince: updatedSince?.toISOString(),
  ...(birthDate !== undefined && {
    bornFrom: toFirstDay(birthDate),
    bornPrecision: toPrecision(birthDate),
    bornTo: toLastDay(birthDate),
    bornMonth: toFirstDay(birthDate.slice(0, 7)),
    bornYear: toFirstDay(birthDate.slice(0, 4)),
  }),
});

/** Selects all candidates of a search with their scores. */
const searchCandidates = (search: string | Placeholder) => sql`search_patients(${search}) as candidate`;

/** Selects only the candidates of one page, best first, so the database doesn't score the rest. */
const searchPageCandidates = (filter: WithParams<PatientCriteria>, hasCursor: boolean) => sql`search_patients(
  ${filter.search}, ${filter.bornFrom ?? null}, ${filter.bornPrecision ?? null}, ${filter.gender ?? null},
  ${filter.active ?? null},
  ${hasCursor ? param('after0') : null}, ${hasCursor ? param('after1') : null}, ${param('fetchLimit')}
) as candidate`;

export const relevanceSort = '-relevance';

/**
 * Matches birth dates that can be the same day as one of the filter's. A birth date that is partly known is stored as its
 * first day, so an index on that day serves all three conditions.
 */
const isBornWithin = ({ bornFrom, bornTo, bornMonth, bornYear }: WithParams<PatientCriteria>): SQL | undefined =>
  bornFrom === undefined
    ? undefined
    : sql`(${patients.birthDate} between ${bornFrom} and ${bornTo}
        or (${patients.birthDate} = ${bornMonth} and ${patients.birthDatePrecision} = 'month')
        or (${patients.birthDate} = ${bornYear} and ${patients.birthDatePrecision} = 'year'))`;

function buildConditions(filter: WithParams<PatientCriteria>): SQL | undefined {
  return and(
    filter.search === undefined ? undefined : sql`candidate.patient_id = ${patients.id}`,
    isBornWithin(filter),
    isChosen(patients.gender, filter, 'gender'),
    filter.active === undefined ? undefined : eq(patients.active, filter.active),
    isFrom(patients.updatedAt, filter.updatedSince),
  );
}

interface ListForm {
  readonly filter: WithParams<PatientCriteria>;
  readonly plan: PageForm;
  /** Whether the search itself applies the filter, page by page. */
  readonly isSearchedByPage: boolean;
}

const selectPage = preparedForms((db, { filter, plan, isSearchedByPage }: ListForm) => {
  const query = db.select({ patient: patients, position: plan.position }).from(patients).$dynamic();
  if (filter.search !== undefined) {
    const found = isSearchedByPage
      ? searchPageCandidates(filter, plan.after !== undefined)
      : searchCandidates(filter.search);
    query.innerJoin(found, sql`true`);
  }
  return query
    .where(and(buildConditions(filter), plan.after))
    .orderBy(...plan.orderBy)
    .limit(plan.fetchLimit);
});

const sortColumns: SortColumns = {
  createdAt: [[patients.createdAt, 'timestamptz']],
  updatedAt: [[patients.updatedAt, 'timestamptz']],
  name: [
    [foldText(patients.familyName), 'text'],
    [foldText(patients.givenName), 'text'],
  ],
  birthDate: [
    [patients.birthDate, 'date'],
    [sql`array_position(array['year', 'month', 'day'], ${patients.birthDatePrecision})`, 'integer'],
  ],
  relevance: [[sql`candidate.score`, 'real']],
};

export async function listPatients(tx: Transaction, { filter, sort, ...request }: ListRequest<PatientFilter>) {
  const { ahead, finish } = planPage(request, readSortKeys(sort, sortColumns, patients.id));
  const criteria = toCriteria(filter);
  const rows = await selectPage(tx, sort, { ...definedValues(criteria), ...ahead.values }, () => ({
    filter: paramsFor(criteria),
    plan: ahead.form(),
    // The search applies neither several genders nor a time of change by itself.
    isSearchedByPage:
      sort === relevanceSort && criteria.genderAnyOf === undefined && criteria.updatedSince === undefined,
  }));
  return finish(rows, () => countPatients(tx, criteria));
}

async function countPatients(tx: Transaction, filter: PatientCriteria): Promise<number> {
  const query = tx.select({ total: sql<number>`count(*)::integer` }).from(patients).$dynamic();
  if (filter.search !== undefined) query.innerJoin(searchCandidates(filter.search), sql`true`);
  const [row] = await query.where(buildConditions(filter));
  return row?.total ?? 0;
}

const findById = prepared((db) =>
  db
    .select()
    .from(patients)
    .where(eq(patients.id, param('id'))),
);
const lockById = prepared((db) =>
  db
    .select()
    .from(patients)
    .where(eq(patients.id, param('id')))
    .for('update'),
);

/** Finds a patient that the caller can see. `forUpdate` locks the row until the transaction ends. */
export async function findPatient(
  tx: Transaction,
  id: string,
  { forUpdate = false } = {},
): Promise<PatientRow | undefined> {
  const [row] = await (forUpdate ? lockById(tx, { id }) : findById(tx, { id }));
  return row;
}

const { patientId: _patientId, createdAt: _createdAt, ...entryColumns } = getTableColumns(medicalHistoryEntries);
const { id: _id, position: _position, ...valueColumns } = entryColumns;

const selectEntries = prepared((db) =>
  db
    .select(entryColumns)
    .from(medicalHistoryEntries)
    .where(eq(medicalHistoryEntries.patientId, param('patientId')))
    .orderBy(
      medicalHistoryEntries.kind,
      medicalHistoryEntries.position,
      sql`${medicalHistoryEntries.startDate} asc nulls last`,
      medicalHistoryEntries.id,
    ),
);

/** Returns true for an entry that has left the medical history. */
const isWithdrawn = ({ status, verificationStatus }: EntryValues): boolean =>
  withdrawnStatuses.some((withdrawn) => withdrawn === status || withdrawn === verificationStatus);

/** Lists the entries of a patient's medical history. Empty if the caller can't see them. */
export async function listEntries(tx: Transaction, patientId: string): Promise<EntryRow[]> {
  const rows = await selectEntries(tx, { patientId });
  return rows.filter((row) => !isWithdrawn(row));
}

const insert = preparedForms((db, columns: WithParams<PatientValues>) =>
  // Drizzle accepts placeholders for all values, but its type says so only for columns named one by one.
  db
    .insert(patients)
    .values(columns as PatientValues)
    .returning(),
);

export async function insertPatient(tx: Transaction, values: PatientValues): Promise<PatientRow> {
  // Leave out null columns, so that null and absent share one prepared statement.
  const columns = Object.fromEntries(Object.entries(values).filter(([, value]) => value != null)) as PatientValues;
  return requireReturnedRow(await insert(tx, 'patients', columns, () => paramsFor(columns)));
}

/** Updates a patient. Without values it only increments the version, for a change of the clinical entries. */
export async function updatePatient(tx: Transaction, id: string, values: Partial<PatientValues>): Promise<PatientRow> {
  const set = { ...values, version: sql`${patients.version} + 1` };
  return requireReturnedRow(await tx.update(patients).set(set).where(eq(patients.id, id)).returning());
}

/** Compares the given columns of two entries. */
const areEqual = (one: EntryValues, other: EntryValues, columns: readonly string[]): boolean =>
  columns.every((name) => isSameJson(one[name as keyof EntryValues], other[name as keyof EntryValues]));

export const isSameEntry = (one: EntryValues, other: EntryValues): boolean =>
  areEqual(one, other, Object.keys(valueColumns));

const isOfSameCode = (one: EntryValues, other: EntryValues): boolean =>
  areEqual(one, other, ['kind', 'system', 'code', 'display']);

/**
 * Replaces the entries of the given kinds, in the given order. An unchanged entry keeps its row, and so does a changed one
 * with the same code. Entries that have left the medical history stay as they are.
 */
export async function replaceEntries(
  tx: Transaction,
  patientId: string,
  kinds: readonly EntryValues['kind'][],
  entries: readonly EntryValues[],
): Promise<void> {
  const present = (await selectEntries(tx, { patientId })).filter((row) => kinds.includes(row.kind));
  const withdrawn = present.filter(isWithdrawn);
  const left = present.filter((row) => !isWithdrawn(row));
  const take = (matches: (row: EntryRow) => boolean): EntryRow | undefined => {
    const index = left.findIndex(matches);
    return index < 0 ? undefined : left.splice(index, 1)[0];
  };
  const placed = entries.map((entry, position) => ({ entry, position }));
  const changed = placed.filter(({ entry }) => !withdrawn.some((row) => isSameEntry(row, entry)));
  const moved: { id: string; position: number }[] = [];
  const others = changed.filter(({ entry, position }) => {
    const kept = take((row) => isSameEntry(row, entry));
    if (kept !== undefined && kept.position !== position) moved.push({ id: kept.id, position });
    return kept === undefined;
  });
  // One statement for all: an entry inserted at the start moves every other.
  if (moved.length > 0) {
    await tx.execute(sql`
      update medical_history_entries as entry set position = moved.position
      from jsonb_to_recordset(${JSON.stringify(moved)}::text::jsonb) as moved (id uuid, position integer)
      where entry.id = moved.id`);
  }
  const added: (EntryValues & { patientId: string; position: number })[] = [];
  for (const { entry, position } of others) {
    const edited = take((row) => isOfSameCode(row, entry));
    if (edited === undefined) added.push({ ...entry, patientId, position });
    else {
      await tx
        .update(medicalHistoryEntries)
        .set({ ...entry, position })
        .where(eq(medicalHistoryEntries.id, edited.id));
    }
  }
  if (left.length > 0) {
    const ids = left.map((row) => row.id);
    await tx.delete(medicalHistoryEntries).where(inArray(medicalHistoryEntries.id, ids));
  }
  if (added.length > 0) await tx.insert(medicalHistoryEntries).values(added);
}
