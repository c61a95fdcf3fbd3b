import { existsSync, readFileSync } from 'node:fs';
import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { growUsage, type Usage } from '../../config/usage.js';
import type { PlannedResource } from '../preview/planned-resource.js';
import { compareLines } from './baseline.js';
import { type Bill, priceBill } from './bill.js';
import { freeTypes } from './free.js';
import { limitsOf } from './limits.js';
import { totalOf } from './line.js';
import { pricers } from './pricers.js';
import { findBook } from './prices.js';
import { billOf, leftOutOf, planWith, reportDemand } from './testing.js';

let reportPlan: readonly PlannedResource[];
let prodPlan: readonly PlannedResource[];
let leftOut: Awaited<ReturnType<typeof leftOutOf>>;
beforeAll(async () => {
  reportPlan = await planWith('report');
  prodPlan = await planWith('prod');
  leftOut = await leftOutOf('report');
});

const reportBook = findBook('report');
const reportBill = (changes = {}): Bill => priceBill(billOf(reportPlan, { book: reportBook, leftOut, ...changes }));

const componentsOf = ({ components }: Bill) =>
  Object.fromEntries(components.map(({ component, monthlyUsd }) => [component, monthlyUsd.toFixed(2)]));
const lineOf = ({ lines }: Pick<Bill, 'lines'>, component: string, item: string): string | undefined =>
  lines.find((line) => line.component === component && line.item === item)?.monthlyUsd.toFixed(2);

