import type { PlannedUsage } from '../../../../config/demand/usage.js';
import { type AlarmDefinition, minuteSeconds, prolonged, selectMetrics, sustained } from '../../alarm.js';
import type { Api } from '../../api/api.js';

export interface WatchedApi {
  readonly peopleApi: Pick<Api, 'apiId'>;
  /** No person sees its failures. */
  readonly machinesApi: Pick<Api, 'apiId'>;
  readonly usage: PlannedUsage;
  readonly errorPercent: number;
  /** Longest acceptable latency by percentile, in milliseconds. */
  readonly latencyMilliseconds: { readonly p50: number; readonly p95: number; readonly p99: number };
}

/** Typos and expired sign-ins cause fewer; more means an attack or a broken client. */
const clientErrorPercent = 20;

/** Rates of 4xx over fewer requests are noise. */
const minimumRequests = 100;

/** Fewer failures in five minutes are noise. More are not, even at night, when every request may fail. */
const minimumFailures = 5;

/** Share of the planned peak beyond which the plan is wrong. */
const peakTolerance = 1.2;

/** Share of requests slower than each percentile. */
const slowerShares = { p50: 'half', p95: 'one in 20', p99: 'one in 100' } as const;

export function apiAlarms({
  peopleApi,
  machinesApi,
  usage,
  errorPercent,
  latencyMilliseconds,
}: WatchedApi): AlarmDefinition[] {
  const metric = selectMetrics('AWS/ApiGateway', { ApiId: peopleApi.apiId });
  const requests = metric('Count', 'Sum');
  const failures = ({ apiId }: Pick<Api, 'apiId'>) => {
    const metricOfApi = selectMetrics('AWS/ApiGateway', { ApiId: apiId });
    return {
      metrics: { some: metricOfApi('5xx', 'Sum'), requests: metricOfApi('Count', 'Sum') },
      expression: `IF(some >= ${minimumFailures}, 100 * some / requests, 0)`,
      ...sustained,
      threshold: errorPercent,
    };
  };
  return [
    {
      id: 'api-failures',
      meaning: `Over ${errorPercent}% of API requests have failed with a 5xx status for ten minutes.`,
      action: "Find the routes in the access log, then look up their request ids in the function's log.",
      ...failures(peopleApi),
    },
    {
      id: 'machines-failures',
      meaning: `Over ${errorPercent}% of requests from other systems have failed with a 5xx status for ten minutes.`,
      action: "Find routes and callers in the access log of the machines' API, then look at the function's log.",
      ...failures(machinesApi),
    },
    {
      id: 'api-refusals',
      meaning: `Over ${clientErrorPercent}% of API requests have been rejected with a 4xx status for ten minutes.`,
      action:
        'In the access log, check whether the requests come from one account or many, and which status dominates.',
      metrics: { some: metric('4xx', 'Sum'), requests },
      expression: `IF(requests > ${minimumRequests}, 100 * some / requests, 0)`,
      ...sustained,
      threshold: clientErrorPercent,
    },
    ...(['p50', 'p95', 'p99'] as const).map(
      (percentile): AlarmDefinition => ({
        id: `api-latency-${percentile}`,
        meaning: `For a quarter of an hour, ${slowerShares[percentile]} of API requests have taken over ("one in 20 … has taken") ${latencyMilliseconds[percentile]} ms (${percentile}).`,
        action: 'Check the alarms functions-slow, functions-cold and database-capacity.',
        metrics: { latency: metric('Latency', percentile) },
        ...prolonged,
        threshold: latencyMilliseconds[percentile],
      }),
    ),
    {
      id: 'api-peak',
      meaning: `Requests per minute exceed the planned peak by over ${Math.round((peakTolerance - 1) * 100)}%.`,
      action:
        'Check in the access log whether the traffic is legitimate; if so, raise usage.api.peakRequestsPerSecond and the throttle.',
      metrics: { requests },
      periodSeconds: minuteSeconds,
      evaluationPeriods: 3,
      threshold: Math.round(usage.api.peakRequestsPerSecond * minuteSeconds * peakTolerance),
    },
  ];
}
