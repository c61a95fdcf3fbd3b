import { readFileSync } from 'node:fs';
import { Decimal } from 'decimal.js';
import { beforeAll, describe, expect, it } from 'vitest';

import { statedLines, statedTotalsUsd } from '../baseline.js';
import { plannedCapacities } from '../pricers/aurora.js';
import { leftOutOf, planWith } from '../testing.js';
import { componentUsd, itemUsd, type PricedReport, statedUsd, usdOf } from './finding.js';
import { type ComputedFinding, computeFindings, priceReport } from './findings.js';

/** One check of an audit that was made by hand. */
interface Check {
  readonly area: string;
  readonly what: string;
  readonly stated: number | null;
  readonly recomputed: number;
  readonly verdict: 'ok' | 'arithmetic error' | 'inconsistent assumption' | 'pricing error';
}

const audit = JSON.parse(readFileSync(new URL('./audit.json', import.meta.url), 'utf8')) as Check[];

let report: PricedReport;
let computed: ComputedFinding[];
beforeAll(async () => {
  report = priceReport(await planWith('report'), await leftOutOf('report'));
  computed = computeFindings(report);
});

const keyOf = ({ area, what }: Pick<Check, 'area' | 'what'>): string => `${area}: ${what}`;

/** Six times the capacity is what the report says, 10 to the power of 0.778 is what our rule makes of it: 5.998. */
const isGrown = (key: string): boolean => key === 'scaling: Aurora writer ACU at 100K vs 40 max';

/** To the cent, or to the digits that the audit prints. */
const isSame = (ours: Decimal, theirs: number, key: string): boolean =>
  ours
    .minus(theirs)
    .abs()
    .lessThanOrEqualTo(Math.max(Math.abs(theirs) * (isGrown(key) ? 5e-4 : 5e-6), theirs < 0.1 ? 0 : 0.005));

describe('what the audit found to be wrong', () => {
  const wrong = audit.filter(({ verdict }) => verdict !== 'ok');

  it('is all here, once, in its order by part, and nothing else', () => {
    expect(wrong).toHaveLength(77);
    expect(computed.map(keyOf).sort()).toEqual(wrong.map(keyOf).sort());
  });

  it.each(wrong.map((check) => [keyOf(check), check] as const))(
    '%s: both figures agree with the audit’s',
    (key, check) => {
      const found = computed.find((finding) => keyOf(finding) === key);
      expect(isSame(new Decimal(found?.computed ?? Number.NaN), check.recomputed, key)).toBe(true);
      if (check.stated !== null) expect(found?.stated).toBe(check.stated);
      expect(found?.why.length).toBeGreaterThan(5);
    },
  );
});

const months = 12;
const nat = 'VPC and NAT';
const secrets = 'Secrets Manager and KMS';
const monitoring = 'CloudWatch and CloudTrail';

const acuHours = ({ plan, usage }: PricedReport, names: readonly string[]): number =>
  plannedCapacities(plan, usage)
    .flatMap(({ capacities }) => capacities)
    .filter(({ period }) => names.includes(period.name))
    .reduce((sum, { totalAcu, hours }) => sum + totalAcu * hours, 0);

const quantityOf = ({ atReportPrices }: PricedReport, item: string): number =>
  atReportPrices.lines.find((line) => line.item === item)?.quantity.toNumber() ?? Number.NaN;

const statedItem = (item: string): number => Number(statedLines.find((line) => line.item === item)?.statedUsd);

