import { liveStatuses, type ReservationStatus } from '../../db/schema/index.js';
import { Problem, type ProblemPart } from '../http/problem.js';
import type { BookingFacts } from './queries.js';

/** Allowed status transitions. A status without transitions is final. */
const transitions: Record<ReservationStatus, readonly ReservationStatus[]> = {
  scheduled: ['confirmed', 'cancelled', 'no_show', 'completed'],
  confirmed: ['cancelled', 'no_show', 'completed'],
  cancelled: [],
  no_show: [],
  completed: [],
};

/** Returns true if a reservation with this status occupies its slot. */
export const isLive = (status: ReservationStatus): boolean => liveStatuses.some((live) => live === status);

/** @throws Problem `illegal-transition` */
export function requireTransition(from: ReservationStatus, to: ReservationStatus, startsAt: Date, now: Date): void {
  if (!transitions[from].includes(to)) {
    const next = transitions[from].length > 0 ? `only become ${transitions[from].join(', ')}` : 'not change its status';
    throw new Problem('illegal-transition', { detail: `A reservation with status ${from} can ${next}.` });
  }
  if ((to === 'no_show' || to === 'completed') && startsAt > now) {
    throw new Problem('illegal-transition', { detail: `A reservation can become ${to} only after it has started.` });
  }
}

/** Maximum length of a reservation. Without a limit, one working-hours check could span thousands of years. */
const maximumHours = 24;

/** Returns true if the slot ends after it starts and isn't too long. */
export const isValidPeriod = ({ startsAt, endsAt }: { readonly startsAt: Date; readonly endsAt: Date }): boolean =>
  endsAt > startsAt && endsAt.getTime() - startsAt.getTime() <= maximumHours * 60 * 60 * 1000;

const missing = 'does not exist';
const inactive = 'is inactive';

const isOffTheMinute = (instant: Date): boolean => instant.getTime() % 60_000 !== 0;

const dayMilliseconds = 24 * 60 * 60 * 1000;

/** Returns every rule that a booking violates. */
export function findBookingViolations(
  facts: BookingFacts,
  slot: { readonly startsAt: Date; readonly endsAt: Date; readonly isWithinWorkingHours: boolean },
  { now, bookingHorizonDays }: { readonly now: Date; readonly bookingHorizonDays: number },
): ProblemPart[] {
  const faults: ProblemPart[] = [];
  for (const name of ['patient', 'medic', 'exam'] as const) {
    const fact = facts[name];
    if (!fact?.isActive) faults.push({ pointer: `/${name}Id`, detail: fact === undefined ? missing : inactive });
  }
  if (!isValidPeriod(slot)) {
    const rule = slot.endsAt > slot.startsAt ? `at most ${maximumHours} hours after` : 'later than';
    faults.push({ pointer: '/endsAt', detail: `must be ${rule} \`startsAt\`` });
  }
  for (const name of ['startsAt', 'endsAt'] as const) {
    if (isOffTheMinute(slot[name])) faults.push({ pointer: `/${name}`, detail: 'must be on a full minute' });
  }
  if (slot.startsAt.getTime() > now.getTime() + bookingHorizonDays * dayMilliseconds) {
    faults.push({ pointer: '/startsAt', detail: `must be at most ${bookingHorizonDays} days ahead` });
  }
  if (slot.startsAt < now) faults.push({ pointer: '/startsAt', detail: 'must not be in the past' });
  if (facts.medic !== undefined && isValidPeriod(slot) && !slot.isWithinWorkingHours) {
    faults.push({ pointer: '/startsAt', detail: "must be within the medic's working hours" });
  }
  return faults;
}
