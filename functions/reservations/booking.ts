import { pipelined } from '../../db/client/prepared.js';
import type { Transaction } from '../../db/client/transaction.js';
import type { TransactionContext } from '../http/context.js';
import { Problem } from '../http/problem.js';
import {
  findBookingFacts,
  findReservation,
  isBookable,
  isWithinWorkingHours,
  type NamedReservation,
} from './queries.js';
import { findBookingViolations, isValidPeriod } from './rules.js';

const createSlotTakenProblem = (who: string) => () =>
  new Problem('slot-taken', { detail: `The ${who} already has a reservation at that time.` });

export const exclusionConstraints = {
  reservations_medic_free: createSlotTakenProblem('medic'),
  reservations_patient_free: createSlotTakenProblem('patient'),
};

/** The parties of a reservation and its start. */
export interface Slot {
  readonly patientId: string;
  readonly medicId: string;
  readonly examId: string;
  readonly startsAt: Date;
}

/**
 * Checks a booking against every rule except overlaps, which the database rejects.
 * @param lengthMilliseconds the slot's length; defaults to the exam's duration
 * @returns the end of the slot
 * @throws Problem `validation-failed` with every violated rule
 */
export async function requireBookable(
  c: TransactionContext,
  slot: Slot,
  lengthMilliseconds: number | undefined,
): Promise<Date> {
  const { tx, services } = c.var;
  const addToStart = (milliseconds: number) => new Date(slot.startsAt.getTime() + milliseconds);
  const askedEnd = lengthMilliseconds === undefined ? undefined : addToStart(lengthMilliseconds);
  const isAskable = askedEnd === undefined || isValidPeriod({ startsAt: slot.startsAt, endsAt: askedEnd });
  const [facts, isWithin] = await pipelined(
    findBookingFacts(tx, slot),
    isAskable ? isWithinWorkingHours(tx, services.clinic, slot, askedEnd) : Promise.resolve(false),
  );
  const endsAt = askedEnd ?? addToStart((facts.exam?.durationMinutes ?? 1) * 60_000);
  const faults = findBookingViolations(
    facts,
    { startsAt: slot.startsAt, endsAt, isWithinWorkingHours: isWithin },
    { now: services.now(), bookingHorizonDays: services.clinic.bookingHorizonDays },
  );
  if (faults.length > 0) throw new Problem('validation-failed', { errors: faults });
  return endsAt;
}

/**
 * Reads the reservation just written. Detects a medic, patient or exam that was removed or deactivated while this
 * booking waited for its row lock; from now on the row can't change until the transaction ends.
 */
export async function readWrittenReservation(tx: Transaction, id: string): Promise<NamedReservation> {
  const [written, isStillBookable] = await pipelined(findReservation(tx, id), isBookable(tx, id));
  if (written === undefined || !isStillBookable) {
    throw new Problem('conflict', {
      detail: 'The patient, medic or exam became inactive while the request was running.',
    });
  }
  return written;
}
