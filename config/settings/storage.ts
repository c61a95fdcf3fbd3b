import * as z from 'zod';

export const StorageSettings = z.strictObject({
  abandonedUploadDays: z
    .int()
    .min(1)
    .max(30)
    .default(1)
    .describe('Uploads that were never completed are removed after this many days.'),
  removedFileDays: z
    .int()
    .min(1)
    .max(36_500)
    .default(2192)
    .describe('Days that a removed file’s bytes stay: medical records must be kept.'),
  auditLockDays: z
    .int()
    .min(1)
    .max(36_500)
    .default(2192)
    .describe('Days for which nobody can delete what is in the audit bucket.'),
  auditLockMode: z
    .enum(['governance', 'compliance'])
    .default('compliance')
    .describe(
      '`governance` lets a principal with a special permission lift the lock; `compliance` lets nobody, the root user included.',
    ),
  allowedContentTypes: z
    .array(z.string().regex(/^[a-z]+\/[a-z0-9.+-]+$/, 'must be a media type such as image/png'))
    .min(1)
    .default(['application/pdf', 'image/png', 'image/jpeg', 'image/tiff', 'application/dicom', 'text/plain'])
    .describe('Media types that may be uploaded.'),
  forceDestroy: z
    .boolean()
    .default(false)
    .describe('Deletes what is in the buckets with the stack. True only where data is worth nothing.'),
});