describe('the report’s configuration', () => {
  it('costs what the report says, line by line, wherever the audit finds it right', () => {
    const right = compareLines(reportBill()).filter(({ why }) => why === undefined);
    expect(right.map(({ component, item, oursUsd }) => [component, item, oursUsd.toFixed(2)])).toEqual([
      ['Aurora PostgreSQL', 'Compute (Peak)', '648.00'],
      ['Aurora PostgreSQL', 'Compute (Off-Peak)', '129.60'],
      ['Aurora PostgreSQL', 'Storage', '50.00'],
      ['Aurora PostgreSQL', 'I/O Operations', '40.00'],
      ['Amazon Cognito', 'Advanced Security Features', '500.00'],
      ['AWS Lambda', 'Requests', '1.16'],
      ['AWS Lambda', 'Provisioned Concurrency (Idle)', '54.75'],
      ['API Gateway', 'API Requests', '10.00'],
      ['VPC and NAT', 'NAT Gateway (Hourly)', '32.85'],
      ['VPC and NAT', 'Data Processing', '4.50'],
      ['VPC and NAT', 'Elastic IP', '0.00'],
      ['Secrets Manager and KMS', 'Secrets Storage', '1.20'],
      ['Secrets Manager and KMS', 'Secrets API Calls', '0.50'],
      ['Secrets Manager and KMS', 'KMS Keys', '2.00'],
      ['Secrets Manager and KMS', 'KMS API Requests', '1.44'],
      ['CloudWatch and CloudTrail', 'Log Ingestion', '25.00'],
      ['CloudWatch and CloudTrail', 'Log Storage', '3.00'],
      ['CloudWatch and CloudTrail', 'Custom Metrics', '15.00'],
      ['CloudWatch and CloudTrail', 'CloudTrail Data Events', '20.00'],
      ['ECR', 'Storage', '0.20'],
    ]);
    expect(right.filter(({ statedUsd, oursUsd }) => !statedUsd.equals(oursUsd))).toEqual([]);
  });

  it('costs what the audit says where the report errs, with the reason', () => {
    const wrong = compareLines(reportBill()).filter(({ why }) => why !== undefined);
    expect(wrong.map(({ item, statedUsd, oursUsd }) => [item, statedUsd.toFixed(2), oursUsd.toFixed(2)])).toEqual([
      ['Backup Storage', '10.50', '0.00'],
      ['MAU (Base)', '55.00', '0.00'],
      ['Compute Duration', '95.00', '4.16'],
      ['Provisioned Compute', '4.86', '5.35'],
      ['Data Transfer (Internet)', '0.90', '0.00'],
    ]);
  });

  it('costs 1,548.71 at the report’s prices', () => {
    const bill = reportBill();
    expect(bill.totalMonthlyUsd.toFixed(2)).toBe('1548.71');
    expect(bill.perMauUsd.toNumber()).toBe(0.154871);
    expect(componentsOf(bill)).toMatchObject({
      'Aurora PostgreSQL': '867.60',
      'Amazon Cognito': '500.00',
      'AWS Lambda': '65.42',
      'VPC and NAT': '37.35',
      'API Gateway': '10.00',
      'Secrets Manager and KMS': '5.14',
      'CloudWatch and CloudTrail': '63.00',
      ECR: '0.20',
    });
  });

  it('costs 1,233.36 at real prices', () => {
    const bill = reportBill({ book: findBook('aws-2025-10') });
    expect(bill.totalMonthlyUsd.toFixed(2)).toBe('1233.36');
    expect(componentsOf(bill)).toMatchObject({
      'Amazon Cognito': '200.00',
      'VPC and NAT': '41.00',
      'CloudWatch and CloudTrail': '44.00',
    });
  });

  it('has a price for what our program has beyond it, beside the bill', () => {
    expect(
      reportBill({ book: findBook('aws-2025-10') }).leftOut.map(({ resource, monthlyUsd }) => [
        resource,
        monthlyUsd.toFixed(2),
      ]),
    ).toEqual([
      ['encryption-audit', '1.00'],
      ['identity-token-trigger-function', '0.30'],
      ['network-flows', '0.50'],
      ['audit-log', '0.83'],
      ['observability-dashboard', '-8.10'],
    ]);
  });

  it('refuses to leave out what the plan does not have', () => {
    const gone = [{ resource: 'encryption-fourth', reason: 'there is no such key' }];
    expect(() => reportBill({ leftOut: gone })).toThrow('the plan has no such resource');
  });

  it.each([
    [
      50_000,
      {
        'NAT gateway, data': '22.50',
        'API requests': '50.00',
        'Log ingestion': '125.00',
        'CloudTrail data events': '100.00',
        'KMS requests': '7.44',
        'Secrets Manager calls': '2.50',
      },
    ],
    [
      100_000,
      {
        'NAT gateway, data': '45.00',
        'API requests': '100.00',
        'Log ingestion': '250.00',
        'CloudTrail data events': '200.00',
        'KMS requests': '14.94',
        'Secrets Manager calls': '5.00',
      },
    ],
  ])('costs at %d users what the audit makes of the report’s prices', (mau, expected) => {
    const { lines, components } = reportBill({ usage: growUsage(reportDemand, mau) });
    const found = Object.keys(expected).map((item) => [
      item,
      lines.find((line) => line.item === item)?.monthlyUsd.toFixed(2),
    ]);
    expect(Object.fromEntries(found)).toEqual(expected);
    const cognito = components.find(({ component }) => component === 'Amazon Cognito');
    expect(cognito?.monthlyUsd.toNumber()).toBe(mau === 50_000 ? 2_500 : 4_525);
  });
});

const baselineFile = '../shared/cost/baseline.json';
describe.runIf(existsSync(baselineFile))('the audit’s data', () => {
  it('agrees with every recomputed component, at both sets of prices', () => {
    const { totals } = JSON.parse(readFileSync(baselineFile, 'utf8')) as {
      totals: Record<string, Record<string, number>>;
    };
    const names = {
      aurora: 'Aurora PostgreSQL',
      cognito: 'Amazon Cognito',
      lam: 'AWS Lambda',
      vpc: 'VPC and NAT',
      api: 'API Gateway',
      sec: 'Secrets Manager and KMS',
      cw: 'CloudWatch and CloudTrail',
      ecr: 'ECR',
    };
    const recomputed = (bill: Bill) => {
      const found = componentsOf(bill);
      return Object.fromEntries(Object.entries(names).map(([key, name]) => [key, Number(found[name])]));
    };
    expect(recomputed(reportBill())).toEqual(totals.corrected_by_component);
    expect(recomputed(reportBill({ book: findBook('aws-2025-10') }))).toEqual(totals.real_price_by_component);
  });
});

