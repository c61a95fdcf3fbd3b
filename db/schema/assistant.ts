import { sql } from 'drizzle-orm';
import { check, index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { isOneOf, jsonbColumn, recordColumns, resourceColumns, timestampColumn } from './columns.js';
import { patients } from './patients.js';
import { callerIs, isCaller, isVisiblePatient, tablePolicies } from './policies.js';

/** Callers' own conversations, except those about removed patients. */
const isOwn = sql`${callerIs('admin', 'medic', 'service')} and ${isCaller('owner_subject')} and (patient_id is null or ${isVisiblePatient('patient_id')})`;

/**
 * Hides messages that mention a removed patient, even in a conversation about no patient. The cast is in a sub-select
 * with OFFSET: in the comparison, it would keep the planner from looking up patients by key.
 */
const mentionsNoHiddenPatient = sql`not exists (
      select from (select value::uuid as id from jsonb_array_elements_text(coalesce(usage -> 'patientIds', '[]')) offset 0) as told
      where not ${isVisiblePatient('told.id')})`;

/** Conversations with the assistant. Each belongs to the account that opened it. */
export const assistantSessions = pgTable(
  'assistant_sessions',
  {
    ...resourceColumns(),
    ownerSubject: text().notNull(),
    patientId: uuid().references(() => patients.id),
    title: text(),
    closedAt: timestampColumn(),
  },
  (table) => [
    index('assistant_sessions_owner').on(table.ownerSubject, table.createdAt, table.id),
    index('assistant_sessions_patient').on(table.patientId),
    ...tablePolicies('assistant_sessions', {
      select: isOwn,
      insert: isOwn,
      update: isOwn,
    }),
  ],
);

const messageRoles = ['user', 'assistant'] as const;

export const assistantMessages = pgTable(
  'assistant_messages',
  {
    ...recordColumns(),
    sessionId: uuid()
      .notNull()
      .references(() => assistantSessions.id),
    role: text({ enum: messageRoles }).notNull(),
    content: text().notNull(),
    citations: jsonbColumn().$type<unknown[]>(),
    toolCalls: jsonbColumn().$type<unknown[]>(),
    usage: jsonbColumn().$type<Record<string, unknown>>(),
  },
  (table) => [
    check('assistant_messages_role_known', isOneOf('role', messageRoles)),
    index('assistant_messages_session').on(table.sessionId, table.createdAt, table.id),
    ...tablePolicies('assistant_messages', {
      select: sql`session_id in (select id from assistant_sessions) and ${mentionsNoHiddenPatient}`,
      insert: sql`session_id in (select id from assistant_sessions)`,
    }),
  ],
);
