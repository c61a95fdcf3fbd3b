import { sql } from 'drizzle-orm';
import { bigint, check, index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { timestampColumn } from './columns.js';
import { callerIs, tablePolicies } from './policies.js';

export const auditOutcomes = ['success', 'refused', 'failed'] as const;

/** Who did what to which patient's data, when, and how it ended. Append-only: a trigger refuses everything but INSERT. */
export const auditEvents = pgTable(
  'audit_events',
  {
    id: uuid().primaryKey().defaultRandom(),
    occurredAt: timestampColumn().notNull().defaultNow(),
    requestId: text().notNull(),
    /** The account's `sub`, or the ARN of an IAM principal; null where nobody signed in. */
    actorSubject: text(),
    actorRole: text(),
    /** The operation, such as `patients.read`. */
    action: text().notNull(),
    resourceType: text().notNull(),
    resourceId: text(),
    /** Every patient whose data the answer held: one for a record, several for a list. */
    patientIds: uuid().array().notNull().default(sql`'{}'::uuid[]`),
    outcome: text({ enum: auditOutcomes }).notNull(),
    status: integer().notNull(),
  },
  (table) => [
    check('audit_events_outcome_known', sql`outcome in ('success', 'refused', 'failed')`),
    index('audit_events_occurred_at').on(table.occurredAt, table.id),
    index('audit_events_patients').using('gin', table.patientIds),
    index('audit_events_actor').on(table.actorSubject, table.occurredAt, table.id),
    index('audit_events_action').on(table.action, table.occurredAt, table.id),
    ...tablePolicies('audit_events', {
      select: callerIs('admin'),
      // Nobody signed in is an actor too: the refusal of an anonymous request is an event.
      insert: sql`actor_subject is not distinct from (select caller_subject()) and actor_role is not distinct from (select caller_role())`,
    }),
  ],
);

/** What a change did to a row, before and after. Written by the trigger `record_history` alone. */
export const rowHistory = pgTable(
  'row_history',
  {
    id: bigint({ mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    changedAt: timestampColumn().notNull().defaultNow(),
    tableName: text().notNull(),
    rowId: uuid().notNull(),
    patientId: uuid(),
    operation: text({ enum: ['INSERT', 'UPDATE', 'DELETE'] }).notNull(),
    before: jsonb().$type<Record<string, unknown>>(),
    after: jsonb().$type<Record<string, unknown>>(),
    actorSubject: text(),
    actorRole: text(),
    requestId: text(),
  },
  (table) => [
    index('row_history_row').on(table.tableName, table.rowId, table.id),
    index('row_history_patient').on(table.patientId, table.id),
    ...tablePolicies('row_history', { select: callerIs('admin') }),
  ],
);
