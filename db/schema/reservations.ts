import { sql } from 'drizzle-orm';
import { check, index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { resourceColumns, timestampColumn } from './columns.js';
import { exams } from './exams.js';
import { medics } from './medics.js';
import { patients } from './patients.js';
import { callerIs, isOwnPatient, isVisiblePatient, tablePolicies } from './policies.js';

export const reservationStatuses = ['scheduled', 'confirmed', 'cancelled', 'no_show', 'completed'] as const;
export type ReservationStatus = (typeof reservationStatuses)[number];

/** States in which a reservation takes its time: what the exclusion constraints and the free slots go by. */
export const liveStatuses = ['scheduled', 'confirmed'] as const satisfies readonly ReservationStatus[];

/**
 * An appointment of a patient with a medic for an exam. Two live ones (scheduled, confirmed) never overlap for one medic
 * or one patient: exclusion constraints in the migrations, because drizzle has no word for them.
 */
export const reservations = pgTable(
  'reservations',
  {
    ...resourceColumns(),
    patientId: uuid()
      .notNull()
      .references(() => patients.id),
    medicId: uuid()
      .notNull()
      .references(() => medics.id),
    examId: uuid()
      .notNull()
      .references(() => exams.id),
    startsAt: timestampColumn().notNull(),
    endsAt: timestampColumn().notNull(),
    status: text({ enum: reservationStatuses }).notNull().default('scheduled'),
    notes: text(),
    cancellationReason: text(),
  },
  (table) => [
    check('reservations_status_known', sql`status in ('scheduled', 'confirmed', 'cancelled', 'no_show', 'completed')`),
    check('reservations_end_after_start', sql`ends_at > starts_at`),
    index('reservations_starts_at').on(table.startsAt, table.id),
    index('reservations_patient').on(table.patientId, table.startsAt, table.id),
    index('reservations_medic').on(table.medicId, table.startsAt, table.id),
    index('reservations_exam').on(table.examId, table.startsAt, table.id),
    index('reservations_status').on(table.status, table.startsAt, table.id),
    ...tablePolicies('reservations', {
      select: sql`${callerIs('admin', 'loader')} or (${callerIs('medic', 'staff', 'service')} and ${isVisiblePatient('patient_id')}) or ${isOwnPatient('patient_id')}`,
      insert: sql`${callerIs('admin', 'loader')} or (${callerIs('medic', 'staff', 'service')} and ${isVisiblePatient('patient_id')}) or ${isOwnPatient('patient_id')}`,
      update: sql`${callerIs('admin', 'loader')} or (${callerIs('medic', 'staff')} and ${isVisiblePatient('patient_id')}) or ${isOwnPatient('patient_id')}`,
    }),
  ],
);
