import type * as pulumi from '@pulumi/pulumi';
import type { PlannedUsage } from '../../../../config/demand/usage.js';
import type { AlarmDefinition, Metric } from '../alarm.js';

export interface WatchedApi {
  /** Of the API that people use. */
  readonly apiId: pulumi.Input<string>;
  /** Of the API that machines use: nobody waits for it, so nobody says that it fails. */
  readonly machinesApiId: pulumi.Input<string>;
  readonly usage: PlannedUsage;
  readonly errorPercent: number;
  /** What people may have to wait, in milliseconds, by percentile. */
  readonly latencyMilliseconds: { readonly p50: number; readonly p95: number; readonly p99: number };
}

const minuteSeconds = 60;
const fiveMinutesSeconds = 300;

/** People mistype and sign-ins run out; beyond this somebody tries something, or a client is broken. */
const clientErrorPercent = 20;

/** A rate of refusals over a handful of requests says nothing. */
const minimumRequests = 100;

/** So many in five minutes are no accident, however few requests there are: at night, or of machines, all may fail. */
const minimumFailures = 5;

/** Over the planned peak by so much, the plan is wrong. */
const peakTolerance = 1.2;

export function apiAlarms({
  apiId,
  machinesApiId,
  usage,
  errorPercent,
  latencyMilliseconds,
}: WatchedApi): AlarmDefinition[] {
  const metric = (name: string, statistic: string, id = apiId): Metric => ({
    namespace: 'AWS/ApiGateway',
    name,
    dimensions: { ApiId: id },
    statistic,
  });
  const requests = metric('Count', 'Sum');
  const failureRate = `IF(some >= ${minimumFailures}, 100 * some / requests, 0)`;
  const sustained = { periodSeconds: fiveMinutesSeconds, evaluationPeriods: 2 };
  return [
    {
      id: 'api-failures',
      meaning: `Over ${errorPercent} % of the requests are answered 5xx.`,
      action: 'Look at the access log for routes, then at their function’s log by request id.',
      metrics: { some: metric('5xx', 'Sum'), requests },
      expression: failureRate,
      ...sustained,
      threshold: errorPercent,
    },
    {
      id: 'machines-failures',
      meaning: `Over ${errorPercent} % of the machines’ requests are answered 5xx.`,
      action: 'Look at the access log of the machines’ API for routes and callers, then at their function’s log.',
      metrics: { some: metric('5xx', 'Sum', machinesApiId), requests: metric('Count', 'Sum', machinesApiId) },
      expression: failureRate,
      ...sustained,
      threshold: errorPercent,
    },
    {
      id: 'api-refusals',
      meaning: `Over ${clientErrorPercent} % of the requests are answered 4xx.`,
      action: 'Look at the access log: one account or all, 401 and 403 or 422.',
      metrics: { some: metric('4xx', 'Sum'), requests },
      expression: `IF(requests > ${minimumRequests}, 100 * some / requests, 0)`,
      ...sustained,
      threshold: clientErrorPercent,
    },
    ...(['p50', 'p95', 'p99'] as const).map(
      (percentile): AlarmDefinition => ({
        id: `api-latency-${percentile}`,
        meaning: `${percentile.slice(1)} % of the requests are no longer answered within ${latencyMilliseconds[percentile]} ms.`,
        action: 'Look at functions-slow, functions-cold and database-capacity.',
        metrics: { latency: metric('Latency', percentile) },
        ...sustained,
        evaluationPeriods: 3,
        threshold: latencyMilliseconds[percentile],
      }),
    ),
    {
      id: 'api-peak',
      meaning: 'More requests come in a minute than the peak was planned for.',
      action: 'See whether they are people; correct usage.api.peakRequestsPerSecond and the throttle.',
      metrics: { requests },
      periodSeconds: minuteSeconds,
      evaluationPeriods: 3,
      threshold: Math.round(usage.api.peakRequestsPerSecond * minuteSeconds * peakTolerance),
    },
  ];
}
