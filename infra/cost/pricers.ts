import { apiGateway } from './pricers/api-gateway.js';
import { aurora, rdsProxy } from './pricers/aurora.js';
import { cognito } from './pricers/cognito.js';
import { lambda } from './pricers/lambda.js';
import { logGroups } from './pricers/logs.js';
import { queues, topics } from './pricers/messaging.js';
import { models } from './pricers/models.js';
import { alarms, customMetrics, dashboards } from './pricers/monitoring.js';
import { dataTransfer, elasticIps, natGateways, vpcEndpoints } from './pricers/network.js';
import type { Pricer } from './pricers/pricer.js';
import { keys, secrets } from './pricers/secrets.js';
import { buckets, registries } from './pricers/stores.js';
import { trails } from './pricers/trail.js';

/** Every pricer, in the order of the bill. */
export const pricers: readonly Pricer[] = [
  aurora,
  rdsProxy,
  cognito,
  lambda,
  natGateways,
  elasticIps,
  vpcEndpoints,
  apiGateway,
  secrets,
  keys,
  logGroups,
  customMetrics,
  dashboards,
  alarms,
  trails,
  registries,
  buckets,
  models,
  queues,
  topics,
  dataTransfer,
];
