import { sql } from 'drizzle-orm';
import { check, index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { resourceColumns, timestampColumn } from './columns.js';
import { patients } from './patients.js';
import { callerIs, isCaller, isVisiblePatient, tablePolicies } from './policies.js';

/** A conversation about a patient is as hidden as the patient, once that is removed. */
const isOwn = sql`${callerIs('admin', 'medic', 'service')} and ${isCaller('owner_subject')} and (patient_id is null or ${isVisiblePatient('patient_id')})`;

/**
 * What was said of a patient is as hidden as the patient, also where the conversation is about nobody. The cast stands apart,
 * behind OFFSET: as part of the comparison it would keep the planner from looking patients up by their key.
 */
const mentionsNoHiddenPatient = sql`not exists (
      select from (select value::uuid as id from jsonb_array_elements_text(coalesce(usage -> 'patientIds', '[]')) offset 0) as told
      where not ${isVisiblePatient('told.id')})`;

/** A conversation with the assistant. It belongs to the account that opened it. */
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

export const assistantMessages = pgTable(
  'assistant_messages',
  {
    id: uuid().primaryKey().defaultRandom(),
    createdAt: timestampColumn().notNull().defaultNow(),
    sessionId: uuid()
      .notNull()
      .references(() => assistantSessions.id),
    role: text({ enum: ['user', 'assistant'] }).notNull(),
    content: text().notNull(),
    citations: jsonb().$type<unknown[]>(),
    toolCalls: jsonb().$type<unknown[]>(),
    usage: jsonb().$type<Record<string, unknown>>(),
  },
  (table) => [
    check('assistant_messages_role_known', sql`role in ('user', 'assistant')`),
    index('assistant_messages_session').on(table.sessionId, table.createdAt, table.id),
    ...tablePolicies('assistant_messages', {
      select: sql`session_id in (select id from assistant_sessions) and ${mentionsNoHiddenPatient}`,
      insert: sql`session_id in (select id from assistant_sessions)`,
    }),
  ],
);
