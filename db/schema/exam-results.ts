import { type AnyPgColumn, check, index, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { isOneOf, resourceColumns, timestampColumn } from './columns.js';
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

export type ExamResultValue =
  | { value: number; unit?: string }
  | { system?: string; code?: string; display: string }
  | string;

export interface ReferenceRange {
  low?: number;
  high?: number;
  unit?: string;
  text?: string;
}

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
    effectiveAt: timestampColumn().notNull(),
    value: jsonb().$type<ExamResultValue>(),
    referenceRange: jsonb().$type<ReferenceRange>(),
    /** A code of HL7's ObservationInterpretation, such as H, L or N. */
    interpretation: text(),
    status: text({ enum: examResultStatuses }).notNull(),
    replacesId: uuid().references((): AnyPgColumn => examResults.id),
  },
  (table) => [
    check('exam_results_status_known', isOneOf('status', examResultStatuses)),
    // One correction per result: two concurrent ones would leave two current versions.
    uniqueIndex('exam_results_replaces_unique').on(table.replacesId),
    index('exam_results_patient').on(table.patientId, table.effectiveAt, table.id),
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
