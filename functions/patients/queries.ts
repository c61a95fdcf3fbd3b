import { and, eq, inArray, isNull, type Placeholder, type SQL, sql } from 'drizzle-orm';
import { definedValues, param, paramsFor, prepared, preparedForms, type WithParams } from '../../db/client/prepared.js';
import type { Transaction } from '../../db/client/transaction.js';
import { medicalHistoryEntries, patients } from '../../db/schema/index.js';
import {
  foldText,
  type ListRequest,
  type PageForm,
  planPage,
  readSortKeys,
  type SortColumns,
} from '../http/pagination.js';
import { requireReturnedRow } from '../http/resource.js';

export type PatientRow = typeof patients.$inferSelect;
export type EntryRow = Omit<typeof medicalHistoryEntries.$inferSelect, 'patientId' | 'createdAt'>;
export type EntryValues = Omit<
  typeof medicalHistoryEntries.$inferInsert,
  'id' | 'position' | 'patientId' | 'createdAt'
>;
export type PatientValues = Omit<typeof patients.$inferInsert, 'id' | 'createdAt' | 'updatedAt' | 'version'>;

export interface PatientFilter {
  readonly search?: string | undefined;
  readonly birthDate?: string | undefined;
  readonly gender?: PatientRow['gender'] | undefined;
  readonly active?: boolean | undefined;
}

/** Selects all candidates of a search with their scores. */
const searchCandidates = (search: string | Placeholder) => sql`search_patients(${search}) as candidate`;

/** Selects only the candidates of one page, best first, so the database doesn't score the rest. */
const searchPageCandidates = (filter: WithParams<PatientFilter>, hasCursor: boolean) => sql`search_patients(
  ${filter.search}, ${filter.birthDate ?? null}, ${filter.gender ?? null}, ${filter.active ?? null},
  ${hasCursor ? param('after0') : null}, ${hasCursor ? param('after1') : null}, ${param('fetchLimit')}
) as candidate`;

export const relevanceSort = '-relevance';

function buildConditions(filter: WithParams<PatientFilter>): SQL | undefined {
  return and(
    filter.search === undefined ? undefined : sql`candidate.patient_id = ${patients.id}`,
    filter.birthDate === undefined ? undefined : eq(patients.birthDate, filter.birthDate),
    filter.gender === undefined ? undefined : eq(patients.gender, filter.gender),
    filter.active === undefined ? undefined : eq(patients.active, filter.active),
  );
}

interface ListForm {
  readonly filter: WithParams<PatientFilter>;
  readonly sort: string;
  readonly plan: PageForm;
}

const selectPage = preparedForms((db, { filter, sort, plan }: ListForm) => {
  const query = db.select({ patient: patients, position: plan.position }).from(patients).$dynamic();
  if (filter.search !== undefined) {
    const found =
      sort === relevanceSort ? searchPageCandidates(filter, plan.after !== undefined) : searchCandidates(filter.search);
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
  birthDate: [[patients.birthDate, 'date']],
  relevance: [[sql`candidate.score`, 'real']],
};

export async function listPatients(tx: Transaction, { filter, sort, ...request }: ListRequest<PatientFilter>) {
  const { ahead, finish } = planPage(request, readSortKeys(sort, sortColumns, patients.id));
  const rows = await selectPage(tx, sort, { ...definedValues(filter), ...ahead.values }, () => ({
    filter: paramsFor(filter),
    sort,
    plan: ahead.form(),
  }));
  return finish(rows, () => countPatients(tx, filter));
}

async function countPatients(tx: Transaction, filter: PatientFilter): Promise<number> {
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

/** Finds the patient that is linked to the caller's account. */
export async function findPatientByAccount(tx: Transaction, accountSubject: string): Promise<PatientRow | undefined> {
  const isTied = and(eq(patients.accountSubject, accountSubject), isNull(patients.removedAt));
  const [row] = await tx.select().from(patients).where(isTied);
  return row;
}

const selectEntries = prepared((db) =>
  db
    .select({
      id: medicalHistoryEntries.id,
      position: medicalHistoryEntries.position,
      kind: medicalHistoryEntries.kind,
      system: medicalHistoryEntries.system,
      code: medicalHistoryEntries.code,
      display: medicalHistoryEntries.display,
      startDate: medicalHistoryEntries.startDate,
      startDatePrecision: medicalHistoryEntries.startDatePrecision,
      endDate: medicalHistoryEntries.endDate,
      endDatePrecision: medicalHistoryEntries.endDatePrecision,
      status: medicalHistoryEntries.status,
      verificationStatus: medicalHistoryEntries.verificationStatus,
      criticality: medicalHistoryEntries.criticality,
      reaction: medicalHistoryEntries.reaction,
      dosage: medicalHistoryEntries.dosage,
      note: medicalHistoryEntries.note,
    })
    .from(medicalHistoryEntries)
    .where(eq(medicalHistoryEntries.patientId, param('patientId')))
    .orderBy(
      medicalHistoryEntries.kind,
      medicalHistoryEntries.position,
      sql`${medicalHistoryEntries.startDate} asc nulls last`,
      medicalHistoryEntries.id,
    ),
);

/** Lists the clinical entries of a patient. Empty if the caller can't see them. */
export const listEntries = (tx: Transaction, patientId: string): Promise<EntryRow[]> =>
  selectEntries(tx, { patientId });

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

const isSameEntry = (one: EntryValues, other: EntryValues): boolean =>
  one.kind === other.kind &&
  one.system === other.system &&
  one.code === other.code &&
  one.display === other.display &&
  one.startDate === other.startDate &&
  one.endDate === other.endDate &&
  one.status === other.status &&
  one.note === other.note;

/** Replaces the entries of the given kinds, in the given order. An unchanged entry keeps its row. */
export async function replaceEntries(
  tx: Transaction,
  patientId: string,
  kinds: readonly EntryValues['kind'][],
  entries: readonly EntryValues[],
): Promise<void> {
  const left = (await listEntries(tx, patientId)).filter((row) => kinds.includes(row.kind));
  const added: (EntryValues & { patientId: string; position: number })[] = [];
  const moved: { id: string; position: number }[] = [];
  for (const [position, entry] of entries.entries()) {
    const index = left.findIndex((row) => isSameEntry(row, entry));
    const [kept] = index < 0 ? [] : left.splice(index, 1);
    if (kept === undefined) added.push({ ...entry, patientId, position });
    else if (kept.position !== position) moved.push({ id: kept.id, position });
  }
  // One statement for all: an entry inserted at the start moves every other.
  if (moved.length > 0) {
    await tx.execute(sql`
      update medical_history_entries as entry set position = moved.position
      from jsonb_to_recordset(${JSON.stringify(moved)}::text::jsonb) as moved (id uuid, position integer)
      where entry.id = moved.id`);
  }
  if (left.length > 0) {
    const ids = left.map((row) => row.id);
    await tx.delete(medicalHistoryEntries).where(inArray(medicalHistoryEntries.id, ids));
  }
  if (added.length > 0) await tx.insert(medicalHistoryEntries).values(added);
}
