import { Decimal } from 'decimal.js';
import type { PlannedUsage } from '../../../config/demand/usage.js';
import { functionNames } from '../../../config/functions.js';
import type { StackConfig } from '../../../config/settings/stack.js';
import type { Bill } from '../bill.js';
import { type Charge, priceCharge, sumLines } from '../line.js';
import { findBook } from '../prices.js';
import { formatQuantity, formatUsd } from '../report/amounts.js';
import { withBedrock, withoutBedrock } from './endpoints.js';
import type { BillComparison, Optimization } from './optimization.js';

const ioItem = 'I/O operations';

const sumItem = ({ lines }: Bill, item: string): Decimal =>
  Decimal.sum(0, ...lines.filter((line) => line.item === item).map(({ monthlyUsd }) => monthlyUsd));

/** How many requests of storage make what I/O-Optimized costs more on compute and storage. */
export function deriveIoBreakEvenMillions({
  before,
  after,
  book,
}: Pick<BillComparison, 'before' | 'after' | 'book'>): Decimal | undefined {
  const price = book.prices.auroraIoMillion?.tiers[0]?.usd;
  if (price === undefined) return undefined;
  const dearer = after.totalMonthlyUsd.minus(before.totalMonthlyUsd).plus(sumItem(before, ioItem));
  return dearer.dividedBy(price);
}

/** What users cost at the report's prices, where threat protection is an add-on to a base price. */
function computeAddOnUsd({ users: { activePerMonth: quantity } }: PlannedUsage): Decimal {
  const component = 'Amazon Cognito';
  const charges = (['cognitoBaseUser', 'cognitoThreatProtectionUser'] as const).map(
    (price): Charge => ({ component, item: price, price, quantity, basis: '' }),
  );
  return sumLines(charges.flatMap((charge) => priceCharge(charge, findBook('report'), { freeTier: false })));
}

function plusPlanRemark({ before, usage }: BillComparison): string | undefined {
  const found = before.components.find(({ component }) => component === 'Amazon Cognito');
  const saved = found && computeAddOnUsd(usage).minus(found.monthlyUsd);
  return saved?.greaterThan(0)
    ? `The Plus plan has it in its price: ${formatUsd(saved)} less than the report’s base price with the add-on, and nothing is given up.`
    : undefined;
}

const listWarmFunctions = (overrides: StackConfig['functions']['overrides']) =>
  functionNames.filter((name) => overrides[name]?.provisionedConcurrency !== undefined);
const notWarmed = { provisionedConcurrency: null };
const pooledShare = 0.875;
const cachedShare = 0.2;
const shorterShare = 0.5;

