import { Decimal } from 'decimal.js';
import { formatCountOf, type Pricer } from './pricer.js';

const component = 'Messaging';

/** Queues: standard ones; a poller's empty receives are calls as well. */
export const queues: Pricer = {
  types: ['aws:sqs/queue:Queue'],
  charge: (resources, { usage }) =>
    resources.length === 0
      ? []
      : [
          {
            component,
            item: 'SQS requests',
            price: 'sqsRequestMillion',
            quantity: usage.queues.requestsMillions,
            basis: `demand on ${formatCountOf(resources.length, 'queue')}`,
          },
        ],
};

/** Topics: what they send by e-mail. Publishing to them is within the first free million. */
export const topics: Pricer = {
  types: ['aws:sns/topic:Topic'],
  charge: (resources, { usage }) =>
    resources.length === 0
      ? []
      : [
          {
            component,
            item: 'SNS e-mails',
            price: 'snsEmail100K',
            quantity: new Decimal(usage.monitoring.notificationsPerMonth).dividedBy(100_000),
            basis: `demand: alarms and budgets by ${formatCountOf(resources.length, 'topic')}`,
          },
        ],
};
