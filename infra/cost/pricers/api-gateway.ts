import { Decimal } from 'decimal.js';
import { formatCountOf, type Pricer, readTextInput } from './pricer.js';

/** HTTP APIs; their requests are metered in 512 KB, which none of ours reaches: files go to S3 directly. */
export const apiGateway: Pricer = {
  types: ['aws:apigatewayv2/api:Api'],
  charge(apis, { usage }) {
    const other = apis.find((api) => readTextInput(api, 'protocolType') !== 'HTTP');
    if (other !== undefined) throw new Error(`There is no price for the protocol of ${other.name}; HTTP has one.`);
    if (apis.length === 0) return [];
    return [
      {
        component: 'API Gateway',
        item: 'API requests',
        price: 'httpApiMillion',
        quantity: new Decimal(usage.api.requestsPerMonth).dividedBy(1e6),
        basis: `demand on ${formatCountOf(apis.length, 'HTTP API')}`,
      },
    ];
  },
};