describe('variants of the report’s configuration cost', () => {
  const base = () => reportBill({ book: findBook('aws-2025-10') });
  const costs = (plan: readonly PlannedResource[]) =>
    priceBill(billOf(plan, { leftOut })).totalMonthlyUsd.minus(base().totalMonthlyUsd).toFixed(2);

  it.each([
    ['124.20 more with RDS Proxy', { database: { proxy: true } }, '124.20'],
    [
      '36.50 more with a NAT gateway in each zone: hours and an address',
      { network: { natStrategy: 'onePerAz' } },
      '36.50',
    ],
    ['50.93 less without provisioned concurrency', { functions: { architecture: 'x86_64', overrides: {} } }, '-50.93'],
    ['as much with two readers that share the reads', { database: { readerCount: 2 } }, '0.00'],
    ['as much without a reader, whose reads the writer does', { database: { readerCount: 0 } }, '0.00'],
    ['0.80 more with alarms on the account', { audit: { accountAlarms: true } }, '0.80'],
  ])('%s', async (_what, changes, difference) => {
    expect(costs(await planWith('report', changes))).toBe(difference);
  });

  const reader = { type: 'aws:rds/clusterInstance:ClusterInstance', name: 'database-reader-1' };
  const cluster = { type: 'aws:rds/cluster:Cluster' };
  const pool = { type: 'aws:cognito/userPool:UserPool' };
  const off = { userPoolAddOns: undefined };

  it.each([
    ['259.20 more with the reader at promotion tier 0', reader, { promotionTier: 0 }, '259.20'],
    ['259.20 more with the reader at promotion tier 1', reader, { promotionTier: 1 }, '259.20'],
    ['255.78 more with I/O-Optimized storage', cluster, { storageType: 'aurora-iopt1' }, '255.78'],
    ['20.25 more with advanced insights', cluster, { databaseInsightsMode: 'advanced' }, '20.25'],
    ['0.40 less without a master password that RDS manages', cluster, { manageMasterUserPassword: false }, '-0.40'],
    ['12.85 less on arm64', { type: 'aws:lambda/function:Function' }, { architectures: ['arm64'] }, '-12.85'],
    ['50.00 less on the Essentials plan', pool, { userPoolTier: 'ESSENTIALS', ...off }, '-50.00'],
    ['145.00 less on the Lite plan', pool, { userPoolTier: 'LITE', ...off }, '-145.00'],
    [
      '1.00 less with a trail that selects no data',
      { type: 'aws:cloudtrail/trail:Trail' },
      { advancedEventSelectors: [] },
      '-1.00',
    ],
    [
      '12.50 less with infrequent access for all logs',
      { type: 'aws:cloudwatch/logGroup:LogGroup' },
      { logGroupClass: 'INFREQUENT_ACCESS' },
      '-12.50',
    ],
  ])('%s', (_what, { type, name }: { type: string; name?: string }, inputs, difference) => {
    const plan = reportPlan.map((each) =>
      each.type === type && (name === undefined || each.name === name)
        ? { ...each, inputs: { ...each.inputs, ...inputs } }
        : each,
    );
    expect(plan).not.toEqual(reportPlan);
    expect(costs(plan)).toBe(difference);
  });

  it('less where warm environments are let go outside of business hours', async () => {
    const schedule = { startCron: 'cron(0 8 ? * MON-FRI *)', stopCron: 'cron(0 20 ? * MON-FRI *)' };
    const overrides = { agent_integration: { provisionedConcurrency: { instances: 10, schedule } } };
    const plan = await planWith('report', { functions: { overrides } });
    const bill = priceBill(billOf(plan, { leftOut }));
    // 12 hours on 5 of 7 days of 730 hours: 260.71 of the hours, and as much of 360 business hours' calls.
    expect(lineOf(bill, 'AWS Lambda', 'Provisioned concurrency, idle, x86')).toBe('19.55');
    expect(lineOf(bill, 'AWS Lambda', 'Provisioned concurrency, compute, x86')).toBe('3.87');
  });

  it('14.60 for each interface endpoint in two zones', async () => {
    const plan = await planWith('prod', { network: { interfaceEndpoints: ['bedrock-runtime', 'kms'] } });
    const difference = priceBill(billOf(plan)).totalMonthlyUsd.minus(priceBill(billOf(prodPlan)).totalMonthlyUsd);
    expect(difference.toFixed(2)).toBe('14.60');
  });

  it('less with a savings plan for the three ACU that are always there', () => {
    const options = { freeTier: false, savingsPlan: true };
    expect(lineOf(reportBill({ options }), 'Aurora PostgreSQL', 'Database Savings Plan')).toBe('-90.72');
  });

  it('less with the free tier: of calls, computing, logs, metrics', () => {
    const options = { freeTier: true, savingsPlan: false };
    const { lines } = priceBill(billOf(prodPlan, { options }));
    const free = lines
      .filter(({ item }) => item.endsWith(', free tier'))
      .map(({ item, quantity }) => [item, quantity.toNumber()]);
    expect(free).toEqual([
      ['Requests, free tier', 1],
      ['Compute, arm64, free tier', 400_000],
      ['Log ingestion, free tier', 5],
      ['Custom metrics, free tier', 10],
      ['Dashboards, free tier', 1],
      ['Alarms, free tier', 8],
      ['SQS requests, free tier', 0.01],
      ['SNS e-mails, free tier', 0.001],
    ]);
  });
});

