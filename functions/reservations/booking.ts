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
  new Problem('slot-taken', { detail: `The ${who} has another reservation then.` });

/** What the exclusion constraints mean to a client. */
export const exclusionConstraints = {
  reservations_medic_free: createSlotTakenProblem('medic'),
  reservations_patient_free: createSlotTakenProblem('patient'),
};

/** Who meets whom for what, and when. */
export interface Slot {
  readonly patientId: string;
  readonly medicId: string;
  readonly examId: string;
  readonly startsAt: Date;
}

/**
 * Checks a booking against every rule but the overlaps, which are the database's to refuse.
 * @param lengthMilliseconds of the slot; undefined: the exam's duration
 * @returns the end of the slot
 * @throws Problem `validation-failed` with all rules that are broken
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
    services.now(),
  );
  if (faults.length > 0) throw new Problem('validation-failed', { errors: faults });
  return endsAt;
}

/**
 * Reads what was just written. A medic, patient or exam that was removed or made inactive while this booking waited for
 * its row is noticed here: from now on that row can't change until the transaction ends.
 */
export async function readWrittenReservation(tx: Transaction, id: string): Promise<NamedReservation> {
  const [written, isStillBookable] = await pipelined(findReservation(tx, id), isBookable(tx, id));
  if (written === undefined || !isStillBookable) {
    throw new Problem('conflict', { detail: 'The patient, medic or exam has become inactive meanwhile.' });
  }
  return written;
}