/** What the model says of a figure that the audit calls right. */
const right: Readonly<Record<string, (report: PricedReport) => Decimal.Value>> = {
  'aurora: peak ACU-hours': (all) => acuHours(all, ['peak']),
  'aurora: off-peak ACU-hours': (all) => acuHours(all, ['off-peak']),
  'aurora: total ACU-hours': (all) => acuHours(all, ['peak', 'off-peak']),
  'aurora: compute peak $': ({ atReportPrices }) => itemUsd(atReportPrices, 'Compute, peak'),
  'aurora: compute off-peak $': ({ atReportPrices }) => itemUsd(atReportPrices, 'Compute, off-peak'),
  'aurora: storage $': ({ atReportPrices }) => itemUsd(atReportPrices, 'Storage'),
  'aurora: io $': ({ atReportPrices }) => itemUsd(atReportPrices, 'I/O operations'),
  'aurora: backup $ (as priced)': ({ usage, reportBook }) =>
    usdOf(reportBook, 'auroraBackupGbMonth', usage.database.backupGb),
  'aurora: component total $': () => statedUsd('Aurora PostgreSQL'),
  'aurora: annual $': () => statedUsd('Aurora PostgreSQL').times(months),
  'aurora: pooling saving 10% $': (all) =>
    usdOf(all.reportBook, 'auroraAcuHour', acuHours(all, ['peak', 'off-peak']) * 0.1),
  'aurora: pooling saving 15% $': (all) =>
    usdOf(all.reportBook, 'auroraAcuHour', acuHours(all, ['peak', 'off-peak']) * 0.15),
  'lambda: total requests': (all) => quantityOf(all, 'Requests') * 1e6,
  'lambda: requests $': ({ atReportPrices }) => itemUsd(atReportPrices, 'Requests'),
  'lambda: compute $ (5.7M GB-s as stated)': ({ reportBook }) => usdOf(reportBook, 'lambdaGbSecondX86', 5_700_000),
  'lambda: on-demand GB-s excluding agent_integration': (all) => quantityOf(all, 'Compute, x86'),
  'lambda: provisioned GB-s': (all) => quantityOf(all, 'Provisioned concurrency, idle, x86'),
  'lambda: provisioned idle $': ({ atReportPrices }) => itemUsd(atReportPrices, 'Provisioned concurrency, idle, x86'),
  'lambda: provisioned compute $ (500K GB-s)': ({ reportBook }) =>
    usdOf(reportBook, 'lambdaProvisionedGbSecondX86', 500_000),
  'lambda: component total $ (sum of stated lines)': () => statedUsd('AWS Lambda'),
  'lambda: annual $ from table': () => statedUsd('AWS Lambda').times(months),
  'api: requests M': (all) => quantityOf(all, 'API requests'),
  'api: $': ({ atReportPrices }) => componentUsd(atReportPrices, 'API Gateway'),
  'api: annual $': ({ atReportPrices }) => componentUsd(atReportPrices, 'API Gateway').times(months),
  'cognito: base $': () => statedItem('MAU (Base)'),
  'cognito: ASF $': ({ atReportPrices }) => itemUsd(atReportPrices, 'Advanced Security Features'),
  'cognito: total $': () => statedUsd('Amazon Cognito'),
  'cognito: annual $': () => statedUsd('Amazon Cognito').times(months),
  'cognito: per MAU $': ({ usage }) => statedUsd('Amazon Cognito').dividedBy(usage.users.activePerMonth),
  'vpc: NAT hours $': ({ atReportPrices }) => itemUsd(atReportPrices, 'NAT gateway, hours'),
  'vpc: NAT data $': ({ atReportPrices }) => itemUsd(atReportPrices, 'NAT gateway, data'),
  'vpc: total $': ({ atReportPrices }) => componentUsd(atReportPrices, nat),
  'vpc: annual table': ({ atReportPrices }) => componentUsd(atReportPrices, nat).times(months),
  'secrets: secrets $': ({ atReportPrices }) => itemUsd(atReportPrices, 'Secrets'),
  'secrets: api $': ({ atReportPrices }) => itemUsd(atReportPrices, 'Secrets Manager calls'),
  'secrets: keys $': ({ atReportPrices }) => itemUsd(atReportPrices, 'KMS keys'),
  'secrets: kms requests $': ({ atReportPrices }) => itemUsd(atReportPrices, 'KMS requests'),
  'secrets: total $': ({ atReportPrices }) => componentUsd(atReportPrices, secrets),
  'secrets: annual table': ({ atReportPrices }) => componentUsd(atReportPrices, secrets).times(months),
  'cloudwatch: ingest $': ({ atReportPrices }) => itemUsd(atReportPrices, 'Log ingestion'),
  'cloudwatch: storage $': ({ atReportPrices }) => itemUsd(atReportPrices, 'Log storage'),
  'cloudwatch: metrics $': ({ atReportPrices }) => itemUsd(atReportPrices, 'Custom metrics'),
  'cloudwatch: data events $ at the stated price': ({ atReportPrices }) =>
    itemUsd(atReportPrices, 'CloudTrail data events'),
  'cloudwatch: total $': ({ atReportPrices }) => componentUsd(atReportPrices, monitoring),
  'cloudwatch: annual $': ({ atReportPrices }) => componentUsd(atReportPrices, monitoring).times(months),
  'cloudwatch: log bytes per invocation': (all) => (all.usage.logs.functionsGb * 1e9) / 5_800_000,
  'ecr: storage $ (2 GB)': ({ atReportPrices }) => itemUsd(atReportPrices, 'Image storage'),
  'ecr: total $': () => statedUsd('ECR'),
  'ecr: annual table': () => statedUsd('ECR').times(months),
  'totals: executive summary total $': () => Number(statedTotalsUsd[10_000]),
  'totals: executive annual $': () => Number(statedTotalsUsd[10_000]) * months,
  'metrics: per MAU $': ({ usage }) => Number(statedTotalsUsd[10_000]) / usage.users.activePerMonth,
  'metrics: per API request $': ({ usage }) => Number(statedTotalsUsd[10_000]) / usage.api.requestsPerMonth,
  'scaling: 50K total $': () => Number(statedTotalsUsd[50_000]),
  'scaling: 100K total $': () => Number(statedTotalsUsd[100_000]),
  'hipaa: CloudWatch logs $': ({ atReportPrices }) =>
    itemUsd(atReportPrices, 'Log ingestion').plus(itemUsd(atReportPrices, 'Log storage')),
  'hipaa: audit logging $': ({ atReportPrices }) =>
    Decimal.sum(
      ...['Log ingestion', 'Log storage', 'CloudTrail data events'].map((item) => itemUsd(atReportPrices, item)),
    ),
  'hipaa: CMK $': ({ atReportPrices }) => itemUsd(atReportPrices, 'KMS keys'),
};

describe('what the audit found to be right', () => {
  it.each(Object.entries(right))('%s: the model has the same', (key, figure) => {
    const check = audit.find((each) => keyOf(each) === key);
    expect(check?.verdict).toBe('ok');
    expect(isSame(new Decimal(figure(report)), check?.recomputed ?? Number.NaN, key)).toBe(true);
  });

  it('and has no figure of the model is the report’s arithmetic on its own summaries', () => {
    const others = audit.filter((check) => check.verdict === 'ok' && right[keyOf(check)] === undefined);
    expect(
      others.filter(({ area }) => !['totals', 'metrics', 'scaling', 'optim', 'budgets'].includes(area)).map(keyOf),
    ).toEqual([
      'lambda: annual $ from design',
      'lambda: arm64 saving $ (component section)',
      'lambda: arm64 saving $ (recommendation 4)',
      'api: REST vs HTTP saving $',
      'cognito: ASF share %',
      'vpc: annual design',
      'secrets: annual design',
      'ecr: internet transfer $',
      'ecr: annual design',
    ]);
  });
});
