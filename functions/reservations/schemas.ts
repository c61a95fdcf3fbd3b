import { z } from '@hono/zod-openapi';
import { reservationStatuses } from '../../db/schema/index.js';
import { mergePatchOf } from '../http/merge-patch.js';
import { pageOf, pageQuery } from '../http/pagination.js';
import { id, instant, resourceFields, sentInstant, text } from '../http/schemas.js';

const status = z.enum(reservationStatuses);

const booking = {
  patientId: id,
  medicId: id,
  examId: id,
  startsAt: instant,
  endsAt: instant.nullish().openapi({ description: 'From the exam’s duration unless given.' }),
  notes: text(2000).nullish(),
};

/** What a client books. */
export const ReservationInput = z.strictObject(booking).openapi('ReservationInput');
export type ReservationInput = z.infer<typeof ReservationInput>;

/** All that can be changed later. */
export const ReservationState = z.strictObject({
  ...booking,
  status,
  cancellationReason: text(500).nullish(),
});
export type ReservationState = z.infer<typeof ReservationState>;

export const ReservationPatch = mergePatchOf(ReservationState).openapi('ReservationPatch');

const sentId = z.string().max(36).openapi({ format: 'uuid' });

export const Reservation = z
  .strictObject({
    ...resourceFields,
    patientId: sentId,
    patientName: z.string().max(201),
    medicId: sentId,
    medicName: z.string().max(201),
    examId: sentId,
    examName: z.string().max(200),
    startsAt: sentInstant,
    endsAt: sentInstant,
    status,
    notes: z.string().max(2000).nullable(),
    cancellationReason: z.string().max(500).nullable(),
  })
  .openapi('Reservation');
export type Reservation = z.infer<typeof Reservation>;

export const ReservationQuery = z.strictObject({
  ...pageQuery,
  patientId: id.optional().openapi({ param: { name: 'patientId', in: 'query' } }),
  medicId: id.optional().openapi({ param: { name: 'medicId', in: 'query' } }),
  examId: id.optional().openapi({ param: { name: 'examId', in: 'query' } }),
  status: status.optional().openapi({ param: { name: 'status', in: 'query' } }),
  from: instant.optional().openapi({ param: { name: 'from', in: 'query' }, description: '`startsAt` at or after.' }),
  to: instant.optional().openapi({ param: { name: 'to', in: 'query' }, description: '`startsAt` before.' }),
  sort: z
    .enum(['startsAt', '-startsAt'])
    .default('startsAt')
    .openapi({ param: { name: 'sort', in: 'query' } }),
});

export const ReservationPage = pageOf(Reservation).openapi('ReservationPage');

/** Longest stretch that free slots are looked for in. */
export const maximumAvailabilityDays = 31;
const dayMilliseconds = 24 * 60 * 60 * 1000;

interface Stretch {
  readonly from: Date;
  readonly to: Date;
}

/** Zod checks the whole though one of its fields is no instant, and then hands on the text that the client sent. */
const isStretch = ({ from, to }: { from: unknown; to: unknown }) => from instanceof Date && to instanceof Date;
const millisecondsOf = ({ from, to }: Stretch) => to.getTime() - from.getTime();

export const AvailabilityInput = z
  .strictObject({
    examId: id,
    from: instant,
    to: instant,
    medicId: id.nullish(),
    specialty: text(100).nullish(),
    limit: z.int().min(1).max(500).default(100).openapi({ format: 'int32' }),
  })
  .refine((asked) => !isStretch(asked) || asked.to > asked.from, { path: ['to'], error: 'must be later than from' })
  .refine((asked) => !isStretch(asked) || millisecondsOf(asked) <= maximumAvailabilityDays * dayMilliseconds, {
    path: ['to'],
    error: `must be at most ${maximumAvailabilityDays} days after from`,
  })
  .refine((asked) => !(asked.medicId && asked.specialty), {
    path: ['specialty'],
    error: 'can’t be given together with medicId',
  })
  .openapi('AvailabilityInput');

export const Availability = z
  .strictObject({
    data: z
      .array(
        z.strictObject({
          medicId: sentId,
          medicName: z.string().max(201),
          startsAt: sentInstant,
          endsAt: sentInstant,
        }),
      )
      .max(500),
  })
  .openapi('Availability');
