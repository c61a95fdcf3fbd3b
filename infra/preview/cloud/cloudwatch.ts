import { type Responder, resolveName } from './responder.js';

export const cloudwatchResources: Readonly<Record<string, Responder>> = {
  'aws:cloudwatch/logGroup:LogGroup': (request, { partition, region, accountId }) => {
    const name = resolveName(request);
    return { id: name, name, arn: `arn:${partition}:logs:${region}:${accountId}:log-group:${name}` };
  },
  'aws:cloudwatch/logMetricFilter:LogMetricFilter': (request) => {
    const name = resolveName(request);
    return { id: name, name };
  },
  'aws:cloudwatch/metricAlarm:MetricAlarm': (request, { partition, region, accountId }) => {
    const name = resolveName(request);
    return { id: name, name, arn: `arn:${partition}:cloudwatch:${region}:${accountId}:alarm:${name}` };
  },
  'aws:cloudwatch/dashboard:Dashboard': ({ inputs }, { partition, accountId }) => ({
    id: String(inputs.dashboardName),
    dashboardArn: `arn:${partition}:cloudwatch::${accountId}:dashboard/${inputs.dashboardName}`,
  }),
};
