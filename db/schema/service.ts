import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { bytes, timestampColumn } from './columns.js';
import { callerIs, isCaller, tablePolicies } from './policies.js';

/** Whose data a kept answer holds: giving it again is an access like the first. */
export interface IdempotencyTrail {
  resourceId: string | null;
  patientIds: string[];
}

/** First answers of requests that carried an `Idempotency-Key`, kept for a day. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    callerSubject: text().notNull(),
    key: text().notNull(),
    /** SHA-256 of method, path and body: the same key with another request is a mistake of the client. */
    fingerprint: text().notNull(),
    status: integer().notNull(),
    headers: jsonb().$type<Record<string, string>>().notNull(),
    body: text().notNull(),
    trail: jsonb().$type<IdempotencyTrail>().notNull(),
    createdAt: timestampColumn().notNull().defaultNow(),
    expiresAt: timestampColumn().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.callerSubject, table.key] }),
    index('idempotency_keys_expires_at').on(table.expiresAt),
    ...tablePolicies('idempotency_keys', {
      select: isCaller('caller_subject'),
      insert: isCaller('caller_subject'),
      delete: isCaller('caller_subject'),
      hidden: true,
    }),
  ],
);

/** Keys that every execution environment must share: `cursor` seals the cursors of lists. */
export const applicationKeys = pgTable(
  'application_keys',
  {
    purpose: text().primaryKey(),
    key: bytes().notNull(),
    createdAt: timestampColumn().notNull().defaultNow(),
  },
  () => [...tablePolicies('application_keys', { select: sql.raw('true'), hidden: true })],
);

/**
 * Which content of which FHIR resource has been loaded. Loading the same content again changes nothing, also after
 * someone has edited the record since.
 */
export const loadedResources = pgTable(
  'loaded_resources',
  {
    resourceType: text().notNull(),
    resourceId: text().notNull(),
    /** SHA-256 of what the mapping made of the resource. */
    contentHash: text().notNull(),
    lastUpdated: timestampColumn(),
    loadedAt: timestampColumn().notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.resourceType, table.resourceId, table.contentHash] }),
    ...tablePolicies('loaded_resources', {
      select: callerIs('loader'),
      insert: callerIs('loader'),
      update: callerIs('loader'),
    }),
  ],
);
