import { randomUUID } from 'node:crypto';
import { lockCalendars } from '../../db/calendar.js';
import { pipelined } from '../../db/client/prepared.js';
import { answerChanged, answerCreated, answerRead } from '../http/answer.js';
import type { OperationContext } from '../http/context.js';
import { exchange } from '../http/exchange.js';
import { readListRequest, readPageRequest } from '../http/pagination.js';
import { isPermitted } from '../http/permissions.js';
import { createValidationProblem, Problem } from '../http/problem.js';
import { mapConstraints, requireVisible, toCommonFields } from '../http/resource.js';
import { OperationRouter } from '../http/router.js';
import { exclusionConstraints, readWrittenReservation, requireBookable } from './booking.js';
import { changeReservation } from './change.js';
import { listFreeSlots } from './free-slots.js';
import {
  findBookingFacts,
  findReservation,
  insertReservation,
  listReservations,
  type NamedReservation,
  writeReason,
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

/** Converts a row to a reservation as the caller may see it. Without the right to the reason, it is absent, not null. */
const toReservation = (
  { var: { caller } }: OperationContext,
  { reservation, patientName, medicName, examName, reason }: NamedReservation,
): Reservation => ({
  ...toCommonFields(reservation),
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
  ...(isPermitted(caller.role, 'reservation-reasons:read') && { reason }),
  cancellationReason: reservation.cancellationReason,
});

export const reservationsRouter = new OperationRouter('Reservations', {
  resourceType: 'Appointment',
  patientData: true,
});

reservationsRouter.transactional('get', '/v1/reservations', {
  operationId: 'listReservations',
  summary: 'List reservations',
  description: "Returns reservations. Patients see only their own. Staff and services don't see `reason`.",
  policy: { permission: 'reservations:read', action: 'reservations.list' },
  ...exchange.list(ReservationQuery, 'A page of reservations.', ReservationPage),
  async handler(c) {
    const { tx, audit: trail } = c.var;
    const { rows, page } = await listReservations(tx, await readListRequest(c, 'reservations', c.req.valid('query')));
    trail.addPatients(rows.map(({ reservation }) => reservation.patientId));
    return c.json({ data: rows.map((row) => toReservation(c, row)), page }, 200);
  },
});

reservationsRouter.transactional('post', '/v1/reservations', {
  operationId: 'bookReservation',
  summary: 'Book a reservation',
  description:
    "Books an exam for a patient with a medic. Patients can book only for themselves. Only medics can set `reason`. All violations are reported together. Scheduled and confirmed reservations of one medic or one patient can't overlap; back-to-back reservations are fine.",
  policy: { permission: 'reservations:book', action: 'reservations.book' },
  ...exchange.create('/v1/reservations/{id}', ReservationInput, 'The new reservation.', Reservation),
  problems: ['slot-taken'],
  async handler(c) {
    const { tx, caller, audit: trail } = c.var;
    const { reason, ...input } = c.req.valid('json');
    if (reason != null && !isPermitted(caller.role, 'reservation-reasons:write')) {
      throw new Problem('forbidden', {
        errors: [{ pointer: '/reason', detail: `the ${caller.role} role can't set this field` }],
      });
    }
    const length = input.endsAt ? input.endsAt.getTime() - input.startsAt.getTime() : undefined;
    // The checks see the state under the locks, because the server runs pipelined statements in order.
    const [, endsAt] = await pipelined(
      lockCalendars(tx, { medicIds: [input.medicId], patientIds: [input.patientId] }),
      requireBookable(c, input, length),
    );
    trail.addPatients([input.patientId]);
    const id = randomUUID();
    const inserting = mapConstraints(insertReservation(tx, { ...input, id, endsAt }), exclusionConstraints);
    if (reason != null) {
      await inserting;
      await writeReason(tx, { ...input, id }, reason);
    }
    const [, written] = await pipelined(inserting, readWrittenReservation(tx, id));
    trail.setResource(id, input.patientId);
    return answerCreated(c, '/v1/reservations', toReservation(c, written));
  },
});

reservationsRouter.transactional('post', '/v1/reservations/availability', {
  operationId: 'findAvailability',
  summary: 'Find available slots',
  description:
    "Returns slots as long as the exam, within the medics' working hours and outside their scheduled or confirmed reservations. Searches at most 31 days; `page.nextCursor` leads to further slots. Doesn't reserve anything.",
  policy: { permission: 'availability:read', action: 'availability.read', resourceType: 'Slot', patientData: false },
  ...exchange.search(AvailabilityInput, 'Available slots, ordered by start.', Availability),
  async handler(c) {
    const { tx, services } = c.var;
    const { limit, cursor, ...asked } = c.req.valid('json');
    const { examId, medicId } = asked;
    const { exam, medic } = await findBookingFacts(tx, { examId, medicId: medicId ?? examId, patientId: examId });
    if (!exam?.isActive)
      throw createValidationProblem('/examId', exam === undefined ? 'does not exist' : 'is inactive');
    if (medicId != null && !medic?.isActive)
      throw createValidationProblem('/medicId', medic === undefined ? 'does not exist' : 'is inactive');
    const request = { limit, cursor: cursor ?? undefined };
    const { after: [slot, afterMedicId = '', first] = [], seal } = await readPageRequest(c, request, ['slots', asked]);
    // All pages cut the slots from the same start, which the first page takes from the clock.
    const from =
      first === undefined ? new Date(Math.max(asked.from.getTime(), services.now().getTime())) : new Date(first);
    const found =
      asked.to <= from
        ? []
        : await listFreeSlots(tx, services.clinic, {
            ...asked,
            from,
            durationMinutes: exam.durationMinutes,
            after: slot === undefined ? undefined : { startsAt: new Date(slot), medicId: afterMedicId },
            limit: limit + 1,
          });
    const data = found.slice(0, limit).map((free) => ({
      ...free,
      startsAt: free.startsAt.toISOString(),
      endsAt: free.endsAt.toISOString(),
    }));
    const last = data.at(-1);
    const nextCursor = found.length > limit && last ? seal([last.startsAt, last.medicId, from.toISOString()]) : null;
    return c.json({ data, page: { limit, nextCursor } }, 200);
  },
});

reservationsRouter.transactional('get', '/v1/reservations/{id}', {
  operationId: 'getReservation',
  summary: 'Get a reservation',
  description:
    'Returns one reservation with the names of the patient, medic and exam. Patients can read only their own.',
  policy: { permission: 'reservations:read', action: 'reservations.read' },
  ...exchange.read('The reservation.', Reservation),
  async handler(c) {
    const found = requireVisible(c, await findReservation(c.var.tx, c.req.valid('param').id));
    c.var.audit.setResource(found.reservation.id, found.reservation.patientId);
    return answerRead(c, toReservation(c, found));
  },
});

reservationsRouter.transactional('patch', '/v1/reservations/{id}', {
  operationId: 'changeReservation',
  summary: 'Update a reservation',
  description:
    "Reschedules, confirms, cancels or completes a reservation. Send a JSON Merge Patch. Changing only `startsAt` keeps the duration; `endsAt: null` resets it to the exam's. Only medics can change `reason`. A confirmed reservation keeps its patient. Patients can only cancel.",
  policy: { permission: 'reservations:change', action: 'reservations.change' },
  ...exchange.change(ReservationPatch, 'The updated reservation.', Reservation),
  problems: ['conflict', 'slot-taken', 'illegal-transition'],
  async handler(c) {
    const written = await changeReservation(c, c.req.valid('param').id, c.req.valid('json'));
    return answerChanged(c, toReservation(c, written));
  },
});