describe('a plan', () => {
  it('with a type that nobody knows is refused, and the type and a resource are named', () => {
    const [some] = prodPlan;
    const stranger = {
      ...some,
      type: 'aws:redshift/cluster:Cluster',
      name: 'warehouse',
      isCustom: true,
    } as PlannedResource;
    expect(() => priceBill(billOf([...prodPlan, stranger]))).toThrow('aws:redshift/cluster:Cluster, such as warehouse');
  });

  it.each(pricers.filter(({ types }) => types.length > 0).map((pricer) => [pricer.types[0], pricer] as const))(
    'is refused without the pricer of %s, if it has one',
    (_type, pricer) => {
      const others = pricers.filter((each) => each !== pricer);
      const isUsed = [...prodPlan, ...reportPlan].some(({ type }) => pricer.types.includes(type));
      const price = () => [prodPlan, reportPlan].map((plan) => priceBill(billOf(plan), others));
      if (isUsed) expect(price).toThrow('Nobody knows what these cost');
      else expect(price).not.toThrow();
    },
  );

  it('has no type that is both priced and free', () => {
    expect(pricers.flatMap(({ types }) => types).filter((type) => freeTypes[type] !== undefined)).toEqual([]);
    expect(new Set(pricers.flatMap(({ types }) => types)).size).toBe(pricers.flatMap(({ types }) => types).length);
  });

  it('with a function, a log group or an instance class whose demand nobody says is refused by its name', () => {
    const rename = (type: string, name: string, inputs = {}) =>
      prodPlan.map((each, index) =>
        index === prodPlan.findIndex((candidate) => candidate.type === type)
          ? { ...each, name, inputs: { ...each.inputs, ...inputs } }
          : each,
      );
    expect(() => priceBill(billOf(rename('aws:lambda/function:Function', 'functions-new-function')))).toThrow(
      'functions-new-function',
    );
    expect(() => priceBill(billOf(rename('aws:cloudwatch/logGroup:LogGroup', 'new-things')))).toThrow('new-things');
    const large = rename('aws:rds/clusterInstance:ClusterInstance', 'writer', { instanceClass: 'db.r8g.large' });
    expect(() => priceBill(billOf(large))).toThrow('db.r8g.large');
  });

  it('is refused under a demand that lacks a number', () => {
    const usage = {
      ...reportDemand,
      trail: { ...reportDemand.trail, fileEventsPerMonth: undefined },
    } as unknown as Usage;
    expect(() => priceBill(billOf(prodPlan, { usage }))).toThrow('trail.fileEventsPerMonth');
  });
});

/** Paths of every number of a demand. */
function numbersOf(value: unknown, path: string[] = []): string[][] {
  if (typeof value === 'number') return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => numbersOf(part, [...path, key]));
}

/** A day and a month end. */
const most: Readonly<Record<string, number>> = { hoursPerDay: 24, daysPerMonth: 31 };

