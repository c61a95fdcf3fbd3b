import { sql } from 'drizzle-orm';
import { check, index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { isOneOf, resourceColumns, timestampColumn } from './columns.js';
import { exams } from './exams.js';
import { medics } from './medics.js';
import { patientIdColumn } from './patients.js';
import { patientRows, tablePolicies } from './policies.js';

export const reservationStatuses = ['scheduled', 'confirmed', 'cancelled', 'no_show', 'completed'] as const;
export type ReservationStatus = (typeof reservationStatuses)[number];

/** Statuses in which a reservation occupies its time. The exclusion constraints and SQL functions list the same ones. */
export const liveStatuses = ['scheduled', 'confirmed'] as const satisfies ReservationStatus[];

const bookableRows = patientRows({ all: ['admin', 'loader'], visible: ['medic', 'staff', 'service'], own: true });

/**
 * Appointments of a patient with a medic for an exam. Live reservations of one medic or patient never overlap: the
 * migrations contain exclusion constraints, which drizzle can't express.
 */
export const reservations = pgTable(
  'reservations',
  {
    ...resourceColumns(),
    patientId: patientIdColumn(),
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
    check('reservations_status_known', isOneOf('status', reservationStatuses)),
    check('reservations_end_after_start', sql`ends_at > starts_at`),
    index('reservations_updated_at').on(table.updatedAt, table.id),
    index('reservations_starts_at').on(table.startsAt, table.id),
    index('reservations_patient').on(table.patientId, table.startsAt, table.id),
    index('reservations_medic').on(table.medicId, table.startsAt, table.id),
    index('reservations_exam').on(table.examId, table.startsAt, table.id),
    index('reservations_status').on(table.status, table.startsAt, table.id),
    ...tablePolicies('reservations', {
      select: bookableRows,
      insert: bookableRows,
      update: patientRows({ all: ['admin', 'loader'], visible: ['medic', 'staff'], own: true }),
    }),
  ],
);

const reasonWriters = patientRows({ all: ['loader'], visible: ['medic'], own: false });

/**
 * Why the patient comes: clinical, at most one row per reservation. A separate table, because staff and services read
 * reservations but not reasons, and row-level security applies to rows, not columns. Only `notes` is administrative.
 */
export const reservationReasons = pgTable(
  'reservation_reasons',
  {
    /** The reservation's id. */
    id: uuid()
      .primaryKey()
      .references(() => reservations.id),
    /** The reservation's patient. A trigger removes the reason when the reservation moves to another one. */
    patientId: patientIdColumn(),
    reason: text().notNull(),
  },
  (table) => [
    index('reservation_reasons_patient').on(table.patientId),
    ...tablePolicies('reservation_reasons', {
      select: patientRows({ all: ['admin', 'loader'], visible: ['medic'], own: true }),
      insert: reasonWriters,
      update: reasonWriters,
      delete: reasonWriters,
    }),
  ],
);
