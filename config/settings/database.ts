import * as z from 'zod';
import { logRetentionDays, timeOfDay } from './settings.js';

const acuFrom = (least: number) => z.number().min(least).max(256).multipleOf(0.5, 'must be a multiple of 0.5');

export const DatabaseSettings = z.strictObject({
  majorVersion: z
    .literal([15, 16, 17])
    .default(17)
    .describe(
      'PostgreSQL’s major version. Raising it is an upgrade in place with downtime; lowering it is not possible.',
    ),
  minCapacityAcu: acuFrom(0)
    .default(0.5)
    .describe(
      'Capacity that an instance keeps, in Aurora capacity units of 2 GiB; 0 lets the cluster pause. Changes without a restart.',
    ),
  maxCapacityAcu: acuFrom(1)
    .default(8)
    .describe(
      'Capacity that an instance may grow to, in Aurora capacity units. Changes without a restart; the connections that it allows follow at the next one.',
    ),
  autoPauseSeconds: z
    .int()
    .min(300)
    .max(86_400)
    .optional()
    .describe('Seconds without connections until the cluster pauses; needs `minCapacityAcu` 0.'),
  readerCount: z
    .int()
    .min(0)
    .max(15)
    .default(1)
    .describe('Instances besides the writer; each is a target of failover. A change makes or deletes the last ones.'),
  readerPromotionTier: z
    .int()
    .min(0)
    .max(15)
    .default(2)
    .describe(
      'Failover priority of the readers. In tiers 0 and 1 a reader is held at the writer’s capacity; from 2 it scales alone.',
    ),
  storage: z
    .enum(['standard', 'ioOptimized'])
    .default('standard')
    .describe('`ioOptimized` costs more per ACU and GB and nothing per I/O. Can be changed once in 30 days.'),
  backupRetentionDays: z
    .int()
    .min(1)
    .max(35)
    .default(35)
    .describe('Days that the cluster can be brought back to, to the second.'),
  backupStartsAt: timeOfDay.default('07:00').describe('When the daily backup starts, UTC.'),
  maintenanceWindow: z
    .string()
    .regex(
      /^(mon|tue|wed|thu|fri|sat|sun):([01]\d|2[0-3]):[0-5]\d-(mon|tue|wed|thu|fri|sat|sun):([01]\d|2[0-3]):[0-5]\d$/,
      'must be like sun:08:30-sun:09:30',
    )
    .default('sun:08:30-sun:09:30')
    .describe('When maintenance may happen, UTC, such as `sun:08:30-sun:09:30`; not during the backup.'),
  deletionProtection: z
    .boolean()
    .default(true)
    .describe('Whether the cluster and the accounts refuse to be deleted. To delete them, first deploy with false.'),
  snapshotOnDelete: z
    .boolean()
    .default(true)
    .describe(
      'Whether a deleted cluster leaves a last snapshot and its backups. False only where data is worth nothing.',
    ),
  proxy: z
    .boolean()
    .default(false)
    .describe(
      'RDS Proxy between functions and cluster. Keeps the cluster from pausing; row-level security pins its connections. A change sends functions to another host with their next release.',
    ),
  dataApi: z
    .boolean()
    .default(true)
    .describe('The Data API: for Bedrock Knowledge Bases and for drizzle-kit studio against a deployed stack.'),
  insights: z
    .enum(['standard', 'advanced'])
    .default('standard')
    .describe('Database Insights; `advanced` keeps 15 months and is billed per ACU-hour.'),
  statementTimeoutMilliseconds: z
    .int()
    .min(100)
    .max(25_000)
    .default(10_000)
    .describe('Longest that one SQL statement of a function may run, in milliseconds.'),
  logRetentionDays: logRetentionDays.default(365).describe('How long exported PostgreSQL logs are kept, in days.'),
});
