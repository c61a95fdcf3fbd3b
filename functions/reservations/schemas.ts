import { z } from '@hono/zod-openapi';
import { reservationStatuses } from '../../db/schema/index.js';
import { anyOf, changesQuery } from '../http/filters.js';
import { toMergePatchSchema } from '../http/merge-patch.js';
import { inBothDirections, pageQuery, toPageSchema } from '../http/pagination.js';
import {
  id,
  idOutput,
  instantInput,
  instantOutput,
  reservationOutputs,
  resourceFields,
  textOutput,
  trimmedText,
} from '../http/schemas.js';

const status = z.enum(reservationStatuses);

const booking = {
  patientId: id,
  medicId: id,
  examId: id,
  startsAt: instantInput,
  endsAt: instantInput.openapi({ description: "Defaults to `startsAt` plus the exam's duration." }).nullish(),
  notes: trimmedText(2000)
    .openapi({ description: 'Administrative. Everyone who can see the reservation can read it.' })
    .nullish(),
  reason: trimmedText(2000)
    .openapi({ description: 'Why the patient comes, in clinical terms. Only medics can set it.' })
    .nullish(),
};

export const ReservationInput = z.strictObject(booking).openapi('ReservationInput');
export type ReservationInput = z.infer<typeof ReservationInput>;

/** The fields that can be changed later. */
export const ReservationState = z.strictObject({
  ...booking,
  status,
  cancellationReason: trimmedText(500).nullish(),
});
export type ReservationState = z.infer<typeof ReservationState>;

export const ReservationPatch = toMergePatchSchema(ReservationState).openapi('ReservationPatch');

export const Reservation = z
  .strictObject({
    ...resourceFields,
    patientId: idOutput,
    patientName: textOutput(201),
    ...reservationOutputs,
    status,
    notes: textOutput(2000).nullable(),
    reason: textOutput(2000)
      .nullable()
      .optional()
      .openapi({ description: 'Why the patient comes. Not visible to staff and services.' }),
    cancellationReason: textOutput(500).nullable(),
  })
  .openapi('Reservation');
export type Reservation = z.infer<typeof Reservation>;

export const ReservationQuery = z.strictObject({
  ...pageQuery,
  patientId: anyOf(id),
  medicId: anyOf(id),
  examId: anyOf(id),
  status: anyOf(status),
  from: instantInput.optional().openapi({ description: 'Starting at or after this time.' }),
  to: instantInput.optional().openapi({ description: 'Starting before this time.' }),
  ...changesQuery,
  sort: z.enum(inBothDirections('startsAt', 'updatedAt')).default('startsAt'),
});

export const ReservationPage = toPageSchema(Reservation).openapi('ReservationPage');

/** Maximum slots on one page of an availability search. */
const maximumSlots = 500;

/** Maximum period of an availability search, in days. */
export const maximumAvailabilityDays = 31;
const dayMilliseconds = 24 * 60 * 60 * 1000;

interface TimeRange {
  readonly from: Date;
  readonly to: Date;
}

/** Zod runs this check even if a field is not a valid instant; it then passes the client's text. */
const isTimeRange = ({ from, to }: { from: unknown; to: unknown }) => from instanceof Date && to instanceof Date;
const getDuration = ({ from, to }: TimeRange) => to.getTime() - from.getTime();

export const AvailabilityInput = z
  .strictObject({
    examId: id,
    from: instantInput,
    to: instantInput,
    medicId: id.nullish(),
    specialty: trimmedText(100).nullish(),
    limit: z.int().min(1).max(maximumSlots).default(100).openapi({ format: 'int32' }),
    cursor: z
      .string()
      .max(2000)
      .openapi({ description: 'The `nextCursor` of the previous page of the same search.' })
      .nullish(),
  })
  .refine((asked) => !isTimeRange(asked) || asked.to > asked.from, { path: ['to'], error: 'must be later than `from`' })
  .refine((asked) => !isTimeRange(asked) || getDuration(asked) <= maximumAvailabilityDays * dayMilliseconds, {
    path: ['to'],
    error: `must be at most ${maximumAvailabilityDays} days after \`from\``,
  })
  .refine((asked) => !(asked.medicId && asked.specialty), {
    path: ['specialty'],
    error: "can't be combined with `medicId`",
  })
  .openapi('AvailabilityInput');

export const Availability = z
  .strictObject({
    data: z
      .array(
        z.strictObject({
          medicId: idOutput,
          medicName: textOutput(201),
          startsAt: instantOutput,
          endsAt: instantOutput,
        }),
      )
      .max(maximumSlots),
    page: z.strictObject({
      limit: z.int().min(1).max(maximumSlots).openapi({ format: 'int32' }),
      nextCursor: textOutput(2000).nullable().openapi({ description: 'The next `cursor`. Null on the last page.' }),
    }),
  })
  .openapi('Availability');
