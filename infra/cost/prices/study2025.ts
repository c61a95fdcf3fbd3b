import { awsOctober2025 } from './aws-2025-10.js';
import { flat, type PriceBook, tiered } from './book.js';

const component = (number: number) => `2025 cost study, Component ${number}`;

/**
 * The unit prices of the 2025 cost study, right or wrong, so that its bill can be recomputed. AWS's list prices fill the gaps,
 * so that stacks with other resources can be priced too.
 */
export const study2025: PriceBook = {
  id: 'study2025',
  region: 'us-east-1',
  date: '2025-10-01',
  // The study bills the base price and Advanced Security Features, which AWS no longer sells to new pools.
  cognito: 'baseAndThreatProtection',
  prices: {
    ...awsOctober2025.prices,
    auroraAcuHour: flat('0.12', 'ACU-hour', component(1)),
    auroraStorageGbMonth: flat('0.10', 'GB-month', component(1)),
    auroraIoMillion: flat('0.20', '1M requests', component(1)),
    auroraBackupGbMonth: flat('0.021', 'GB-month', component(1)),
    lambdaRequestMillion: flat('0.20', '1M requests', component(2)),
    lambdaGbSecondX86: flat('0.0000166667', 'GB-second', component(2)),
    lambdaProvisionedIdleGbSecondX86: flat('0.0000041667', 'GB-second', component(2)),
    lambdaProvisionedGbSecondX86: flat('0.0000097222', 'GB-second', component(2)),
    httpApiMillion: tiered([['1.00', 300], ['0.90']], '1M requests', component(3)),
    cognitoBaseUser: tiered(
      [['0', 50_000], ['0.0055', 100_000], ['0.0046', 1_000_000], ['0.00325', 10_000_000], ['0.0025']],
      'MAU',
      `${component(4)}, free tier; above 50,000 users AWS's price list of that time`,
    ),
    cognitoThreatProtectionUser: tiered(
      [['0.050', 50_000], ['0.035', 100_000], ['0.020', 1_000_000], ['0.015', 10_000_000], ['0.010']],
      'MAU',
      `${component(4)}; above 50,000 users AWS's price list of that time`,
    ),
    natGatewayHour: flat('0.045', 'hour', component(5)),
    natGatewayGb: flat('0.045', 'GB', component(5)),
    publicIpv4Hour: flat('0', 'hour', `${component(5)}: the Elastic IP is included`),
    secretMonth: flat('0.40', 'secret', component(6)),
    secretCalls10K: flat('0.05', '10K calls', component(6)),
    kmsKeyMonth: flat('1.00', 'key', component(6)),
    kmsRequests10K: tiered([['0', 2], ['0.03']], '10K requests', component(6)),
    logIngestionGb: flat('0.50', 'GB', component(7)),
    logStorageGbMonth: flat('0.03', 'GB-month', component(7)),
    customMetricMonth: flat('0.30', 'metric', component(7)),
    trailDataEvents100K: flat('2.00', '100K events', component(7)),
    ecrStorageGbMonth: flat('0.10', 'GB-month', component(8)),
  },
};
