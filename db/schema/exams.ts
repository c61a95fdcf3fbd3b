import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { resourceColumns, timestampColumn } from './columns.js';
import { catalogRules, tablePolicies } from './policies.js';

/** The catalog of exams that can be booked. */
export const exams = pgTable(
  'exams',
  {
    ...resourceColumns(),
    name: text().notNull(),
    type: text().notNull(),
    description: text(),
    durationMinutes: integer().notNull(),
    preparationInstructions: text(),
    active: boolean().notNull().default(true),
    removedAt: timestampColumn(),
  },
  (table) => [
    check('exams_duration_in_range', sql`duration_minutes between 5 and 480`),
    uniqueIndex('exams_name_unique').on(sql`lower(name)`).where(sql`removed_at is null`),
    index('exams_name').on(sql`fold_text(name)`, table.id),
    index('exams_created_at').on(table.createdAt, table.id),
    index('exams_type').on(table.type, table.id),
    ...tablePolicies('exams', catalogRules),
  ],
);
