import { Decimal } from 'decimal.js';
import { formatCount } from '../../../config/format.js';
import { type Pricer, priceType, readTextInput } from './pricer.js';

/** API Gateway, SQS and SNS. */
export const integrationPricers: readonly Pricer[] = [
  // A request is metered in units of 512 KB. Ours are smaller, because files go to S3 directly.
  priceType('aws:apigatewayv2/api:Api', (apis, { usage }) => {
    const other = apis.find((api) => readTextInput(api, 'protocolType') !== 'HTTP');
    if (other !== undefined) throw new Error(`Can't price the protocol of ${other.name}; only HTTP has a price.`);
    return [
      {
        component: 'API Gateway',
        item: 'API requests',
        price: 'httpApiMillion',
        quantity: new Decimal(usage.api.requestsPerMonth).dividedBy(1e6),
        basis: `demand on ${formatCount(apis.length, 'HTTP API')}`,
      },
    ];
  }),
  priceType('aws:sqs/queue:Queue', (queues, { usage }) => [
    {
      component: 'Messaging',
      item: 'SQS requests',
      price: 'sqsRequestMillion',
      quantity: usage.queues.requestsMillions,
      basis: `demand on ${formatCount(queues.length, 'queue')}, including empty receives`,
    },
  ]),
  // Publishing stays within the first million messages, which is free.
  priceType('aws:sns/topic:Topic', (topics, { usage }) => [
    {
      component: 'Messaging',
      item: 'SNS emails',
      price: 'snsEmail100K',
      quantity: new Decimal(usage.monitoring.notificationsPerMonth).dividedBy(100_000),
      basis: `demand: alarms and budgets on ${formatCount(topics.length, 'topic')}`,
    },
  ]),
];
