import { Decimal } from 'decimal.js';
import type { PlannedUsage } from '../../../config/demand/usage.js';
import { formatCount, formatNumber } from '../../../config/format.js';
import { filterByType, readInput } from '../../policies/policy.js';
import type { PlannedResource } from '../../preview/planned-resource.js';
import type { Charge } from '../line.js';
import { createChargeBuilder, type Pricer, priceType, readTextInput } from './pricer.js';

const buildCharge = createChargeBuilder('CloudWatch and CloudTrail');
const dashboardType = 'aws:cloudwatch/dashboard:Dashboard';
const alarmType = 'aws:cloudwatch/metricAlarm:MetricAlarm';
const trailType = 'aws:cloudtrail/trail:Trail';
const bytesPerGb = 1e9;

interface EventSelector {
  readonly fieldSelectors?: readonly { readonly field: string; readonly equals?: readonly string[] }[];
}

const selectsEvents = ({ inputs }: PlannedResource, resourceType: string): boolean =>
  ((inputs.advancedEventSelectors ?? []) as EventSelector[]).some(({ fieldSelectors = [] }) =>
    fieldSelectors.some(({ field, equals = [] }) => field === 'resources.type' && equals.includes(resourceType)),
  );

/** The demand's data events that trails record. */
function countDataEvents(trails: readonly PlannedResource[], { trail }: PlannedUsage) {
  const isRecorded = (resourceType: string) => trails.some((each) => selectsEvents(each, resourceType));
  return {
    files: isRecorded('AWS::S3::Object') ? trail.fileEventsPerMonth : 0,
    functions: isRecorded('AWS::Lambda::Function') ? trail.functionEventsPerMonth : 0,
  };
}

/** The log volume of trails in GB a month: management events and data events. */
function computeTrailLogGb(plan: readonly PlannedResource[], usage: PlannedUsage): number {
  const trails = filterByType(plan, trailType).filter(({ inputs }) => inputs.cloudWatchLogsGroupArn !== undefined);
  if (trails.length === 0) return 0;
  const { files, functions } = countDataEvents(trails, usage);
  return ((files + functions + usage.trail.managementEventsPerMonth) * usage.trail.bytesPerEvent) / bytesPerGb;
}

type LogSource = Exclude<keyof PlannedUsage['logs'], 'storedGb'> | 'trail';

/** The source of a log group by the logical name of the group. */
const logSources: readonly (readonly [RegExp, LogSource, string])[] = [
  [/^(functions|identity)-.*-log$/, 'functionsGb', 'functions'],
  [/-access-log$/, 'accessGb', 'API access'],
  [/^database-(.*-)?log$/, 'databaseGb', 'database'],
  [/-flows$/, 'flowGb', 'VPC flows'],
  [/^audit-log$/, 'trail', 'CloudTrail'],
];

function findLogSource({ name }: PlannedResource): LogSource {
  const found = logSources.find(([pattern]) => pattern.test(name));
  if (found === undefined) throw new Error(`Can't price the log group ${name}: usage.logs has no volume for it.`);
  return found[1];
}

const isInfrequentAccess = (group: PlannedResource): boolean =>
  readTextInput(group, 'logGroupClass') === 'INFREQUENT_ACCESS';

/** Charges for log groups. The groups of a source share its volume evenly, which matters only if their classes differ. */
function chargeLogGroups(groups: readonly PlannedResource[], plan: readonly PlannedResource[], usage: PlannedUsage) {
  const sourced = groups.map((group) => ({ group, source: findLogSource(group) }));
  const volumes = logSources.flatMap(([, source, label]) => {
    const members = sourced.filter((each) => each.source === source).map(({ group }) => group);
    if (members.length === 0) return [];
    const infrequent = members.filter(isInfrequentAccess).length;
    const totalGb = source === 'trail' ? computeTrailLogGb(plan, usage) : usage.logs[source];
    const shareGb = new Decimal(totalGb).dividedBy(members.length);
    return { label, infrequentGb: shareGb.times(infrequent), standardGb: shareGb.times(members.length - infrequent) };
  });
  const ingestion = (item: string, price: Charge['price'], part: 'standardGb' | 'infrequentGb'): Charge[] => {
    const parts = volumes.filter((volume) => volume[part].greaterThan(0));
    if (parts.length === 0) return [];
    const basis = parts.map((volume) => `${volume.label} ${formatNumber(volume[part])} GB`).join(', ');
    return [buildCharge(item, price, Decimal.sum(...parts.map((volume) => volume[part])), basis)];
  };
  return [
    ...ingestion('Log ingestion', 'logIngestionGb', 'standardGb'),
    ...ingestion('Log ingestion, infrequent access', 'logIngestionGbInfrequentAccess', 'infrequentGb'),
    buildCharge(
      'Log storage',
      'logStorageGbMonth',
      usage.logs.storedGb,
      `demand: compressed logs in ${formatCount(groups.length, 'log group')}`,
    ),
  ];
}

