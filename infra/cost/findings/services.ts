import { hoursPerMonth, type PlannedUsage } from '../../../config/demand/usage.js';
import { selectByType } from '../pricers/pricer.js';
import { buildFindings, priceQuantity, sumComponentUsd, sumItemUsd, sumStatedUsd } from './finding.js';

/** US$ for a million requests of a REST API, as the report says. */
const restApiMillionUsd = 3.5;

/** US$ for an hour of the smallest cache that a REST API can have; an HTTP API can have none. */
const smallestCacheHourUsd = 0.02;

const zones = 2;

const millions = (count: number): number => count / 1e6;

const invocations = ({ functions }: PlannedUsage, ...names: (keyof PlannedUsage['functions'])[]): number =>
  names.reduce((sum, name) => sum + functions[name].requestsPerMonth, 0);

const apiFunctions = [
  'patients',
  'medics',
  'exams',
  'reservations',
  'files',
  'agent_integration',
  'patient_lookup',
] as const;

const unlike = 'The distribution of requests and the inventory of functions differ.';

export const apiFindings = buildFindings('api', [
  [
    'HTTP API cheaper than REST by %',
    60,
    ({ reportBook }) =>
      priceQuantity(reportBook, 'httpApiMillion', 1).minus(restApiMillionUsd).dividedBy(-restApiMillionUsd).times(100),
    '1.00 against 3.50.',
  ],
  [
    'average rps over 12 h x 30 d',
    333,
    ({ usage: { api } }) => api.requestsPerMonth / (api.businessHoursPerMonth * 3_600),
    '333 a second would be 432 million requests a month.',
  ],
  [
    'peak rps (30,000/min)',
    500,
    ({ usage }) => usage.api.peakRequestsPerSecond,
    'Five times the throttle of 100, so four in five of the peak are answered 429; and 65 times the real average.',
  ],
  [
    'API requests M vs Lambda invocations M',
    10,
    ({ usage }) => millions(invocations(usage, ...apiFunctions)),
    'Four in ten requests reach no function.',
  ],
  [
    'patient requests M (distribution) vs inventory',
    3,
    ({ usage }) => millions(invocations(usage, 'patients', 'patient_lookup')),
    `${unlike} agent_integration has no share of it.`,
  ],
  ['staff requests M (distribution) vs inventory', 1.5, ({ usage }) => millions(invocations(usage, 'medics')), unlike],
  ['exam requests M (distribution) vs inventory', 2.5, ({ usage }) => millions(invocations(usage, 'exams')), unlike],
  [
    'appointment requests M (distribution) vs inventory',
    2,
    ({ usage }) => millions(invocations(usage, 'reservations')),
    unlike,
  ],
  ['file requests M (distribution) vs inventory', 1, ({ usage }) => millions(invocations(usage, 'files')), unlike],
  [
    'cache $ for the smallest REST cache',
    5,
    () => smallestCacheHourUsd * hoursPerMonth,
    'An HTTP API has no cache, and a REST API’s would cost more than all requests.',
  ],
]);

export const identityFindings = buildFindings('cognito', [
  [
    'base $ after the free tier the report itself quotes',
    55,
    ({ atReportPrices }) => sumItemUsd(atReportPrices, 'MAU, base, included'),
    '10,000 users are under the 50,000 that are free.',
  ],
  [
    'Plus tier $ by the report’s own price list',
    555,
    ({ usage, listBook }) => priceQuantity(listBook, 'cognitoPlusUser', usage.users.activePerMonth),
    'It has threat protection; the report advises the base price with the add-on, which no new pool can have.',
  ],
]);

