import { buildArn } from '../../components/place.js';
import {
  type Responder,
  type Responders,
  resolveName,
  respondWithArn,
  respondWithInput,
  respondWithName,
  stableHex,
} from './responder.js';

/** Cost Explorer's resources have no region. */
const respondWithCostExplorerArn =
  (path: string): Responder =>
  (request, { partition, accountId }) => {
    const arn = `arn:${partition}:ce::${accountId}:${path}/${stableHex(request.name, 36)}`;
    return { id: arn, arn, name: resolveName(request) };
  };

/** CloudWatch, CloudTrail, SNS, SQS, budgets and Cost Explorer. */
export const operationsResponders: Responders = {
  'aws:cloudwatch/logGroup:LogGroup': respondWithName('logs', 'log-group:'),
  'aws:cloudwatch/logMetricFilter:LogMetricFilter': (request) => {
    const name = resolveName(request);
    return { id: name, name };
  },
  'aws:cloudwatch/metricAlarm:MetricAlarm': respondWithName('cloudwatch', 'alarm:'),
  'aws:cloudwatch/dashboard:Dashboard': ({ inputs }, { partition, accountId }) => ({
    id: String(inputs.dashboardName),
    dashboardArn: `arn:${partition}:cloudwatch::${accountId}:dashboard/${inputs.dashboardName}`,
  }),
  'aws:cloudtrail/trail:Trail': (request, place) => ({
    ...respondWithArn('cloudtrail', 'trail/')(request, place),
    homeRegion: place.region,
  }),
  'aws:sns/topic:Topic': respondWithArn('sns', ''),
  'aws:sns/topicPolicy:TopicPolicy': respondWithInput('arn'),
  'aws:sns/topicSubscription:TopicSubscription': ({ name, inputs }) => {
    const arn = `${inputs.topic}:${stableHex(name, 36)}`;
    return { id: arn, arn };
  },
  'aws:sqs/queue:Queue': (request, place) => {
    const name = resolveName(request);
    const url = `https://sqs.${place.region}.amazonaws.com/${place.accountId}/${name}`;
    return { id: url, url, name, arn: buildArn(place, 'sqs', name) };
  },
  'aws:sqs/queuePolicy:QueuePolicy': respondWithInput('queueUrl'),
  'aws:budgets/budget:Budget': (request, { partition, accountId }) => {
    const name = resolveName(request);
    return { id: `${accountId}:${name}`, name, arn: `arn:${partition}:budgets::${accountId}:budget/${name}` };
  },
  'aws:costexplorer/anomalyMonitor:AnomalyMonitor': respondWithCostExplorerArn('anomalymonitor'),
  'aws:costexplorer/anomalySubscription:AnomalySubscription': respondWithCostExplorerArn('anomalysubscription'),
};
