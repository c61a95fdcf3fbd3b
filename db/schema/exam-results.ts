import { sql } from 'drizzle-orm';
import { type AnyPgColumn, check, index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { dateColumn, datePrecisions, isOneOf, jsonbColumn, resourceColumns, timestampColumn } from './columns.js';
import { exams } from './exams.js';
import { medics } from './medics.js';
import { patientIdColumn } from './patients.js';
import { patientRows, tablePolicies } from './policies.js';
import { reservations } from './reservations.js';

/** Codes of FHIR R4's ObservationStatus. */
export const examResultStatuses = [
  'registered',
  'preliminary',
  'final',
  'amended',
  'corrected',
  'cancelled',
  'entered-in-error',
  'unknown',
] as const;

/** Codes of FHIR R4's QuantityComparator: the value is beyond this limit. */
export const comparators = ['<', '<=', '>=', '>'] as const;

export type ExamResultValue =
  | { value: number; unit?: string; comparator?: (typeof comparators)[number] }
  | { system?: string; code?: string; display: string }
  | string;

export interface ReferenceRange {
  low?: number;
  high?: number;
  unit?: string;
  text?: string;
}

/** How much of a result's effective time is known. */
export const effectivePrecisions = [...datePrecisions, 'time'] as const;

/** Results of exams. Rows are immutable: a correction is a new row that refers to the one it replaces. */
export const examResults = pgTable(
  'exam_results',
  {
    ...resourceColumns(),
    patientId: patientIdColumn(),
    examId: uuid().references(() => exams.id),
    reservationId: uuid().references(() => reservations.id),
    medicId: uuid().references(() => medics.id),
    system: text(),
    code: text(),
    display: text().notNull(),
    /** Of a date without a time: the start of its first day in the clinic's time zone. */
    effectiveAt: timestampColumn().notNull(),
    effectivePrecision: text({ enum: effectivePrecisions }).notNull().default('time'),
    /** The first day of a date without a time, which no change of time zone moves. Null for an instant. */
    effectiveDate: dateColumn(),
    value: jsonbColumn().$type<ExamResultValue>(),
    /** Why there is no value. */
    dataAbsentReason: text(),
    referenceRange: jsonbColumn().$type<ReferenceRange>(),
    /** A code of HL7's ObservationInterpretation, such as H, L or N. */
    interpretation: text(),
    note: text(),
    status: text({ enum: examResultStatuses }).notNull(),
    replacesId: uuid().references((): AnyPgColumn => examResults.id),
  },
  (table) => [
    check('exam_results_status_known', isOneOf('status', examResultStatuses)),
    check('exam_results_effective_precision_known', isOneOf('effective_precision', effectivePrecisions)),
    check('exam_results_effective_date_partial', sql`(effective_precision = 'time') = (effective_date is null)`),
    // One correction per result: two concurrent ones would leave two current versions.
    uniqueIndex('exam_results_replaces_unique').on(table.replacesId),
    index('exam_results_patient').on(table.patientId, table.effectiveAt, table.id),
    index('exam_results_updated_at').on(table.updatedAt, table.id),
    index('exam_results_effective_at').on(table.effectiveAt, table.id),
    index('exam_results_code').on(table.code, table.effectiveAt, table.id),
    index('exam_results_status').on(table.status, table.effectiveAt, table.id),
    index('exam_results_exam').on(table.examId),
    index('exam_results_reservation').on(table.reservationId),
    index('exam_results_medic').on(table.medicId),
    ...tablePolicies('exam_results', {
      select: patientRows({ all: ['admin', 'loader'], visible: ['medic'], own: true }),
      insert: patientRows({ all: ['loader'], visible: ['medic'], own: false }),
    }),
  ],
);
