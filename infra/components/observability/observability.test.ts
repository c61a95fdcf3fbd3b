import { readFile } from 'node:fs/promises';
import * as pulumi from '@pulumi/pulumi';
import { beforeAll, describe, expect, it } from 'vitest';
import { computeMaxConcurrency } from '../../../config/demand/concurrency.js';
import { computeIoBreakEvenMillions, computeMaxConnections } from '../../../config/demand/database-capacity.js';
import { getUsagePreset } from '../../../config/demand/presets.js';
import { growUsage } from '../../../config/demand/usage.js';
import { checkStackConfig } from '../../../config/settings/load.js';
import { findOnly, listByType, planProgram } from '../../../test/support/plan.js';
import type { PlannedResource } from '../../preview/planned-resource.js';
import { previewStack } from '../../preview/preview.js';
import { accountAlarms } from '../audit/account-alarms.js';
import type { LambdaFunction } from '../functions/lambda-function.js';
import { busyInvocations, concurrencyThreshold } from './alarms/functions.js';
import { Observability, type ObservabilityArgs } from './observability.js';

const checked = checkStackConfig({ clinic: { timeZone: 'UTC' } });
if ('problems' in checked) throw new Error('The defaults do not fit.');
const { config } = checked;
const usage = getUsagePreset('study2025');
const alarmType = 'aws:cloudwatch/metricAlarm:MetricAlarm';

const lambda = (name: string) =>
  ({
    functionName: pulumi.output(`clinic-${name}`),
    logGroupName: pulumi.output(`/aws/lambda/${name}`),
  }) as LambdaFunction;

const production = (demand = usage): ObservabilityArgs => ({
  region: 'eu-central-1',
  metricsNamespace: 'clinic-test/functions',
  topicArn: 'arn:topic',
  usage: demand,
  ...config.observability,
  maxConcurrency: computeMaxConcurrency(config.functions),
  maxConnections: computeMaxConnections(config.database),
  hasReaders: config.database.readerCount > 0,
  ioBreakEvenMillions: computeIoBreakEvenMillions(config, demand),
  threatProtection: config.identity.threatProtection,
  database: { clusterIdentifier: pulumi.output('cluster-1') },
  functions: { function: lambda, deadLetterQueueNames: [pulumi.output('dead-letters-1')] },
  published: ['clinic-patients', 'clinic-files'].map((name) => ({ functionName: pulumi.output(name) })),
  peopleApi: { apiId: pulumi.output('people') },
  machinesApi: { apiId: pulumi.output('machines') },
  identity: { userPoolId: pulumi.output('pool-1'), clientId: pulumi.output('client-1') },
  trailLogGroupName: 'trail-log',
});

const planned = (changes: Partial<ObservabilityArgs> = {}) =>
  planProgram(() => new Observability('observability', { ...production(changes.usage), ...changes }));

const readThresholds = (plan: readonly PlannedResource[]) =>
  Object.fromEntries(
    listByType(plan, alarmType).map(({ name, inputs }) => [name.replace('observability-', ''), inputs.threshold]),
  );

interface Watched {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions?: Readonly<Record<string, string>>;
  readonly stat: string;
  readonly period: number;
}

/** What an alarm is on, in one line: metric and dimensions, statistic, seconds, how often, and which side is bad. */
function describeAlarm({ name, inputs }: PlannedResource): [string, string] {
  const formatMetric = ({ namespace, metricName, dimensions = {}, stat, period }: Watched) =>
    [`${namespace} ${metricName}`, ...Object.entries(dimensions).map((each) => each.join('=')), stat, period].join(' ');
  const queries = (inputs.metricQueries ?? []) as { id: string; expression?: string; metric?: Watched }[];
  const watched = queries.map(({ id, expression, metric }) => expression ?? `${id}: ${metric && formatMetric(metric)}`);
  // Inputs of a plan are untyped; those of an alarm on one metric contain the metric's fields.
  const single = { ...inputs, stat: inputs.statistic ?? inputs.extendedStatistic } as unknown as Watched;
  const side = String(inputs.comparisonOperator).replace('Threshold', '');
  const what = queries.length > 0 ? watched.join('; ') : formatMetric(single);
  return [name.replace('observability-', ''), `${what} × ${inputs.evaluationPeriods} ${side}`];
}

