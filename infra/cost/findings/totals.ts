import { Decimal } from 'decimal.js';
import { growUsage, hoursPerMonth } from '../../../config/demand/usage.js';
import { listPlannedCapacities } from '../pricers/aurora.js';
import { buildFindings, type FindingRow, priceQuantity, sumComponentUsd, sumItemUsd, sumStatedUsd } from './finding.js';

/** The report’s summaries, which have other figures than its tables. */
const summary = {
  totalUsd: 1_673.9,
  headlineUsd: 1_675.39,
  auroraUsd: 878.1,
  cognitoUsd: 555,
  lambdaUsd: 104.5,
  otherServicesUsd: [54.9, 10, 7, 63, 1.4],
} as const;

/** The report’s budgets, and its alerts in percent. */
const budgets = { totalUsd: 1_800, auroraUsd: 950, cognitoUsd: 600, lambdaUsd: 120 } as const;

const auditLogging = { logsUsd: 28, eventsUsd: 20, keysUsd: 2, threatProtectionUsd: 500 } as const;

const copied = 'Copied from the executive summary, whose total is 1.49 higher.';

export const totalFindings = [
  ...buildFindings('totals', [
    [
      "'Other' 1.49 is never explained",
      1.49,
      () => 0,
      'It is in the first table only, no resource stands for it, and the two totals differ by it.',
    ],
    [
      'sum of the component tables $',
      summary.headlineUsd,
      () => sumStatedUsd(),
      'The summaries have other figures for Lambda, NAT, secrets and ECR than the tables.',
    ],
    [
      'the report’s own prices, arithmetic and own free tiers corrected $',
      summary.headlineUsd,
      ({ atReportPrices }) => atReportPrices.totalMonthlyUsd,
      'Backups and base users are free, Lambda is added up, pulls of images stay in the region.',
    ],
    [
      'same configuration at AWS late-2025 prices $',
      summary.headlineUsd,
      ({ atListPrices }) => atListPrices.totalMonthlyUsd,
      'Besides, the Plus plan, the price of data events, and an IPv4 address.',
    ],
    ['aurora share % (summary table)', 52.4, () => (100 * summary.auroraUsd) / summary.totalUsd, copied],
    ['cognito share % (summary table)', 33.1, () => (100 * summary.cognitoUsd) / summary.totalUsd, copied],
  ]),
  ...buildFindings('metrics', [
    [
      "per DB 'transaction' $ (summary)",
      8.4e-6,
      ({ usage }) => summary.totalUsd / (usage.database.ioRequestsMillions * 1e6),
      'The whole stack by I/Os here, Aurora alone by I/Os in the key metrics; and an I/O is no transaction.',
    ],
  ]),
];

const followsRequests = 'Log volume, events and calls follow the requests, at the report’s own prices.';

const buildRequestScaledRows = (
  mau: number,
  label: string,
  monitoringUsd: number,
  secretsUsd: number,
): FindingRow[] => [
  [
    `CloudWatch ${label} $ if volumes scale with requests`,
    monitoringUsd,
    ({ billFor }) => sumComponentUsd(billFor(mau), 'CloudWatch and CloudTrail'),
    followsRequests,
  ],
  [
    `Secrets/KMS ${label} $ from own prices`,
    secretsUsd,
    ({ billFor }) => sumComponentUsd(billFor(mau), 'Secrets Manager and KMS'),
    followsRequests,
  ],
];

export const scalingFindings = buildFindings('scaling', [
  [
    'API 100K $ (no discount below 300M)',
    95,
    ({ billFor }) => sumComponentUsd(billFor(100_000), 'API Gateway'),
    'A “volume discount” at 100 million requests; it begins at 300 million.',
  ],
  [
    'Cognito 100K $ on the legacy tiered list',
    5_550,
    ({ billFor }) => sumComponentUsd(billFor(100_000), 'Amazon Cognito'),
    '50,000 users are free, and the add-on costs 0.035 beyond 50,000.',
  ],
  [
    'Cognito 50K $ after the free tier it quotes',
    2_775,
    ({ billFor }) => sumComponentUsd(billFor(50_000), 'Amazon Cognito'),
    '50,000 users are free of the base price.',
  ],
  [
    'NAT 50K $ from own prices (500 GB)',
    110,
    ({ billFor }) => sumComponentUsd(billFor(50_000), 'VPC and NAT'),
    'One gateway and five times the data.',
  ],
  [
    'NAT 100K $ from own prices (2 NAT, 1 TB)',
    165,
    ({ billFor, reportBook }) =>
      sumComponentUsd(billFor(100_000), 'VPC and NAT').plus(priceQuantity(reportBook, 'natGatewayHour', hoursPerMonth)),
    'Two gateways and ten times the data.',
  ],
  ...buildRequestScaledRows(50_000, '50K', 150, 14),
  ...buildRequestScaledRows(100_000, '100K', 250, 21),
  [
    'Aurora writer ACU at 100K vs 40 max',
    40,
    ({ plan, usage }) =>
      Math.max(
        ...listPlannedCapacities(plan, growUsage(usage, 100_000)).flatMap(({ capacities }) =>
          capacities.map(({ writerAcu }) => writerAcu),
        ),
      ),
    'Six times 10 ACU are more than the configured maximum.',
  ],
]);

const alwaysFires = 'Below what the report plans to spend, so it fires every month.';

export const budgetFindings = [
  ...buildFindings('budgets', [
    ['total 80% threshold $ (baseline 1675.39)', summary.headlineUsd, () => budgets.totalUsd * 0.8, alwaysFires],
    ['total 90% threshold $ (baseline 1675.39)', summary.headlineUsd, () => budgets.totalUsd * 0.9, alwaysFires],
    ['Aurora 85% threshold $ (baseline 878.1)', summary.auroraUsd, () => budgets.auroraUsd * 0.85, alwaysFires],
    ['Cognito 90% threshold $ (baseline 555)', summary.cognitoUsd, () => budgets.cognitoUsd * 0.9, alwaysFires],
    ['Lambda 85% threshold $ (baseline 104.5)', summary.lambdaUsd, () => budgets.lambdaUsd * 0.85, alwaysFires],
    [
      "'other services' budget $ vs their baseline",
      130,
      () => Decimal.sum(...summary.otherServicesUsd),
      'The budget is below what it is for, even without “Other 1.49”.',
    ],
  ]),
  ...buildFindings('hipaa', [
    [
      "'total compliance overhead' $",
      0,
      ({ atReportPrices }) =>
        sumItemUsd(atReportPrices, 'Advanced Security Features').plus(
          auditLogging.logsUsd + auditLogging.eventsUsd + auditLogging.keysUsd,
        ),
      '0.00 after 48 for audit logging, 2 for keys and 500 for threat protection.',
    ],
  ]),
];
