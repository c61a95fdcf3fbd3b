import { and, eq, gte, inArray, isNull, lt, type SQL, sql } from 'drizzle-orm';
import type { Transaction } from '../../db/client/transaction.js';
import { files, fileTexts, patients } from '../../db/schema/index.js';
import { isAnyOf } from '../http/filters.js';
import { type ListRequest, type SortColumns, selectSortedPage } from '../http/pagination.js';
import { findRow, requireReturnedRow } from '../http/resource.js';

export type FileRow = typeof files.$inferSelect;
export type FileValues = Omit<typeof files.$inferInsert, 'createdAt' | 'updatedAt' | 'version'>;

export interface FileFilter {
  readonly patientId?: readonly string[] | undefined;
  readonly category?: readonly NonNullable<FileRow['category']>[] | undefined;
  readonly status?: readonly FileRow['status'][] | undefined;
  readonly updatedSince?: Date | undefined;
  /** Removed files are kept. Only administrators see them. */
  readonly withRemoved: boolean;
}

function buildConditions(filter: FileFilter): SQL | undefined {
  return and(
    isAnyOf(files.patientId, filter.patientId),
    isAnyOf(files.category, filter.category),
    isAnyOf(files.status, filter.status),
    filter.updatedSince === undefined ? undefined : gte(files.updatedAt, filter.updatedSince),
    filter.withRemoved ? undefined : isNull(files.removedAt),
  );
}

const sortColumns: SortColumns = {
  createdAt: [[files.createdAt, 'timestamptz']],
  updatedAt: [[files.updatedAt, 'timestamptz']],
};

export const listFiles = (tx: Transaction, { filter, ...request }: ListRequest<FileFilter>) =>
  selectSortedPage(tx, files, { ...request, sortColumns, conditions: buildConditions(filter) });

export const findFile = (tx: Transaction, id: string, options?: { forUpdate: boolean }): Promise<FileRow | undefined> =>
  findRow(tx, files, id, options);

/** Finds the bytes of a document that was loaded from a FHIR record. Undefined for any other file. */
export async function findLoadedContent(tx: Transaction, id: string): Promise<Buffer | undefined> {
  const [row] = await tx
    .select({ text: fileTexts.text, content: fileTexts.content })
    .from(fileTexts)
    .where(eq(fileTexts.id, id));
  return row && (row.content ?? Buffer.from(row.text, 'utf8'));
}

export async function insertFile(tx: Transaction, values: FileValues): Promise<FileRow> {
  return requireReturnedRow(await tx.insert(files).values(values).returning());
}

export async function updateFile(tx: Transaction, id: string, values: Partial<FileValues>): Promise<FileRow> {
  return requireReturnedRow(await tx.update(files).set(values).where(eq(files.id, id)).returning());
}

/**
 * Rejects an upload that was never completed.
 * @returns the current file; unchanged if it was completed or removed since it was read
 */
export async function rejectPendingUpload(tx: Transaction, id: string): Promise<FileRow | undefined> {
  await tx
    .update(files)
    .set({ status: 'rejected', rejectionReason: 'upload-expired' })
    .where(and(eq(files.id, id), eq(files.status, 'pending')));
  return findFile(tx, id);
}

/** Returns true if the caller can see the patient and the record isn't removed. */
export async function isPatientInCare(tx: Transaction, patientId: string): Promise<boolean> {
  const inCare = and(eq(patients.id, patientId), isNull(patients.removedAt));
  return (await tx.select({ id: patients.id }).from(patients).where(inCare)).length > 0;
}

/** Maximum uploads that one list request rejects. The next request continues. */
const rejectedPerList = 500;

/** Rejects uploads that were never completed, so that a list doesn't show them as pending. */
export async function rejectAbandonedUploads(
  tx: Transaction,
  before: Date,
  patientIds: readonly string[] | undefined,
): Promise<void> {
  const abandoned = tx
    .select({ id: files.id })
    .from(files)
    .where(and(eq(files.status, 'pending'), lt(files.uploadExpiresAt, before), isAnyOf(files.patientId, patientIds)))
    .limit(rejectedPerList)
    .for('update', { skipLocked: true });
  await tx
    .update(files)
    .set({ status: 'rejected', rejectionReason: 'upload-expired' })
    .where(inArray(files.id, abandoned));
}

/** Takes some abandoned uploads of any caller and returns the keys that may still have content. */
export async function takeAbandonedUploads(tx: Transaction, before: Date, most: number): Promise<string[]> {
  const rows = await tx.execute<{ key: string }>(
    sql`select clear_abandoned_uploads(${before.toISOString()}::timestamptz, ${most}) as key`,
  );
  return rows.map(({ key }) => key);
}
