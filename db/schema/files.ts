import { sql } from 'drizzle-orm';
import { bigint, check, index, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { resourceColumns, timestampColumn } from './columns.js';
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

/** Why an upload did not become a file. */
export const fileRejections = ['upload-expired', 'size-mismatch', 'checksum-mismatch', 'type-mismatch'] as const;

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
    rejectionReason: text({ enum: fileRejections }),
    objectKey: text().notNull(),
    /** Until when its URL takes an upload; null once nothing that was uploaded is left to be cleared away. */
    uploadExpiresAt: timestampColumn(),
    removedAt: timestampColumn(),
  },
  (table) => [
    check(
      'files_category_known',
      sql`category in ('medical-history', 'exam-result', 'imaging', 'identification', 'consent', 'other')`,
    ),
    check('files_status_known', sql`status in ('pending', 'available', 'rejected', 'removed')`),
    check(
      'files_rejection_reason_known',
      sql`rejection_reason in ('upload-expired', 'size-mismatch', 'checksum-mismatch', 'type-mismatch')`,
    ),
    check('files_size_in_range', sql`size_bytes between 0 and 104857600`),
    uniqueIndex('files_object_key_unique').on(table.objectKey),
    index('files_patient').on(table.patientId, table.createdAt, table.id),
    index('files_created_at').on(table.createdAt, table.id),
    index('files_category').on(table.category, table.createdAt, table.id),
    index('files_status').on(table.status, table.createdAt, table.id),
    index('files_upload_expires_at').on(table.uploadExpiresAt).where(sql`upload_expires_at is not null`),
    ...tablePolicies('files', {
      select: sql`${callerIs('admin', 'loader')} or (${callerIs('medic', 'staff')} and ${isVisiblePatient('patient_id')}) or ${isOwnPatient('patient_id')}`,
      insert: sql`${callerIs('admin', 'loader')} or (${callerIs('medic', 'staff')} and ${isVisiblePatient('patient_id')}) or ${isOwnPatient('patient_id')}`,
      update: sql`${callerIs('admin', 'loader')} or (${callerIs('medic', 'staff')} and ${isVisiblePatient('patient_id')}) or ${isOwnPatient('patient_id')}`,
    }),
  ],
);

/**
 * Text of a document that came with a FHIR record and has no object in the store until somebody downloads it. In a table
 * of its own, because reception lists files and reads none, and row-level security knows rows, not columns.
 */
export const fileTexts = pgTable(
  'file_texts',
  {
    /** The file's. */
    id: uuid()
      .primaryKey()
      .references(() => files.id),
    patientId: uuid()
      .notNull()
      .references(() => patients.id),
    text: text().notNull(),
  },
  (table) => [
    index('file_texts_patient').on(table.patientId),
    ...tablePolicies('file_texts', {
      select: sql`${callerIs('admin', 'loader')} or (${callerIs('medic')} and ${isVisiblePatient('patient_id')}) or ${isOwnPatient('patient_id')}`,
      insert: callerIs('loader'),
      update: callerIs('loader'),
    }),
  ],
);
