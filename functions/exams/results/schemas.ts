import { z } from '@hono/zod-openapi';
import { examResultStatuses } from '../../../db/schema/index.js';
import { pageOf, pageQuery } from '../../http/pagination.js';
import { flag, id, instant, resourceFields, sentInstant, text } from '../../http/schemas.js';

const status = z.enum(examResultStatuses).openapi({ description: 'FHIR R4 ObservationStatus.' });

/** Beyond these a double no longer says what a laboratory measured. */
const measure = z.number().min(-1e15).max(1e15).openapi({ format: 'double' });

const Coding = z
  .strictObject({ system: text(200).nullish(), code: text(100).nullish(), display: text(500) })
  .openapi('Coding');
const Quantity = z.strictObject({ value: measure, unit: text(50).nullish() }).openapi('Quantity');

const referenceRange = z.strictObject({
  low: measure.nullish(),
  high: measure.nullish(),
  unit: text(50).nullish(),
  text: text(500).nullish(),
});

/** What a medic records. */
export const ExamResultInput = z
  .strictObject({
    patientId: id,
    examId: id.nullish(),
    reservationId: id.nullish(),
    medicId: id.nullish(),
    code: Coding.openapi({ description: 'What was examined, in a code system such as http://loinc.org.' }),
    effectiveAt: instant,
    value: z.union([Quantity, Coding, text(5000)]).nullish(),
    referenceRange: referenceRange.nullish(),
    interpretation: text(50)
      .nullish()
      .openapi({ description: 'A code of HL7’s ObservationInterpretation, such as H, L, N.' }),
    status: status.default('final'),
    replacesId: id
      .nullish()
      .openapi({ description: 'The result that this one corrects. Results are not changed in place.' }),
  })
  .openapi('ExamResultInput');
export type ExamResultInput = z.infer<typeof ExamResultInput>;

const sentId = z.string().max(36).openapi({ format: 'uuid' });
const sentCoding = z.strictObject({
  system: z.string().max(200).nullable(),
  code: z.string().max(100).nullable(),
  display: z.string().max(500),
});

export const ExamResult = z
  .strictObject({
    ...resourceFields,
    patientId: sentId,
    examId: sentId.nullable(),
    reservationId: sentId.nullable(),
    medicId: sentId.nullable(),
    code: sentCoding,
    effectiveAt: sentInstant,
    value: z
      .union([
        z.strictObject({ value: measure, unit: z.string().max(50).nullable() }),
        sentCoding,
        z.string().max(5000),
      ])
      .nullable(),
    referenceRange: z
      .strictObject({
        low: measure.nullable(),
        high: measure.nullable(),
        unit: z.string().max(50).nullable(),
        text: z.string().max(500).nullable(),
      })
      .nullable(),
    interpretation: z.string().max(50).nullable(),
    status,
    replacesId: sentId.nullable().openapi({ description: 'The result that this one corrects.' }),
    replacedById: sentId.nullable().openapi({ description: 'The result that corrects this one.' }),
  })
  .openapi('ExamResult');
export type ExamResult = z.infer<typeof ExamResult>;

export const ExamResultQuery = z.strictObject({
  ...pageQuery,
  patientId: id.optional().openapi({
    param: { name: 'patientId', in: 'query' },
    description: 'Required unless the caller is an administrator.',
  }),
  code: text(100)
    .optional()
    .openapi({ param: { name: 'code', in: 'query' } }),
  status: status.optional().openapi({ param: { name: 'status', in: 'query' } }),
  from: instant.optional().openapi({ param: { name: 'from', in: 'query' }, description: '`effectiveAt` at or after.' }),
  to: instant.optional().openapi({ param: { name: 'to', in: 'query' }, description: '`effectiveAt` before.' }),
  includeReplaced: flag.default(false).openapi({
    param: { name: 'includeReplaced', in: 'query' },
    description: 'Also results that a later one corrects.',
  }),
  sort: z
    .enum(['effectiveAt', '-effectiveAt'])
    .default('-effectiveAt')
    .openapi({ param: { name: 'sort', in: 'query' } }),
});

export const ExamResultPage = pageOf(ExamResult).openapi('ExamResultPage');
