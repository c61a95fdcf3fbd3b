import type { Transaction } from '../../db/client/transaction.js';
import { orUnavailable } from '../http/failures.js';
import { describeError, type Log } from '../http/log.js';
import { Problem } from '../http/problem.js';
import { matchesContentType, signatureBytes } from './content.js';
import { type ObjectStore, ObjectStoreError } from './objects.js';
import { type FileRow, rejectPendingUpload, takeAbandonedUploads } from './queries.js';

/**
 * Grace period for an upload that started while its URL was valid: 100 MiB in this time is 230 kbit/s. After it, the
 * client must start over.
 */
const graceMilliseconds = 60 * 60 * 1000;

/** Abandoned uploads that each new upload clears, so that they don't accumulate. */
const clearedPerUpload = 10;

type Rejection = NonNullable<FileRow['rejectionReason']>;

const rejections: Record<Rejection, { pointer: string; detail: string }> = {
  'upload-expired': { pointer: '/uploadExpiresAt', detail: 'has passed without the upload being completed' },
  'size-mismatch': { pointer: '/sizeBytes', detail: 'does not match the size of the uploaded content' },
  'checksum-mismatch': { pointer: '/sha256', detail: 'does not match the checksum of the uploaded content' },
  'type-mismatch': { pointer: '/contentType', detail: 'does not match the type of the uploaded content' },
};

/** Returns the problem for a rejected upload. */
export function toRejectionProblem(reason: Rejection): Problem {
  return new Problem('validation-failed', {
    detail: 'The upload was rejected. Start a new one.',
    errors: [rejections[reason]],
  });
}

/** Returns the instant before which an upload's URL must have expired for the upload to be abandoned. */
export const getAbandonmentCutoff = (now: Date): Date => new Date(now.getTime() - graceMilliseconds);

/** Returns the current file. An abandoned upload is rejected when it is first read. */
export async function rejectIfAbandoned(tx: Transaction, row: FileRow, now: Date): Promise<FileRow> {
  const isAbandoned =
    row.status === 'pending' && row.uploadExpiresAt !== null && row.uploadExpiresAt < getAbandonmentCutoff(now);
  return isAbandoned ? ((await rejectPendingUpload(tx, row.id)) ?? row) : row;
}

/**
 * Compares the stored content with what the client declared. Reads only the first bytes.
 * @returns undefined if it matches, `missing` if nothing is stored yet
 */
export async function checkUpload(objects: ObjectStore, row: FileRow): Promise<Rejection | 'missing' | undefined> {
  const stored = await orUnavailable(objects.inspect(row.objectKey), ObjectStoreError);
  if (stored === undefined) return 'missing';
  if (stored.sizeBytes !== row.sizeBytes) return 'size-mismatch';
  if (stored.sha256 !== row.sha256) return 'checksum-mismatch';
  if (stored.contentType !== row.contentType) return 'type-mismatch';
  const start = await orUnavailable(objects.readStart(row.objectKey, signatureBytes), ObjectStoreError);
  return matchesContentType(row.contentType, start) ? undefined : 'type-mismatch';
}

/**
 * Clears some abandoned uploads. The request doesn't depend on it: if the store is unreachable, they stay and a later
 * upload tries again.
 */
export async function clearAbandonedUploads(tx: Transaction, objects: ObjectStore, now: Date, log: Log): Promise<void> {
  try {
    await tx.transaction(async (savepoint) => {
      const keys = await takeAbandonedUploads(savepoint, getAbandonmentCutoff(now), clearedPerUpload);
      if (keys.length > 0) await objects.remove(keys);
    });
  } catch (error) {
    if (!(error instanceof ObjectStoreError)) throw error;
    log.error('failed to clear abandoned uploads', describeError(error));
  }
}
