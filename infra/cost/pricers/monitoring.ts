import type { PlannedResource } from '../../preview/planned-resource.js';
import { formatCountOf, formatNumber, type Pricer, readTextInput, selectByType } from './pricer.js';

const component = 'CloudWatch and CloudTrail';
const dashboardType = 'aws:cloudwatch/dashboard:Dashboard';
const alarmType = 'aws:cloudwatch/metricAlarm:MetricAlarm';

const isOfAws = (namespace: unknown): boolean => typeof namespace === 'string' && namespace.startsWith('AWS/');

function shownMetrics(dashboard: PlannedResource): string[] {
  const body = JSON.parse(readTextInput(dashboard, 'dashboardBody') ?? '{}') as {
    widgets?: { properties?: { metrics?: unknown[][] } }[];
  };
  const metrics = (body.widgets ?? []).flatMap(({ properties }) => properties?.metrics ?? []);
  return metrics
    .filter(([namespace]) => isOfAws(namespace))
    .map((metric) => metric.filter((part) => typeof part === 'string').join(' '));
}

interface WatchedMetric {
  readonly namespace?: unknown;
  readonly metricName?: unknown;
  readonly dimensions?: Readonly<Record<string, unknown>>;
}

function alarmedMetrics({ inputs }: PlannedResource): string[] {
  const queries = (inputs.metricQueries ?? []) as { metric?: WatchedMetric }[];
  return [inputs as WatchedMetric, ...queries.map(({ metric }) => metric ?? {})]
    .filter(({ namespace }) => isOfAws(namespace))
    .map(({ namespace, metricName, dimensions = {} }) =>
      [namespace, metricName, ...Object.entries(dimensions).flat()].join(' '),
    );
}

/** Metrics that AWS publishes by itself, for nothing, and that a dashboard or an alarm of the plan watches. */
export const countPublishedMetrics = (plan: readonly PlannedResource[]): number =>
  new Set([
    ...selectByType(plan, dashboardType).flatMap(shownMetrics),
    ...selectByType(plan, alarmType).flatMap(alarmedMetrics),
  ]).size;

interface Transformation {
  readonly namespace?: unknown;
  readonly name?: unknown;
  readonly defaultValue?: unknown;
}

/** Before the name of each function's log group. */
const functionLogs = '/aws/lambda/';

/**
 * Metrics that filters make of logs. A metric is billed in the hours that it is sent in: with a default value in each of them,
 * of what functions log in any, while what a filter looks for in the trail happens hardly ever.
 */
function filteredMetrics(filters: readonly PlannedResource[]): number {
  const lasting = filters
    .map((filter) => ({
      logGroup: readTextInput(filter, 'logGroupName') ?? '',
      transformation: Object(filter.inputs.metricTransformation) as Transformation,
    }))
    .filter(
      ({ logGroup, transformation }) => logGroup.startsWith(functionLogs) || transformation.defaultValue !== undefined,
    );
  return new Set(lasting.map(({ transformation: { namespace, name } }) => `${namespace} ${name}`)).size;
}

/**
 * Metrics that are watched and that AWS doesn't publish: these the program must, and pays for, and those that filters make.
 * What the functions send themselves is of faults (config/metrics.ts), and costs as much as a month has hours with one.
 */
export const customMetrics: Pricer = {
  types: ['aws:cloudwatch/logMetricFilter:LogMetricFilter'],
  demand: 'metrics',
  charge(filters, { plan, usage }) {
    const filtered = filteredMetrics(filters);
    const published = countPublishedMetrics(plan);
    const { metricCount } = usage.monitoring;
    return [
      {
        component,
        item: 'Custom metrics',
        price: 'customMetricMonth',
        quantity: Math.max(0, metricCount - published) + filtered,
        basis: `${formatNumber(metricCount)} metrics to watch, less ${formatNumber(published)} that dashboards and alarms watch and AWS publishes for nothing${filtered === 0 ? '' : `, and ${formatCountOf(filtered, 'metric')} that filters make of logs in any hour`}`,
      },
    ];
  },
};

export const dashboards: Pricer = {
  types: [dashboardType],
  charge: ({ length }) =>
    length === 0
      ? []
      : [
          {
            component,
            item: 'Dashboards',
            price: 'dashboardMonth',
            quantity: length,
            basis: formatCountOf(length, 'dashboard'),
          },
        ],
};

/** Alarms at one-minute periods or longer, each on the metrics that it reads. */
export const alarms: Pricer = {
  types: [alarmType],
  charge(resources) {
    const metrics = resources.map(({ inputs }) => {
      const queries = Array.isArray(inputs.metricQueries) ? inputs.metricQueries : [];
      return Math.max(1, queries.filter((query) => Reflect.has(Object(query), 'metric')).length);
    });
    const quantity = metrics.reduce((sum, count) => sum + count, 0);
    if (quantity === 0) return [];
    const basis = `${formatCountOf(resources.length, 'alarm')} on ${formatCountOf(quantity, 'metric')}`;
    return [{ component, item: 'Alarms', price: 'alarmMonth', quantity, basis }];
  },
};
