import * as aws from '@pulumi/aws';
import type * as pulumi from '@pulumi/pulumi';

/** One metric of CloudWatch. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions?: Readonly<Record<string, pulumi.Input<string>>>;
  readonly statistic: string;
}

/** Something that somebody must hear of. */
export interface AlarmDefinition {
  /** Its name behind the stack's, and the heading of its part of docs/runbook.md. */
  readonly id: string;
  /** What it means that it fires. */
  readonly meaning: string;
  /** What to do first. */
  readonly action: string;
  /** By name in the expression; the alarm is on the only one where there is no expression. */
  readonly metrics: Readonly<Record<string, Metric>>;
  /** CloudWatch's metric math. */
  readonly expression?: string;
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
  readonly threshold: number;
  readonly comparison?: 'GreaterThanThreshold' | 'GreaterThanOrEqualToThreshold' | 'LessThanThreshold';
  /** Whether silence is a fault; otherwise it is rest. */
  readonly alarmOnMissingData?: boolean;
}

export interface AlarmTarget {
  /** Begins the alarm's name. */
  readonly namePrefix: string;
  readonly topicArn: pulumi.Input<string>;
}

const toMetricQueries = ({ metrics, expression, periodSeconds }: AlarmDefinition) => [
  { id: 'result', expression, label: 'result', returnData: true },
  ...Object.entries(metrics).map(([id, { namespace, name: metricName, dimensions, statistic: stat }]) => ({
    id,
    returnData: false,
    metric: { namespace, metricName, ...(dimensions && { dimensions }), period: periodSeconds, stat },
  })),
];

/** Percentiles have a property of their own. */
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

/** Makes the alarm; its description says what to do and where more is written. */
export function createAlarm(
  name: string,
  definition: AlarmDefinition,
  { namePrefix, topicArn }: AlarmTarget,
  parent: pulumi.Resource,
): aws.cloudwatch.MetricAlarm {
  const {
    id,
    meaning,
    action,
    evaluationPeriods,
    threshold,
    comparison,
    alarmOnMissingData: isSilenceAFault,
  } = definition;
  return new aws.cloudwatch.MetricAlarm(
    `${name}-${id}`,
    {
      name: `${namePrefix}-${id}`,
      alarmDescription: `${meaning} ${action} docs/runbook.md#${id}`,
      ...toMetricFields(definition),
      evaluationPeriods,
      threshold,
      comparisonOperator: comparison ?? 'GreaterThanOrEqualToThreshold',
      treatMissingData: isSilenceAFault === true ? 'breaching' : 'notBreaching',
      alarmActions: [topicArn],
      // That data stopped coming is told as well.
      insufficientDataActions: [topicArn],
    },
    { parent },
  );
}
