import { and, eq, gt, inArray, sql } from 'drizzle-orm';
import { param, preparedSql } from './client/prepared.js';
import type { Transaction } from './client/transaction.js';
import { liveStatuses, reservations } from './schema/index.js';

const lockInOrder = preparedSql(
  () => sql`
    select pg_advisory_xact_lock(hashtextextended(name, 0))
    from jsonb_array_elements_text(${param('names')}::text::jsonb) with ordinality as locks (name, place)
    order by place`,
);

/**
 * Locks the calendars of medics and patients against other bookings, changes and removals until the transaction ends.
 * Without the locks, two bookings could deadlock on the exclusion constraints; taken in one order, the locks queue them.
 */
export async function lockCalendars(
  tx: Transaction,
  calendars: { readonly medicIds?: readonly string[]; readonly patientIds?: readonly string[] },
): Promise<void> {
  const names = [
    ...(calendars.medicIds ?? []).map((id) => `calendar:medic:${id}`),
    ...(calendars.patientIds ?? []).map((id) => `calendar:patient:${id}`),
  ];
  const inOrder = [...new Set(names)].sort();
  await lockInOrder(tx, { names: JSON.stringify(inOrder) });
}

/** Checks for a live reservation of a patient, medic or exam that has not ended yet. */
export async function hasUpcomingReservation(
  tx: Transaction,
  column: 'patientId' | 'medicId' | 'examId',
  id: string,
  now: Date,
): Promise<boolean> {
  const [row] = await tx
    .select({ id: reservations.id })
    .from(reservations)
    .where(and(eq(reservations[column], id), inArray(reservations.status, liveStatuses), gt(reservations.endsAt, now)))
    .limit(1);
  return row !== undefined;
}
