import { and, eq, gte, isNull, lt, type SQL, sql } from 'drizzle-orm';
import type { Transaction } from '../../../db/client/transaction.js';
import { examResults, exams, medics, patients, reservations } from '../../../db/schema/index.js';
import { type ListRequest, planPage, readSortKeys, type SortColumns } from '../../http/pagination.js';
import { requireReturnedRow } from '../../http/resource.js';

export type ExamResultRow = typeof examResults.$inferSelect & { replacedById: string | null };
export type ExamResultValues = Omit<typeof examResults.$inferInsert, 'id' | 'createdAt' | 'updatedAt'>;

export interface ExamResultFilter {
  readonly patientId?: string | undefined;
  readonly code?: string | undefined;
  readonly status?: ExamResultRow['status'] | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  readonly includeReplaced: boolean;
}

// At most one row: a unique index lets a result be replaced only once.
const successorId = sql<
  string | null
>`(select id from exam_results as successor where successor.replaces_id = exam_results.id)`;

function buildConditions(filter: ExamResultFilter): SQL | undefined {
  return and(
    filter.patientId === undefined ? undefined : eq(examResults.patientId, filter.patientId),
    filter.code === undefined ? undefined : eq(examResults.code, filter.code),
    filter.status === undefined ? undefined : eq(examResults.status, filter.status),
    filter.from === undefined ? undefined : gte(examResults.effectiveAt, filter.from),
    filter.to === undefined ? undefined : lt(examResults.effectiveAt, filter.to),
    filter.includeReplaced ? undefined : sql`${successorId} is null`,
  );
}

const sortColumns: SortColumns = { effectiveAt: [[examResults.effectiveAt, 'timestamptz']] };

const selectResults = (tx: Transaction, position: SQL<string[]>) =>
  tx.select({ result: examResults, replacedById: successorId, position }).from(examResults);

export async function listExamResults(tx: Transaction, { filter, sort, ...request }: ListRequest<ExamResultFilter>) {
  const conditions = buildConditions(filter);
  const { position, after, orderBy, fetchLimit, finish } = planPage(
    request,
    readSortKeys(sort, sortColumns, examResults.id),
  );
  const rows = await selectResults(tx, position)
    .where(and(conditions, after))
    .orderBy(...orderBy)
    .limit(fetchLimit);
  return finish(rows, () => tx.$count(examResults, conditions));
}

export async function findExamResult(tx: Transaction, id: string): Promise<ExamResultRow | undefined> {
  const [row] = await selectResults(tx, sql<string[]>`'[]'::jsonb`).where(eq(examResults.id, id));
  return row && { ...row.result, replacedById: row.replacedById };
}

export async function insertExamResult(tx: Transaction, values: ExamResultValues): Promise<ExamResultRow> {
  const row = requireReturnedRow(await tx.insert(examResults).values(values).returning());
  return { ...row, replacedById: null };
}

export interface ResultReferences {
  readonly patientId: string;
  readonly examId?: string | null | undefined;
  readonly medicId?: string | null | undefined;
  readonly reservationId?: string | null | undefined;
}

/** Returns the fields whose records don't exist for the caller. A reservation must belong to the same patient. */
export async function findDanglingReferences(tx: Transaction, references: ResultReferences): Promise<string[]> {
  const { patientId, examId, medicId, reservationId } = references;
  const exists = async (rows: PromiseLike<unknown[]>) => (await rows).length > 0;
  const checks: [string, () => Promise<boolean>][] = [
    ['patientId', () => exists(tx.select({ id: patients.id }).from(patients).where(eq(patients.id, patientId)))],
  ];
  if (examId)
    checks.push(['examId', () => exists(tx.select({ id: exams.id }).from(exams).where(eq(exams.id, examId)))]);
  if (medicId) {
    checks.push(['medicId', () => exists(tx.select({ id: medics.id }).from(medics).where(eq(medics.id, medicId)))]);
  }
  if (reservationId) {
    const ofPatient = and(eq(reservations.id, reservationId), eq(reservations.patientId, patientId));
    checks.push([
      'reservationId',
      () => exists(tx.select({ id: reservations.id }).from(reservations).where(ofPatient)),
    ]);
  }
  const dangling: string[] = [];
  for (const [field, check] of checks) if (!(await check())) dangling.push(field);
  return dangling;
}

/** Finds the medic that is linked to an account. */
export async function findMedicByAccount(tx: Transaction, accountSubject: string): Promise<string | undefined> {
  const [row] = await tx
    .select({ id: medics.id })
    .from(medics)
    .where(and(eq(medics.accountSubject, accountSubject), isNull(medics.removedAt)));
  return row?.id;
}
