import type * as pulumi from '@pulumi/pulumi';
import { roundUpExecutions, sumPeakConcurrency } from '../../../../config/demand/concurrency.js';
import { type PlannedUsage, sumServedRequests, tokenTrigger } from '../../../../config/demand/usage.js';
import { functionNames, getFunctionDefinition } from '../../../../config/functions.js';
import type { AlarmDefinition, Metric } from '../alarm.js';

export interface WatchedFunctions {
  /** In AWS, of the function that brings the schema up to date. */
  readonly migratingFunctionName: pulumi.Input<string>;
  /** Of queues where events end that could not be worked off. */
  readonly deadLetterQueueNames: readonly pulumi.Input<string>[];
  /** Executions at once that the functions may have together. */
  readonly concurrency: number;
  readonly usage: PlannedUsage;
  /** Of invocations that may fail, in percent. */
  readonly errorPercent: number;
  /** Where filters on the functions' logs count cold starts. */
  readonly coldStarts: { readonly namespace: string; readonly name: string };
}

const fiveMinutesSeconds = 300;
const nearLimitShare = 0.8;

/** Twice the planned peak: twice the people, or each execution takes twice the time. */
const peakTolerance = 2;

/** Of executions at once a handful is no peak, however small the demand. */
const minimumPeak = 50;

/** An average that triples is no fluctuation. */
const slowdownFactor = 3;

/** Cold starts are under a hundredth of a busy function's calls (AWS Compute Blog, on the billing of INIT). */
const coldStartPercent = 5;

/** Below it a few cold starts are a large share. */
const minimumBusyInvocations = 50;

/**
 * Invocations in five minutes from which on a share of cold starts says something: half of an average five minutes of the
 * planned business hours. A few calls at night are all cold, and nobody minds.
 */
export function busyInvocations(usage: PlannedUsage): number {
  const fiveMinutesPerMonth = (usage.api.businessHoursPerMonth * 3_600) / fiveMinutesSeconds;
  return Math.max(minimumBusyInvocations, Math.round(sumServedRequests(usage) / fiveMinutesPerMonth / 2));
}

/** Over all functions of the account; an environment is best an account of its own. */
const metric = (name: string, statistic: string): Metric => ({ namespace: 'AWS/Lambda', name, statistic });

/** What invocations behind the API take on average by the demand, in milliseconds. */
function plannedDurationMilliseconds(usage: PlannedUsage): number {
  const { functions, compute } = usage;
  const served = functionNames
    .filter((name) => getFunctionDefinition(name).routes.length > 0)
    .map((name) => functions[name]);
  const requests = sumServedRequests(usage);
  const milliseconds = served.reduce(
    (sum, { requestsPerMonth, durationMilliseconds }) => sum + requestsPerMonth * durationMilliseconds,
    0,
  );
  return compute.networkOverheadMilliseconds + (requests === 0 ? 0 : milliseconds / requests);
}

/**
 * Executions at once that somebody must hear of: the demand's peak twice over, so that it grows with the demand, and never more than
 * four fifths of what the functions may run, beyond which they are refused whatever was planned.
 */
export const concurrencyThreshold = (usage: PlannedUsage, concurrency: number): number =>
  Math.min(
    Math.floor(concurrency * nearLimitShare),
    Math.max(
      minimumPeak,
      roundUpExecutions(sumPeakConcurrency(usage, [...functionNames, tokenTrigger]) * peakTolerance),
    ),
  );

export function functionAlarms(watched: WatchedFunctions): AlarmDefinition[] {
  const { usage, errorPercent, concurrency, coldStarts } = watched;
  const invocations = metric('Invocations', 'Sum');
  const sustained = { periodSeconds: fiveMinutesSeconds, evaluationPeriods: 2 };
  const immediate = { periodSeconds: fiveMinutesSeconds, evaluationPeriods: 1 };
  const planned = plannedDurationMilliseconds(usage);
  return [
    {
      id: 'functions-errors',
      meaning: `Over ${errorPercent} % of the functions’ invocations fail.`,
      action: 'Look at the functions’ logs for level ERROR; roll back if a deployment came before.',
      metrics: { errors: metric('Errors', 'Sum'), invocations },
      expression: 'IF(invocations > 0, 100 * errors / invocations, 0)',
      ...sustained,
      threshold: errorPercent,
    },
    {
      id: 'functions-throttled',
      meaning: 'Lambda refuses invocations.',
      action: 'Raise the function’s reserved concurrency, or the account’s quota.',
      metrics: { throttles: metric('Throttles', 'Sum') },
      ...immediate,
      threshold: 1,
    },
    {
      id: 'functions-concurrency',
      meaning: 'The functions run twice as often at once as was planned for the peak, or nearly as often as they may.',
      action: 'Find out whether people come or something is slow; correct the demand or raise reserved concurrency.',
      metrics: { running: metric('ConcurrentExecutions', 'Maximum') },
      ...sustained,
      threshold: concurrencyThreshold(usage, concurrency),
    },
    {
      id: 'functions-slow',
      meaning: `Invocations take over ${slowdownFactor} times as long as was planned for.`,
      action: 'Look at the database first: capacity, locks, slow statements in its log.',
      metrics: { duration: metric('Duration', 'Average') },
      ...sustained,
      threshold: Math.round(planned * slowdownFactor),
    },
    {
      id: 'functions-cold',
      meaning: `Over ${coldStartPercent} % of the invocations start cold.`,
      action: 'Set provisioned concurrency for the hours in which people wait for it.',
      metrics: { cold: { ...coldStarts, statistic: 'Sum' }, invocations },
      expression: `IF(invocations > ${busyInvocations(usage)}, 100 * cold / invocations, 0)`,
      ...sustained,
      threshold: coldStartPercent,
    },
    ...watched.deadLetterQueueNames.map(
      (queueName): AlarmDefinition => ({
        id: 'dead-letters',
        meaning: 'A load of records failed for good and its event is kept.',
        action: 'Read the function’s log, mend the cause, and send the event again.',
        metrics: {
          kept: {
            namespace: 'AWS/SQS',
            name: 'ApproximateNumberOfMessagesVisible',
            dimensions: { QueueName: queueName },
            statistic: 'Maximum',
          },
        },
        ...immediate,
        threshold: 1,
      }),
    ),
    {
      id: 'migration-failed',
      meaning: 'The database could not be brought to the newest schema; the old code goes on serving.',
      action: 'Read the log of db_initialization; mend the migration and deploy again.',
      metrics: {
        errors: {
          namespace: 'AWS/Lambda',
          name: 'Errors',
          dimensions: { FunctionName: watched.migratingFunctionName },
          statistic: 'Sum',
        },
      },
      ...immediate,
      threshold: 1,
    },
  ];
}
