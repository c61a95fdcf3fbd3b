import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { bytes, isOneOf, resourceColumns, timestampColumn } from './columns.js';
import { patientIdColumn } from './patients.js';
import { patientRows, tablePolicies } from './policies.js';

export const invitationStatuses = ['open', 'used', 'expired', 'withdrawn', 'locked'] as const;
export type InvitationStatus = (typeof invitationStatuses)[number];

const receptionRows = patientRows({ all: ['admin'], visible: ['staff'], own: false });

/**
 * Invitations of patients to link an account to their record. Grants hide the hash of the code and the number of tries,
 * which only `link_patient_account` uses, from every other role.
 */
export const patientInvitations = pgTable(
  'patient_invitations',
  {
    ...resourceColumns(),
    patientId: patientIdColumn(),
    /** HMAC-SHA-256 of the code with the application key `invitation`. */
    codeHash: bytes().notNull(),
    /** An invitation whose time is up counts as `expired`, but its row can still say `open`. */
    status: text({ enum: invitationStatuses }).notNull().default('open'),
    /** Tries with the right code and a wrong birth date. */
    wrongTries: integer().notNull().default(0),
    expiresAt: timestampColumn().notNull().default(sql`now() + interval '7 days'`),
  },
  (table) => [
    check('patient_invitations_status_known', isOneOf('status', invitationStatuses)),
    uniqueIndex('patient_invitations_code_hash_unique').on(table.codeHash),
    uniqueIndex('patient_invitations_open_unique').on(table.patientId).where(sql`status = 'open'`),
    index('patient_invitations_patient').on(table.patientId, table.createdAt, table.id),
    ...tablePolicies('patient_invitations', {
      select: receptionRows,
      insert: receptionRows,
      update: receptionRows,
      hidden: true,
    }),
  ],
);
