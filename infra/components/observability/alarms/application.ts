import type * as pulumi from '@pulumi/pulumi';
import type { MetricName } from '../../../../config/metrics.js';
import { type AlarmDefinition, hourSeconds, immediate, selectMetrics, sustained } from '../../alarm.js';

/** A failover or a resuming cluster causes fewer. */
const unavailableThreshold = 20;

/** Alarms on the metrics that functions publish. */
export function applicationAlarms(namespace: string): AlarmDefinition[] {
  const metric = selectMetrics<MetricName>(namespace);
  return [
    {
      id: 'audit-failures',
      meaning:
        "Requests fail because the API can't write their audit events. No access goes unrecorded, because the API returns errors instead.",
      action:
        "Search the functions' logs for AuditError: either the database is unreachable or it rejects writes to audit_events.",
      metrics: { failures: metric('AuditFailures', 'Sum') },
      ...immediate,
      threshold: 1,
    },
    {
      id: 'unavailable',
      meaning: 'The API has returned 503 for ten minutes: the database, storage or the model is unreachable.',
      action:
        "Find out which one from the functions' logs; then check capacity, connections, failover events and quotas.",
      metrics: { answers: metric('UnavailableAnswers', 'Sum') },
      ...sustained,
      threshold: unavailableThreshold,
    },
  ];
}

/** The alarm on the trail. An account is never silent for hours: its own services call each other all the time. */
export const trailAlarms = (logGroupName: pulumi.Input<string>): AlarmDefinition[] => [
  {
    id: 'audit-gap',
    meaning: 'CloudTrail has recorded nothing for two hours. Changes to the account go unrecorded.',
    action:
      'Run `aws cloudtrail get-trail-status`: is the trail logging, and can it write to its bucket and log group?',
    metrics: { events: selectMetrics('AWS/Logs', { LogGroupName: logGroupName })('IncomingLogEvents', 'Sum') },
    periodSeconds: hourSeconds,
    evaluationPeriods: 2,
    threshold: 1,
    comparison: 'LessThanThreshold',
    alarmOnMissingData: true,
  },
];
