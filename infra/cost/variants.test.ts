import { beforeAll, describe, expect, it } from 'vitest';
import { getUsagePreset } from '../../config/demand/presets.js';
import { growUsage } from '../../config/demand/usage.js';
import type { PlannedResource } from '../preview/planned-resource.js';
import { type Bill, priceBill } from './bill.js';
import { buildBillRequest, planWith, readLeftOut } from './testing.js';

let studyPlan: readonly PlannedResource[];
let prodPlan: readonly PlannedResource[];
let leftOut: Awaited<ReturnType<typeof readLeftOut>>;
beforeAll(async () => {
  studyPlan = await planWith('study2025');
  prodPlan = await planWith('prod');
  leftOut = await readLeftOut('study2025');
});

const priceStudyBill = (changes = {}): Bill => priceBill(buildBillRequest(studyPlan, { leftOut, ...changes }));

const findLineUsd = ({ lines }: Pick<Bill, 'lines'>, component: string, item: string): string | undefined =>
  lines.find((line) => line.component === component && line.item === item)?.monthlyUsd.toFixed(2);

it('bills what ten warm environments can’t hold on demand', () => {
  const bill = priceStudyBill({ usage: growUsage(getUsagePreset('study2025'), 1_000_000) });
  // 55 million GB-seconds are asked for; ten times half a GB for a month are 13.14 million.
  const quantity = (item: string) => bill.lines.find((line) => line.item === item)?.quantity.toNumber();
  expect(quantity('Provisioned concurrency, compute, x86')).toBe(13_140_000);
  expect(quantity('Compute, x86')).toBeCloseTo(24_875_975 - 1_950 + 55_000_000 - 13_140_000, -4);
});

describe('variants of the report’s configuration cost', () => {
  const costs = (plan: readonly PlannedResource[]) =>
    priceBill(buildBillRequest(plan, { leftOut })).totalMonthlyUsd.minus(priceStudyBill().totalMonthlyUsd).toFixed(2);

  it.each([
    ['124.20 more with RDS Proxy', { database: { proxy: true } }, '124.20'],
    [
      '36.50 more with a NAT gateway in each zone: hours and an address',
      { network: { natStrategy: 'onePerAz' } },
      '36.50',
    ],
    ['50.93 less without provisioned concurrency', { functions: { overrides: { agent_integration: null } } }, '-50.93'],
    ['as much with two readers that share the reads', { database: { readerCount: 2 } }, '0.00'],
    ['as much without a reader, whose reads the writer does', { database: { readerCount: 0 } }, '0.00'],
    ['0.80 more with alarms on the account', { audit: { accountAlarms: true } }, '0.80'],
  ])('%s', async (_what, changes, difference) => {
    expect(costs(await planWith('study2025', changes))).toBe(difference);
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
    const plan = studyPlan.map((each) =>
      each.type === type && (name === undefined || each.name === name)
        ? { ...each, inputs: { ...each.inputs, ...inputs } }
        : each,
    );
    expect(plan).not.toEqual(studyPlan);
    expect(costs(plan)).toBe(difference);
  });

  it('less where warm environments are let go outside of business hours', async () => {
    const schedule = { startCron: 'cron(0 8 ? * MON-FRI *)', stopCron: 'cron(0 20 ? * MON-FRI *)' };
    const overrides = { agent_integration: { provisionedConcurrency: { instances: 10, schedule } } };
    const plan = await planWith('study2025', { functions: { overrides } });
    const bill = priceBill(buildBillRequest(plan, { leftOut }));
    // 12 hours on 5 of 7 days of 730 hours: 260.71 of the hours, and as much of 360 business hours' calls.
    expect(findLineUsd(bill, 'AWS Lambda', 'Provisioned concurrency, idle, x86')).toBe('19.55');
    expect(findLineUsd(bill, 'AWS Lambda', 'Provisioned concurrency, compute, x86')).toBe('3.87');
  });

  it('14.60 for each interface endpoint in two zones', async () => {
    const plan = await planWith('prod', { network: { interfaceEndpoints: ['bedrock-runtime', 'kms'] } });
    const difference = priceBill(buildBillRequest(plan)).totalMonthlyUsd.minus(
      priceBill(buildBillRequest(prodPlan)).totalMonthlyUsd,
    );
    expect(difference.toFixed(2)).toBe('14.60');
  });

  it('as much for the NAT gateway’s data beside an endpoint that is not Bedrock’s', async () => {
    const priceData = async (interfaceEndpoints: string[]) => {
      const bill = priceBill(
        buildBillRequest(await planWith('prod', { network: { natStrategy: 'single', interfaceEndpoints } })),
      );
      return ['NAT gateway, data', 'Interface endpoints, data'].map((item) => findLineUsd(bill, 'VPC and NAT', item));
    };
    expect(await priceData(['kms'])).toEqual(['4.50', '0.00']);
    expect(await priceData(['kms', 'bedrock-runtime'])).toEqual(['2.25', '0.50']);
  });

  it('0.30 for the one metric that nine filters make of cold starts, and nothing for what a trail hardly ever has', () => {
    const filters = prodPlan.filter(({ type }) => type === 'aws:cloudwatch/logMetricFilter:LogMetricFilter');
    expect(filters.length).toBeGreaterThan(9);
    expect(findLineUsd(priceBill(buildBillRequest(prodPlan)), 'CloudWatch and CloudTrail', 'Custom metrics')).toBe(
      '0.30',
    );
    const withDefault = prodPlan.map((each) =>
      each.name === filters.at(0)?.name
        ? { ...each, inputs: { ...each.inputs, metricTransformation: { name: 'other', defaultValue: '0' } } }
        : each,
    );
    expect(findLineUsd(priceBill(buildBillRequest(withDefault)), 'CloudWatch and CloudTrail', 'Custom metrics')).toBe(
      '0.60',
    );
  });

  it('less with a savings plan for the three ACU that are always there', () => {
    const options = { freeTier: false, savingsPlan: true };
    expect(findLineUsd(priceStudyBill({ options }), 'Aurora PostgreSQL', 'Database Savings Plan')).toBe('-90.72');
  });

  it('nothing less with a savings plan where the cluster may pause', async () => {
    const plan = await planWith('prod', { database: { minCapacityAcu: 0, autoPauseSeconds: 300 } });
    const bill = priceBill(buildBillRequest(plan, { options: { freeTier: false, savingsPlan: true } }));
    expect(findLineUsd(bill, 'Aurora PostgreSQL', 'Database Savings Plan')).toBe('0.00');
  });

  it('less with the free tier: of calls, computing, logs, metrics', () => {
    const options = { freeTier: true, savingsPlan: false };
    const { lines } = priceBill(buildBillRequest(prodPlan, { options }));
    const free = lines
      .filter(({ item }) => item.endsWith(', free tier'))
      .map(({ item, quantity }) => [item, quantity.toNumber()]);
    expect(free).toEqual([
      ['Requests, free tier', 1],
      ['Compute, arm64, free tier', 400_000],
      ['Log ingestion, free tier', 5],
      ['Custom metrics, free tier', 1],
      ['Dashboards, free tier', 1],
      ['Alarms, free tier', 10],
      ['SQS requests, free tier', 0.01],
      ['SNS e-mails, free tier', 0.001],
    ]);
  });
});
