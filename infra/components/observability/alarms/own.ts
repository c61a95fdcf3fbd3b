import type { MetricName } from '../../../../config/metrics.js';
import type { AlarmDefinition, Metric } from '../alarm.js';

const fiveMinutesSeconds = 300;

/** A failover or a resuming cluster makes some; beyond this it is no such moment. */
const unavailableThreshold = 20;

/** On what the functions themselves count. */
export function applicationAlarms(namespace: string): AlarmDefinition[] {
  const metric = (name: MetricName): Metric => ({ namespace, name, statistic: 'Sum' });
  return [
    {
      id: 'audit-failures',
      meaning: 'Requests fail because their audit event can’t be written.',
      action:
        'Look at the functions’ logs for AuditError: what refuses the table audit_events, or whether the database is gone.',
      metrics: { failures: metric('AuditFailures') },
      periodSeconds: fiveMinutesSeconds,
      evaluationPeriods: 1,
      threshold: 1,
    },
    {
      id: 'unavailable',
      meaning: 'Requests have been answered “unavailable” for ten minutes.',
      action: 'See whether database, storage and model are within reach: capacity, connections, failover, quotas.',
      metrics: { answers: metric('UnavailableAnswers') },
      periodSeconds: fiveMinutesSeconds,
      evaluationPeriods: 2,
      threshold: unavailableThreshold,
    },
  ];
}