function changed(usage: Usage, path: readonly string[], change: (value: number) => number): Usage {
  const copy = structuredClone(usage);
  const parent = path.slice(0, -1).reduce<object>((part, key) => Reflect.get(part, key), copy);
  const last = path.at(-1) ?? '';
  Reflect.set(parent, last, Math.min(change(Reflect.get(parent, last)), most[last] ?? Number.POSITIVE_INFINITY));
  return copy;
}

const paths = numbersOf(reportDemand);

/** Numbers that say what a demand is made of, or what the plan must stand, and that no bill has a line for. */
const unbilled = [
  'users.registered',
  'users.sessionsPerActiveUser',
  'users.callsPerSession',
  'api.peakRequestsPerSecond',
  'api.averageRequestsPerSecond',
];

describe('a bill', () => {
  it('never falls when a number of the demand rises', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...paths),
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 0, max: 10_000 }),
        fc.constantFrom('prod', 'report'),
        (path, factor, more, stack) => {
          const plan = stack === 'prod' ? prodPlan : reportPlan;
          const total = (usage: Usage) => priceBill(billOf(plan, { usage })).totalMonthlyUsd;
          const grown = changed(reportDemand, path, (value) => Math.round(value * factor + more));
          return total(grown).greaterThanOrEqualTo(total(reportDemand));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('rises with every number of the demand, but for those that no bill has', () => {
    // Where nothing is asked for, more of a part changes nothing: every number starts above 0 here.
    const full = paths.reduce(
      (usage, path) => changed(usage, path, (value) => (value === 0 ? 10 : value)),
      reportDemand,
    );
    const totals = (usage: Usage) =>
      [prodPlan, reportPlan].map((plan) => priceBill(billOf(plan, { usage })).totalMonthlyUsd);
    const before = totals(full);
    const still = paths.filter((path) => {
      const after = totals(changed(full, path, (value) => value * 1e6));
      return after.every((total, index) => total.equals(before[index] ?? 0));
    });
    expect(still.map((path) => path.join('.'))).toEqual(unbilled);
  });

  it('never falls when the users rise', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000_000 }), fc.integer({ min: 0, max: 2_000_000 }), (less, more) => {
        const total = (mau: number) =>
          priceBill(billOf(prodPlan, { usage: growUsage(reportDemand, mau) })).totalMonthlyUsd;
        return total(less).lessThanOrEqualTo(total(less + more));
      }),
      { numRuns: 50 },
    );
  });

  it('is the sum of its components, and each of them of its lines, to the cent', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000_000 }), fc.boolean(), fc.boolean(), (mau, freeTier, savingsPlan) => {
        const bill = priceBill(
          billOf(prodPlan, { usage: growUsage(reportDemand, mau), options: { freeTier, savingsPlan } }),
        );
        const printed = bill.lines.reduce((sum, line) => sum.plus(line.monthlyUsd.toFixed(2)), new Decimal(0));
        const components = Decimal.sum(...bill.components.map(({ monthlyUsd }) => monthlyUsd));
        const ofComponents = bill.components.every(({ component, monthlyUsd }) =>
          totalOf(bill.lines.filter((line) => line.component === component)).equals(monthlyUsd),
        );
        return printed.equals(bill.totalMonthlyUsd) && components.equals(bill.totalMonthlyUsd) && ofComponents;
      }),
      { numRuns: 50 },
    );
  });
});

describe('what a demand passes', () => {
  const idsAt = (mau: number) =>
    limitsOf(prodPlan, growUsage(reportDemand, mau)).map(({ id, needed, available }) => [
      id,
      Math.round(needed),
      available,
    ]);

  it.each([
    [10_000, []],
    [12_000, []],
    [12_001, [['throttle', 600, 600]]],
    [
      100_000,
      [
        ['throttle', 5_000, 600],
        ['database-maximum', 60, 40],
      ],
    ],
    [
      1_000_000,
      [
        ['throttle', 50_000, 600],
        ['database-service-limit', 360, 256],
      ],
    ],
  ])('is said at %d users', (mau, expected) => {
    expect(idsAt(mau)).toEqual(expected);
  });

  it('is four fifths of the peak at the report’s own throttle', () => {
    expect(limitsOf(reportPlan, reportDemand)[0]?.message).toContain('80 % of the peak would be answered 429');
  });
});
