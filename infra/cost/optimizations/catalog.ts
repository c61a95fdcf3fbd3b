import type { Decimal } from 'decimal.js';
import type { PlannedUsage } from '../../../config/demand/usage.js';
import { formatNumber, formatUsd } from '../../../config/format.js';
import { functionNames } from '../../../config/functions.js';
import type { StackConfig } from '../../../config/settings/stack.js';
import type { SettingChanges } from '../../preview/changed-stack.js';
import type { Bill } from '../bill.js';
import { type Charge, type PriceOptions, priceCharge, sumItemUsd, sumLines } from '../line.js';
import type { PriceBook } from '../prices/book.js';
import { study2025 } from '../prices/study2025.js';

/** A change to the settings, the demand or the pricing of a stack. */
export interface StackChange {
  readonly settings?: (config: StackConfig) => SettingChanges;
  readonly demand?: (usage: PlannedUsage) => PlannedUsage;
  readonly options?: Partial<PriceOptions>;
}

/** The bills without and with an optimization. */
export interface BillComparison {
  readonly before: Bill;
  readonly after: Bill;
  readonly usage: PlannedUsage;
  readonly book: PriceBook;
  /** Whether the stack has the optimization already. */
  readonly isInPlace: boolean;
}

export interface Optimization {
  readonly id: string;
  readonly title: string;
  /** Its number in the 2025 cost study's list, and the monthly saving that the study states: from, to. */
  readonly stated?: { readonly number: number; readonly usd: readonly [number, number] };
  /** Undefined if AWS doesn't offer it. */
  readonly change?: StackChange;
  /** The opposite change, which prices the optimization for stacks that have it. */
  readonly revert?: StackChange;
  /** The drawback. */
  readonly risk: string;
  /** A note on the figures. */
  readonly remark?: (comparison: BillComparison) => string | undefined;
}

/** Derives from two bills the millions of storage requests a month at which I/O-Optimized costs the same. */
export function deriveIoBreakEvenMillions({
  before,
  after,
  book,
}: Pick<BillComparison, 'before' | 'after' | 'book'>): Decimal | undefined {
  const price = book.prices.auroraIoMillion?.tiers[0]?.usd;
  if (price === undefined) return undefined;
  return after.totalMonthlyUsd
    .minus(before.totalMonthlyUsd)
    .plus(sumItemUsd(before, 'I/O operations'))
    .dividedBy(price);
}

/** Prices users as the study does, with threat protection as an add-on to a base price. */
function computeAddOnUsd({ users: { activePerMonth: quantity } }: PlannedUsage): Decimal {
  const component = 'Amazon Cognito';
  const charges = (['cognitoBaseUser', 'cognitoThreatProtectionUser'] as const).map(
    (price): Charge => ({ component, item: price, price, quantity, basis: '' }),
  );
  return sumLines(charges.flatMap((charge) => priceCharge(charge, study2025, { freeTier: false })));
}

function describePlusPlan({ before, usage }: BillComparison): string | undefined {
  const found = before.components.find(({ component }) => component === 'Amazon Cognito');
  const saved = found && computeAddOnUsd(usage).minus(found.monthlyUsd);
  return saved?.greaterThan(0)
    ? `The Plus plan includes it and costs ${formatUsd(saved)} less than the study's base price with the add-on, without a drawback.`
    : undefined;
}

const bedrock = 'bedrock-runtime';
type Endpoints = Pick<StackConfig['network'], 'interfaceEndpoints'>;

const withoutBedrock = ({ interfaceEndpoints }: Endpoints): Endpoints => ({
  interfaceEndpoints: interfaceEndpoints.filter((service) => service !== bedrock),
});

const withBedrock = ({ interfaceEndpoints }: Endpoints): Endpoints => ({
  interfaceEndpoints: interfaceEndpoints.includes(bedrock) ? interfaceEndpoints : [...interfaceEndpoints, bedrock],
});

