import { sql } from 'drizzle-orm';
import { index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { WorkingPeriod } from '../../config/clinic.js';
import { jsonbColumn, personColumns, resourceColumns } from './columns.js';
import { callerIs, catalogRules, tablePolicies } from './policies.js';

/**
 * `email` and `phone` are empty: a trigger moves what the previous release writes there to `medic_contacts`. A later release
 * drops them.
 */
export const medics = pgTable(
  'medics',
  {
    ...resourceColumns(),
    ...personColumns(),
    specialty: text(),
    department: text(),
    licenseNumber: text().notNull(),
    /** Null for the clinic's hours. */
    workingHours: jsonbColumn().$type<WorkingPeriod[]>(),
  },
  (table) => [
    uniqueIndex('medics_license_number_unique').on(table.licenseNumber).where(sql`removed_at is null`),
    uniqueIndex('medics_account_subject_unique').on(table.accountSubject).where(sql`removed_at is null`),
    // Includes removed medics, because the audit trail still shows their names.
    index('medics_account_subject').on(table.accountSubject),
    index('medics_search_name_trigram').using('gin', sql`search_name gin_trgm_ops`),
    index('medics_created_at').on(table.createdAt, table.id),
    index('medics_name').on(sql`fold_text(family_name)`, sql`fold_text(given_name)`, table.id),
    index('medics_specialty').on(table.specialty, table.id),
    index('medics_department').on(table.department, table.id),
    ...tablePolicies('medics', catalogRules),
  ],
);

/**
 * How to reach a medic. A separate table, because patients read medics but not their contact details, and row-level
 * security applies to rows, not columns.
 */
export const medicContacts = pgTable(
  'medic_contacts',
  {
    // The foreign key is deferred: the trigger that moves the values of a new medic runs before its row exists.
    medicId: uuid()
      .primaryKey()
      .references(() => medics.id),
    email: text(),
    phone: text(),
  },
  () =>
    tablePolicies('medic_contacts', {
      ...catalogRules,
      select: callerIs('admin', 'medic', 'staff', 'service', 'loader'),
    }),
);
