import type * as pulumi from '@pulumi/pulumi';
import { computeIoBreakEvenMillions, computeMaxConnections } from '../../../../config/demand/database-capacity.js';
import type { PlannedUsage } from '../../../../config/demand/usage.js';
import type { StackConfig } from '../../../../config/settings/stack.js';
import type { AlarmDefinition, Metric } from '../alarm.js';

export interface WatchedDatabase {
  readonly clusterIdentifier: pulumi.Input<string>;
  readonly settings: StackConfig['database'];
  readonly usage: PlannedUsage;
  /** Of the highest capacity that is too much, in percent. */
  readonly capacityPercent: number;
}

const gigabyte = 1e9;
const minuteSeconds = 60;
const daySeconds = 24 * 60 * minuteSeconds;
const daysPerMonth = 30;

/** Of something that has an end, the share that leaves time to act. */
const nearLimitShare = 0.8;

/** Storage beyond what was planned for, before anybody need ask why. */
const growthTolerance = 1.2;

/** A reader that lags longer shows people what was changed before their eyes. */
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
  const quarterOfAnHour = { periodSeconds: 5 * minuteSeconds, evaluationPeriods: 3 };
  const alarms: AlarmDefinition[] = [
    {
      id: 'database-capacity',
      meaning: `The database has used over ${capacityPercent} % of its highest capacity for a quarter of an hour.`,
      action: 'Look for a query that grew; raise database.maxCapacityAcu.',
      // Of the cluster's instances the fullest one: an average hides a writer at its end behind an idle reader.
      metrics: { used: metric('ACUUtilization', 'Maximum') },
      ...quarterOfAnHour,
      threshold: capacityPercent,
    },
    {
      id: 'database-connections',
      meaning: 'The database has nearly as many connections as it can have.',
      action: 'Look for what opens them; lower reserved concurrency or set database.proxy.',
      metrics: { connections: metric('DatabaseConnections', 'Maximum') },
      ...quarterOfAnHour,
      threshold: Math.floor(computeMaxConnections(settings) * nearLimitShare),
    },
    {
      id: 'database-storage',
      meaning: 'The database holds more than was planned for.',
      action: 'Look at what grows; correct usage.database.storageGb and the budget.',
      metrics: { used: metric('VolumeBytesUsed', 'Maximum') },
      periodSeconds: daySeconds,
      evaluationPeriods: 1,
      threshold: usage.database.storageGb * growthTolerance * gigabyte,
    },
    {
      id: 'database-deadlocks',
      meaning: 'Transactions wait for each other and some are ended.',
      action: 'Find both statements in the log; make them lock in one order.',
      metrics: { deadlocks: metric('Deadlocks', 'Maximum') },
      periodSeconds: 5 * minuteSeconds,
      evaluationPeriods: 1,
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
      meaning: 'A day’s I/O is so much that I/O-Optimized storage would cost less.',
      action: 'Look for a scan that an index would spare; otherwise set database.storage to ioOptimized.',
      metrics: { reads: metric('VolumeReadIOPs', 'Sum'), writes: metric('VolumeWriteIOPs', 'Sum') },
      expression: 'reads + writes',
      periodSeconds: daySeconds,
      evaluationPeriods: 1,
      threshold: Math.round((breakEvenMillions * 1e6) / daysPerMonth),
    });
  }
  if (settings.readerCount > 0) {
    alarms.push({
      id: 'database-lag',
      meaning: 'A reader is behind the writer.',
      action: 'Look for a long transaction or a reader at its capacity.',
      metrics: { lag: metric('AuroraReplicaLagMaximum', 'Maximum') },
      ...quarterOfAnHour,
      threshold: lagMilliseconds,
    });
  }
  return alarms;
}
