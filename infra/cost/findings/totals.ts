import { Decimal } from 'decimal.js';
import { growUsage, hoursPerMonth } from '../../../config/demand/usage.js';
import { type ComponentName, sumItemUsd } from '../line.js';
import { listPlannedCapacities } from '../pricers/aurora.js';
import {
  buildFindings,
  type FindingRow,
  priceQuantity,
  type StudyFinding,
  sumComponentUsd,
  sumStatedUsd,
} from './study.js';

/** The figures of the study's summaries, which differ from its tables. */
const summary = {
  totalUsd: 1_673.9,
  headlineUsd: 1_675.39,
  auroraUsd: 878.1,
  cognitoUsd: 555,
  lambdaUsd: 104.5,
  otherServicesUsd: [54.9, 10, 7, 63, 1.4],
} as const;

/** The study's budgets. */
const budgets = { totalUsd: 1_800, auroraUsd: 950, cognitoUsd: 600, lambdaUsd: 120 } as const;

const auditLogging = { logsUsd: 28, eventsUsd: 20, keysUsd: 2 } as const;

const copied = 'Copied from the executive summary, whose total is US$1.49 higher.';

/** The cost of a component for a number of users, at the study's prices. */
const buildScalingRow = (
  what: string,
  statedUsd: number,
  mau: number,
  component: ComponentName,
  why = "Log volume, events and calls follow the requests, at the study's prices.",
): FindingRow => [what, statedUsd, ({ billFor }) => sumComponentUsd(billFor(mau), component), why];

const monitoring = 'CloudWatch and CloudTrail';
const secrets = 'Secrets Manager and KMS';

const buildAlertRow = (name: string, percent: number, budgetUsd: number, baseline: string): FindingRow => [
  `${percent}% alert of the ${name} budget against the baseline of US$${baseline}`,
  Number(baseline.replace(',', '')),
  () => (budgetUsd * percent) / 100,
  "It is below the study's planned cost, so it fires every month.",
];

/** The findings about the study's totals, scaling tables and budgets. */
export const totalFindings: readonly StudyFinding[] = [
  ...buildFindings('totals', [
    [
      "unexplained 'Other' services, US$",
      1.49,
      () => 0,
      'They are in the first table only, no resource corresponds to them, and they are the difference between the two totals.',
    ],
    [
      'sum of the component tables, US$',
      summary.headlineUsd,
      () => sumStatedUsd(),
      'The summaries have other figures for Lambda, NAT, secrets and ECR than the tables.',
    ],
    [
      "total at the study's prices with arithmetic and free tiers corrected, US$",
      summary.headlineUsd,
      ({ atStudyPrices }) => atStudyPrices.totalMonthlyUsd,
      'Backups and base users are free, the sum for Lambda is correct, and image pulls stay within the region.',
    ],
    [
      "total at AWS's prices of late 2025, US$",
      summary.headlineUsd,
      ({ atListPrices }) => atListPrices.totalMonthlyUsd,
      'Also with the Plus plan, the price of data events and an IPv4 address.',
    ],
    ['share of Aurora in the summary table, %', 52.4, () => (100 * summary.auroraUsd) / summary.totalUsd, copied],
    ['share of Cognito in the summary table, %', 33.1, () => (100 * summary.cognitoUsd) / summary.totalUsd, copied],
  ]),
  ...buildFindings('metrics', [
    [
      "cost of a database 'transaction' in the summary, US$",
      8.4e-6,
      ({ usage }) => summary.totalUsd / (usage.database.ioRequestsMillions * 1e6),
      'The summary divides the whole stack by I/O requests, the key metrics only Aurora. An I/O request is not a transaction.',
    ],
  ]),
  ...buildFindings('scaling', [
    buildScalingRow(
      'API at 100,000 users, US$',
      95,
      100_000,
      'API Gateway',
      'The study applies a "volume discount" at 100 million requests, but the discount starts at 300 million.',
    ),
    buildScalingRow(
      'Cognito at 100,000 users on the price list of that time, US$',
      5_550,
      100_000,
      'Amazon Cognito',
      '50,000 users are free, and the add-on costs US$0.035 a user above 50,000.',
    ),
    buildScalingRow(
      'Cognito at 50,000 users after the free tier that the study quotes, US$',
      2_775,
      50_000,
      'Amazon Cognito',
      'The base price of 50,000 users is free.',
    ),
    buildScalingRow(
      'NAT at 50,000 users with 500 GB, US$',
      110,
      50_000,
      'VPC and NAT',
      'One gateway and five times the data.',
    ),
    [
      'NAT at 100,000 users with two gateways and 1 TB, US$',
      165,
      ({ billFor, studyBook }) =>
        sumComponentUsd(billFor(100_000), 'VPC and NAT').plus(
          priceQuantity(studyBook, 'natGatewayHour', hoursPerMonth),
        ),
      'Two gateways and ten times the data.',
    ],
    buildScalingRow('CloudWatch at 50,000 users if volumes follow requests, US$', 150, 50_000, monitoring),
    buildScalingRow('Secrets Manager and KMS at 50,000 users, US$', 14, 50_000, secrets),
    buildScalingRow('CloudWatch at 100,000 users if volumes follow requests, US$', 250, 100_000, monitoring),
    buildScalingRow('Secrets Manager and KMS at 100,000 users, US$', 21, 100_000, secrets),
    [
      'ACU of the Aurora writer at 100,000 users, stated as the maximum',
      40,
      ({ plan, usage }) =>
        Math.max(
          ...listPlannedCapacities(plan, growUsage(usage, 100_000)).flatMap(({ capacities }) =>
            capacities.map(({ writerAcu }) => writerAcu),
          ),
        ),
      'Six times 10 ACU exceed the configured maximum.',
    ],
  ]),
  ...buildFindings('budgets', [
    buildAlertRow('total', 80, budgets.totalUsd, '1,675.39'),
    buildAlertRow('total', 90, budgets.totalUsd, '1,675.39'),
    buildAlertRow('Aurora', 85, budgets.auroraUsd, '878.10'),
    buildAlertRow('Cognito', 90, budgets.cognitoUsd, '555'),
    buildAlertRow('Lambda', 85, budgets.lambdaUsd, '104.50'),
    [
      'baseline of the other services, stated as their budget, US$',
      130,
      () => Decimal.sum(...summary.otherServicesUsd),
      "The budget is below the cost that it covers, even without 'Other' services.",
    ],
  ]),
  ...buildFindings('hipaa', [
    [
      'total compliance overhead, US$',
      0,
      ({ atStudyPrices }) =>
        sumItemUsd(atStudyPrices, 'Advanced Security Features').plus(
          auditLogging.logsUsd + auditLogging.eventsUsd + auditLogging.keysUsd,
        ),
      'The study states 0.00 after US$48 for audit logging, US$2 for keys and US$500 for threat protection.',
    ],
  ]),
];
