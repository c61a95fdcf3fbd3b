import { rm } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { studyPreset, studyStack } from './baseline.js';
import { type CostReport, createCostReport } from './cost-report.js';
import { buildCostPage } from './report/cost-page.js';
import { buildCostDocument } from './report/json.js';
import { renderCostText } from './report/text.js';
import { createFolderWithUsage } from './testing.js';

const plain = { bold: (text: string) => text, dim: (text: string) => text };
const list = { freeTier: false, savingsPlan: false };

/** The maximum cost of production under the study's demand: 0.68 of the total that the study states. */
const productionLimitUsd = 1_137;

let prod: CostReport;
let study: CostReport;
beforeAll(async () => {
  prod = await createCostReport({
    stack: 'prod',
    bookId: 'aws-2025-10',
    compare: true,
    scenarios: [10_000, 50_000, 100_000, 1_000_000],
    ...list,
  });
  study = await createCostReport({ stack: studyStack, bookId: 'study2025', ...list });
});

describe('a demand that divides the day into other periods than the study', () => {
  it('is compared number by number, and its compute lines count as lines of the study', async () => {
    const periods = [
      { name: 'day', hoursPerDay: 12, daysPerMonth: 30, writerAcu: 10, readerAcu: 5 },
      { name: 'evening', hoursPerDay: 6, daysPerMonth: 30, writerAcu: 4, readerAcu: 1 },
      { name: 'night', hoursPerDay: 6, daysPerMonth: 30, writerAcu: 1, readerAcu: 1 },
    ];
    const folder = await createFolderWithUsage('prod', 'database', { periods });
    try {
      const changed = await createCostReport({ stack: 'prod', bookId: 'aws-2025-10', compare: true, ...list }, folder);
      const { demandDifferences = [], unstatedLines = [] } = changed.comparison ?? {};
      expect(demandDifferences).toContainEqual({ key: 'database.periods.0.name', preset: 'peak', ours: 'day' });
      expect(demandDifferences).toContainEqual({ key: 'database.periods.2.writerAcu', preset: undefined, ours: 1 });
      expect(unstatedLines.map(({ item }) => item)).toEqual(prod.comparison?.unstatedLines.map(({ item }) => item));
      const text = renderCostText(changed, { isExplained: false }, plain);
      expect(text).toContain('usage.database.periods.2.name: night here, none in the study');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('production', () => {
  it('costs at most 0.68 of the total that the study states, at list price without free tier', () => {
    expect(prod.mau).toBe(10_000);
    expect(prod.totalMonthlyUsd.toNumber()).toBeLessThanOrEqual(productionLimitUsd);
    expect(prod.comparison?.statedUsd?.toNumber()).toBe(1_675.39);
    expect(prod.comparison?.study.totalMonthlyUsd.toNumber()).toBe(1_233.36);
  });

  it('differs from the demand of the study only in its log volume', () => {
    expect(prod.comparison?.demandDifferences).toEqual([{ key: 'logs.functionsGb', preset: 40, ours: 8 }]);
  });

  it('costs at most as much under the demand of the study, without lines that the study lacks', () => {
    const { oursAtEqualDemandUsd, oursAtEqualScopeUsd, unstatedLines } = prod.comparison ?? {};
    expect(Number(oursAtEqualScopeUsd)).toBeLessThanOrEqual(productionLimitUsd);
    const unstatedUsd = unstatedLines?.reduce((sum, { monthlyUsd }) => sum + monthlyUsd.toNumber(), 0) ?? 0;
    expect(Number(oursAtEqualDemandUsd) - Number(oursAtEqualScopeUsd)).toBeCloseTo(unstatedUsd, 2);
    expect(unstatedLines?.map(({ item }) => item)).toEqual(
      expect.arrayContaining(['Interface endpoint, bedrock-runtime, hours', 'Dashboards', 'Alarms']),
    );
  });

  it('is compared like for like if the configuration of the study also has lines that the study lacks', async () => {
    const { comparison } = await createCostReport({
      stack: 'prod',
      bookId: 'aws-2025-10',
      compare: true,
      mau: 50_000,
      ...list,
    });
    const { study: theirs, studyAtEqualScopeUsd } = comparison ?? {};
    const transfer = theirs?.components.find(({ component }) => component === 'Data transfer')?.monthlyUsd.toNumber();
    // 400 GB beyond the free 100.
    expect(transfer).toBe(36);
    expect(Number(theirs?.totalMonthlyUsd) - Number(studyAtEqualScopeUsd)).toBeGreaterThanOrEqual(36);
    expect(prod.comparison?.studyAtEqualScopeUsd.toNumber()).toBe(1_233.36);
  });

  it('is compared like for like with a Savings Plan too', async () => {
    const { comparison } = await createCostReport({
      ...{ stack: 'prod', bookId: 'aws-2025-10', compare: true },
      ...{ freeTier: false, savingsPlan: true },
    });
    const computeUnstatedUsd = (compared: typeof comparison) =>
      Number(compared?.oursAtEqualDemandUsd.minus(compared.oursAtEqualScopeUsd));
    expect(computeUnstatedUsd(comparison)).toBe(computeUnstatedUsd(prod.comparison));
  });

  it('lies between the bills of low and high demand', () => {
    expect(prod.lowUsd.lessThan(prod.totalMonthlyUsd)).toBe(true);
    expect(prod.highUsd.greaterThan(prod.totalMonthlyUsd)).toBe(true);
  });

  it('meets the planned peak, and lists unmet demand for more users', () => {
    expect(prod.unmet).toEqual([]);
    const functions = ['agent_integration', 'exams', 'files', 'medics', 'patient_lookup', 'patients', 'reservations'];
    const outgrown = functions.map((name) => `concurrency-${name}`);
    const atFifty = outgrown.filter((id) => !/patient_lookup|reservations/.test(id));
    expect(prod.scenarios.map(({ mau, unmet }) => [mau, unmet.map(({ id }) => id)])).toEqual([
      [10_000, []],
      [50_000, ['throttle', ...atFifty]],
      [100_000, ['throttle', ...outgrown, 'database-maximum']],
      [1_000_000, ['throttle', ...outgrown, 'database-service-limit']],
    ]);
  });

  it('costs less per user with more users, with the tiers of a million users', () => {
    const perUser = prod.scenarios.map(({ perMauUsd }) => perMauUsd.toNumber());
    expect(perUser).toEqual([...perUser].sort((one, other) => other - one));
    const million = prod.scenarios[3];
    const calls = million?.lines.filter(({ component }) => component === 'API Gateway');
    expect(calls?.map(({ item, quantity, monthlyUsd }) => [item, quantity.toNumber(), monthlyUsd.toNumber()])).toEqual([
      ['API requests', 300, 300],
      ['API requests, above 300', 700, 630],
    ]);
    const transfer = million?.lines.filter(({ item }) => item.startsWith('Out to the internet'));
    expect(transfer?.map(({ quantity, monthlyUsd }) => [quantity.toNumber(), monthlyUsd.toNumber()])).toEqual([
      [100, 0],
      [9_900, 891],
    ]);
  });
});

it('compares the lines of the study only with bills for its 10,000 users', async () => {
  expect(study.statedLines.length).toBeGreaterThan(20);
  const grown = await createCostReport({ stack: studyStack, bookId: 'study2025', mau: 50_000, ...list });
  expect(grown.statedLines).toEqual([]);
  // Findings are about the study itself, so they don't depend on the request.
  expect(grown.findings).toEqual(study.findings);
});

describe('the JSON document', () => {
  it('has the stack, the users, the book, the lines and their sums', () => {
    const document = buildCostDocument(prod);
    expect(document).toMatchObject({ stack: 'prod', mau: 10_000, book: 'aws-2025-10', preset: studyPreset, ...list });
    const sum = document.lines.reduce((total, { monthlyUsd }) => total + Math.round(monthlyUsd * 100), 0);
    expect(sum).toBe(Math.round(document.totalMonthlyUsd * 100));
    expect(document.perMauUsd).toBeCloseTo(document.totalMonthlyUsd / 10_000, 6);
    expect(Object.keys(document.lines[0] ?? {}).sort()).toEqual(
      ['basis', 'component', 'item', 'monthlyUsd', 'priceSource', 'quantity', 'unit', 'unitPriceUsd'].sort(),
    );
    expect(document.bands.typicalUsd).toBe(document.totalMonthlyUsd);
    expect(document.comparison).toMatchObject({
      statedUsd: 1_675.39,
      oursUsd: document.totalMonthlyUsd,
      ratioToStated: Number((document.totalMonthlyUsd / 1_675.39).toFixed(4)),
      theirs: { totalMonthlyUsd: 1_233.36 },
    });
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
  });

  it('has null without a comparison', () => {
    expect(buildCostDocument(study)).toMatchObject({ comparison: null, scenarios: [] });
  });
});

describe('a stack in another region than the price book', () => {
  const elsewhere = () => ({ ...prod, region: 'eu-west-1' });

  it('is priced, and every format warns that prices differ', () => {
    const warning = 'aws-2025-10 (us-east-1, 2025-10-01), although the stack is in eu-west-1, where prices differ';
    expect(renderCostText(elsewhere(), { isExplained: false }, plain)).toContain(warning);
    expect(buildCostPage(elsewhere(), []).lead).toContain(warning);
    expect(buildCostDocument(elsewhere())).toMatchObject({ region: 'us-east-1', stackRegion: 'eu-west-1' });
  });

  it('is not mentioned if both are the same', () => {
    expect(buildCostDocument(prod).stackRegion).toBe('us-east-1');
    expect(renderCostText(prod, { isExplained: false }, plain)).toContain(
      'prices aws-2025-10 (us-east-1, 2025-10-01); demand',
    );
  });
});

describe('the text', () => {
  it('has the total, each component with its share, and each line', () => {
    const text = renderCostText(study, { isExplained: false }, plain);
    expect(text).toMatch(/^Stack \w+: US\$1,548\.71 a month for 10,000 monthly active users\n/);
    expect(text).toContain('Aurora PostgreSQL  US$867.60  56.0%');
    expect(text).toMatch(/Compute, peak +5,400 +ACU-hour +0\.12 +648\.00/);
    expect(text).toMatch(/encryption-audit, \+US\$1\.00: The \w+/);
    expect(text).not.toContain('Wrong lines of the 2025 cost study');
  });

  it('has the source of each number of the demand, including the stack file', () => {
    const text = renderCostText(prod, { isExplained: true }, plain);
    expect(text).toContain('usage.logs.functionsGb: 8  Pulumi.prod.yaml');
    expect(text).toContain('usage.logs.storedGb: 100  ');
    expect(prod.demand.filter(({ source }) => source === '')).toEqual([]);
  });

  it('explains each line, every contradiction in the demand, and every error of the study', () => {
    const text = renderCostText(study, { isExplained: true }, plain);
    expect(text).toContain('15 ACU (writer 10, readers 5) × 12 h × 30 days; price: 2025 cost study, Component 1');
    for (const { message } of study.contradictions) expect(text).toContain(message);
    expect(study.contradictions.length).toBeGreaterThan(3);
    expect(text).toContain('AWS Lambda, Compute Duration: US$95.00 in the study, US$4.16 here');
    expect(study.statedLines.filter(({ why }) => why !== undefined)).toHaveLength(5);
    expect(text).toContain(
      'aurora, break-even of I/O-Optimized, million I/O requests a month: 225 in the study, 1,478.9 here',
    );
    expect(text).toContain(
      "metrics, cost of a database 'transaction' in the summary, US$: 0.0000084 in the study, 0.0000084 here",
    );
    expect(text.match(/ in the study, .* here$/gm)).toHaveLength(5 + study.findings.length);
    expect(prod.findings).toEqual([]);
  });

  it('lists zeros in the demand and what they would cost', () => {
    const text = renderCostText(prod, { isExplained: false }, plain);
    expect(text).toMatch(/Zero in the demand, so missing from the bill/);
    expect(text).toMatch(
      /models\.inputTokensMillions is 0 \(.*Exclusions.*\)\. Expected 8,000 from the rest of the demand \(\+US\$8,000\.00\)\./,
    );
  });

  it('has both totals, their ratio and the differences in demand', () => {
    const text = renderCostText(prod, { isExplained: false }, plain);
    expect(text).toMatch(/Total +1,233\.36 +1,1\d\d\.\d\d/);
    expect(text).toMatch(/6\d\.\d% of US\$1,675\.39, the total that the study states/);
    expect(text).toContain('usage.logs.functionsGb: 8 here, 40 in the study');
    expect(text).toContain(
      '1,000,000 users: One database instance needs 360 ACU, but the maximum of Aurora Serverless v2 is 256.',
    );
  });
});
