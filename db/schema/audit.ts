import { sql } from 'drizzle-orm';
import { bigint, check, index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { isOneOf, jsonbColumn, timestampColumn } from './columns.js';
import { callerIs, tablePolicies } from './policies.js';

export const auditOutcomes = ['success', 'refused', 'failed'] as const;

/** The audit trail: every access to patient data and its outcome. Append-only: a trigger rejects everything but INSERT. */
export const auditEvents = pgTable(
  'audit_events',
  {
    id: uuid().primaryKey().defaultRandom(),
    occurredAt: timestampColumn().notNull().defaultNow(),
    requestId: text().notNull(),
    /** The account's `sub` or the IAM principal's ARN; null for an unauthenticated caller. */
    actorSubject: text(),
    actorRole: text(),
    /** The operation, such as `patients.read`. */
    action: text().notNull(),
    resourceType: text().notNull(),
    resourceId: text(),
    /** Every patient whose data the response contained: one for a record, several for a list. */
    patientIds: uuid().array().notNull().default(sql`'{}'::uuid[]`),
    outcome: text({ enum: auditOutcomes }).notNull(),
    status: integer().notNull(),
  },
  (table) => [
    check('audit_events_outcome_known', isOneOf('outcome', auditOutcomes)),
    index('audit_events_occurred_at').on(table.occurredAt, table.id),
    index('audit_events_patients').using('gin', table.patientIds),
    index('audit_events_actor').on(table.actorSubject, table.occurredAt, table.id),
    index('audit_events_action').on(table.action, table.occurredAt, table.id),
    ...tablePolicies('audit_events', {
      select: callerIs('admin'),
      // Null matches null: rejecting an unauthenticated request is an event too.
      insert: sql`actor_subject is not distinct from (select caller_subject()) and actor_role is not distinct from (select caller_role())`,
    }),
  ],
);

/** Changed and deleted rows, before and after. Only the trigger `record_history` writes here. */
export const rowHistory = pgTable(
  'row_history',
  {
    id: bigint({ mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    changedAt: timestampColumn().notNull().defaultNow(),
    tableName: text().notNull(),
    rowId: uuid().notNull(),
    patientId: uuid(),
    operation: text({ enum: ['INSERT', 'UPDATE', 'DELETE'] }).notNull(),
    before: jsonbColumn().$type<Record<string, unknown>>(),
    after: jsonbColumn().$type<Record<string, unknown>>(),
    actorSubject: text(),
    actorRole: text(),
    requestId: text(),
  },
  (table) => [
    index('row_history_row').on(table.tableName, table.rowId, table.id),
    index('row_history_patient').on(table.patientId, table.id),
    // The loader keeps what people have changed.
    ...tablePolicies('row_history', { select: callerIs('admin', 'loader') }),
  ],
);
