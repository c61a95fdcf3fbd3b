import { sql } from 'drizzle-orm';
import { index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { bytes, jsonbColumn, timestampColumn } from './columns.js';
import { callerIs, isCaller, tablePolicies } from './policies.js';

/** Patients whose data a saved response contains, because replaying it is an access like the first. */
export interface IdempotencyTrail {
  resourceId: string | null;
  patientIds: string[];
}

/** First responses to requests with an `Idempotency-Key`, kept for a day. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    callerSubject: text().notNull(),
    key: text().notNull(),
    /** SHA-256 of role, method, path and body. Reusing a key for another request is a client error. */
    fingerprint: text().notNull(),
    status: integer().notNull(),
    headers: jsonbColumn().$type<Record<string, string>>().notNull(),
    /** Empty: the response is in `sealedBody`. Releases before 0017 wrote it here. */
    body: text().notNull(),
    /** The response's body, encrypted with the application key `idempotency`. */
    sealedBody: bytes(),
    trail: jsonbColumn().$type<IdempotencyTrail>().notNull(),
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

/**
 * Keys shared by all execution environments: `cursor` encrypts the cursors of lists, `idempotency` stored responses, and
 * `invitation` hashes the codes of invitations.
 */
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
 * The versions of FHIR resources that have been loaded. Loading the same content again changes nothing, even if the
 * record has been edited since.
 */
export const loadedResources = pgTable(
  'loaded_resources',
  {
    resourceType: text().notNull(),
    resourceId: text().notNull(),
    /** SHA-256 of the mapped resource. */
    contentHash: text().notNull(),
    /**
     * The row that the resource became. Null for resources loaded before migration 0017: the resource's own id if that is
     * a UUID, otherwise one derived from type and id.
     */
    rowId: uuid(),
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

/**
 * FHIR resources that are no records by themselves and that others name: a Medication's code, an Organization's name, a
 * PractitionerRole's medic. They are kept, so that a reference to them resolves in whatever order files are loaded.
 */
export const referencedResources = pgTable(
  'referenced_resources',
  {
    resourceType: text().notNull(),
    resourceId: text().notNull(),
    /** The elements that others need. */
    content: jsonbColumn().$type<Record<string, unknown>>().notNull(),
    /** The medic of a PractitionerRole. */
    medicId: uuid(),
    lastUpdated: timestampColumn(),
  },
  (table) => [
    index('referenced_resources_medic').on(table.medicId),
    primaryKey({ columns: [table.resourceType, table.resourceId] }),
    ...tablePolicies('referenced_resources', {
      select: callerIs('loader'),
      insert: callerIs('loader'),
      update: callerIs('loader'),
    }),
  ],
);
