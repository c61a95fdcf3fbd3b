import { sql } from 'drizzle-orm';
import { bigint, check, index, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { instant, resourceColumns } from './columns.js';
import { patients } from './patients.js';
import { callerIs, isOwnPatient, isVisiblePatient, tablePolicies } from './policies.js';

export const fileCategories = [
  'medical-history',
  'exam-result',
  'imaging',
  'identification',
  'consent',
  'other',
] as const;
export const fileStatuses = ['pending', 'available', 'rejected', 'removed'] as const;

export interface FileClassification {
  category: (typeof fileCategories)[number];
  /** 0 to 1. */
  confidence: number;
  source: string;
}

/** What is known of a stored document; its bytes are in the object store under `objectKey`. */
export const files = pgTable(
  'files',
  {
    ...resourceColumns(),
    patientId: uuid()
      .notNull()
      .references(() => patients.id),
    fileName: text().notNull(),
    contentType: text().notNull(),
    sizeBytes: bigint({ mode: 'number' }).notNull(),
    /** Hexadecimal. */
    sha256: text().notNull(),
    category: text({ enum: fileCategories }).notNull(),
    classification: jsonb().$type<FileClassification>(),
    status: text({ enum: fileStatuses }).notNull().default('pending'),
    objectKey: text().notNull(),
    /** A document that came with a FHIR record and is small enough to need no object store. */
    inlineText: text(),
    uploadExpiresAt: instant(),
    removedAt: instant(),
  },
  (table) => [
    check(
      'files_category_known',
      sql`category in ('medical-history', 'exam-result', 'imaging', 'identification', 'consent', 'other')`,
    ),
    check('files_status_known', sql`status in ('pending', 'available', 'rejected', 'removed')`),
    check('files_size_in_range', sql`size_bytes between 0 and 104857600`),
    uniqueIndex('files_object_key_unique').on(table.objectKey),
    index('files_patient').on(table.patientId, table.createdAt, table.id),
    index('files_upload_expires_at').on(table.uploadExpiresAt).where(sql`status = 'pending'`),
    ...tablePolicies('files', {
      select: sql`${callerIs('admin', 'loader')} or (${callerIs('medic', 'staff')} and ${isVisiblePatient('patient_id')}) or ${isOwnPatient('patient_id')}`,
      insert: sql`${callerIs('admin', 'loader')} or (${callerIs('medic', 'staff')} and ${isVisiblePatient('patient_id')}) or ${isOwnPatient('patient_id')}`,
      update: sql`${callerIs('admin', 'loader')} or (${callerIs('medic', 'staff')} and ${isVisiblePatient('patient_id')}) or ${isOwnPatient('patient_id')}`,
    }),
  ],
);
