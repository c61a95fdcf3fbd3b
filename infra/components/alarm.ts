import * as aws from '@pulumi/aws';
import type * as pulumi from '@pulumi/pulumi';
import { getNamePrefix } from './component.js';

/** A metric of CloudWatch. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions?: Readonly<Record<string, pulumi.Input<string>>>;
  readonly statistic: string;
}

/** Returns a function that selects metrics by name from those with a namespace and dimensions. */
export const selectMetrics =
  <Name extends string>(namespace: string, dimensions?: Metric['dimensions']) =>
  (name: Name, statistic: string): Metric => ({ namespace, name, ...(dimensions && { dimensions }), statistic });

export interface AlarmDefinition {
  /** Completes the alarm's physical name, and is the heading of its section in docs/runbook.md. */
  readonly id: string;
  /** What happened and what it means for users. */
  readonly meaning: string;
  /** The first step of the person on call. */
  readonly action: string;
  /** Metrics by their name in the expression. Without an expression there is exactly one. */
  readonly metrics: Readonly<Record<string, Metric>>;
  /** CloudWatch metric math. */
  readonly expression?: string;
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
  readonly threshold: number;
  readonly comparison?: 'GreaterThanThreshold' | 'GreaterThanOrEqualToThreshold' | 'LessThanThreshold';
  /** Treats missing data as a breach. Most metrics have no data when nothing happens. */
  readonly alarmOnMissingData?: boolean;
}

export const minuteSeconds = 60;
export const hourSeconds = 60 * minuteSeconds;
export const daySeconds = 24 * hourSeconds;

/** One period of five minutes. */
export const immediate = { periodSeconds: 5 * minuteSeconds, evaluationPeriods: 1 };
/** Ten minutes in a row. */
export const sustained = { periodSeconds: 5 * minuteSeconds, evaluationPeriods: 2 };
/** A quarter of an hour. */
export const prolonged = { periodSeconds: 5 * minuteSeconds, evaluationPeriods: 3 };

const toMetricQueries = ({ metrics, expression, periodSeconds }: AlarmDefinition) => [
  { id: 'result', expression, label: 'result', returnData: true },
  ...Object.entries(metrics).map(([id, { namespace, name: metricName, dimensions, statistic: stat }]) => ({
    id,
    returnData: false,
    metric: { namespace, metricName, ...(dimensions && { dimensions }), period: periodSeconds, stat },
  })),
];

/** CloudWatch has a separate property for percentiles. */
const toStatistic = (statistic: string) =>
  statistic.startsWith('p') ? { extendedStatistic: statistic } : { statistic };

function toMetricFields(definition: AlarmDefinition) {
  if (definition.expression !== undefined) return { metricQueries: toMetricQueries(definition) };
  const [metric, ...others] = Object.values(definition.metrics);
  if (metric === undefined || others.length > 0) throw new Error(`${definition.id} needs one metric or an expression.`);
  const { namespace, name: metricName, dimensions, statistic } = metric;
  return {
    namespace,
    metricName,
    ...(dimensions && { dimensions }),
    ...toStatistic(statistic),
    period: definition.periodSeconds,
  };
}

/** Creates an alarm that notifies the topic. Its description is what the person on call reads first. */
export function createAlarm(
  name: string,
  definition: AlarmDefinition,
  topicArn: pulumi.Input<string>,
  parent: pulumi.Resource,
): aws.cloudwatch.MetricAlarm {
  const { id, meaning, action, evaluationPeriods, threshold, comparison, alarmOnMissingData } = definition;
  return new aws.cloudwatch.MetricAlarm(
    name,
    {
      name: `${getNamePrefix()}-${id}`,
      alarmDescription: `${meaning} ${action} Runbook: docs/runbook.md#${id}`,
      ...toMetricFields(definition),
      evaluationPeriods,
      threshold,
      comparisonOperator: comparison ?? 'GreaterThanOrEqualToThreshold',
      treatMissingData: alarmOnMissingData ? 'breaching' : 'notBreaching',
      alarmActions: [topicArn],
      insufficientDataActions: [topicArn],
    },
    { parent },
  );
}
