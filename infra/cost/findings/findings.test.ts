import { readFileSync } from 'node:fs';
import { Decimal } from 'decimal.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { statedLines, statedTotalsUsd, studyStack } from '../baseline.js';
import { sumItemUsd } from '../line.js';
import { listPlannedCapacities } from '../pricers/aurora.js';
import { planWith, readLeftOut } from '../testing.js';
import { type ComputedFinding, computeFindings } from './findings.js';
import { type PricedStudy, priceQuantity, priceStudy, sumComponentUsd, sumStatedUsd } from './study.js';

/** One check of an audit made by hand. */
interface Check {
  readonly area: string;
  readonly what: string;
  readonly stated: number | null;
  readonly recomputed: number;
  readonly verdict: 'ok' | 'arithmetic error' | 'inconsistent assumption' | 'pricing error';
}

const audit = JSON.parse(readFileSync(new URL('./audit.json', import.meta.url), 'utf8')) as Check[];

let study: PricedStudy;
let computed: ComputedFinding[];
beforeAll(async () => {
  study = priceStudy(await planWith(studyStack), await readLeftOut(studyStack));
  computed = computeFindings(study);
});

const toCheckKey = ({ area, what }: Pick<Check, 'area' | 'what'>): string => `${area}: ${what}`;

/** The study states six times the capacity; our growth rule computes 10 to the power of 0.778, which is 5.998. */
const isGrown = (key: string): boolean =>
  key === 'scaling: ACU of the Aurora writer at 100,000 users, stated as the maximum';

/** Compares to the cent, or to the digits that the audit states. */
const isSame = (ours: Decimal, theirs: number, key: string): boolean =>
  ours
    .minus(theirs)
    .abs()
    .lessThanOrEqualTo(Math.max(Math.abs(theirs) * (isGrown(key) ? 5e-4 : 5e-6), theirs < 0.1 ? 0 : 0.005));