/** The cost report's nine, in its order; what it states is from its list of recommendations. */
export const studyOptimizations: readonly Optimization[] = [
  {
    id: 'threat-protection-off',
    title: 'Cognito without threat protection',
    stated: { number: 1, usd: [500, 500] },
    change: { settings: () => ({ identity: { tier: 'lite', threatProtection: 'off' } }) },
    revert: { settings: () => ({ identity: { tier: 'plus', threatProtection: 'enforced' } }) },
    risk: 'Stolen passwords and strange sign-ins are noticed by nobody. A plan is of a pool: it can’t be had for some users.',
    remark: plusPlanRemark,
  },
  {
    id: 'io-optimized',
    title: 'Aurora I/O-Optimized',
    stated: { number: 2, usd: [50, 100] },
    change: { settings: () => ({ database: { storage: 'ioOptimized' } }) },
    revert: { settings: () => ({ database: { storage: 'standard' } }) },
    risk: 'None but the price; it can be changed back at any time, and taken once in 30 days.',
    remark: (comparison) => {
      const { ioRequestsMillions } = comparison.usage.database;
      const breakEven = deriveIoBreakEvenMillions(comparison);
      return (
        breakEven &&
        `Pays from ${formatQuantity(breakEven.round().toNumber())} million requests of storage a month on; ${formatQuantity(ioRequestsMillions)} million are planned.`
      );
    },
  },
  {
    id: 'no-provisioned-concurrency',
    title: 'No provisioned concurrency',
    stated: { number: 3, usd: [60, 60] },
    change: {
      settings: ({ functions: { overrides } }) => ({
        functions: { overrides: Object.fromEntries(listWarmFunctions(overrides).map((name) => [name, notWarmed])) },
      }),
    },
    revert: {
      settings: () => ({
        functions: { overrides: { agent_integration: { provisionedConcurrency: { instances: 10 } } } },
      }),
    },
    risk: 'The first request after a quiet time waits for a cold start.',
  },
  {
    id: 'arm64',
    title: 'Functions on arm64',
    stated: { number: 4, usd: [21, 21] },
    change: { settings: () => ({ functions: { architecture: 'arm64' } }) },
    revert: { settings: () => ({ functions: { architecture: 'x86_64' } }) },
    risk: 'None: the bundles are JavaScript alone.',
  },
  {
    id: 'interface-endpoints',
    title: 'A VPC endpoint for Bedrock',
    stated: { number: 5, usd: [15, 25] },
    change: { settings: ({ network }) => ({ network: { interfaceEndpoints: withBedrock(network) } }) },
    revert: { settings: ({ network }) => ({ network: { interfaceEndpoints: withoutBedrock(network) } }) },
    risk: 'None. S3 and DynamoDB are reached through gateway endpoints in any case, which cost nothing.',
  },
  {
    id: 'rds-proxy',
    title: 'Connections pooled by RDS Proxy',
    stated: { number: 6, usd: [100, 100] },
    change: {
      settings: () => ({ database: { proxy: true } }),
      demand: (usage) => ({
        ...usage,
        database: {
          ...usage.database,
          periods: usage.database.periods.map((period) => ({
            ...period,
            writerAcu: period.writerAcu * pooledShare,
            readerAcu: period.readerAcu * pooledShare,
          })),
        },
      }),
    },
    revert: { settings: () => ({ database: { proxy: false } }) },
    risk: 'Each request sets its caller for row-level security, which pins the connection: the proxy would hardly pool. The cluster can’t pause behind it.',
    remark: ({ isInPlace }) =>
      isInPlace
        ? 'Counts with the planned capacity in both cases.'
        : 'Counts with 12.5 % less capacity, the middle of the report’s 10 to 15 %, which nobody measured. Functions pool in their own process already.',
  },
  {
    id: 'shorter-logs',
    title: 'Logs kept for three days',
    stated: { number: 7, usd: [5, 5] },
    change: {
      settings: () => ({
        network: { flowLogRetentionDays: 3 },
        database: { logRetentionDays: 3 },
        functions: { logRetentionDays: 3 },
        api: { accessLogRetentionDays: 3 },
      }),
      demand: (usage) => ({ ...usage, logs: { ...usage.logs, storedGb: usage.logs.storedGb * shorterShare } }),
    },
    risk: 'Who did what can’t be told after three days, where 45 CFR 164.316(b)(2)(i) wants six years of it.',
    remark: () => 'Half of what is stored, as the report reckons; what is taken in costs the same.',
  },
  {
    id: 'cached-secrets',
    title: 'Secrets cached for five minutes',
    stated: { number: 8, usd: [2, 2] },
    change: {
      demand: (usage) => ({
        ...usage,
        secrets: { ...usage.secrets, apiCallsPerMonth: Math.ceil(usage.secrets.apiCallsPerMonth * cachedShare) },
      }),
    },
    risk: 'None: functions sign in with IAM tokens, and no request reads a secret. The demand still says the report’s calls.',
    remark: () =>
      'A fifth of the planned calls. Lower usage.secrets.apiCallsPerMonth once the account’s bill shows it.',
  },
  {
    id: 'api-cache',
    title: 'API Gateway’s cache',
    stated: { number: 9, usd: [5, 5] },
    risk: 'HTTP APIs have none. A REST API’s smallest cache is 14.60 a month, and its requests cost 3.50 instead of 1.00 a million; answers about patients must not be shared by a cache either.',
  },
];
