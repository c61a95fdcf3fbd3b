import * as z from 'zod';
import { defaultContentTypes } from '../environment.js';
import { booleanSetting, logRetentionDays, matching, timeOfDay, wholeNumber } from './fields.js';

const acuFrom = (least: number) => z.number().min(least).max(256).multipleOf(0.5, 'must be a multiple of 0.5');

const recordRetentionDays = wholeNumber(1, 36_500).default(2192);

export const DatabaseSettings = z.strictObject({
  majorVersion: z
    .literal([15, 16, 17])
    .default(17)
    .describe(
      'Major version of PostgreSQL. Raising it upgrades the cluster in place, with downtime; it cannot be lowered.',
    ),
  minCapacityAcu: acuFrom(0)
    .default(0.5)
    .describe(
      'Minimum capacity of an instance, in Aurora capacity units (ACU, 2 GiB of memory each). 0 lets the cluster pause. Changes without a restart.',
    ),
  maxCapacityAcu: acuFrom(1)
    .default(8)
    .describe(
      'Maximum capacity of an instance, in Aurora capacity units (ACU). Changes without a restart, but the connection limit that depends on it changes only at the next one.',
    ),
  autoPauseSeconds: wholeNumber(300, 86_400)
    .optional()
    .describe('Seconds without connections after which the cluster pauses. Requires `minCapacityAcu` 0.'),
  readerCount: wholeNumber(0, 15)
    .default(1)
    .describe(
      'Number of readers, each a failover target. Without a reader, the database is unavailable while its zone is. Raising it adds instances, lowering it deletes the last ones.',
    ),
  readerPromotionTier: wholeNumber(0, 15)
    .default(2)
    .describe(
      'Failover priority of the readers. In tiers 0 and 1 a reader never has less capacity than the writer; from tier 2 on it scales with its own load.',
    ),
  storage: z
    .enum(['standard', 'ioOptimized'])
    .default('standard')
    .describe(
      '`ioOptimized` costs more per ACU and GB and does not bill I/O. AWS allows a change to `ioOptimized` once every 30 days, and back to `standard` at any time.',
    ),
  backupRetentionDays: wholeNumber(1, 35)
    .default(35)
    .describe('Days for which the cluster can be restored to any second (point-in-time recovery).'),
  backupStartsAt: timeOfDay.default('07:00').describe('Start of the daily backup window of 30 minutes, HH:MM in UTC.'),
  maintenanceWindow: matching(
    /^(mon|tue|wed|thu|fri|sat|sun):([01]\d|2[0-3]):[0-5]\d-(mon|tue|wed|thu|fri|sat|sun):([01]\d|2[0-3]):[0-5]\d$/,
    'must be like sun:08:30-sun:09:30',
  )
    .default('sun:08:30-sun:09:30')
    .describe(
      'Weekly maintenance window in UTC, such as `sun:08:30-sun:09:30`: at least 30 minutes, at most a day, and outside the backup window.',
    ),
  deletionProtection: booleanSetting(true).describe(
    'Refuses to delete the cluster and the user pool. To delete them, first deploy with `false`. `false` allows data loss by a single command.',
  ),
  snapshotOnDelete: booleanSetting(true).describe(
    'Keeps a final snapshot and the automated backups when the cluster is deleted. Use `false` only for data that you can recreate.',
  ),
  proxy: booleanSetting(false).describe(
    'Puts RDS Proxy between functions and cluster. The cluster can then never pause, and row-level security pins connections, which limits pooling. A change points functions at another host with their next release.',
  ),
  dataApi: booleanSetting(true).describe(
    'Enables the RDS Data API, which Bedrock Knowledge Bases use, and administrators without access to the VPC.',
  ),
  insights: z
    .enum(['standard', 'advanced'])
    .default('standard')
    .describe('Mode of CloudWatch Database Insights. `advanced` keeps 15 months and is billed per ACU-hour.'),
  statementTimeoutMilliseconds: wholeNumber(100, 25_000)
    .default(10_000)
    .describe('Timeout of one SQL statement of a function, in milliseconds.'),
  logRetentionDays: logRetentionDays.default(365).describe('Retention of the exported PostgreSQL logs, in days.'),
});

export const StorageSettings = z.strictObject({
  abandonedUploadDays: wholeNumber(1, 30)
    .default(1)
    .describe('Days after which an upload that was never completed is deleted.'),
  removedFileDays: recordRetentionDays.describe(
    'Days for which the content of a removed file is kept. The default is six years, because medical records must be retained.',
  ),
  auditLockDays: recordRetentionDays.describe(
    'Object lock of the audit bucket, in days: no object can be deleted before. The default is six years.',
  ),
  auditLockMode: z
    .enum(['governance', 'compliance'])
    .default('compliance')
    .describe(
      'Mode of the object lock. In `compliance` not even the root user can lift it; `governance` lets a principal with s3:BypassGovernanceRetention do so.',
    ),
  allowedContentTypes: z
    .array(matching(/^[a-z]+\/[a-z0-9.+-]+$/, 'must be a media type such as image/png'))
    .min(1)
    .default(defaultContentTypes)
    .describe('Media types that clients can upload. Stored files of a removed type can still be downloaded.'),
  forceDestroy: booleanSetting(false).describe(
    'Deletes the buckets together with their content when the stack is destroyed. Use `true` only for data that you can recreate.',
  ),
});

export const EncryptionSettings = z.strictObject({
  keyDeletionWindowDays: wholeNumber(7, 30)
    .default(30)
    .describe('Days for which the deletion of a KMS key or a secret can be canceled.'),
});

export const RegistrySettings = z.strictObject({
  keptImageCount: wholeNumber(1, 1000).default(5).describe('Number of container images of the agent to keep.'),
});