const isAwsNamespace = (namespace: unknown): boolean => typeof namespace === 'string' && namespace.startsWith('AWS/');

function listDashboardMetrics(dashboard: PlannedResource): string[] {
  const body = JSON.parse(readTextInput(dashboard, 'dashboardBody') ?? '{}') as {
    widgets?: { properties?: { metrics?: unknown[][] } }[];
  };
  const metrics = (body.widgets ?? []).flatMap(({ properties }) => properties?.metrics ?? []);
  return metrics
    .filter(([namespace]) => isAwsNamespace(namespace))
    .map((metric) => metric.filter((part) => typeof part === 'string').join(' '));
}

interface AlarmMetric {
  readonly namespace?: unknown;
  readonly metricName?: unknown;
  readonly dimensions?: Readonly<Record<string, unknown>>;
}

function listAlarmMetrics({ inputs }: PlannedResource): string[] {
  const queries = (inputs.metricQueries ?? []) as { metric?: AlarmMetric }[];
  return [inputs as AlarmMetric, ...queries.map(({ metric }) => metric ?? {})]
    .filter(({ namespace }) => isAwsNamespace(namespace))
    .map(({ namespace, metricName, dimensions = {} }) =>
      [namespace, metricName, ...Object.entries(dimensions).flat()].join(' '),
    );
}

/** Metrics on dashboards and alarms of the plan that AWS publishes for free. */
const countFreeMetrics = (plan: readonly PlannedResource[]): number =>
  new Set([
    ...filterByType(plan, dashboardType).flatMap(listDashboardMetrics),
    ...filterByType(plan, alarmType).flatMap(listAlarmMetrics),
  ]).size;

/** The start of the name of each function's log group. */
const functionLogPrefix = '/aws/lambda/';

/**
 * Counts the metrics that log filters publish in every hour. A metric is billed for the hours with a value: those with a
 * default value and those of function logs have one in every hour, while filters of the trail hardly ever match.
 */
function countFilterMetrics(filters: readonly PlannedResource[]): number {
  const hourly = filters.filter(
    (filter) =>
      readTextInput(filter, 'logGroupName')?.startsWith(functionLogPrefix) ||
      readInput(filter, 'metricTransformation.defaultValue') !== undefined,
  );
  const readKey = (filter: PlannedResource) =>
    ['namespace', 'name'].map((key) => readInput(filter, `metricTransformation.${key}`)).join(' ');
  return new Set(hourly.map(readKey)).size;
}

export const cloudwatchPricers: readonly Pricer[] = [
  priceType('aws:cloudwatch/logGroup:LogGroup', (groups, { plan, usage }) => chargeLogGroups(groups, plan, usage)),
  {
    // Fault metrics that functions send (config/metrics.ts) are billed only for the hours with a fault, so not counted.
    types: ['aws:cloudwatch/logMetricFilter:LogMetricFilter'],
    demand: 'metrics',
    charge(filters, { plan, usage }) {
      const filtered = countFilterMetrics(filters);
      const free = countFreeMetrics(plan);
      const { metricCount } = usage.monitoring;
      return [
        buildCharge(
          'Custom metrics',
          'customMetricMonth',
          Math.max(0, metricCount - free) + filtered,
          `${formatNumber(metricCount)} metrics to watch, less ${formatNumber(free)} that AWS publishes for free${filtered === 0 ? '' : `, plus ${formatCount(filtered, 'metric')} from log filters`}`,
        ),
      ];
    },
  },
  priceType(dashboardType, ({ length }) => [
    buildCharge('Dashboards', 'dashboardMonth', length, formatCount(length, 'dashboard')),
  ]),
  // An alarm is billed for each metric that it reads, at periods of a minute or longer.
  priceType(alarmType, (alarms) => {
    const metrics = alarms.map(({ inputs }) => {
      const queries = Array.isArray(inputs.metricQueries) ? inputs.metricQueries : [];
      return Math.max(1, queries.filter((query) => Reflect.has(Object(query), 'metric')).length);
    });
    const quantity = metrics.reduce((sum, count) => sum + count, 0);
    const basis = `${formatCount(alarms.length, 'alarm')} on ${formatCount(quantity, 'metric')}`;
    return [buildCharge('Alarms', 'alarmMonth', quantity, basis)];
  }),
  // Management events of the first trail are free.
  priceType(trailType, (trails, { usage }) => {
    if (trails.length > 1) {
      const names = trails.map(({ name }) => name).join(', ');
      throw new Error(`Can't price the management events of a second trail (found ${names}).`);
    }
    const { files, functions } = countDataEvents(trails, usage);
    return [
      buildCharge(
        'CloudTrail data events',
        'trailDataEvents100K',
        new Decimal(files + functions).dividedBy(100_000),
        `${formatNumber(files)} events of S3 and ${formatNumber(functions)} of Lambda that the trail selects`,
      ),
    ];
  }),
];
