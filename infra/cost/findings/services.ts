import { hoursPerMonth, type PlannedUsage } from '../../../config/demand/usage.js';
import { filterByType } from '../../policies/policy.js';
import { sumItemUsd } from '../line.js';
import {
  buildFindings,
  type FindingRow,
  priceQuantity,
  type StudyFinding,
  sumComponentUsd,
  sumInvocations,
  sumStatedUsd,
} from './study.js';

/** The study's price of a million requests to a REST API, in US$. */
const restApiMillionUsd = 3.5;

/** The hourly price of the smallest cache of a REST API, in US$. */
const smallestCacheHourUsd = 0.02;

const zones = 2;
const secondsPerHour = 3_600;

const toMillions = (count: number): number => count / 1e6;

const twoFigures = 'The design section and the table have different figures.';
const otherInventory = 'The distribution of requests and the inventory of functions differ.';

const buildInventoryRow = (
  requests: string,
  statedMillions: number,
  names: (keyof PlannedUsage['functions'])[],
  why = otherInventory,
): FindingRow => [
  `${requests} requests in the inventory, stated in the distribution, millions`,
  statedMillions,
  ({ usage }) => toMillions(sumInvocations(usage, names)),
  why,
];

const sumLoggedGb = ({ logs }: PlannedUsage): number => logs.functionsGb + logs.accessGb + logs.databaseGb;

