import { z } from '@hono/zod-openapi';
import { comparators, examResultStatuses } from '../../../db/schema/index.js';
import { anyOf, changesQuery } from '../../http/filters.js';
import { inBothDirections, pageQuery, toPageSchema } from '../../http/pagination.js';
import { dateTime, dateTimeOutput } from '../../http/partial-dates.js';
import {
  exactText,
  flag,
  id,
  idOutput,
  instantInput,
  resourceFields,
  textOutput,
  trimmedText,
} from '../../http/schemas.js';

const status = z.enum(examResultStatuses).openapi({ description: 'The FHIR R4 observation status.' });

/** Larger values exceed the precision of a double. */
const measure = z.number().min(-1e15).max(1e15).openapi({ format: 'double' });

const Coding = z
  .strictObject({ system: trimmedText(200).nullish(), code: trimmedText(100).nullish(), display: trimmedText(500) })
  .openapi('Coding');
const comparator = z.enum(comparators).openapi({ description: 'The measured value is beyond this limit.' });
const Quantity = z
  .strictObject({ value: measure, unit: trimmedText(50).nullish(), comparator: comparator.nullish() })
  .openapi('Quantity');

const referenceRange = z
  .strictObject({
    low: measure.nullish(),
    high: measure.nullish(),
    unit: trimmedText(50).nullish(),
    text: trimmedText(500).nullish(),
  })
  .refine(({ low, high }) => low == null || high == null || low <= high, {
    path: ['high'],
    error: 'must not be below `low`',
  });

const absenceDescription = 'Why there is no value: a code of HL7 data-absent-reason, such as not-performed, or a text.';

export const ExamResultInput = z
  .strictObject({
    patientId: id,
    examId: id.nullish(),
    reservationId: id.nullish(),
    medicId: id.nullish(),
    code: Coding.openapi({ description: 'A code, preferably from a standard code system such as http://loinc.org.' }),
    effectiveAt: dateTime,
    value: z
      .union([Quantity, Coding, exactText(5000)])
      .openapi({ description: 'A quantity, a code or a text. A text is kept letter for letter.' })
      .nullish(),
    dataAbsentReason: trimmedText(200).openapi({ description: absenceDescription }).nullish(),
    referenceRange: referenceRange.nullish(),
    interpretation: trimmedText(50)
      .openapi({ description: 'An HL7 ObservationInterpretation code, for example H, L or N.' })
      .nullish(),
    note: trimmedText(5000).nullish(),
    status: status.default('final'),
    replacesId: id.openapi({ description: 'The id of the result that this one corrects.' }).nullish(),
  })
  .refine(({ value, dataAbsentReason }) => value == null || dataAbsentReason == null, {
    path: ['dataAbsentReason'],
    error: 'is allowed only without a value',
  })
  .openapi('ExamResultInput');
export type ExamResultInput = z.infer<typeof ExamResultInput>;

const codingOutput = z.strictObject({
  system: textOutput(200).nullable(),
  code: textOutput(100).nullable(),
  display: textOutput(500),
});

export const valueOutput = z.union([
  z.strictObject({ value: measure, unit: textOutput(50).nullable(), comparator: comparator.nullable() }),
  codingOutput,
  textOutput(5000),
]);

export const referenceRangeOutput = z.strictObject({
  low: measure.nullable(),
  high: measure.nullable(),
  unit: textOutput(50).nullable(),
  text: textOutput(500).nullable(),
});

export const ExamResult = z
  .strictObject({
    ...resourceFields,
    patientId: idOutput,
    examId: idOutput.nullable(),
    reservationId: idOutput.nullable(),
    medicId: idOutput.nullable(),
    code: codingOutput,
    effectiveAt: dateTimeOutput,
    value: valueOutput.nullable(),
    dataAbsentReason: textOutput(200).nullable().openapi({ description: absenceDescription }),
    referenceRange: referenceRangeOutput.nullable(),
    interpretation: textOutput(50).nullable(),
    note: textOutput(5000).nullable(),
    status,
    replacesId: idOutput.nullable().openapi({ description: 'The id of the result that this one corrects.' }),
    replacedById: idOutput.nullable().openapi({ description: 'The id of the result that corrects this one.' }),
  })
  .openapi('ExamResult');
export type ExamResult = z.infer<typeof ExamResult>;

export const ExamResultQuery = z.strictObject({
  ...pageQuery,
  patientId: anyOf(id).openapi({
    description: 'Required unless the caller is an administrator.',
  }),
  code: trimmedText(100).optional(),
  status: anyOf(status),
  from: instantInput
    .optional()
    .openapi({ description: 'Effective at or after this time, or on a date that has not ended by then.' }),
  to: instantInput
    .optional()
    .openapi({ description: 'Effective before this time, or on a date that begins before it.' }),
  includeReplaced: flag.default(false).openapi({
    description: 'Set to true to include results that were corrected.',
  }),
  ...changesQuery,
  sort: z.enum(inBothDirections('effectiveAt', 'updatedAt')).default('-effectiveAt'),
});

export const ExamResultPage = toPageSchema(ExamResult).openapi('ExamResultPage');