let plan: readonly PlannedResource[];
beforeAll(async () => {
  plan = await planned();
});

interface Widget {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly properties: { readonly metrics: string[][]; readonly region: string };
}

/** https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-viewing-advanced-security-metrics.html */
it("reads Cognito's risks by level, as it publishes them", () => {
  const { metricQueries } = findOnly(plan, alarmType, 'observability-sign-in-risk').inputs as {
    metricQueries: { metric?: { dimensions: object } }[];
  };
  const dimensions = metricQueries.flatMap(({ metric }) => metric?.dimensions ?? []);
  expect(dimensions).toHaveLength(4);
  for (const each of dimensions) expect(Object.keys(each).sort()).toEqual(['Operation', 'RiskLevel', 'UserPoolId']);
});

describe('the dashboard', () => {
  it("shows every API, every function and the cluster, in graphs that don't overlap", () => {
    const { inputs } = findOnly(plan, 'aws:cloudwatch/dashboard:Dashboard');
    expect(inputs.dashboardName).toBe('healthcare-backend-test');
    const { widgets } = JSON.parse(String(inputs.dashboardBody)) as { widgets: Widget[] };
    expect(widgets).toHaveLength(21);
    const watched = {
      'AWS/ApiGateway': ['people', 'machines'],
      'AWS/Lambda': ['clinic-patients', 'clinic-files'],
      'AWS/RDS': ['cluster-1'],
      'AWS/SQS': ['dead-letters-1'],
    };
    for (const { width, x, properties } of widgets) {
      expect(x + width).toBeLessThanOrEqual(24);
      expect(properties.region).toBe('eu-central-1');
      const namespace = String(properties.metrics[0]?.[0]);
      const shown = [...new Set(properties.metrics.map((metric) => metric[3]))];
      if (namespace in watched) expect(shown).toEqual(watched[namespace as keyof typeof watched]);
    }
    expect(new Set(widgets.map(({ x, y }) => `${x},${y}`)).size).toBe(widgets.length);
    // AWS's own names: a misspelt one shows an empty graph for ever.
    expect(widgets.flatMap(({ properties }) => [...new Set(properties.metrics.map((metric) => metric[1]))])).toEqual([
      '4xx',
      '5xx',
      'Latency',
      'Latency',
      'Latency',
      'Errors',
      'Duration',
      'Throttles',
      'ConcurrentExecutions',
      'cold-starts',
      'AuditFailures',
      'UnavailableAnswers',
      'ApproximateNumberOfMessagesVisible',
      'ServerlessDatabaseCapacity',
      'ACUUtilization',
      'DatabaseConnections',
      'VolumeReadIOPs',
      'VolumeWriteIOPs',
      'VolumeBytesUsed',
      'Deadlocks',
      'AuroraReplicaLagMaximum',
      'SignInSuccesses',
      'SignInSuccesses',
      'AccountTakeoverRisk',
      'CompromisedCredentialRisk',
    ]);
    // Those of Cognito by their own dimensions, with the values that its alarms have.
    const [risk] = widgets.at(-1)?.properties.metrics ?? [];
    expect(risk).toEqual([
      'AWS/Cognito',
      'AccountTakeoverRisk',
      'Operation',
      'SignIn',
      'RiskLevel',
      'high',
      'UserPoolId',
      'pool-1',
    ]);
  });
});

