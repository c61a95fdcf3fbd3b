import { and, eq, type Placeholder, type SQL, sql } from 'drizzle-orm';
import type { Clinic } from '../../config/clinic.js';
import {
  definedValues,
  param,
  params,
  paramsFor,
  prepared,
  preparedForms,
  preparedSql,
  type WithParams,
} from '../../db/client/prepared.js';
import type { Transaction } from '../../db/client/transaction.js';
import { reservationReasons, reservations } from '../../db/schema/index.js';
import { isChosen, isFrom, toChoices } from '../http/filters.js';
import { type ListRequest, type PageForm, planPage, readSortKeys, type SortColumns } from '../http/pagination.js';

type ReservationRow = typeof reservations.$inferSelect;

export type NewReservation = Pick<ReservationRow, 'id' | 'patientId' | 'medicId' | 'examId' | 'startsAt' | 'endsAt'> & {
  readonly notes?: string | null | undefined;
};

export type ReservationValues = Omit<typeof reservations.$inferInsert, 'id' | 'createdAt' | 'updatedAt' | 'version'>;

export interface ReservationFilter {
  readonly patientId?: readonly string[] | undefined;
  readonly medicId?: readonly string[] | undefined;
  readonly examId?: readonly string[] | undefined;
  readonly status?: readonly ReservationRow['status'][] | undefined;
  readonly updatedSince?: Date | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
}

const toCriteria = ({ updatedSince, from, to, ...filter }: ReservationFilter) => ({
  ...toChoices(filter, 'patientId', 'medicId', 'examId', 'status'),
  updatedSince: updatedSince?.toISOString(),
  from: from?.toISOString(),
  to: to?.toISOString(),
});

type ReservationCriteria = WithParams<ReturnType<typeof toCriteria>>;

const buildConditions = (filter: ReservationCriteria): SQL | undefined =>
  and(
    isChosen(reservations.patientId, filter, 'patientId'),
    isChosen(reservations.medicId, filter, 'medicId'),
    isChosen(reservations.examId, filter, 'examId'),
    isChosen(reservations.status, filter, 'status'),
    isFrom(reservations.updatedAt, filter.updatedSince),
    isFrom(reservations.startsAt, filter.from),
    filter.to === undefined ? undefined : sql`${reservations.startsAt} < ${filter.to}::timestamptz`,
  );

// Look up names only for the returned rows. In a join, the planner misestimates what row-level security lets through
// and picks a bad join order.
const selectName = (table: 'patients' | 'medics', key: string) =>
  sql<string>`(select given_name || ' ' || family_name from ${sql.raw(table)} where id = reservations.${sql.raw(key)})`;

const selectReservations = (db: Pick<Transaction, 'select'>, position: SQL<string[]>) =>
  db
    .select({
      reservation: reservations,
      patientName: selectName('patients', 'patient_id'),
      medicName: selectName('medics', 'medic_id'),
      examName: sql<string>`(select name from exams where id = reservations.exam_id)`,
      /** Null also for callers who may not read it: row-level security hides the row. */
      reason: sql<string | null>`(select reason from reservation_reasons where id = reservations.id)`,
      position,
    })
    .from(reservations);

export type NamedReservation = Awaited<ReturnType<typeof selectReservations>>[number];

const selectPage = preparedForms((db, { filter, plan }: { filter: ReservationCriteria; plan: PageForm }) =>
  selectReservations(db, plan.position)
    .where(and(buildConditions(filter), plan.after))
    .orderBy(...plan.orderBy)
    .limit(plan.fetchLimit),
);

const sortColumns: SortColumns = {
  startsAt: [[reservations.startsAt, 'timestamptz']],
  updatedAt: [[reservations.updatedAt, 'timestamptz']],
};

export async function listReservations(tx: Transaction, { filter, sort, ...request }: ListRequest<ReservationFilter>) {
  const { ahead, finish } = planPage(request, readSortKeys(sort, sortColumns, reservations.id));
  const criteria = toCriteria(filter);
  const rows = await selectPage(tx, sort, { ...definedValues(criteria), ...ahead.values }, () => ({
    filter: paramsFor(criteria),
    plan: ahead.form(),
  }));
  return finish(rows, () => tx.$count(reservations, buildConditions(criteria)));
}

const findById = prepared((db) =>
  selectReservations(db, sql<string[]>`'[]'::jsonb`).where(eq(reservations.id, param('id'))),
);

export async function findReservation(tx: Transaction, id: string): Promise<NamedReservation | undefined> {
  const [row] = await findById(tx, { id });
  return row;
}

const findBookable = preparedSql(
  () => sql`
    select from reservations
    where id = ${param('id')}
      and exists (select from patients where id = patient_id and active and removed_at is null)
      and exists (select from medics where id = medic_id and active and removed_at is null)
      and exists (select from exams where id = exam_id and active and removed_at is null)`,
);

/** Returns true if the patient, medic and exam of a reservation can still be booked. */
export async function isBookable(tx: Transaction, id: string): Promise<boolean> {
  const rows = await findBookable(tx, { id });
  return rows.length > 0;
}

/** Locks a reservation until the transaction ends. Returns false if the caller can't see it. */
export async function lockReservation(tx: Transaction, id: string): Promise<boolean> {
  const rows = await tx.select({ id: reservations.id }).from(reservations).where(eq(reservations.id, id)).for('update');
  return rows.length > 0;
}

