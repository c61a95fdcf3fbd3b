import { roundUpExecutions, sumPeakConcurrency } from '../../../../config/demand/concurrency.js';
import { type PlannedUsage, sumServedRequests, tokenTrigger } from '../../../../config/demand/usage.js';
import { functionNames, isBehindApi } from '../../../../config/functions.js';
import { type AlarmDefinition, hourSeconds, immediate, selectMetrics, sustained } from '../../alarm.js';
import type { Functions } from '../../functions/functions.js';

export interface WatchedFunctions {
  readonly functions: Pick<Functions, 'function' | 'deadLetterQueueNames'>;
  /** Concurrent executions that the functions can have together. */
  readonly maxConcurrency: number;
  readonly usage: PlannedUsage;
  /** Acceptable share of failed invocations, in percent. */
  readonly errorPercent: number;
  /** Namespace of the metrics that the functions publish. */
  readonly metricsNamespace: string;
}

/** The metric in which filters on the functions' logs count cold starts. */
export const coldStartsMetric = 'cold-starts';

/** A threefold average duration is no fluctuation. */
const slowdownFactor = 3;

/** A busy function has cold starts in under 1% of its calls (AWS Compute Blog, on billing of the INIT phase). */
const coldStartPercent = 5;

/** A few cold starts are a large share of fewer invocations. */
const minimumBusyInvocations = 50;

/**
 * Returns the invocations in five minutes from which a share of cold starts is meaningful: half of the average during
 * business hours, as planned. The few calls at night are all cold, which is fine.
 */
export function busyInvocations(usage: PlannedUsage): number {
  const periodsPerMonth = (usage.api.businessHoursPerMonth * hourSeconds) / immediate.periodSeconds;
  return Math.max(minimumBusyInvocations, Math.round(sumServedRequests(usage) / periodsPerMonth / 2));
}

/** Counts all functions of the account: give each environment an account of its own. */
const metric = selectMetrics('AWS/Lambda');

function plannedDurationMilliseconds(usage: PlannedUsage): number {
  const { functions, compute } = usage;
  const served = functionNames.filter(isBehindApi).map((name) => functions[name]);
  const requests = sumServedRequests(usage);
  const milliseconds = served.reduce(
    (sum, { requestsPerMonth, durationMilliseconds }) => sum + requestsPerMonth * durationMilliseconds,
    0,
  );
  return compute.networkOverheadMilliseconds + (requests === 0 ? 0 : milliseconds / requests);
}

const nearLimitShare = 0.8;

/** Concurrency in relation to the planned peak: twice the requests, or twice the time of each. */
const peakTolerance = 2;

/** Fewer concurrent executions are no peak, however small the demand. */
const minimumPeak = 50;

/**
 * Returns the concurrent executions that raise an alarm: twice the planned peak, but at most four fifths of what Lambda
 * allows, beyond which it rejects invocations.
 */
export const concurrencyThreshold = (usage: PlannedUsage, maxConcurrency: number): number =>
  Math.min(
    Math.floor(maxConcurrency * nearLimitShare),
    Math.max(
      minimumPeak,
      roundUpExecutions(sumPeakConcurrency(usage, [...functionNames, tokenTrigger]) * peakTolerance),
    ),
  );

export function functionAlarms({
  functions,
  usage,
  errorPercent,
  maxConcurrency,
  metricsNamespace,
}: WatchedFunctions): AlarmDefinition[] {
  const migrationFunction = functions.function('db_initialization');
  const invocations = metric('Invocations', 'Sum');
  return [
    {
      id: 'functions-errors',
      meaning: `Over ${errorPercent}% of function invocations have failed for ten minutes.`,
      action: "Search the functions' logs for level ERROR. If a deployment just finished, roll it back.",
      metrics: { errors: metric('Errors', 'Sum'), invocations },
      expression: 'IF(invocations > 0, 100 * errors / invocations, 0)',
      ...sustained,
      threshold: errorPercent,
    },
    {
      id: 'functions-throttled',
      meaning: 'Lambda rejected invocations because a concurrency limit was reached. Callers got errors.',
      action:
        "Use the metric ConcurrentExecutions to find the limit that was reached; raise the function's reservedConcurrency or the account's quota.",
      metrics: { throttles: metric('Throttles', 'Sum') },
      ...immediate,
      threshold: 1,
    },
    {
      id: 'functions-concurrency',
      meaning:
        'Concurrent executions reached twice the planned peak or 80% of the limit. At the limit, Lambda rejects invocations.',
      action:
        'Check api-peak and functions-slow: if traffic is legitimate, correct the demand and raise reservedConcurrency.',
      metrics: { running: metric('ConcurrentExecutions', 'Maximum') },
      ...sustained,
      threshold: concurrencyThreshold(usage, maxConcurrency),
    },
    {
      id: 'functions-slow',
      meaning: `Invocations have taken over ${slowdownFactor} times as long as planned for ten minutes.`,
      action: 'Check the database first: capacity, locks, and slow statements in its log.',
      metrics: { duration: metric('Duration', 'Average') },
      ...sustained,
      threshold: Math.round(plannedDurationMilliseconds(usage) * slowdownFactor),
    },
    {
      id: 'functions-cold',
      meaning: `Over ${coldStartPercent}% of invocations are cold starts, which are slow.`,
      action: 'Set provisionedConcurrency with a schedule for the functions and hours that need it.',
      metrics: { cold: selectMetrics(metricsNamespace)(coldStartsMetric, 'Sum'), invocations },
      expression: `IF(invocations > ${busyInvocations(usage)}, 100 * cold / invocations, 0)`,
      ...sustained,
      threshold: coldStartPercent,
    },
    ...functions.deadLetterQueueNames.map(
      (queueName): AlarmDefinition => ({
        id: 'dead-letters',
        meaning: 'data_loader failed to load records after all retries. The event is in the dead-letter queue.',
        action: 'Read the log of data_loader, fix the cause, and invoke it again with the event.',
        metrics: {
          kept: selectMetrics('AWS/SQS', { QueueName: queueName })('ApproximateNumberOfMessagesVisible', 'Maximum'),
        },
        ...immediate,
        threshold: 1,
      }),
    ),
    {
      id: 'migration-failed',
      meaning: 'A database migration failed and was rolled back. The previous release keeps serving.',
      action: 'Read the log of db_initialization, fix the migration and deploy again.',
      metrics: {
        errors: selectMetrics('AWS/Lambda', { FunctionName: migrationFunction.functionName })('Errors', 'Sum'),
      },
      ...immediate,
      threshold: 1,
    },
  ];
}