describe('the alarms', () => {
  it('have these thresholds', () => {
    expect(readThresholds(plan)).toEqual({
      'api-failures': 1,
      'api-latency-p50': 500,
      'api-latency-p95': 1500,
      'api-latency-p99': 5000,
      'api-peak': 36_000,
      'api-refusals': 20,
      'audit-failures': 1,
      'audit-gap': 1,
      'database-capacity': 80,
      'database-connections': 1441,
      'database-deadlocks': 0,
      'database-io': 49_263_333,
      'database-lag': 1000,
      'database-storage': 600e9,
      'dead-letters': 1,
      'functions-cold': 5,
      'functions-concurrency': 364,
      'functions-errors': 1,
      'functions-slow': 1084,
      'functions-throttled': 1,
      'machines-failures': 1,
      'migration-failed': 1,
      'sign-in-risk': 3,
      'sign-in-success': 0.5,
      unavailable: 20,
    });
  });

  it("on one metric have that metric's properties", () => {
    expect(findOnly(plan, alarmType, 'observability-database-capacity').inputs).toEqual({
      name: 'healthcare-backend-test-database-capacity',
      alarmDescription: expect.stringMatching(
        /^The database has used over 80% .* Runbook: docs\/runbook\.md#database-capacity$/,
      ),
      namespace: 'AWS/RDS',
      metricName: 'ACUUtilization',
      dimensions: { DBClusterIdentifier: 'cluster-1' },
      statistic: 'Maximum',
      period: 300,
      evaluationPeriods: 3,
      threshold: 80,
      comparisonOperator: 'GreaterThanOrEqualToThreshold',
      treatMissingData: 'notBreaching',
      alarmActions: ['arn:topic'],
      insufficientDataActions: ['arn:topic'],
    });
    expect(findOnly(plan, alarmType, 'observability-api-latency-p95').inputs).toMatchObject({
      extendedStatistic: 'p95',
      dimensions: { ApiId: 'people' },
    });
  });

  it('watch exactly these metrics and periods', () => {
    expect(Object.fromEntries(listByType(plan, alarmType).map(describeAlarm))).toEqual({
      'api-failures':
        'IF(some >= 5, 100 * some / requests, 0); some: AWS/ApiGateway 5xx ApiId=people Sum 300; requests: AWS/ApiGateway Count ApiId=people Sum 300 × 2 GreaterThanOrEqualTo',
      'api-latency-p50': 'AWS/ApiGateway Latency ApiId=people p50 300 × 3 GreaterThanOrEqualTo',
      'api-latency-p95': 'AWS/ApiGateway Latency ApiId=people p95 300 × 3 GreaterThanOrEqualTo',
      'api-latency-p99': 'AWS/ApiGateway Latency ApiId=people p99 300 × 3 GreaterThanOrEqualTo',
      'api-peak': 'AWS/ApiGateway Count ApiId=people Sum 60 × 3 GreaterThanOrEqualTo',
      'api-refusals':
        'IF(requests > 100, 100 * some / requests, 0); some: AWS/ApiGateway 4xx ApiId=people Sum 300; requests: AWS/ApiGateway Count ApiId=people Sum 300 × 2 GreaterThanOrEqualTo',
      'audit-failures': 'clinic-test/functions AuditFailures Sum 300 × 1 GreaterThanOrEqualTo',
      'audit-gap': 'AWS/Logs IncomingLogEvents LogGroupName=trail-log Sum 3600 × 2 LessThan',
      'database-capacity': 'AWS/RDS ACUUtilization DBClusterIdentifier=cluster-1 Maximum 300 × 3 GreaterThanOrEqualTo',
      'database-connections':
        'AWS/RDS DatabaseConnections DBClusterIdentifier=cluster-1 Maximum 300 × 3 GreaterThanOrEqualTo',
      'database-deadlocks': 'AWS/RDS Deadlocks DBClusterIdentifier=cluster-1 Maximum 300 × 1 GreaterThan',
      'database-io':
        'reads + writes; reads: AWS/RDS VolumeReadIOPs DBClusterIdentifier=cluster-1 Sum 86400; writes: AWS/RDS VolumeWriteIOPs DBClusterIdentifier=cluster-1 Sum 86400 × 1 GreaterThanOrEqualTo',
      'database-lag':
        'AWS/RDS AuroraReplicaLagMaximum DBClusterIdentifier=cluster-1 Maximum 300 × 3 GreaterThanOrEqualTo',
      'database-storage':
        'AWS/RDS VolumeBytesUsed DBClusterIdentifier=cluster-1 Maximum 86400 × 1 GreaterThanOrEqualTo',
      'dead-letters':
        'AWS/SQS ApproximateNumberOfMessagesVisible QueueName=dead-letters-1 Maximum 300 × 1 GreaterThanOrEqualTo',
      'functions-cold':
        'IF(invocations > 671, 100 * cold / invocations, 0); cold: clinic-test/functions cold-starts Sum 300; invocations: AWS/Lambda Invocations Sum 300 × 2 GreaterThanOrEqualTo',
      'functions-concurrency': 'AWS/Lambda ConcurrentExecutions Maximum 300 × 2 GreaterThanOrEqualTo',
      'functions-errors':
        'IF(invocations > 0, 100 * errors / invocations, 0); errors: AWS/Lambda Errors Sum 300; invocations: AWS/Lambda Invocations Sum 300 × 2 GreaterThanOrEqualTo',
      'functions-slow': 'AWS/Lambda Duration Average 300 × 2 GreaterThanOrEqualTo',
      'functions-throttled': 'AWS/Lambda Throttles Sum 300 × 1 GreaterThanOrEqualTo',
      'machines-failures':
        'IF(some >= 5, 100 * some / requests, 0); some: AWS/ApiGateway 5xx ApiId=machines Sum 300; requests: AWS/ApiGateway Count ApiId=machines Sum 300 × 2 GreaterThanOrEqualTo',
      'migration-failed': 'AWS/Lambda Errors FunctionName=clinic-db_initialization Sum 300 × 1 GreaterThanOrEqualTo',
      'sign-in-risk':
        'FILL(high, 0) + FILL(medium, 0) + FILL(low, 0) + FILL(compromised, 0); high: AWS/Cognito AccountTakeoverRisk Operation=SignIn RiskLevel=high UserPoolId=pool-1 Sum 3600; medium: AWS/Cognito AccountTakeoverRisk Operation=SignIn RiskLevel=medium UserPoolId=pool-1 Sum 3600; low: AWS/Cognito AccountTakeoverRisk Operation=SignIn RiskLevel=low UserPoolId=pool-1 Sum 3600; compromised: AWS/Cognito CompromisedCredentialRisk Operation=SignIn RiskLevel=high UserPoolId=pool-1 Sum 3600 × 1 GreaterThanOrEqualTo',
      'sign-in-success':
        'IF(attempts >= 20, success, 1); success: AWS/Cognito SignInSuccesses UserPool=pool-1 UserPoolClient=client-1 Average 3600; attempts: AWS/Cognito SignInSuccesses UserPool=pool-1 UserPoolClient=client-1 SampleCount 3600 × 1 LessThan',
      unavailable: 'clinic-test/functions UnavailableAnswers Sum 300 × 2 GreaterThanOrEqualTo',
    });
  });

  it('on a share use metric math', () => {
    expect(findOnly(plan, alarmType, 'observability-functions-errors').inputs.metricQueries).toEqual([
      {
        id: 'result',
        expression: 'IF(invocations > 0, 100 * errors / invocations, 0)',
        label: 'result',
        returnData: true,
      },
      {
        id: 'errors',
        returnData: false,
        metric: { namespace: 'AWS/Lambda', metricName: 'Errors', period: 300, stat: 'Sum' },
      },
      {
        id: 'invocations',
        returnData: false,
        metric: { namespace: 'AWS/Lambda', metricName: 'Invocations', period: 300, stat: 'Sum' },
      },
    ]);
  });

  it("watch each API separately, so that the traffic of one can't hide failures of the other", () => {
    const watched = (id: string) => {
      const { metricQueries } = findOnly(plan, alarmType, `observability-${id}`).inputs as {
        metricQueries: { metric?: { metricName: string; dimensions: object } }[];
      };
      return metricQueries.slice(1).map(({ metric }) => [metric?.metricName, metric?.dimensions]);
    };
    for (const [id, ApiId] of Object.entries({ 'api-failures': 'people', 'machines-failures': 'machines' })) {
      expect(watched(id)).toEqual([
        ['5xx', { ApiId }],
        ['Count', { ApiId }],
      ]);
    }
  });

  it('ignore the share of successful sign-ins below twenty attempts an hour', () => {
    const { metricQueries } = findOnly(plan, alarmType, 'observability-sign-in-success').inputs as {
      metricQueries: { expression?: string; metric?: { metricName: string; stat: string } }[];
    };
    expect(metricQueries[0]?.expression).toBe('IF(attempts >= 20, success, 1)');
    expect(metricQueries.slice(1).map(({ metric }) => [metric?.metricName, metric?.stat])).toEqual([
      ['SignInSuccesses', 'Average'],
      ['SignInSuccesses', 'SampleCount'],
    ]);
  });

  it('treat missing data as a breach only for the trail', () => {
    const breaching = listByType(plan, alarmType).filter(({ inputs }) => inputs.treatMissingData === 'breaching');
    expect(breaching.map(({ name }) => name)).toEqual(['observability-audit-gap']);
  });

  it('count cold starts in the logs of all functions as one metric', () => {
    const filters = listByType(plan, 'aws:cloudwatch/logMetricFilter:LogMetricFilter');
    expect(filters).toHaveLength(9);
    expect(filters[0]?.inputs).toEqual({
      logGroupName: '/aws/lambda/agent_integration',
      pattern: '{ ($.type = "platform.report") && ($.record.metrics.initDurationMs > 0) }',
      metricTransformation: { namespace: 'clinic-test/functions', name: 'cold-starts', value: '1' },
    });
    expect(new Set(filters.map(({ inputs }) => JSON.stringify(inputs.metricTransformation))).size).toBe(1);
  });

  it('follow the demand', async () => {
    const grown = readThresholds(await planned({ usage: growUsage(usage, 100_000) }));
    const before = readThresholds(plan);
    const moved = Object.keys(before).filter((id) => grown[id] !== before[id]);
    expect(moved).toEqual(['api-peak', 'database-io', 'database-storage', 'functions-concurrency', 'sign-in-risk']);
    expect([grown['api-peak'], grown['database-storage'], grown['functions-concurrency']]).toEqual([
      360_000, 6000e9, 800,
    ]);
  });

  it('follow the settings', async () => {
    const changed = { hasReaders: false, ioBreakEvenMillions: undefined, threatProtection: 'off' } as const;
    const ids = Object.keys(readThresholds(await planned(changed)));
    expect(Object.keys(readThresholds(plan)).filter((id) => !ids.includes(id))).toEqual([
      'database-io',
      'database-lag',
      'sign-in-risk',
    ]);
    expect(readThresholds(await planned({ alarms: false }))).toEqual({});
  });
});

