import { auroraPricers } from './pricers/aurora.js';
import { bedrockPricers } from './pricers/bedrock.js';
import { cloudwatchPricers } from './pricers/cloudwatch.js';
import { integrationPricers } from './pricers/integration.js';
import { lambdaPricer } from './pricers/lambda.js';
import { networkPricers } from './pricers/network.js';
import type { Pricer } from './pricers/pricer.js';
import { securityPricers } from './pricers/security.js';
import { storagePricers } from './pricers/storage.js';

/** Every pricer. The bill lists the lines of a component in this order. */
export const pricers: readonly Pricer[] = [
  ...auroraPricers,
  lambdaPricer,
  ...networkPricers,
  ...integrationPricers,
  ...securityPricers,
  ...cloudwatchPricers,
  ...storagePricers,
  ...bedrockPricers,
];
