import type { PlannedUsage } from '../../../../config/demand/usage.js';
import { type AlarmDefinition, daySeconds, immediate, prolonged, selectMetrics } from '../../alarm.js';
import type { DatabaseCluster } from '../../database/database.js';

export interface WatchedDatabase {
  readonly database: Pick<DatabaseCluster, 'clusterIdentifier'>;
  readonly usage: PlannedUsage;
  /** Share of the maximum capacity that is too much, in percent. */
  readonly capacityPercent: number;
  readonly maxConnections: number;
  readonly hasReaders: boolean;
  /** Millions of I/O requests per month from which I/O-Optimized storage costs less; undefined if the cluster has it. */
  readonly ioBreakEvenMillions: number | undefined;
}

const gigabyte = 1e9;
const daysPerMonth = 30;
const daily = { periodSeconds: daySeconds, evaluationPeriods: 1 };

/** Share of a hard limit that leaves time to act. */
const nearLimitShare = 0.8;

/** Storage in relation to the plan that needs no explanation. */
const growthTolerance = 1.2;

/** Longer lag shows users stale data after their own changes. */
const lagMilliseconds = 1_000;

export function databaseAlarms({
  database,
  usage,
  capacityPercent,
  maxConnections,
  hasReaders,
  ioBreakEvenMillions,
}: WatchedDatabase): AlarmDefinition[] {
  const metric = selectMetrics('AWS/RDS', { DBClusterIdentifier: database.clusterIdentifier });
  const alarms: AlarmDefinition[] = [
    {
      id: 'database-capacity',
      meaning: `The database has used over ${capacityPercent}% of its maximum capacity for a quarter of an hour. At the limit, requests wait.`,
      action: 'Find the top statement in Database Insights; fix it, or raise database.maxCapacityAcu.',
      // The maximum over the instances: an average would hide a busy writer behind an idle reader.
      metrics: { used: metric('ACUUtilization', 'Maximum') },
      ...prolonged,
      threshold: capacityPercent,
    },
    {
      id: 'database-connections',
      meaning: `The database has used over ${nearLimitShare * 100}% of its connections for a quarter of an hour. At the limit, requests fail.`,
      action: 'Find the function that opens them; lower its reservedConcurrency or set database.proxy.',
      metrics: { connections: metric('DatabaseConnections', 'Maximum') },
      ...prolonged,
      threshold: Math.floor(maxConnections * nearLimitShare),
    },
    {
      id: 'database-storage',
      meaning: 'The database stores over 20% more data than planned, so the bill is higher than planned.',
      action:
        'Find the largest tables; if their size is as expected, correct usage.database.storageGb and the budgets.',
      metrics: { used: metric('VolumeBytesUsed', 'Maximum') },
      ...daily,
      threshold: usage.database.storageGb * growthTolerance * gigabyte,
    },
    {
      id: 'database-deadlocks',
      meaning:
        'PostgreSQL canceled transactions that were waiting for each other. Their callers got 503 and can retry.',
      action: 'Find both statements in the PostgreSQL log and make them lock rows in the same order.',
      metrics: { deadlocks: metric('Deadlocks', 'Maximum') },
      ...immediate,
      threshold: 0,
      comparison: 'GreaterThanThreshold',
    },
  ];
  if (ioBreakEvenMillions !== undefined) {
    alarms.push({
      id: 'database-io',
      meaning: "A day's I/O was high enough that I/O-Optimized storage would cost less.",
      action: 'Look for a sequential scan that an index would avoid; otherwise set database.storage to ioOptimized.',
      metrics: { reads: metric('VolumeReadIOPs', 'Sum'), writes: metric('VolumeWriteIOPs', 'Sum') },
      expression: 'reads + writes',
      ...daily,
      threshold: Math.round((ioBreakEvenMillions * 1e6) / daysPerMonth),
    });
  }
  if (hasReaders) {
    alarms.push({
      id: 'database-lag',
      meaning: `A reader has been over ${lagMilliseconds} ms behind the writer for a quarter of an hour and returns stale data.`,
      action: 'Look for a long transaction on the writer or a reader at its maximum capacity.',
      metrics: { lag: metric('AuroraReplicaLagMaximum', 'Maximum') },
      ...prolonged,
      threshold: lagMilliseconds,
    });
  }
  return alarms;
}
