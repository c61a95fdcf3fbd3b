import type { Transaction } from '../../db/client/transaction.js';
import { orUnavailable } from '../http/failures.js';
import { describeError, type Log } from '../http/log.js';
import { Problem } from '../http/problem.js';
import { matchesContentType, signatureBytes } from './content.js';
import { type ObjectStore, ObjectStoreError } from './objects.js';
import { type FileRow, rejectPendingUpload, takeAbandonedUploads } from './queries.js';

/**
 * An upload that began while its URL was valid may take until now to arrive: 100 MiB in this time is 230 kbit/s. Who
 * completes it later than this has to start anew.
 */
const graceMilliseconds = 60 * 60 * 1000;

/** Abandoned uploads that one new upload clears away, so that no more of them are left than are made in an hour. */
const clearedPerUpload = 10;

type Rejection = NonNullable<FileRow['rejectionReason']>;

const rejections: Record<Rejection, { pointer: string; detail: string }> = {
  'upload-expired': { pointer: '/uploadExpiresAt', detail: 'has passed, and the upload was not completed' },
  'size-mismatch': { pointer: '/sizeBytes', detail: 'is not the size of what was uploaded' },
  'checksum-mismatch': { pointer: '/sha256', detail: 'is not the checksum of what was uploaded' },
  'type-mismatch': { pointer: '/contentType', detail: 'is not the type of what was uploaded' },
};

/** Why a rejected upload is no file. */
export function toRejectionProblem(reason: Rejection): Problem {
  return new Problem('validation-failed', {
    detail: 'The upload was rejected. Start a new one.',
    errors: [rejections[reason]],
  });
}

/** Uploads whose URLs expired before this instant are abandoned. */
export const getAbandonmentCutoff = (now: Date): Date => new Date(now.getTime() - graceMilliseconds);

/** The file as it is now: one whose upload was abandoned is rejected at the first look at it. */
export async function rejectIfAbandoned(tx: Transaction, row: FileRow, now: Date): Promise<FileRow> {
  const isAbandoned =
    row.status === 'pending' && row.uploadExpiresAt !== null && row.uploadExpiresAt < getAbandonmentCutoff(now);
  return isAbandoned ? ((await rejectPendingUpload(tx, row.id)) ?? row) : row;
}

/**
 * Compares what is stored with what was said of it. Only the first bytes are read; the store knows size and checksum.
 * @returns undefined where it is right, `missing` where nothing is stored yet
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
 * Clears away some uploads that came to nothing. It is nobody's request that waits for it: where the store is out of
 * reach they stay as they are, and a later upload tries again.
 */
export async function clearAbandonedUploads(tx: Transaction, objects: ObjectStore, now: Date, log: Log): Promise<void> {
  try {
    await tx.transaction(async (savepoint) => {
      const keys = await takeAbandonedUploads(savepoint, getAbandonmentCutoff(now), clearedPerUpload);
      if (keys.length > 0) await objects.remove(keys);
    });
  } catch (error) {
    if (!(error instanceof ObjectStoreError)) throw error;
    log.error('abandoned uploads were not cleared', describeError(error));
  }
}
