import type { z } from '@hono/zod-openapi';
import { type Examples, examplePage, exampleResource, exampleValues as values } from '../http/examples.js';
import type { AvailabilityInput, Reservation, ReservationInput } from './schemas.js';

const booking: z.input<typeof ReservationInput> = {
  patientId: values.patientId,
  medicId: values.medicId,
  examId: values.examId,
  startsAt: values.slotStart,
  notes: 'Needs an interpreter for Spanish.',
};

const search: z.input<typeof AvailabilityInput> = {
  examId: values.examId,
  medicId: values.medicId,
  from: values.soon,
  to: values.searchEnd,
  limit: 20,
};

const reservation: Reservation = {
  ...exampleResource(values.reservationId),
  patientId: values.patientId,
  patientName: values.patientFullName,
  medicId: values.bookedMedicId,
  medicName: values.medicFullName,
  examId: values.bookedExamId,
  examName: values.examName,
  startsAt: values.slotStart,
  endsAt: values.slotEnd,
  status: 'scheduled',
  notes: 'Needs an interpreter for Spanish.',
  cancellationReason: null,
};

const cancellation = { status: 'cancelled', cancellationReason: 'The patient is traveling.' } as const;

/** The examples of the operations on reservations. */
export const reservationExamples: Examples = {
  listReservations: {
    parameters: {
      patientId: values.patientId,
      medicId: values.bookedMedicId,
      examId: values.bookedExamId,
      status: ['scheduled', 'confirmed'],
      from: values.soon,
      to: values.later,
    },
    response: examplePage(reservation),
  },
  bookReservation: {
    body: booking,
    bodies: { 'With a clinical reason, as a medic': { ...booking, reason: 'Fatigue for three weeks' } },
    response: reservation,
  },
  findAvailability: {
    body: search,
    response: {
      data: [
        {
          medicId: values.medicId,
          medicName: values.medicFullName,
          startsAt: values.slotStart,
          endsAt: values.slotEnd,
        },
      ],
      page: { limit: 20, nextCursor: null },
    },
  },
  getReservation: { parameters: { id: values.reservationId }, response: reservation },
  changeReservation: {
    parameters: { id: values.reservationId },
    body: cancellation,
    bodies: {
      'Reschedule, as staff': { medicId: values.medicId, examId: values.examId, startsAt: values.slotStart },
      'Remove the notes, as staff': { notes: null },
    },
    response: { ...reservation, ...cancellation, version: 4 },
  },
};
