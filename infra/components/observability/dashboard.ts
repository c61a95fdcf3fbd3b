import { metricNames } from '../../../config/metrics.js';
import { coldStartsMetric } from './alarms/functions.js';

export interface Graph {
  readonly title: string;
  /** `[namespace, metric, dimension, value, …]`, in the syntax of CloudWatch's dashboard body. */
  readonly metrics: readonly (readonly string[])[];
  readonly statistic: string;
}

export interface DashboardResources {
  readonly region: string;
  readonly clusterIdentifier: string;
  readonly functionNames: readonly string[];
  readonly apiIds: readonly string[];
  readonly userPoolId: string;
  readonly clientId: string;
  /** True if Cognito publishes the risk of sign-ins. */
  readonly hasThreatProtection: boolean;
  readonly deadLetterQueueNames: readonly string[];
  /** Namespace of the metrics that the functions publish. */
  readonly metricsNamespace: string;
}

/** Columns of CloudWatch's grid. */
const columns = 24;
const perRow = 3;
const graphHeight = 6;
const periodSeconds = 300;

const databaseGraphs = ({ clusterIdentifier }: DashboardResources): Graph[] => {
  const metric = (name: string) => ['AWS/RDS', name, 'DBClusterIdentifier', clusterIdentifier];
  return [
    { title: 'Database: capacity, ACU', metrics: [metric('ServerlessDatabaseCapacity')], statistic: 'Maximum' },
    { title: 'Database: share of maximum capacity, %', metrics: [metric('ACUUtilization')], statistic: 'Maximum' },
    { title: 'Database: connections', metrics: [metric('DatabaseConnections')], statistic: 'Maximum' },
    {
      title: 'Database: I/O requests',
      metrics: [metric('VolumeReadIOPs'), metric('VolumeWriteIOPs')],
      statistic: 'Sum',
    },
    { title: 'Database: storage, bytes', metrics: [metric('VolumeBytesUsed')], statistic: 'Maximum' },
    { title: 'Database: deadlocks', metrics: [metric('Deadlocks')], statistic: 'Sum' },
    {
      title: 'Database: replica lag, ms',
      metrics: [metric('AuroraReplicaLagMaximum')],
      statistic: 'Maximum',
    },
  ];
};

const functionGraphs = ({ functionNames, deadLetterQueueNames, metricsNamespace }: DashboardResources): Graph[] => {
  const metricPerFunction = (metric: string) =>
    functionNames.map((name) => ['AWS/Lambda', metric, 'FunctionName', name]);
  return [
    { title: 'Functions: errors', metrics: metricPerFunction('Errors'), statistic: 'Sum' },
    { title: 'Functions: duration, p95, ms', metrics: metricPerFunction('Duration'), statistic: 'p95' },
    { title: 'Functions: throttles', metrics: metricPerFunction('Throttles'), statistic: 'Sum' },
    {
      title: 'Functions: concurrent executions',
      metrics: metricPerFunction('ConcurrentExecutions'),
      statistic: 'Maximum',
    },
    {
      title: 'Functions: cold starts, audit failures, 503 responses',
      metrics: [coldStartsMetric, ...metricNames].map((name) => [metricsNamespace, name]),
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
    { title: 'API: 4xx responses', metrics: metricPerApi('4xx'), statistic: 'Sum' },
    { title: 'API: 5xx responses', metrics: metricPerApi('5xx'), statistic: 'Sum' },
    ...['p50', 'p95', 'p99'].map((percentile) => ({
      title: `API: latency, ${percentile}, ms`,
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
    title: 'Sign-ins: at risk',
    metrics: [...risks, ['CompromisedCredentialRisk', 'high']].map(([name = '', level = '']) => [
      ...['AWS/Cognito', name, ...levels, level, 'UserPoolId', userPoolId],
    ]),
    statistic: 'Sum',
  };
  return [
    { title: 'Sign-ins: successful', metrics: [signIns], statistic: 'Sum' },
    { title: 'Sign-ins: success rate', metrics: [signIns], statistic: 'Average' },
    ...(hasThreatProtection ? [risk] : []),
  ];
};

/** Returns the body of the dashboard: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
export function buildDashboardBody(watched: DashboardResources): string {
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
