import { sql } from 'drizzle-orm';
import { boolean, index, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { WorkingPeriod } from '../../config/clinic.js';
import { resourceColumns, timestampColumn } from './columns.js';
import { callerIs, callerIsKnown, tablePolicies } from './policies.js';

export const medics = pgTable(
  'medics',
  {
    ...resourceColumns(),
    givenName: text().notNull(),
    familyName: text().notNull(),
    /** Lower case and without accents; what the name search compares. */
    searchName: text().notNull().generatedAlwaysAs(sql`fold_text(given_name || ' ' || family_name)`),
    specialty: text(),
    department: text(),
    licenseNumber: text().notNull(),
    email: text(),
    phone: text(),
    /** Null: the clinic's hours hold. */
    workingHours: jsonb().$type<WorkingPeriod[]>(),
    /** `sub` of the account that this person signs in with. */
    accountSubject: text(),
    active: boolean().notNull().default(true),
    removedAt: timestampColumn(),
  },
  (table) => [
    uniqueIndex('medics_license_number_unique').on(table.licenseNumber).where(sql`removed_at is null`),
    uniqueIndex('medics_account_subject_unique').on(table.accountSubject).where(sql`removed_at is null`),
    // Who acted once is named on the trail, also when removed since.
    index('medics_account_subject').on(table.accountSubject),
    index('medics_search_name_trigram').using('gin', sql`search_name gin_trgm_ops`),
    index('medics_created_at').on(table.createdAt, table.id),
    index('medics_name').on(sql`fold_text(family_name)`, sql`fold_text(given_name)`, table.id),
    index('medics_specialty').on(table.specialty, table.id),
    index('medics_department').on(table.department, table.id),
    ...tablePolicies('medics', {
      select: callerIsKnown,
      insert: callerIs('admin', 'loader'),
      update: callerIs('admin', 'loader'),
    }),
  ],
);
