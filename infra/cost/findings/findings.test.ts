import { readFileSync } from 'node:fs';
import { Decimal } from 'decimal.js';
import { beforeAll, describe, expect, it } from 'vitest';

import { statedLines, statedTotalsUsd } from '../baseline.js';
import { listPlannedCapacities } from '../pricers/aurora.js';
import { planWith, readLeftOut } from '../testing.js';
import { type PricedStudy, priceQuantity, sumComponentUsd, sumItemUsd, sumStatedUsd } from './finding.js';
import { type ComputedFinding, computeFindings, priceStudy } from './findings.js';

/** One check of an audit that was made by hand. */
interface Check {
  readonly area: string;
  readonly what: string;
  readonly stated: number | null;
  readonly recomputed: number;
  readonly verdict: 'ok' | 'arithmetic error' | 'inconsistent assumption' | 'pricing error';
}

const audit = JSON.parse(readFileSync(new URL('./audit.json', import.meta.url), 'utf8')) as Check[];

let report: PricedStudy;
let computed: ComputedFinding[];
beforeAll(async () => {
  report = priceStudy(await planWith('study2025'), await readLeftOut('study2025'));
  computed = computeFindings(report);
});

const toCheckKey = ({ area, what }: Pick<Check, 'area' | 'what'>): string => `${area}: ${what}`;

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
    expect(computed.map(toCheckKey).sort()).toEqual(wrong.map(toCheckKey).sort());
  });

  it.each(wrong.map((check) => [toCheckKey(check), check] as const))(
    '%s: both figures agree with the audit’s',
    (key, check) => {
      const found = computed.find((finding) => toCheckKey(finding) === key);
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

const acuHours = ({ plan, usage }: PricedStudy, names: readonly string[]): number =>
  listPlannedCapacities(plan, usage)
    .flatMap(({ capacities }) => capacities)
    .filter(({ period }) => names.includes(period.name))
    .reduce((sum, { totalAcu, hours }) => sum + totalAcu * hours, 0);

const findQuantity = ({ atReportPrices }: PricedStudy, item: string): number =>
  atReportPrices.lines.find((line) => line.item === item)?.quantity.toNumber() ?? Number.NaN;

const findStatedUsd = (item: string): number => Number(statedLines.find((line) => line.item === item)?.statedUsd);

/** What the model says of a figure that the audit calls right. */
const correctFigures: Readonly<Record<string, (report: PricedStudy) => Decimal.Value>> = {
  'aurora: peak ACU-hours': (all) => acuHours(all, ['peak']),
  'aurora: off-peak ACU-hours': (all) => acuHours(all, ['off-peak']),
  'aurora: total ACU-hours': (all) => acuHours(all, ['peak', 'off-peak']),
  'aurora: compute peak $': ({ atReportPrices }) => sumItemUsd(atReportPrices, 'Compute, peak'),
  'aurora: compute off-peak $': ({ atReportPrices }) => sumItemUsd(atReportPrices, 'Compute, off-peak'),
  'aurora: storage $': ({ atReportPrices }) => sumItemUsd(atReportPrices, 'Storage'),
  'aurora: io $': ({ atReportPrices }) => sumItemUsd(atReportPrices, 'I/O operations'),
  'aurora: backup $ (as priced)': ({ usage, reportBook }) =>
    priceQuantity(reportBook, 'auroraBackupGbMonth', usage.database.backupGb),
  'aurora: component total $': () => sumStatedUsd('Aurora PostgreSQL'),
  'aurora: annual $': () => sumStatedUsd('Aurora PostgreSQL').times(months),
  'aurora: pooling saving 10% $': (all) =>
    priceQuantity(all.reportBook, 'auroraAcuHour', acuHours(all, ['peak', 'off-peak']) * 0.1),
  'aurora: pooling saving 15% $': (all) =>
    priceQuantity(all.reportBook, 'auroraAcuHour', acuHours(all, ['peak', 'off-peak']) * 0.15),
  'lambda: total requests': (all) => findQuantity(all, 'Requests') * 1e6,
  'lambda: requests $': ({ atReportPrices }) => sumItemUsd(atReportPrices, 'Requests'),
  'lambda: compute $ (5.7M GB-s as stated)': ({ reportBook }) =>
    priceQuantity(reportBook, 'lambdaGbSecondX86', 5_700_000),
  'lambda: on-demand GB-s excluding agent_integration': (all) => findQuantity(all, 'Compute, x86'),
  'lambda: provisioned GB-s': (all) => findQuantity(all, 'Provisioned concurrency, idle, x86'),
  'lambda: provisioned idle $': ({ atReportPrices }) =>
    sumItemUsd(atReportPrices, 'Provisioned concurrency, idle, x86'),
  'lambda: provisioned compute $ (500K GB-s)': ({ reportBook }) =>
    priceQuantity(reportBook, 'lambdaProvisionedGbSecondX86', 500_000),
  'lambda: component total $ (sum of stated lines)': () => sumStatedUsd('AWS Lambda'),
  'lambda: annual $ from table': () => sumStatedUsd('AWS Lambda').times(months),
  'api: requests M': (all) => findQuantity(all, 'API requests'),
  'api: $': ({ atReportPrices }) => sumComponentUsd(atReportPrices, 'API Gateway'),
  'api: annual $': ({ atReportPrices }) => sumComponentUsd(atReportPrices, 'API Gateway').times(months),
  'cognito: base $': () => findStatedUsd('MAU (Base)'),
  'cognito: ASF $': ({ atReportPrices }) => sumItemUsd(atReportPrices, 'Advanced Security Features'),
  'cognito: total $': () => sumStatedUsd('Amazon Cognito'),
  'cognito: annual $': () => sumStatedUsd('Amazon Cognito').times(months),
  'cognito: per MAU $': ({ usage }) => sumStatedUsd('Amazon Cognito').dividedBy(usage.users.activePerMonth),
  'vpc: NAT hours $': ({ atReportPrices }) => sumItemUsd(atReportPrices, 'NAT gateway, hours'),
  'vpc: NAT data $': ({ atReportPrices }) => sumItemUsd(atReportPrices, 'NAT gateway, data'),
  'vpc: total $': ({ atReportPrices }) => sumComponentUsd(atReportPrices, nat),
  'vpc: annual table': ({ atReportPrices }) => sumComponentUsd(atReportPrices, nat).times(months),
  'secrets: secrets $': ({ atReportPrices }) => sumItemUsd(atReportPrices, 'Secrets'),
  'secrets: api $': ({ atReportPrices }) => sumItemUsd(atReportPrices, 'Secrets Manager calls'),
  'secrets: keys $': ({ atReportPrices }) => sumItemUsd(atReportPrices, 'KMS keys'),
  'secrets: kms requests $': ({ atReportPrices }) => sumItemUsd(atReportPrices, 'KMS requests'),
  'secrets: total $': ({ atReportPrices }) => sumComponentUsd(atReportPrices, secrets),
  'secrets: annual table': ({ atReportPrices }) => sumComponentUsd(atReportPrices, secrets).times(months),
  'cloudwatch: ingest $': ({ atReportPrices }) => sumItemUsd(atReportPrices, 'Log ingestion'),
  'cloudwatch: storage $': ({ atReportPrices }) => sumItemUsd(atReportPrices, 'Log storage'),
  'cloudwatch: metrics $': ({ atReportPrices }) => sumItemUsd(atReportPrices, 'Custom metrics'),
  'cloudwatch: data events $ at the stated price': ({ atReportPrices }) =>
    sumItemUsd(atReportPrices, 'CloudTrail data events'),
  'cloudwatch: total $': ({ atReportPrices }) => sumComponentUsd(atReportPrices, monitoring),
  'cloudwatch: annual $': ({ atReportPrices }) => sumComponentUsd(atReportPrices, monitoring).times(months),
  'cloudwatch: log bytes per invocation': (all) => (all.usage.logs.functionsGb * 1e9) / 5_800_000,
  'ecr: storage $ (2 GB)': ({ atReportPrices }) => sumItemUsd(atReportPrices, 'Image storage'),
  'ecr: total $': () => sumStatedUsd('ECR'),
  'ecr: annual table': () => sumStatedUsd('ECR').times(months),
  'totals: executive summary total $': () => Number(statedTotalsUsd[10_000]),
  'totals: executive annual $': () => Number(statedTotalsUsd[10_000]) * months,
  'metrics: per MAU $': ({ usage }) => Number(statedTotalsUsd[10_000]) / usage.users.activePerMonth,
  'metrics: per API request $': ({ usage }) => Number(statedTotalsUsd[10_000]) / usage.api.requestsPerMonth,
  'scaling: 50K total $': () => Number(statedTotalsUsd[50_000]),
  'scaling: 100K total $': () => Number(statedTotalsUsd[100_000]),
  'hipaa: CloudWatch logs $': ({ atReportPrices }) =>
    sumItemUsd(atReportPrices, 'Log ingestion').plus(sumItemUsd(atReportPrices, 'Log storage')),
  'hipaa: audit logging $': ({ atReportPrices }) =>
    Decimal.sum(
      ...['Log ingestion', 'Log storage', 'CloudTrail data events'].map((item) => sumItemUsd(atReportPrices, item)),
    ),
  'hipaa: CMK $': ({ atReportPrices }) => sumItemUsd(atReportPrices, 'KMS keys'),
};

describe('what the audit found to be right', () => {
  it.each(Object.entries(correctFigures))('%s: the model has the same', (key, figure) => {
    const check = audit.find((each) => toCheckKey(each) === key);
    expect(check?.verdict).toBe('ok');
    expect(isSame(new Decimal(figure(report)), check?.recomputed ?? Number.NaN, key)).toBe(true);
  });

  it('and has no figure of the model is the report’s arithmetic on its own summaries', () => {
    const others = audit.filter((check) => check.verdict === 'ok' && correctFigures[toCheckKey(check)] === undefined);
    expect(
      others.filter(({ area }) => !['totals', 'metrics', 'scaling', 'optim', 'budgets'].includes(area)).map(toCheckKey),
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
