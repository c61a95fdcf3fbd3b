import type { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { lockCalendars } from '../../db/calendar.js';
import { reservations as table } from '../../db/schema/index.js';
import { etagOf, isNoneMatchMet, notModified, requireMatch } from '../http/conditional.js';
import type { ApiEnv } from '../http/context.js';
import { explaining } from '../http/failures.js';
import { readPage, type SortColumns, sortKeysOf } from '../http/listing.js';
import { changesOf } from '../http/merge-patch.js';
import {
  emptyResponse,
  etagHeader,
  jsonBody,
  jsonResponse,
  locationHeader,
  mergePatchBody,
  operation,
} from '../http/operation.js';
import { reservationFieldsOf } from '../http/permissions.js';
import { Problem } from '../http/problem.js';
import { createRouter } from '../http/router.js';
import { idPath } from '../http/schemas.js';
import {
  countReservations,
  findBookingFacts,
  findReservation,
  insertReservation,
  isBookable,
  isWithinWorkingHours,
  listFreeSlots,
  listReservations,
  lockReservation,
  type NamedReservation,
  updateReservation,
} from './queries.js';
import { bookingFaults, isLive, isSound, requireTransition } from './rules.js';
import {
  Availability,
  AvailabilityInput,
  Reservation,
  ReservationInput,
  ReservationPage,
  ReservationPatch,
  ReservationQuery,
  ReservationState,
} from './schemas.js';

const audit = (action: string) => ({
  action: `reservations.${action}`,
  resourceType: 'Appointment',
  patientData: true,
});

const listing = operation({
  operationId: 'listReservations',
  method: 'get',
  path: '/v1/reservations',
  tags: ['Reservations'],
  summary: 'Lists reservations',
  description: 'A patient sees the own reservations and no others.',
  policy: { permission: 'reservations:read', audit: audit('list') },
  request: { query: ReservationQuery },
  responses: { 200: jsonResponse('A page of reservations.', ReservationPage) },
});

const booking = operation({
  operationId: 'bookReservation',
  method: 'post',
  path: '/v1/reservations',
  tags: ['Reservations'],
  summary: 'Books an exam for a patient with a medic',
  description:
    'All rules that a booking breaks come in one answer. Two live reservations never overlap for one medic or one patient; back to back is no overlap.',
  policy: { permission: 'reservations:book', audit: audit('book') },
  request: { body: jsonBody(ReservationInput) },
  problems: ['slot-taken'],
  responses: { 201: jsonResponse('The new reservation.', Reservation, { ...etagHeader, ...locationHeader }) },
});

const availability = operation({
  operationId: 'findAvailability',
  method: 'post',
  path: '/v1/reservations/availability',
  tags: ['Reservations'],
  summary: 'Finds free slots for an exam',
  description:
    'What is left of the medics’ working hours without their live reservations, cut into pieces as long as the exam takes. At most 31 days at once.',
  policy: {
    permission: 'availability:read',
    audit: { action: 'availability.read', resourceType: 'Slot', patientData: false },
  },
  request: { body: jsonBody(AvailabilityInput) },
  responses: { 200: jsonResponse('Free slots in the order of their start.', Availability) },
});

const reading = operation({
  operationId: 'getReservation',
  method: 'get',
  path: '/v1/reservations/{id}',
  tags: ['Reservations'],
  summary: 'Reads a reservation',
  description: 'With the names of patient, medic and exam.',
  policy: { permission: 'reservations:read', audit: audit('read') },
  request: { params: idPath },
  responses: {
    200: jsonResponse('The reservation.', Reservation, etagHeader),
    304: emptyResponse('The caller has this version.', etagHeader),
  },
});

const changing = operation({
  operationId: 'changeReservation',
  method: 'patch',
  path: '/v1/reservations/{id}',
  tags: ['Reservations'],
  summary: 'Moves, confirms, cancels or closes a reservation',
  description: 'One that gets another start and no end keeps its length; with `endsAt: null` it gets the exam’s.',
  policy: { permission: 'reservations:change', audit: audit('change') },
  request: { params: idPath, body: mergePatchBody(ReservationPatch) },
  problems: ['conflict', 'slot-taken', 'illegal-transition'],
  responses: { 200: jsonResponse('The reservation as it is now.', Reservation, etagHeader) },
});

const sortColumns: SortColumns = { startsAt: [{ column: table.startsAt, type: 'timestamptz' }] };

const slotTaken = (who: string) => () =>
  new Problem('slot-taken', { detail: `The ${who} has another reservation then.` });
const exclusions = {
  reservations_medic_free: slotTaken('medic'),
  reservations_patient_free: slotTaken('patient'),
};

function reservationOf({ reservation, patientName, medicName, examName }: NamedReservation): Reservation {
  return {
    id: reservation.id,
    createdAt: reservation.createdAt.toISOString(),
    updatedAt: reservation.updatedAt.toISOString(),
    version: reservation.version,
    patientId: reservation.patientId,
    patientName,
    medicId: reservation.medicId,
    medicName,
    examId: reservation.examId,
    examName,
    startsAt: reservation.startsAt.toISOString(),
    endsAt: reservation.endsAt.toISOString(),
    status: reservation.status,
    notes: reservation.notes,
    cancellationReason: reservation.cancellationReason,
  };
}

interface Slot {
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
async function requireBookable(c: Context<ApiEnv>, slot: Slot, lengthMilliseconds: number | undefined): Promise<Date> {
  const { tx, services } = c.var;
  const facts = await findBookingFacts(tx, slot);
  const length = lengthMilliseconds ?? (facts.exam?.durationMinutes ?? 1) * 60_000;
  const endsAt = new Date(slot.startsAt.getTime() + length);
  const isWithin =
    isSound({ startsAt: slot.startsAt, endsAt }) &&
    (await isWithinWorkingHours(tx, services.clinic, slot.medicId, slot.startsAt, endsAt));
  const faults = bookingFaults(
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
async function readBack(c: Context<ApiEnv>, id: string): Promise<NamedReservation> {
  const written = await findReservation(c.var.tx, id);
  if (written === undefined || !(await isBookable(c.var.tx, id))) {
    throw new Problem('conflict', { detail: 'The patient, medic or exam has become inactive meanwhile.' });
  }
  return written;
}

/** `/v1/reservations`: appointments and free slots. */
export const reservations = createRouter();

reservations.openapi(listing, async (c) => {
  const { tx, audit: trail } = c.var;
  const { limit, cursor, count, sort, ...filter } = c.req.valid('query');
  const { rows, page } = await readPage(
    c,
    { limit, cursor, count },
    {
      identity: ['reservations', sort, filter],
      keys: sortKeysOf(sort, sortColumns, table.id),
      select: (plan) => listReservations(tx, filter, plan),
      count: () => countReservations(tx, filter),
    },
  );
  trail.shows(rows.map(({ reservation }) => reservation.patientId));
  return c.json({ data: rows.map(reservationOf), page }, 200);
});

reservations.openapi(booking, async (c) => {
  const { tx, audit: trail } = c.var;
  const input = c.req.valid('json');
  await lockCalendars(tx, { medicIds: [input.medicId], patientIds: [input.patientId] });
  const length = input.endsAt ? input.endsAt.getTime() - input.startsAt.getTime() : undefined;
  const endsAt = await requireBookable(c, input, length);
  trail.shows([input.patientId]);
  const id = await explaining(insertReservation(tx, { ...input, endsAt }), exclusions);
  trail.about(id, input.patientId);
  const written = await readBack(c, id);
  const headers = { Location: `/v1/reservations/${id}`, ETag: etagOf(written.reservation.version) };
  return c.json(reservationOf(written), 201, headers);
});

reservations.openapi(availability, async (c) => {
  const { tx, services } = c.var;
  const { examId, ...asked } = c.req.valid('json');
  const { exam } = await findBookingFacts(tx, { examId, medicId: examId, patientId: examId });
  if (!exam?.isActive) {
    const detail = exam === undefined ? 'names no record' : 'is inactive';
    throw new Problem('validation-failed', { errors: [{ pointer: '/examId', detail }] });
  }
  const now = services.now();
  const from = asked.from > now ? asked.from : now;
  const { durationMinutes } = exam;
  const hasPassed = asked.to <= from;
  const slots = hasPassed ? [] : await listFreeSlots(tx, services.clinic, { ...asked, from, durationMinutes });
  const data = slots.map((slot) => ({
    ...slot,
    startsAt: slot.startsAt.toISOString(),
    endsAt: slot.endsAt.toISOString(),
  }));
  return c.json({ data }, 200);
});

reservations.openapi(reading, async (c) => {
  const found = await findReservation(c.var.tx, c.req.valid('param').id);
  if (found === undefined) throw new Problem('not-found');
  const { id, patientId, version } = found.reservation;
  c.var.audit.about(id, patientId);
  if (isNoneMatchMet(c, version)) return notModified(c, version);
  return c.json(reservationOf(found), 200, { ETag: etagOf(version) });
});

/** @throws Problem `forbidden`: a patient may cancel, and change nothing else */
function requireChangeable(c: Context<ApiEnv>, patch: Record<string, unknown>): void {
  const { role } = c.var.caller;
  const permitted = reservationFieldsOf[role];
  if (permitted === undefined) return;
  const refused = Object.keys(patch).filter((field) => !permitted.includes(field));
  if (patch.status !== undefined && patch.status !== 'cancelled') refused.push('status');
  if (refused.length > 0) {
    throw new Problem('forbidden', {
      errors: refused.map((field) => ({ pointer: `/${field}`, detail: `can’t be set so by the role ${role}` })),
    });
  }
}

/** Locks a reservation, the calendars that it is in and those that it is to go to, and reads it. */
async function lockForChange(c: Context<ApiEnv>, id: string, patch: Partial<Slot>): Promise<NamedReservation> {
  const { tx } = c.var;
  const seen = await findReservation(tx, id);
  if (seen === undefined) throw new Problem('not-found');
  const { medicId, patientId } = seen.reservation;
  await lockCalendars(tx, {
    medicIds: [medicId, patch.medicId ?? medicId],
    patientIds: [patientId, patch.patientId ?? patientId],
  });
  await lockReservation(tx, id);
  const found = await findReservation(tx, id);
  if (found?.reservation.medicId !== medicId || found.reservation.patientId !== patientId) {
    throw new Problem('conflict', { detail: 'The reservation was moved at the same moment. Read it again.' });
  }
  return found;
}

const slotFields = ['patientId', 'medicId', 'examId', 'startsAt', 'endsAt'] as const;

reservations.openapi(changing, async (c) => {
  const { tx, services, audit: trail } = c.var;
  const { id } = c.req.valid('param');
  const patch = c.req.valid('json');
  requireChangeable(c, patch);
  const found = await lockForChange(c, id, patch as Partial<Slot>);
  const current = found.reservation;
  trail.about(id, current.patientId);
  requireMatch(c, current.version);
  const changes = changesOf(ReservationState, inputOf(current), patch);
  if (Object.keys(changes).length === 0) {
    return c.json(reservationOf(found), 200, { ETag: etagOf(current.version) });
  }
  const startsAt = changes.startsAt ?? current.startsAt;
  if (changes.status !== undefined) requireTransition(current.status, changes.status, startsAt, services.now());
  const status = changes.status ?? current.status;
  if (changes.cancellationReason && status !== 'cancelled') {
    throw new Problem('validation-failed', {
      errors: [{ pointer: '/cancellationReason', detail: 'is for a cancelled reservation' }],
    });
  }
  const isMoved = slotFields.some((field) => field in changes);
  if (isMoved && !(isLive(current.status) && isLive(status))) {
    throw new Problem('illegal-transition', { detail: `A reservation that is ${status} can’t be moved.` });
  }
  let { endsAt } = current;
  if (isMoved) {
    const slot = { ...current, ...changes, startsAt };
    trail.shows([slot.patientId]);
    endsAt = await requireBookable(c, slot, lengthOf(current, changes, startsAt));
  }
  await explaining(updateReservation(tx, id, { ...changes, endsAt }), exclusions);
  const written = isMoved ? await readBack(c, id) : await findReservation(tx, id);
  if (written === undefined) throw new Problem('not-found');
  return c.json(reservationOf(written), 200, { ETag: etagOf(written.reservation.version) });
});

/** How long a moved reservation lasts; undefined: as long as its exam. */
function lengthOf(
  current: NamedReservation['reservation'],
  changes: Partial<ReservationState>,
  startsAt: Date,
): number | undefined {
  if (changes.endsAt) return changes.endsAt.getTime() - startsAt.getTime();
  if (changes.endsAt === null || changes.examId !== undefined) return undefined;
  return current.endsAt.getTime() - current.startsAt.getTime();
}

/** What a client would send to make this reservation as it is. */
function inputOf(row: NamedReservation['reservation']): z.input<typeof ReservationState> {
  const { patientId, medicId, examId, startsAt, endsAt, status, notes, cancellationReason } = row;
  return {
    patientId,
    medicId,
    examId,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
    status,
    notes,
    cancellationReason,
  };
}