const listWarmFunctions = (overrides: StackConfig['functions']['overrides']) =>
  functionNames.filter((name) => overrides[name]?.provisionedConcurrency !== undefined);

/** The share of database capacity that remains with pooling: the middle of the study's saving of 10 to 15%. */
const pooledShare = 0.875;
/** The share of secret reads that remains with a cache. */
const cachedShare = 0.2;
/** The share of stored logs that remains after three days instead of seven, by the study's estimate. */
const shorterShare = 0.5;

function withPooling({ database, ...usage }: PlannedUsage): PlannedUsage {
  const periods = database.periods.map((period) => ({
    ...period,
    writerAcu: period.writerAcu * pooledShare,
    readerAcu: period.readerAcu * pooledShare,
  }));
  return { ...usage, database: { ...database, periods } };
}

/** The study's nine optimizations in its order, then ours. */
export const optimizations: readonly Optimization[] = [
  {
    id: 'threat-protection-off',
    title: 'Cognito without threat protection',
    stated: { number: 1, usd: [500, 500] },
    change: { settings: () => ({ identity: { tier: 'lite', threatProtection: 'off' } }) },
    revert: { settings: () => ({ identity: { tier: 'plus', threatProtection: 'enforced' } }) },
    risk: 'Stolen passwords and unusual sign-ins go unnoticed. The plan applies to all users of a pool.',
    remark: describePlusPlan,
  },
  {
    id: 'io-optimized',
    title: 'Aurora I/O-Optimized',
    stated: { number: 2, usd: [50, 100] },
    change: { settings: () => ({ database: { storage: 'ioOptimized' } }) },
    revert: { settings: () => ({ database: { storage: 'standard' } }) },
    risk: 'Only the price. AWS allows this change once every 30 days, and the change back at any time.',
    remark: (comparison) => {
      const { ioRequestsMillions } = comparison.usage.database;
      const breakEven = deriveIoBreakEvenMillions(comparison);
      return (
        breakEven &&
        `Saves above ${formatNumber(breakEven, 0)} million storage requests a month; the plan has ${formatNumber(ioRequestsMillions)} million.`
      );
    },
  },
  {
    id: 'no-provisioned-concurrency',
    title: 'No provisioned concurrency',
    stated: { number: 3, usd: [60, 60] },
    change: {
      settings: ({ functions: { overrides } }) => ({
        functions: {
          overrides: Object.fromEntries(
            listWarmFunctions(overrides).map((name) => [name, { provisionedConcurrency: null }]),
          ),
        },
      }),
    },
    revert: {
      settings: () => ({
        functions: { overrides: { agent_integration: { provisionedConcurrency: { instances: 10 } } } },
      }),
    },
    risk: 'The first request after an idle period waits for a cold start.',
  },
  {
    id: 'arm64',
    title: 'Functions on arm64',
    stated: { number: 4, usd: [21, 21] },
    change: { settings: () => ({ functions: { architecture: 'arm64' } }) },
    revert: { settings: () => ({ functions: { architecture: 'x86_64' } }) },
    risk: 'None, because the bundles contain only JavaScript.',
  },
  {
    id: 'interface-endpoints',
    title: 'A VPC endpoint for Bedrock',
    stated: { number: 5, usd: [15, 25] },
    change: { settings: ({ network }) => ({ network: withBedrock(network) }) },
    revert: { settings: ({ network }) => ({ network: withoutBedrock(network) }) },
    risk: 'None. S3 and DynamoDB have gateway endpoints in any case, which are free.',
  },
  {
    id: 'rds-proxy',
    title: 'Connections pooled by RDS Proxy',
    stated: { number: 6, usd: [100, 100] },
    change: { settings: () => ({ database: { proxy: true } }), demand: withPooling },
    revert: { settings: () => ({ database: { proxy: false } }) },
    risk: "The proxy would hardly pool: each request sets its caller for row-level security, which pins the connection. The cluster can't pause behind it.",
    remark: ({ isInPlace }) =>
      isInPlace
        ? 'Priced with the planned capacity both with and without it.'
        : "Priced with 12.5% less capacity, the middle of the study's unmeasured 10 to 15%. Functions already pool in their own process.",
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
    risk: 'After three days, logs no longer show who did what, while 45 CFR 164.316(b)(2)(i) requires six years.',
    remark: () => 'Priced with half of the stored logs, as in the study. Ingestion costs the same.',
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
    risk: "None. Functions sign in with IAM tokens, so no request reads a secret; the demand still has the study's calls.",
    remark: () =>
      'Priced with a fifth of the planned calls. Lower usage.secrets.apiCallsPerMonth once the AWS bill confirms it.',
  },
  {
    id: 'api-cache',
    title: 'API Gateway cache',
    stated: { number: 9, usd: [5, 5] },
    risk: "HTTP APIs don't have one. The smallest cache of a REST API costs US$14.60 a month, and its requests cost US$3.50 per million instead of US$1.00. A cache must not share responses about patients either.",
  },
  {
    id: 'ipv6-egress',
    title: 'IPv6 through an egress-only gateway instead of NAT',
    change: {
      settings: ({ network }) => ({
        network: { natStrategy: 'none', dualStack: true, ...withBedrock(network) },
      }),
    },
    revert: {
      settings: ({ network }) => ({
        network: { natStrategy: 'single', dualStack: false, ...withoutBedrock(network) },
      }),
    },
    risk: "Functions can't reach services without an IPv6 address, so Bedrock gets an endpoint, which is priced here.",
  },
  {
    id: 'reader-scales-alone',
    title: 'A reader that scales independently, at promotion tier 2',
    change: { settings: () => ({ database: { readerPromotionTier: 2 } }) },
    revert: { settings: () => ({ database: { readerPromotionTier: 1 } }) },
    risk: "After a failover the new writer starts at the reader's capacity and scales up within seconds.",
  },
  {
    id: 'no-reader',
    title: 'No reader',
    change: { settings: () => ({ database: { readerCount: 0 } }) },
    revert: { settings: () => ({ database: { readerCount: 1 } }) },
    risk: "If the writer's zone fails, a new instance has to start, which takes minutes instead of seconds.",
    remark: () => "The writer then does the reader's work, so the capacity moves and isn't saved.",
  },
  {
    id: 'pause-when-idle',
    title: 'A cluster that pauses when idle',
    change: { settings: () => ({ database: { minCapacityAcu: 0, autoPauseSeconds: 300 } }) },
    revert: { settings: () => ({ database: { minCapacityAcu: 0.5, autoPauseSeconds: null } }) },
    risk: 'The first request after a pause waits about 15 seconds.',
    remark: () => 'Saves if the demand has hours below half an ACU.',
  },
  {
    id: 'selective-trail',
    title: 'A trail with data events of files, without function invocations',
    change: { settings: () => ({ audit: { dataEvents: ['files'] } }) },
    revert: { settings: () => ({ audit: { dataEvents: ['files', 'functions'] } }) },
    risk: "The trail doesn't show who invoked a function outside the API. The application's audit trail still shows who accessed which patient.",
  },
  {
    id: 'infrequent-logs',
    title: 'Access and flow logs in the infrequent-access class',
    change: {
      settings: () => ({ network: { flowLogClass: 'infrequentAccess' }, api: { accessLogClass: 'infrequentAccess' } }),
    },
    revert: { settings: () => ({ network: { flowLogClass: 'standard' }, api: { accessLogClass: 'standard' } }) },
    risk: 'Only Logs Insights reads them: no live tail, no export to S3, no metric filters. A deployed log group is replaced.',
  },
  {
    id: 'database-savings-plan',
    title: 'A Database Savings Plan for the capacity that always runs',
    change: { options: { savingsPlan: true } },
    revert: { options: { savingsPlan: false } },
    risk: 'A commitment of a year, paid whether used or not.',
  },
];
