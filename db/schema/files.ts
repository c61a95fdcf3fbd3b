import { sql } from 'drizzle-orm';
import { bigint, check, index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { bytes, isOneOf, jsonbColumn, resourceColumns, timestampColumn } from './columns.js';
import { patientIdColumn } from './patients.js';
import { callerIs, patientRows, tablePolicies } from './policies.js';

export const fileCategories = [
  'medical-history',
  'exam-result',
  'imaging',
  'identification',
  'consent',
  'other',
] as const;
export const fileStatuses = ['pending', 'available', 'rejected', 'removed'] as const;

/** Reasons for rejecting an upload. */
export const fileRejections = ['upload-expired', 'size-mismatch', 'checksum-mismatch', 'type-mismatch'] as const;

export interface FileClassification {
  category: (typeof fileCategories)[number];
  /** 0 to 1. */
  confidence: number;
  source: string;
}

/** Everyone who can see the patient, and the patient. */
const fileRows = patientRows({ all: ['admin', 'loader'], visible: ['medic', 'staff'], own: true });

/** Metadata of documents. Their content is in the object store under `objectKey`. */
export const files = pgTable(
  'files',
  {
    ...resourceColumns(),
    patientId: patientIdColumn(),
    fileName: text().notNull(),
    contentType: text().notNull(),
    sizeBytes: bigint({ mode: 'number' }).notNull(),
    /** Hexadecimal. */
    sha256: text().notNull(),
    category: text({ enum: fileCategories }).notNull(),
    classification: jsonbColumn().$type<FileClassification>(),
    status: text({ enum: fileStatuses }).notNull().default('pending'),
    rejectionReason: text({ enum: fileRejections }),
    objectKey: text().notNull(),
    /** When the upload URL expires; null once no uploaded bytes are left to clean up. */
    uploadExpiresAt: timestampColumn(),
    removedAt: timestampColumn(),
  },
  (table) => [
    check('files_category_known', isOneOf('category', fileCategories)),
    check('files_status_known', isOneOf('status', fileStatuses)),
    check('files_rejection_reason_known', isOneOf('rejection_reason', fileRejections)),
    check('files_size_in_range', sql`size_bytes between 0 and 104857600`),
    uniqueIndex('files_object_key_unique').on(table.objectKey),
    index('files_patient').on(table.patientId, table.createdAt, table.id),
    index('files_updated_at').on(table.updatedAt, table.id),
    index('files_created_at').on(table.createdAt, table.id),
    index('files_category').on(table.category, table.createdAt, table.id),
    index('files_status').on(table.status, table.createdAt, table.id),
    index('files_upload_expires_at').on(table.uploadExpiresAt).where(sql`upload_expires_at is not null`),
    ...tablePolicies('files', { select: fileRows, insert: fileRows, update: fileRows }),
  ],
);

/**
 * Text of documents that came with FHIR records; it moves to the object store at the first download. A separate table,
 * because the reception lists files but can't read them, and row-level security applies to rows, not columns.
 */
export const fileTexts = pgTable(
  'file_texts',
  {
    /** The file's id. */
    id: uuid()
      .primaryKey()
      .references(() => files.id),
    patientId: patientIdColumn(),
    /** The decoded text. */
    text: text().notNull(),
    /** The file's bytes. Null if they are the text in UTF-8. */
    content: bytes(),
  },
  (table) => [
    index('file_texts_patient').on(table.patientId),
    ...tablePolicies('file_texts', {
      select: patientRows({ all: ['admin', 'loader'], visible: ['medic'], own: true }),
      insert: callerIs('loader'),
      update: callerIs('loader'),
    }),
  ],
);
