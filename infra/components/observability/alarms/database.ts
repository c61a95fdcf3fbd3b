import type * as pulumi from '@pulumi/pulumi';
import { computeIoBreakEvenMillions, computeMaxConnections } from '../../../../config/demand/database-capacity.js';
import type { PlannedUsage } from '../../../../config/demand/usage.js';
import type { StackConfig } from '../../../../config/settings/stack.js';
import { type AlarmDefinition, daySeconds, immediate, type Metric, prolonged } from '../../alarm.js';

export interface WatchedDatabase {
  readonly clusterIdentifier: pulumi.Input<string>;
  readonly settings: StackConfig['database'];
  readonly usage: PlannedUsage;
  /** Share of the maximum capacity that is too much, in percent. */
  readonly capacityPercent: number;
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
  clusterIdentifier,
  settings,
  usage,
  capacityPercent,
}: WatchedDatabase): AlarmDefinition[] {
  const metric = (name: string, statistic: string): Metric => ({
    namespace: 'AWS/RDS',
    name,
    dimensions: { DBClusterIdentifier: clusterIdentifier },
    statistic,
  });
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
      threshold: Math.floor(computeMaxConnections(settings) * nearLimitShare),
    },
    {
      id: 'database-storage',
      meaning: 'The database stores over a fifth more than planned. The bill grows with it.',
      action: 'Find the largest tables; if their size is right, correct usage.database.storageGb and the budget.',
      metrics: { used: metric('VolumeBytesUsed', 'Maximum') },
      ...daily,
      threshold: usage.database.storageGb * growthTolerance * gigabyte,
    },
    {
      id: 'database-deadlocks',
      meaning: 'PostgreSQL ended transactions that waited for each other. Their callers got 503 and can retry.',
      action: 'Find both statements in the PostgreSQL log and make them lock rows in the same order.',
      metrics: { deadlocks: metric('Deadlocks', 'Maximum') },
      ...immediate,
      threshold: 0,
      comparison: 'GreaterThanThreshold',
    },
  ];
  if (settings.storage === 'standard') {
    const breakEvenMillions = computeIoBreakEvenMillions(
      { database: settings, observability: { alarms: true } },
      usage,
    );
    alarms.push({
      id: 'database-io',
      meaning: "A day's I/O was high enough that I/O-Optimized storage would cost less.",
      action: 'Look for a sequential scan that an index would avoid; otherwise set database.storage to ioOptimized.',
      metrics: { reads: metric('VolumeReadIOPs', 'Sum'), writes: metric('VolumeWriteIOPs', 'Sum') },
      expression: 'reads + writes',
      ...daily,
      threshold: Math.round((breakEvenMillions * 1e6) / daysPerMonth),
    });
  }
  if (settings.readerCount > 0) {
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
