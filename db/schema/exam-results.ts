import { sql } from 'drizzle-orm';
import { type AnyPgColumn, check, index, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { resourceColumns, timestampColumn } from './columns.js';
import { exams } from './exams.js';
import { medics } from './medics.js';
import { patients } from './patients.js';
import { callerIs, isOwnPatient, isVisiblePatient, tablePolicies } from './policies.js';
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

/** What was found. A row never changes: a correction is a new row that names the one it replaces. */
export const examResults = pgTable(
  'exam_results',
  {
    ...resourceColumns(),
    patientId: uuid()
      .notNull()
      .references(() => patients.id),
    examId: uuid().references(() => exams.id),
    reservationId: uuid().references(() => reservations.id),
    medicId: uuid().references(() => medics.id),
    system: text(),
    code: text(),
    display: text().notNull(),
    effectiveAt: timestampColumn().notNull(),
    value: jsonb().$type<ExamResultValue>(),
    referenceRange: jsonb().$type<ReferenceRange>(),
    /** Codes of HL7's ObservationInterpretation, such as H, L, N. */
    interpretation: text(),
    status: text({ enum: examResultStatuses }).notNull(),
    replacesId: uuid().references((): AnyPgColumn => examResults.id),
  },
  (table) => [
    check(
      'exam_results_status_known',
      sql`status in ('registered', 'preliminary', 'final', 'amended', 'corrected', 'cancelled', 'entered-in-error', 'unknown')`,
    ),
    // One correction per result: two at once would leave two current versions.
    uniqueIndex('exam_results_replaces_unique').on(table.replacesId),
    index('exam_results_patient').on(table.patientId, table.effectiveAt, table.id),
    index('exam_results_effective_at').on(table.effectiveAt, table.id),
    index('exam_results_code').on(table.code, table.effectiveAt, table.id),
    index('exam_results_status').on(table.status, table.effectiveAt, table.id),
    index('exam_results_exam').on(table.examId),
    index('exam_results_reservation').on(table.reservationId),
    index('exam_results_medic').on(table.medicId),
    ...tablePolicies('exam_results', {
      select: sql`${callerIs('admin', 'loader')} or (${callerIs('medic')} and ${isVisiblePatient('patient_id')}) or ${isOwnPatient('patient_id')}`,
      insert: sql`${callerIs('loader')} or (${callerIs('medic')} and ${isVisiblePatient('patient_id')})`,
    }),
  ],
);
