import { lockCalendars } from '../../db/calendar.js';
import { requireIfMatch } from '../http/conditional.js';
import type { OperationContext, TransactionContext } from '../http/context.js';
import { computeChanges, isEmpty, type JsonObject } from '../http/merge-patch.js';
import { isPermitted, reservationFieldsByRole } from '../http/permissions.js';
import { createValidationProblem, Problem } from '../http/problem.js';
import { mapConstraints, requireVisible } from '../http/resource.js';
import { exclusionConstraints, readWrittenReservation, requireBookable, type Slot } from './booking.js';
import { findReservation, lockReservation, type NamedReservation, updateReservation, writeReason } from './queries.js';
import { isLive, requireTransition } from './rules.js';
import { ReservationState } from './schemas.js';

/** @throws Problem `forbidden` if a patient tries to do more than cancel, or anyone but a medic to change the reason */
function requireChangeable(c: OperationContext, patch: Record<string, unknown>): void {
  const { role } = c.var.caller;
  const permitted = reservationFieldsByRole[role];
  const refused = Object.keys(patch).filter((field) =>
    field === 'reason' ? !isPermitted(role, 'reservation-reasons:write') : permitted?.includes(field) === false,
  );
  if (permitted && patch.status !== undefined && patch.status !== 'cancelled') refused.push('status');
  if (refused.length > 0) {
    throw new Problem('forbidden', {
      errors: refused.map((field) => ({ pointer: `/${field}`, detail: `the ${role} role can't make this change` })),
    });
  }
}

/** Locks a reservation with its current and new calendars, and reads it. */
async function lockForChange(c: TransactionContext, id: string, patch: Partial<Slot>): Promise<NamedReservation> {
  const { tx } = c.var;
  const { medicId, patientId } = requireVisible(c, await findReservation(tx, id)).reservation;
  await lockCalendars(tx, {
    medicIds: [medicId, patch.medicId ?? medicId],
    patientIds: [patientId, patch.patientId ?? patientId],
  });
  await lockReservation(tx, id);
  const found = await findReservation(tx, id);
  if (found?.reservation.medicId !== medicId || found.reservation.patientId !== patientId) {
    throw new Problem('conflict', {
      detail: 'Another request moved the reservation at the same time. Read it again, then retry.',
    });
  }
  return found;
}

const slotFields = ['patientId', 'medicId', 'examId', 'startsAt', 'endsAt'] as const;

/**
 * Applies a merge patch to a reservation: reschedules, confirms, cancels or completes it.
 * @returns the updated reservation, or the unchanged one if the patch changes nothing
 */
export async function changeReservation(
  c: TransactionContext,
  id: string,
  patch: JsonObject,
): Promise<NamedReservation> {
  const { tx, services, audit: trail } = c.var;
  requireChangeable(c, patch);
  const found = await lockForChange(c, id, patch as Partial<Slot>);
  const current = found.reservation;
  trail.setResource(id, current.patientId);
  requireIfMatch(c, current.version);
  const instants = { startsAt: current.startsAt.toISOString(), endsAt: current.endsAt.toISOString() };
  const { reason, ...changes } = computeChanges(
    ReservationState,
    { ...current, ...instants, reason: found.reason },
    patch,
  );
  if (reason === undefined && isEmpty(changes)) return found;
  // Who comes to a confirmed appointment is settled; another patient needs another reservation.
  if (changes.patientId !== undefined && current.status === 'confirmed') {
    throw createValidationProblem('/patientId', "can't change once the reservation is confirmed");
  }
  const startsAt = changes.startsAt ?? current.startsAt;
  if (changes.status !== undefined) requireTransition(current.status, changes.status, startsAt, services.now());
  const status = changes.status ?? current.status;
  if (changes.cancellationReason && status !== 'cancelled') {
    throw createValidationProblem('/cancellationReason', 'is allowed only for a cancelled reservation');
  }
  const isMoved = slotFields.some((field) => field in changes);
  if (isMoved && !(isLive(current.status) && isLive(status))) {
    throw new Problem('illegal-transition', { detail: `A reservation with status ${status} can't be rescheduled.` });
  }
  let { endsAt } = current;
  if (isMoved) {
    const slot = { ...current, ...changes, startsAt };
    trail.addPatients([slot.patientId]);
    endsAt = await requireBookable(c, slot, computeLength(current, changes, startsAt));
  }
  await mapConstraints(updateReservation(tx, id, { ...changes, endsAt }, reason !== undefined), exclusionConstraints);
  // The database removes the reason of a reservation that moves to another patient, so one that comes with it is written
  // afterward, even if it is the same.
  const { patientId = current.patientId } = changes;
  const isReasonSent = patientId !== current.patientId && patch.reason != null;
  const written = reason === undefined && isReasonSent ? found.reason : reason;
  if (written !== undefined) await writeReason(tx, { id, patientId }, written);
  return isMoved ? readWrittenReservation(tx, id) : requireVisible(c, await findReservation(tx, id));
}

/** Returns the length of a rescheduled reservation. Undefined means the exam's duration. */
function computeLength(
  current: NamedReservation['reservation'],
  changes: Partial<ReservationState>,
  startsAt: Date,
): number | undefined {
  if (changes.endsAt) return changes.endsAt.getTime() - startsAt.getTime();
  if (changes.endsAt === null || changes.examId !== undefined) return undefined;
  return current.endsAt.getTime() - current.startsAt.getTime();
}
