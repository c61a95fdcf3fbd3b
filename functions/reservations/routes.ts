import { randomUUID } from 'node:crypto';
import { lockCalendars } from '../../db/calendar.js';
import { pipelined } from '../../db/client/prepared.js';
import { reservations as table } from '../../db/schema/index.js';
import { matchesIfNoneMatch, notModified, toETag } from '../http/conditional.js';
import { mapConstraints } from '../http/failures.js';
import { readPage, readSortKeys, type SortColumns } from '../http/listing.js';
import {
  emptyResponse,
  etagHeader,
  jsonBody,
  jsonResponse,
  locationHeader,
  mergePatchBody,
  operation,
} from '../http/operation.js';
import { Problem } from '../http/problem.js';
import { createRouter } from '../http/router.js';
import { idPath } from '../http/schemas.js';
import { exclusionConstraints, readWrittenReservation, requireBookable } from './booking.js';
import { changeReservation } from './change.js';
import { listFreeSlots } from './free-slots.js';
import {
  countReservations,
  findBookingFacts,
  findReservation,
  insertReservation,
  listReservations,
  type NamedReservation,
} from './queries.js';
import {
  Availability,
  AvailabilityInput,
  Reservation,
  ReservationInput,
  ReservationPage,
  ReservationPatch,
  ReservationQuery,
} from './schemas.js';

const audit = (action: string) => ({
  action: `reservations.${action}`,
  resourceType: 'Appointment',
  patientData: true,
});

const listReservationsRoute = operation({
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

const bookReservationRoute = operation({
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

const findAvailabilityRoute = operation({
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

const getReservationRoute = operation({
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

const changeReservationRoute = operation({
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

function toReservation({ reservation, patientName, medicName, examName }: NamedReservation): Reservation {
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

/** `/v1/reservations`: appointments and free slots. */
export const reservationsRouter = createRouter();

reservationsRouter.openapi(listReservationsRoute, async (c) => {
  const { tx, audit: trail } = c.var;
  const { limit, cursor, count, sort, ...filter } = c.req.valid('query');
  const { rows, page } = await readPage(
    c,
    { limit, cursor, count },
    {
      identity: ['reservations', sort, filter],
      keys: readSortKeys(sort, sortColumns, table.id),
      select: (plan) => listReservations(tx, filter, sort, plan),
      count: () => countReservations(tx, filter),
    },
  );
  trail.addPatients(rows.map(({ reservation }) => reservation.patientId));
  return c.json({ data: rows.map(toReservation), page }, 200);
});

reservationsRouter.openapi(bookReservationRoute, async (c) => {
  const { tx, audit: trail } = c.var;
  const input = c.req.valid('json');
  const length = input.endsAt ? input.endsAt.getTime() - input.startsAt.getTime() : undefined;
  // What the checks see is what they see under the locks, for the server takes one statement after the other.
  const [, endsAt] = await pipelined(
    lockCalendars(tx, { medicIds: [input.medicId], patientIds: [input.patientId] }),
    requireBookable(c, input, length),
  );
  trail.addPatients([input.patientId]);
  const id = randomUUID();
  const inserting = mapConstraints(insertReservation(tx, { ...input, id, endsAt }), exclusionConstraints);
  const [, written] = await pipelined(inserting, readWrittenReservation(c, id));
  trail.setResource(id, input.patientId);
  const headers = { Location: `/v1/reservations/${id}`, ETag: toETag(written.reservation.version) };
  return c.json(toReservation(written), 201, headers);
});

reservationsRouter.openapi(findAvailabilityRoute, async (c) => {
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

reservationsRouter.openapi(getReservationRoute, async (c) => {
  const found = await findReservation(c.var.tx, c.req.valid('param').id);
  if (found === undefined) throw new Problem('not-found');
  const { id, patientId, version } = found.reservation;
  c.var.audit.setResource(id, patientId);
  if (matchesIfNoneMatch(c, version)) return notModified(c, version);
  return c.json(toReservation(found), 200, { ETag: toETag(version) });
});

reservationsRouter.openapi(changeReservationRoute, async (c) => {
  const written = await changeReservation(c, c.req.valid('param').id, c.req.valid('json'));
  return c.json(toReservation(written), 200, { ETag: toETag(written.reservation.version) });
});
