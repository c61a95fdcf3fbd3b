import type * as pulumi from '@pulumi/pulumi';
import type { AlarmDefinition } from '../alarm.js';

const hourSeconds = 3600;

/** An account is never silent for hours: its own services ask each other all the time. */
export const trailAlarms = (logGroupName: pulumi.Input<string>): AlarmDefinition[] => [
  {
    id: 'audit-gap',
    meaning: 'The trail has recorded nothing for two hours.',
    action: 'See whether the trail still logs and may write its bucket and log group.',
    metrics: {
      events: {
        namespace: 'AWS/Logs',
        name: 'IncomingLogEvents',
        dimensions: { LogGroupName: logGroupName },
        statistic: 'Sum',
      },
    },
    periodSeconds: hourSeconds,
    evaluationPeriods: 2,
    threshold: 1,
    comparison: 'LessThanThreshold',
    alarmOnMissingData: true,
  },
];
