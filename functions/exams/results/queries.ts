import { and, eq, gte, lt, type SQL, sql } from 'drizzle-orm';
import type { Transaction } from '../../../db/client/transaction.js';
import { examResults, exams, medics, patients, reservations } from '../../../db/schema/index.js';
import { isAnyOf } from '../../http/filters.js';
import { type ListRequest, planPage, readSortKeys, type SortColumns } from '../../http/pagination.js';
import { toFirstDay, toPartialDate, toPrecision } from '../../http/partial-dates.js';
import { requireReturnedRow } from '../../http/resource.js';

export type ExamResultRow = typeof examResults.$inferSelect & { replacedById: string | null };
export type ExamResultValues = Omit<
  typeof examResults.$inferInsert,
  'id' | 'createdAt' | 'updatedAt' | 'effectiveAt' | 'effectivePrecision' | 'effectiveDate'
>;

export interface ExamResultFilter {
  readonly patientId?: readonly string[] | undefined;
  readonly code?: string | undefined;
  readonly status?: readonly ExamResultRow['status'][] | undefined;
  readonly updatedSince?: Date | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  readonly includeReplaced: boolean;
}

// At most one row: a unique index lets a result be replaced only once.
const successorId = sql<
  string | null
>`(select id from exam_results as successor where successor.replaces_id = exam_results.id)`;

/** Longer than any date that is partly known, whatever the time zone does meanwhile. */
const longestDate = sql`interval '367 days'`;

/**
 * Matches results that are effective at or after an instant: those at an instant by that, and those of a date by its end.
 * The first condition is for the index on `effective_at`.
 */
const endsAfter = (from: Date, timeZone: string): SQL => sql`(
  ${examResults.effectiveAt} > ${from.toISOString()}::timestamptz - ${longestDate}
  and (${examResults.effectiveAt} >= ${from.toISOString()}::timestamptz or first_instant_of(
    ${examResults.effectiveDate} + case ${examResults.effectivePrecision}
      when 'year' then interval '1 year' when 'month' then interval '1 month' else interval '1 day' end,
    ${timeZone}
  ) > ${from.toISOString()}::timestamptz))`;

function buildConditions(filter: ExamResultFilter, timeZone: string): SQL | undefined {
  return and(
    isAnyOf(examResults.patientId, filter.patientId),
    filter.code === undefined ? undefined : eq(examResults.code, filter.code),
    isAnyOf(examResults.status, filter.status),
    filter.updatedSince === undefined ? undefined : gte(examResults.updatedAt, filter.updatedSince),
    filter.from === undefined ? undefined : endsAfter(filter.from, timeZone),
    filter.to === undefined ? undefined : lt(examResults.effectiveAt, filter.to),
    filter.includeReplaced ? undefined : sql`${successorId} is null`,
  );
}

const sortColumns: SortColumns = {
  effectiveAt: [
    [examResults.effectiveAt, 'timestamptz'],
    [sql`array_position(array['year', 'month', 'day', 'time'], ${examResults.effectivePrecision})`, 'integer'],
  ],
  updatedAt: [[examResults.updatedAt, 'timestamptz']],
};

const selectResults = (tx: Transaction, position: SQL<string[]>) =>
  tx.select({ result: examResults, replacedById: successorId, position }).from(examResults);

/** @param timeZone the clinic's, in which a date without a time is a day */
export async function listExamResults(
  tx: Transaction,
  { filter, sort, ...request }: ListRequest<ExamResultFilter>,
  timeZone: string,
) {
  const conditions = buildConditions(filter, timeZone);
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

/** @param effectiveAt an instant, or a date that may be partly known */
export async function insertExamResult(
  tx: Transaction,
  { effectiveAt, ...values }: ExamResultValues & { readonly effectiveAt: Date | string },
  timeZone: string,
): Promise<ExamResultRow> {
  const effective =
    effectiveAt instanceof Date
      ? { effectiveAt }
      : {
          effectiveAt: sql`first_instant_of(${toFirstDay(effectiveAt)}::timestamp, ${timeZone})`,
          effectivePrecision: toPrecision(effectiveAt),
          effectiveDate: toFirstDay(effectiveAt),
        };
  const inserted = await tx
    .insert(examResults)
    .values({ ...values, ...effective })
    .returning();
  const row = requireReturnedRow(inserted);
  return { ...row, replacedById: null };
}

export interface ResultReferences {
  readonly patientId: string;
  readonly examId?: string | null | undefined;
  readonly medicId?: string | null | undefined;
  readonly reservationId?: string | null | undefined;
}

/** Returns a patient's birth date, which may be partly known. Undefined if the caller can't see the patient. */
export async function findBirthDate(tx: Transaction, patientId: string): Promise<string | undefined> {
  const [row] = await tx
    .select({ day: patients.birthDate, precision: patients.birthDatePrecision })
    .from(patients)
    .where(eq(patients.id, patientId));
  return row && toPartialDate(row.day, row.precision);
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