export const networkFindings = buildFindings('vpc', [
  [
    'design figure $',
    54.9,
    ({ atReportPrices }) => sumComponentUsd(atReportPrices, 'VPC and NAT'),
    'One component has two figures.',
  ],
  [
    'GB implied by 54.90',
    500,
    ({ atReportPrices, reportBook }) =>
      sumItemUsd(atReportPrices, 'NAT gateway, hours')
        .minus(54.9)
        .dividedBy(priceQuantity(reportBook, 'natGatewayGb', 1000))
        .times(-1000),
    'The report guesses 500 GB, which would be 55.35.',
  ],
  [
    'second NAT adds $',
    37.35,
    ({ atReportPrices }) => sumItemUsd(atReportPrices, 'NAT gateway, hours'),
    'Two gateways share the data; only the hours double.',
  ],
  [
    "public IPv4 $ for the NAT's address",
    0,
    ({ atListPrices }) => sumItemUsd(atListPrices, 'Public IPv4 addresses'),
    '“Included” in the report; charged since February 2024.',
  ],
  [
    'interface endpoint $ in 2 AZs',
    7.3,
    ({ listBook }) => priceQuantity(listBook, 'interfaceEndpointHour', zones * hoursPerMonth),
    'An endpoint is charged in each zone.',
  ],
  [
    '30-50% less data saves at most $',
    20,
    ({ atReportPrices }) => sumItemUsd(atReportPrices, 'NAT gateway, data').times(0.5),
    'Recommendation 5 says 15 to 25 and the whole line is 4.50; only without the gateway 41.00 are saved.',
  ],
]);

export const secretFindings = buildFindings('secrets', [
  [
    'design figure $',
    7,
    ({ atReportPrices }) => sumComponentUsd(atReportPrices, 'Secrets Manager and KMS'),
    'A third above the table and called “close to this calculation”.',
  ],
  [
    'caching saving $ (recommendation 8)',
    2,
    ({ atReportPrices }) => sumItemUsd(atReportPrices, 'Secrets Manager calls').times(0.8),
    'The whole line is 0.50; the component’s own section says 0.40.',
  ],
  [
    'rotations implied by 4,000 PutSecretValue',
    1,
    () => 4_000,
    'One secret is rotated, and 4,000 writes of secrets are counted in a month.',
  ],
  [
    'CMKs listed vs needed',
    2,
    ({ plan }) => selectByType(plan, 'aws:kms/key:Key').length,
    'Database and S3 are listed, but secrets are to be under a key as well, and logs.',
  ],
]);

const loggedGb = ({ logs }: PlannedUsage): number => logs.functionsGb + logs.accessGb + logs.databaseGb;

export const monitoringFindings = buildFindings('cloudwatch', [
  [
    'data events $ at the AWS price 0.10/100K',
    20,
    ({ atListPrices }) => sumItemUsd(atListPrices, 'CloudTrail data events'),
    '2.00 is the price of further copies of management events.',
  ],
  [
    'component total $ at AWS prices',
    63,
    ({ atListPrices }) => sumComponentUsd(atListPrices, 'CloudWatch and CloudTrail'),
    'The data events’ price.',
  ],
  [
    'stored GB at 7-day retention',
    100,
    ({ usage }) => (loggedGb(usage) * 7) / 30,
    'Logs are kept 7 days, yet 88 GB are “historical”; 30 days would be 50 GB.',
  ],
  [
    'Lambda data events M',
    0.5,
    ({ usage }) => millions(invocations(usage, ...apiFunctions)),
    'Each invocation is an event.',
  ],
  [
    'retention saving $ (recommendation 7)',
    5,
    ({ atReportPrices }) => sumItemUsd(atReportPrices, 'Log storage').times(0.5),
    'The whole line is 3.00; the component’s own section says 1.50.',
  ],
]);

export const registryFindings = buildFindings('ecr', [
  ['design figure $', 1.4, () => sumStatedUsd('ECR'), 'One component has two figures.'],
  [
    'storage GB for 5 versions of 2 GB',
    2,
    ({ usage }) => usage.registry.storedGb * 5,
    'They are 2 GB only where all five share every layer.',
  ],
  [
    '10 GB billed twice (same region AND internet)',
    0.9,
    ({ usage, listBook }) => priceQuantity(listBook, 'internetOutGb', usage.registry.internetPullGb),
    'The pulls are in the region, where they cost nothing.',
  ],
]);