describe('figures that the audit found wrong', () => {
  const wrong = audit.filter(({ verdict }) => verdict !== 'ok');

  it('are all findings, once each', () => {
    expect(wrong).toHaveLength(77);
    expect(computed.map(toCheckKey).sort()).toEqual(wrong.map(toCheckKey).sort());
  });

  it.each(wrong.map((check) => [toCheckKey(check), check] as const))(
    '%s: both figures agree with the audit',
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

const findQuantity = ({ atStudyPrices }: PricedStudy, item: string): number =>
  atStudyPrices.lines.find((line) => line.item === item)?.quantity.toNumber() ?? Number.NaN;

const findStatedUsd = (item: string): number => Number(statedLines.find((line) => line.item === item)?.statedUsd);

const sumItem =
  (item: string) =>
  ({ atStudyPrices }: PricedStudy): Decimal =>
    sumItemUsd(atStudyPrices, item);

const sumComponent =
  (component: Parameters<typeof sumComponentUsd>[1]) =>
  ({ atStudyPrices }: PricedStudy): Decimal =>
    sumComponentUsd(atStudyPrices, component);

const sumYear =
  (component: Parameters<typeof sumComponentUsd>[1]) =>
  (study: PricedStudy): Decimal =>
    sumComponent(component)(study).times(months);

/** The model's value of figures that the audit found correct. */
const correctFigures: Readonly<Record<string, (study: PricedStudy) => Decimal.Value>> = {
  'aurora: peak ACU-hours': (all) => acuHours(all, ['peak']),
  'aurora: off-peak ACU-hours': (all) => acuHours(all, ['off-peak']),
  'aurora: total ACU-hours': (all) => acuHours(all, ['peak', 'off-peak']),
  'aurora: compute peak $': sumItem('Compute, peak'),
  'aurora: compute off-peak $': sumItem('Compute, off-peak'),
  'aurora: storage $': sumItem('Storage'),
  'aurora: io $': sumItem('I/O operations'),
  'aurora: backup $ (as priced)': ({ usage, studyBook }) =>
    priceQuantity(studyBook, 'auroraBackupGbMonth', usage.database.backupGb),
  'aurora: component total $': () => sumStatedUsd('Aurora PostgreSQL'),
  'aurora: annual $': () => sumStatedUsd('Aurora PostgreSQL').times(months),
  'aurora: pooling saving 10% $': (all) =>
    priceQuantity(all.studyBook, 'auroraAcuHour', acuHours(all, ['peak', 'off-peak']) * 0.1),
  'aurora: pooling saving 15% $': (all) =>
    priceQuantity(all.studyBook, 'auroraAcuHour', acuHours(all, ['peak', 'off-peak']) * 0.15),
  'lambda: total requests': (all) => findQuantity(all, 'Requests') * 1e6,
  'lambda: requests $': sumItem('Requests'),
  'lambda: compute $ (5.7M GB-s as stated)': ({ studyBook }) =>
    priceQuantity(studyBook, 'lambdaGbSecondX86', 5_700_000),
  'lambda: on-demand GB-s excluding agent_integration': (all) => findQuantity(all, 'Compute, x86'),
  'lambda: provisioned GB-s': (all) => findQuantity(all, 'Provisioned concurrency, idle, x86'),
  'lambda: provisioned idle $': sumItem('Provisioned concurrency, idle, x86'),
  'lambda: provisioned compute $ (500K GB-s)': ({ studyBook }) =>
    priceQuantity(studyBook, 'lambdaProvisionedGbSecondX86', 500_000),
  'lambda: component total $ (sum of stated lines)': () => sumStatedUsd('AWS Lambda'),
  'lambda: annual $ from table': () => sumStatedUsd('AWS Lambda').times(months),
  'api: requests M': (all) => findQuantity(all, 'API requests'),
  'api: $': sumComponent('API Gateway'),
  'api: annual $': sumYear('API Gateway'),
  'cognito: base $': () => findStatedUsd('MAU (Base)'),
  'cognito: ASF $': sumItem('Advanced Security Features'),
  'cognito: total $': () => sumStatedUsd('Amazon Cognito'),
  'cognito: annual $': () => sumStatedUsd('Amazon Cognito').times(months),
  'cognito: per MAU $': ({ usage }) => sumStatedUsd('Amazon Cognito').dividedBy(usage.users.activePerMonth),
  'vpc: NAT hours $': sumItem('NAT gateway, hours'),
  'vpc: NAT data $': sumItem('NAT gateway, data'),
  'vpc: total $': sumComponent(nat),
  'vpc: annual table': sumYear(nat),
  'secrets: secrets $': sumItem('Secrets'),
  'secrets: api $': sumItem('Secrets Manager calls'),
  'secrets: keys $': sumItem('KMS keys'),
  'secrets: kms requests $': sumItem('KMS requests'),
  'secrets: total $': sumComponent(secrets),
  'secrets: annual table': sumYear(secrets),
  'cloudwatch: ingest $': sumItem('Log ingestion'),
  'cloudwatch: storage $': sumItem('Log storage'),
  'cloudwatch: metrics $': sumItem('Custom metrics'),
  'cloudwatch: data events $ at the stated price': sumItem('CloudTrail data events'),
  'cloudwatch: total $': sumComponent(monitoring),
  'cloudwatch: annual $': sumYear(monitoring),
  'cloudwatch: log bytes per invocation': (all) => (all.usage.logs.functionsGb * 1e9) / 5_800_000,
  'ecr: storage $ (2 GB)': sumItem('Image storage'),
  'ecr: total $': () => sumStatedUsd('ECR'),
  'ecr: annual table': () => sumStatedUsd('ECR').times(months),
  'totals: executive summary total $': () => Number(statedTotalsUsd[10_000]),
  'totals: executive annual $': () => Number(statedTotalsUsd[10_000]) * months,
  'metrics: per MAU $': ({ usage }) => Number(statedTotalsUsd[10_000]) / usage.users.activePerMonth,
  'metrics: per API request $': ({ usage }) => Number(statedTotalsUsd[10_000]) / usage.api.requestsPerMonth,
  'scaling: 50K total $': () => Number(statedTotalsUsd[50_000]),
  'scaling: 100K total $': () => Number(statedTotalsUsd[100_000]),
  'hipaa: CloudWatch logs $': ({ atStudyPrices }) =>
    sumItemUsd(atStudyPrices, 'Log ingestion').plus(sumItemUsd(atStudyPrices, 'Log storage')),
  'hipaa: audit logging $': ({ atStudyPrices }) =>
    Decimal.sum(
      ...['Log ingestion', 'Log storage', 'CloudTrail data events'].map((item) => sumItemUsd(atStudyPrices, item)),
    ),
  'hipaa: CMK $': sumItem('KMS keys'),
};

describe('figures that the audit found correct', () => {
  it.each(Object.entries(correctFigures))('%s: the model agrees', (key, figure) => {
    const check = audit.find((each) => toCheckKey(each) === key);
    expect(check?.verdict).toBe('ok');
    expect(isSame(new Decimal(figure(study)), check?.recomputed ?? Number.NaN, key)).toBe(true);
  });

  it('without a figure of the model are arithmetic on the summaries of the study', () => {
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