describe('connections that thresholds are computed from', () => {
  it.each([
    [0.5, 40, 2000],
    [0, 2, 450],
    [1, 40, 5000],
    [2, 16, 3604],
  ])('a cluster from %d to %d ACU accepts %d connections', (minCapacityAcu, maxCapacityAcu, connections) => {
    expect(computeMaxConnections({ ...config.database, minCapacityAcu, maxCapacityAcu })).toBe(connections);
  });
});

describe('invocations below which cold starts are ignored', () => {
  it.each([
    ['half of an average five-minute period', 10_000, 671],
    ['ten times as many for ten times the users', 100_000, 6_713],
    ['fifty for a small demand', 100, 50],
  ])('are %s', (_what, mau, expected) => {
    expect(busyInvocations(growUsage(usage, mau))).toBe(expected);
  });
});

describe('concurrent executions that raise an alarm', () => {
  it.each([
    ['twice the planned peak', 10_000, 535, 364],
    ['twice the peak at exactly four fifths of the limit', 10_000, 455, 364],
    ['four fifths of a lower limit', 10_000, 454, 363],
    ['fifty for a small demand', 100, 535, 50],
    ['four fifths of the limit at ten times the users', 100_000, 535, 428],
    ['twice the peak at ten times the users under a higher limit', 100_000, 5_000, 3_640],
  ])('are %s', (_what, mau, concurrency, expected) => {
    expect(concurrencyThreshold(growUsage(usage, mau), concurrency)).toBe(expected);
  });

  it("follow the account's quota if nothing is reserved", async () => {
    const maxConcurrency = computeMaxConcurrency({ ...config.functions, accountConcurrency: 100 });
    const thresholds = readThresholds(await planned({ maxConcurrency }));
    expect(thresholds['functions-concurrency']).toBe(80);
  });
});

describe('the runbook', () => {
  it('has a section for each alarm of production and no others', async () => {
    const { resources } = await previewStack('prod');
    const ids = listByType(resources, alarmType).map(({ inputs }) => String(inputs.alarmDescription).split('#').at(-1));
    const text = await readFile('docs/runbook.md', 'utf8');
    const headings = [...text.matchAll(/^### (.+)$/gm)].map(([, heading]) => heading);
    expect(headings.sort()).toEqual(ids.sort());
    expect(ids).toEqual(expect.arrayContaining(Object.keys(accountAlarms)));
  });
});
