import { Decimal } from 'decimal.js';
import { formatCount } from '../../../config/format.js';
import { createChargeBuilder, type Pricer, priceType, readTextInput } from './pricer.js';

const buildApiCharge = createChargeBuilder('API Gateway');
const buildMessagingCharge = createChargeBuilder('Messaging');

export const integrationPricers: readonly Pricer[] = [
  // A request is metered in units of 512 KB. Ours are smaller, because files go to S3 directly.
  priceType('aws:apigatewayv2/api:Api', (apis, { usage }) => {
    const other = apis.find((api) => readTextInput(api, 'protocolType') !== 'HTTP');
    if (other !== undefined) throw new Error(`Can't price the protocol of ${other.name}; only HTTP has a price.`);
    return [
      buildApiCharge(
        'API requests',
        'httpApiMillion',
        new Decimal(usage.api.requestsPerMonth).dividedBy(1e6),
        `demand on ${formatCount(apis.length, 'HTTP API')}`,
      ),
    ];
  }),
  priceType('aws:sqs/queue:Queue', (queues, { usage }) => [
    buildMessagingCharge(
      'SQS requests',
      'sqsRequestMillion',
      usage.queues.requestsMillions,
      `demand on ${formatCount(queues.length, 'queue')}, including empty receives`,
    ),
  ]),
  // Publishing stays within the first million messages, which is free.
  priceType('aws:sns/topic:Topic', (topics, { usage }) => [
    buildMessagingCharge(
      'SNS emails',
      'snsEmail100K',
      new Decimal(usage.monitoring.notificationsPerMonth).dividedBy(100_000),
      `demand: alarms and budgets on ${formatCount(topics.length, 'topic')}`,
    ),
  ]),
];