/** The findings about the services other than Aurora and Lambda. */
export const serviceFindings: readonly StudyFinding[] = [
  ...buildFindings('api', [
    [
      'saving of an HTTP API over a REST API, %',
      60,
      ({ studyBook }) =>
        priceQuantity(studyBook, 'httpApiMillion', 1).minus(restApiMillionUsd).dividedBy(-restApiMillionUsd).times(100),
      'US$1.00 instead of US$3.50 per million.',
    ],
    [
      'average requests a second over 12 hours on 30 days',
      333,
      ({ usage: { api } }) => api.requestsPerMonth / (api.businessHoursPerMonth * secondsPerHour),
      '333 a second would be 432 million requests a month.',
    ],
    [
      'peak requests a second, 30,000 a minute',
      500,
      ({ usage }) => usage.api.peakRequestsPerSecond,
      'The peak is five times the throttle of 100, so four in five requests get a 429, and 65 times the real average.',
    ],
    [
      'Lambda invocations, stated as API requests, millions',
      10,
      ({ usage }) => toMillions(sumInvocations(usage)),
      'Four in ten requests reach no function.',
    ],
    buildInventoryRow(
      'patient',
      3,
      ['patients', 'patient_lookup'],
      `${otherInventory} agent_integration is not in the distribution.`,
    ),
    buildInventoryRow('staff', 1.5, ['medics']),
    buildInventoryRow('exam', 2.5, ['exams']),
    buildInventoryRow('appointment', 2, ['reservations']),
    buildInventoryRow('file', 1, ['files']),
    [
      'smallest cache of a REST API, US$',
      5,
      () => smallestCacheHourUsd * hoursPerMonth,
      'An HTTP API has no cache, and that of a REST API would cost more than all requests.',
    ],
  ]),
  ...buildFindings('cognito', [
    [
      'base users after the free tier that the study quotes, US$',
      55,
      ({ atStudyPrices }) => sumItemUsd(atStudyPrices, 'MAU, base, included'),
      'The free tier of 50,000 users covers all 10,000.',
    ],
    [
      "Plus plan by the study's price list, US$",
      555,
      ({ usage, listBook }) => priceQuantity(listBook, 'cognitoPlusUser', usage.users.activePerMonth),
      'The plan includes threat protection. The study recommends the base price with the add-on, which no new pool can have.',
    ],
  ]),
  ...buildFindings('vpc', [
    [
      'figure in the design section, US$',
      54.9,
      ({ atStudyPrices }) => sumComponentUsd(atStudyPrices, 'VPC and NAT'),
      twoFigures,
    ],
    [
      'data implied by US$54.90, GB',
      500,
      ({ atStudyPrices, studyBook }) =>
        sumItemUsd(atStudyPrices, 'NAT gateway, hours')
          .minus(54.9)
          .dividedBy(priceQuantity(studyBook, 'natGatewayGb', 1000))
          .times(-1000),
      'The study estimates 500 GB, which would cost US$55.35.',
    ],
    [
      'cost of a second NAT gateway, US$',
      37.35,
      ({ atStudyPrices }) => sumItemUsd(atStudyPrices, 'NAT gateway, hours'),
      'Two gateways share the data, so only the hours double.',
    ],
    [
      'public IPv4 address of the NAT gateway, US$',
      0,
      ({ atListPrices }) => sumItemUsd(atListPrices, 'Public IPv4 addresses'),
      '"Included" in the study, but AWS has charged for it since February 2024.',
    ],
    [
      'interface endpoint in two zones, US$',
      7.3,
      ({ listBook }) => priceQuantity(listBook, 'interfaceEndpointHour', zones * hoursPerMonth),
      'An endpoint is charged in each zone.',
    ],
    [
      'saving of 30 to 50% less data, at most, US$',
      20,
      ({ atStudyPrices }) => sumItemUsd(atStudyPrices, 'NAT gateway, data').times(0.5),
      'Recommendation 5 states US$15 to US$25, but the whole line is US$4.50. Only removing the gateway saves US$41.00.',
    ],
  ]),
  ...buildFindings('secrets', [
    [
      'figure in the design section, US$',
      7,
      ({ atStudyPrices }) => sumComponentUsd(atStudyPrices, 'Secrets Manager and KMS'),
      'It is a third above the table, but called "close to this calculation".',
    ],
    [
      'saving of a cache (recommendation 8), US$',
      2,
      ({ atStudyPrices }) => sumItemUsd(atStudyPrices, 'Secrets Manager calls').times(0.8),
      'The whole line is US$0.50. The section of the component states US$0.40.',
    ],
    [
      'rotations implied by 4,000 PutSecretValue calls',
      1,
      () => 4_000,
      'One secret is rotated, but the study counts 4,000 writes of secrets a month.',
    ],
    [
      'customer managed keys, stated as listed, computed as needed',
      2,
      ({ plan }) => filterByType(plan, 'aws:kms/key:Key').length,
      'The study lists keys for the database and S3, but secrets and logs need one too.',
    ],
  ]),
  ...buildFindings('cloudwatch', [
    [
      "data events at AWS's price of US$0.10 per 100,000, US$",
      20,
      ({ atListPrices }) => sumItemUsd(atListPrices, 'CloudTrail data events'),
      'US$2.00 is the price of additional copies of management events.',
    ],
    [
      "total of the component at AWS's prices, US$",
      63,
      ({ atListPrices }) => sumComponentUsd(atListPrices, 'CloudWatch and CloudTrail'),
      'The price of data events.',
    ],
    [
      'stored logs at 7 days of retention, GB',
      100,
      ({ usage }) => (sumLoggedGb(usage) * 7) / 30,
      'The study keeps logs for 7 days, but counts 88 GB as "historical". 30 days would be 50 GB.',
    ],
    [
      'Lambda data events, millions',
      0.5,
      ({ usage }) => toMillions(sumInvocations(usage)),
      'Each invocation is an event.',
    ],
    [
      'saving of a shorter retention (recommendation 7), US$',
      5,
      ({ atStudyPrices }) => sumItemUsd(atStudyPrices, 'Log storage').times(0.5),
      'The whole line is US$3.00. The section of the component states US$1.50.',
    ],
  ]),
  ...buildFindings('ecr', [
    ['figure in the design section, US$', 1.4, () => sumStatedUsd('ECR'), twoFigures],
    [
      'storage for 5 versions of 2 GB, GB',
      2,
      ({ usage }) => usage.registry.storedGb * 5,
      'They take 2 GB only if all five versions share every layer.',
    ],
    [
      '10 GB billed twice, within the region and over the internet, US$',
      0.9,
      ({ usage, listBook }) => priceQuantity(listBook, 'internetOutGb', usage.registry.internetPullGb),
      'The pulls are within the region, where they are free.',
    ],
  ]),
];
