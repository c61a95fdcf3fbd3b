import { Decimal } from 'decimal.js';
import type { PlannedResource } from '../../preview/planned-resource.js';
import { counted, ofType, type Pricer, say, textInput } from './pricer.js';

const component = 'CloudWatch and CloudTrail';
const dashboardType = 'aws:cloudwatch/dashboard:Dashboard';

/** Metrics that AWS publishes by itself, for nothing, and that a dashboard of the plan shows. */
export function publishedMetrics(plan: readonly PlannedResource[]): number {
  const shown = ofType(plan, dashboardType).flatMap((dashboard) => {
    const body = JSON.parse(textInput(dashboard, 'dashboardBody') ?? '{}') as {
      widgets?: { properties?: { metrics?: unknown[][] } }[];
    };
    return (body.widgets ?? []).flatMap(({ properties }) => properties?.metrics ?? []);
  });
  const published = shown.filter(([namespace]) => typeof namespace === 'string' && namespace.startsWith('AWS/'));
  return new Set(published.map((metric) => JSON.stringify(metric.filter((part) => typeof part === 'string')))).size;
}

/** Metrics that are watched and that AWS doesn't publish: these the program must, and pays for. */
export const customMetrics: Pricer = {
  types: [],
  charge(_resources, { plan, usage }) {
    const published = publishedMetrics(plan);
    const { metricCount } = usage.monitoring;
    return [
      {
        component,
        item: 'Custom metrics',
        price: 'customMetricMonth',
        quantity: Math.max(0, metricCount - published),
        basis: `${say(metricCount)} metrics to watch, less ${say(published)} of the dashboard that AWS publishes for nothing`,
      },
    ];
  },
};

const countCharge =
  (item: string, price: 'dashboardMonth' | 'alarmMonth' | 'compositeAlarmMonth', noun: string): Pricer['charge'] =>
  (resources) =>
    resources.length === 0
      ? []
      : [{ component, item, price, quantity: resources.length, basis: counted(resources.length, noun) }];

export const dashboards: Pricer = {
  types: [dashboardType],
  charge: countCharge('Dashboards', 'dashboardMonth', 'dashboard'),
};

/** Alarms at one-minute periods or longer, each on the metrics that it reads. */
export const alarms: Pricer = {
  types: ['aws:cloudwatch/metricAlarm:MetricAlarm'],
  charge(resources) {
    const metrics = resources.map(({ inputs }) => {
      const queries = Array.isArray(inputs.metricQueries) ? inputs.metricQueries : [];
      return Math.max(1, queries.filter((query) => Reflect.has(Object(query), 'metric')).length);
    });
    const quantity = metrics.reduce((sum, count) => sum + count, 0);
    if (quantity === 0) return [];
    const basis = `${counted(resources.length, 'alarm')} on ${counted(quantity, 'metric')}`;
    return [{ component, item: 'Alarms', price: 'alarmMonth', quantity, basis }];
  },
};

export const compositeAlarms: Pricer = {
  types: ['aws:cloudwatch/compositeAlarm:CompositeAlarm'],
  charge: countCharge('Composite alarms', 'compositeAlarmMonth', 'alarm'),
};

/**
 * CloudTrail's data events. They are demanded whether the plan has its trail or not; a first trail's management events are free.
 */
export const trails: Pricer = {
  types: ['aws:cloudtrail/trail:Trail'],
  charge(resources, { usage: { trail } }) {
    if (resources.length > 1) {
      throw new Error(
        `There is no price for a second trail's management events: ${resources.map(({ name }) => name).join(', ')}.`,
      );
    }
    const events = trail.fileEventsPerMonth + trail.functionEventsPerMonth;
    return [
      {
        component,
        item: 'CloudTrail data events',
        price: 'trailDataEvents100K',
        quantity: new Decimal(events).dividedBy(100_000),
        basis: `demand: ${say(trail.fileEventsPerMonth)} of S3, ${say(trail.functionEventsPerMonth)} of Lambda${resources.length === 0 ? '; the plan has no trail' : ''}`,
      },
    ];
  },
};