const insert = prepared((db) =>
  db.insert(reservations).values(params('id', 'patientId', 'medicId', 'examId', 'startsAt', 'endsAt', 'notes')),
);

/** Takes an id generated here, so that the row can be read back in the same round trip. */
export async function insertReservation(tx: Transaction, { notes = null, ...values }: NewReservation): Promise<void> {
  await insert(tx, { ...values, notes });
}

/**
 * Updates a reservation.
 * @param isReasonChanged increments the version even if the row stays the same, because the reason is part of the resource
 */
export async function updateReservation(
  tx: Transaction,
  id: string,
  values: Partial<ReservationValues>,
  isReasonChanged: boolean,
): Promise<void> {
  const set = { ...values, ...(isReasonChanged && { version: sql`${reservations.version} + 1` }) };
  await tx.update(reservations).set(set).where(eq(reservations.id, id));
}

/** Sets the reason of a reservation, or removes it. */
export async function writeReason(
  tx: Transaction,
  { id, patientId }: Pick<ReservationRow, 'id' | 'patientId'>,
  reason: string | null,
): Promise<void> {
  if (reason === null) await tx.delete(reservationReasons).where(eq(reservationReasons.id, id));
  else {
    await tx
      .insert(reservationReasons)
      .values({ id, patientId, reason })
      .onConflictDoUpdate({ target: reservationReasons.id, set: { reason } });
  }
}

/** The facts to check a booking against. A part is undefined if its record doesn't exist for the caller. */
export interface BookingFacts {
  readonly patient: { readonly isActive: boolean } | undefined;
  readonly medic: { readonly isActive: boolean } | undefined;
  readonly exam: { readonly isActive: boolean; readonly durationMinutes: number } | undefined;
}

const bookingFacts = preparedSql<{
  patientActive: boolean | null;
  medicActive: boolean | null;
  examActive: boolean | null;
  durationMinutes: number | null;
}>(
  () => sql`
    select
      (select active and removed_at is null from patients where id = ${param('patientId')}) as "patientActive",
      (select active and removed_at is null from medics where id = ${param('medicId')}) as "medicActive",
      (select active and removed_at is null from exams where id = ${param('examId')}) as "examActive",
      (select duration_minutes from exams where id = ${param('examId')}) as "durationMinutes"`,
);

export async function findBookingFacts(
  tx: Transaction,
  { patientId, medicId, examId }: { patientId: string; medicId: string; examId: string },
): Promise<BookingFacts> {
  const [row] = await bookingFacts(tx, { patientId, medicId, examId });
  const part = (isActive: boolean | null | undefined) => (isActive == null ? undefined : { isActive });
  const exam = part(row?.examActive);
  return {
    patient: part(row?.patientActive),
    medic: part(row?.medicActive),
    exam: exam && { ...exam, durationMinutes: row?.durationMinutes ?? 0 },
  };
}

/** The periods of a list that are valid. One medic's invalid period must not fail a search through all medics. */
const validPeriods = `$[*] ? (@.weekday >= 1 && @.weekday <= 7 && @.weekday.floor() == @.weekday && @.from < @.to
  && @.from like_regex "^([01][0-9]|2[0-3]):[0-5][0-9]$" && @.to like_regex "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$")`;

/** Selects a medic's working hours, or the clinic's if the medic has none. */
export const selectWorkingHours = (clinicHours: string | Placeholder): SQL =>
  sql`coalesce(nullif(jsonb_path_query_array(medics.working_hours, ${sql.raw(`'${validPeriods}'`)}), '[]'::jsonb), ${clinicHours}::text::jsonb)`;

const withinWorkingHours = preparedSql<{ isWithin: boolean }>(() => {
  const timeZone = sql`${param('timeZone')}::text`;
  const castToDay = (instant: string) => sql`(${sql.raw(instant)} at time zone ${timeZone})::date`;
  return sql`
    select tstzrange(slot_start, slot_end)
      <@ working_time(${selectWorkingHours(param('clinicHours'))}, ${timeZone}, ${castToDay('slot_start')}, ${castToDay('slot_end')}) as "isWithin"
    from medics
    cross join lateral (select ${param('startsAt')}::timestamptz as slot_start) as start
    cross join lateral (
      select coalesce(
        ${param('endsAt')}::timestamptz,
        slot_start + make_interval(mins => coalesce((select duration_minutes from exams where id = ${param('examId')}), 1))
      ) as slot_end
    ) as "end"
    where id = ${param('medicId')}`;
});

/** Returns true if a slot is within the medic's working time. Without an end, it lasts as long as its exam. */
export async function isWithinWorkingHours(
  tx: Transaction,
  clinic: Clinic,
  { medicId, examId, startsAt }: Pick<ReservationRow, 'medicId' | 'examId' | 'startsAt'>,
  endsAt: Date | undefined,
): Promise<boolean> {
  const [row] = await withinWorkingHours(tx, {
    medicId,
    examId,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt?.toISOString() ?? null,
    timeZone: clinic.timeZone,
    clinicHours: JSON.stringify(clinic.workingHours),
  });
  return row?.isWithin ?? false;
}
