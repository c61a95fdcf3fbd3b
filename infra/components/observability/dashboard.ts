import { metricNames } from '../../../config/metrics.js';

/** One graph of a dashboard; widths and heights are in the 24 columns of CloudWatch's grid. */
export interface Graph {
  readonly title: string;
  /** `[namespace, metric, dimension, value, …]`, as CloudWatch's dashboard body has it. */
  readonly metrics: readonly (readonly string[])[];
  readonly statistic: string;
}

/** What a dashboard looks at. */
export interface DashboardResources {
  readonly region: string;
  readonly clusterIdentifier: string;
  readonly functionNames: readonly string[];
  readonly apiIds: readonly string[];
  readonly userPoolId: string;
  readonly clientId: string;
  /** Whether Cognito says how risky sign-ins look. */
  readonly hasThreatProtection: boolean;
  readonly deadLetterQueueNames: readonly string[];
  /** Of the metrics that the functions publish themselves. */
  readonly ownNamespace: string;
}

const columns = 24;
const perRow = 3;
const graphHeight = 6;
const periodSeconds = 300;

const databaseGraphs = ({ clusterIdentifier }: DashboardResources): Graph[] => {
  const metric = (name: string) => ['AWS/RDS', name, 'DBClusterIdentifier', clusterIdentifier];
  return [
    { title: 'Database: capacity used, ACU', metrics: [metric('ServerlessDatabaseCapacity')], statistic: 'Maximum' },
    { title: 'Database: share of the highest capacity, %', metrics: [metric('ACUUtilization')], statistic: 'Maximum' },
    { title: 'Database: connections', metrics: [metric('DatabaseConnections')], statistic: 'Maximum' },
    {
      title: 'Database: I/O requests',
      metrics: [metric('VolumeReadIOPs'), metric('VolumeWriteIOPs')],
      statistic: 'Sum',
    },
    { title: 'Database: storage, bytes', metrics: [metric('VolumeBytesUsed')], statistic: 'Maximum' },
    { title: 'Database: deadlocks', metrics: [metric('Deadlocks')], statistic: 'Sum' },
    {
      title: 'Database: replica lag, milliseconds',
      metrics: [metric('AuroraReplicaLagMaximum')],
      statistic: 'Maximum',
    },
  ];
};

const functionGraphs = ({ functionNames, deadLetterQueueNames, ownNamespace }: DashboardResources): Graph[] => {
  const metricPerFunction = (metric: string) =>
    functionNames.map((name) => ['AWS/Lambda', metric, 'FunctionName', name]);
  return [
    { title: 'Functions: errors', metrics: metricPerFunction('Errors'), statistic: 'Sum' },
    { title: 'Functions: duration, p95, milliseconds', metrics: metricPerFunction('Duration'), statistic: 'p95' },
    { title: 'Functions: throttles', metrics: metricPerFunction('Throttles'), statistic: 'Sum' },
    { title: 'Functions: at once', metrics: metricPerFunction('ConcurrentExecutions'), statistic: 'Maximum' },
    {
      title: 'Functions: cold starts, audit failures, unavailable',
      metrics: ['cold-starts', ...metricNames].map((name) => [ownNamespace, name]),
      statistic: 'Sum',
    },
    {
      title: 'Functions: dead letters',
      metrics: deadLetterQueueNames.map((name) => ['AWS/SQS', 'ApproximateNumberOfMessagesVisible', 'QueueName', name]),
      statistic: 'Maximum',
    },
  ];
};

const apiGraphs = ({ apiIds }: DashboardResources): Graph[] => {
  const metricPerApi = (metric: string) => apiIds.map((id) => ['AWS/ApiGateway', metric, 'ApiId', id]);
  return [
    { title: 'API: refused, 4xx', metrics: metricPerApi('4xx'), statistic: 'Sum' },
    { title: 'API: failed, 5xx', metrics: metricPerApi('5xx'), statistic: 'Sum' },
    ...['p50', 'p95', 'p99'].map((percentile) => ({
      title: `API: latency, ${percentile}, milliseconds`,
      metrics: metricPerApi('Latency'),
      statistic: percentile,
    })),
  ];
};

const identityGraphs = ({ userPoolId, clientId, hasThreatProtection }: DashboardResources): Graph[] => {
  const signIns = ['AWS/Cognito', 'SignInSuccesses', 'UserPool', userPoolId, 'UserPoolClient', clientId];
  const levels = ['Operation', 'SignIn', 'RiskLevel'];
  const risks = ['high', 'medium', 'low'].map((level) => ['AccountTakeoverRisk', level]);
  const risk: Graph = {
    title: 'Sign-ins that look stolen',
    metrics: [...risks, ['CompromisedCredentialRisk', 'high']].map(([name = '', level = '']) => [
      ...['AWS/Cognito', name, ...levels, level, 'UserPoolId', userPoolId],
    ]),
    statistic: 'Sum',
  };
  return [
    { title: 'Sign-ins', metrics: [signIns], statistic: 'Sum' },
    { title: 'Sign-ins: share that succeeds', metrics: [signIns], statistic: 'Average' },
    ...(hasThreatProtection ? [risk] : []),
  ];
};

/** A dashboard as CloudWatch takes it: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
export function dashboardBody(watched: DashboardResources): string {
  const graphs = [
    ...apiGraphs(watched),
    ...functionGraphs(watched),
    ...databaseGraphs(watched),
    ...identityGraphs(watched),
  ];
  return JSON.stringify({
    widgets: graphs.map(({ title, metrics, statistic }, index) => ({
      type: 'metric',
      x: (index % perRow) * (columns / perRow),
      y: Math.floor(index / perRow) * graphHeight,
      width: columns / perRow,
      height: graphHeight,
      properties: {
        title,
        metrics,
        stat: statistic,
        period: periodSeconds,
        region: watched.region,
        view: 'timeSeries',
      },
    })),
  });
}
