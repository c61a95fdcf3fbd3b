import { rm } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { type CostReport, createCostReport } from './cost-report.js';
import { buildCostPage } from './report/cost-page.js';
import { buildCostDocument } from './report/json.js';
import { renderCostText } from './report/text.js';
import { createFolderWithUsage } from './testing.js';

const plain = { bold: (text: string) => text, dim: (text: string) => text };
const list = { freeTier: false, savingsPlan: false };

/** What production may cost at the report's demand: 0.68 of what the report prints. */
const productionLimitUsd = 1_137;

let prod: CostReport;
let report: CostReport;
beforeAll(async () => {
  prod = await createCostReport({
    stack: 'prod',
    bookId: 'aws-2025-10',
    compare: true,
    scenarios: [10_000, 50_000, 100_000, 1_000_000],
    ...list,
  });
  report = await createCostReport({ stack: 'study2025', bookId: 'report', ...list });
});

describe('a demand that divides the day otherwise than the report’s', () => {
  it('is told number by number, and is no thing that the report has no line for', async () => {
    const periods = [
      { name: 'day', hoursPerDay: 12, daysPerMonth: 30, writerAcu: 10, readerAcu: 5 },
      { name: 'evening', hoursPerDay: 6, daysPerMonth: 30, writerAcu: 4, readerAcu: 1 },
      { name: 'night', hoursPerDay: 6, daysPerMonth: 30, writerAcu: 1, readerAcu: 1 },
    ];
    const folder = await createFolderWithUsage('prod', 'database', { periods });
    try {
      const changed = await createCostReport({ stack: 'prod', bookId: 'aws-2025-10', compare: true, ...list }, folder);
      const { demandDifferences = [], beyondReport = [] } = changed.comparison ?? {};
      expect(demandDifferences).toContainEqual({ key: 'database.periods.0.name', preset: 'peak', ours: 'day' });
      expect(demandDifferences).toContainEqual({ key: 'database.periods.2.writerAcu', preset: undefined, ours: 1 });
      expect(beyondReport.map(({ item }) => item)).toEqual(prod.comparison?.beyondReport.map(({ item }) => item));
      const text = renderCostText(changed, { isExplained: false }, plain);
      expect(text).toContain('usage.database.periods.2.name: night here, none in the report');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('production', () => {
  it('costs at most 0.68 of what the report prints, at list price without free tier', () => {
    expect(prod.mau).toBe(10_000);
    expect(prod.totalMonthlyUsd.toNumber()).toBeLessThanOrEqual(productionLimitUsd);
    expect(prod.comparison?.statedUsd?.toNumber()).toBe(1_675.39);
    expect(prod.comparison?.theirs.totalMonthlyUsd.toNumber()).toBe(1_233.36);
  });

  it('departs from the report’s demand in the volume of its logs alone, and says so', () => {
    expect(prod.comparison?.demandDifferences).toEqual([{ key: 'logs.functionsGb', preset: 40, ours: 8 }]);
  });

  it('costs at most as much under every number of the report’s, less what the report has no line for', () => {
    const { oursAtEqualDemandUsd, oursAtEqualScopeUsd, beyondReport } = prod.comparison ?? {};
    expect(Number(oursAtEqualScopeUsd)).toBeLessThanOrEqual(productionLimitUsd);
    const beyond = beyondReport?.reduce((sum, { monthlyUsd }) => sum + monthlyUsd.toNumber(), 0) ?? 0;
    expect(Number(oursAtEqualDemandUsd) - Number(oursAtEqualScopeUsd)).toBeCloseTo(beyond, 2);
    expect(beyondReport?.map(({ item }) => item)).toEqual(
      expect.arrayContaining(['Interface endpoint, bedrock-runtime, hours', 'Dashboards', 'Alarms']),
    );
  });

  it('is compared like for like where the report’s configuration has lines too that the report lacks', async () => {
    const { comparison } = await createCostReport({
      stack: 'prod',
      bookId: 'aws-2025-10',
      compare: true,
      mau: 50_000,
      ...list,
    });
    const { theirs, theirsAtEqualScopeUsd } = comparison ?? {};
    const transfer = theirs?.components.find(({ component }) => component === 'Data transfer')?.monthlyUsd.toNumber();
    // 400 GB beyond the free 100.
    expect(transfer).toBe(36);
    expect(Number(theirs?.totalMonthlyUsd) - Number(theirsAtEqualScopeUsd)).toBeGreaterThanOrEqual(36);
    expect(prod.comparison?.theirsAtEqualScopeUsd.toNumber()).toBe(1_233.36);
  });

  it('is compared like for like with a Savings Plan too', async () => {
    const { comparison } = await createCostReport({
      ...{ stack: 'prod', bookId: 'aws-2025-10', compare: true },
      ...{ freeTier: false, savingsPlan: true },
    });
    const computeBeyondUsd = (compared: typeof comparison) =>
      Number(compared?.oursAtEqualDemandUsd.minus(compared.oursAtEqualScopeUsd));
    expect(computeBeyondUsd(comparison)).toBe(computeBeyondUsd(prod.comparison));
  });

  it('lies between the ends of what is known of the demand', () => {
    expect(prod.lowUsd.lessThan(prod.totalMonthlyUsd)).toBe(true);
    expect(prod.highUsd.greaterThan(prod.totalMonthlyUsd)).toBe(true);
  });

  it('meets the planned peak at its own size, and says where it would not', () => {
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

  it('costs less a user the more there are, with the tiers of a million users', () => {
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

it('the report’s lines, which are of 10,000 users, are held against no other bill', async () => {
  expect(report.statedLines.length).toBeGreaterThan(20);
  const grown = await createCostReport({ stack: 'study2025', bookId: 'report', mau: 50_000, ...list });
  expect(grown.statedLines).toEqual([]);
  // The findings are about the report, whatever is asked of its configuration.
  expect(grown.findings).toEqual(report.findings);
});

describe('the document for machines', () => {
  it('has the stack, the users, the book, the lines and what they add up to', () => {
    const document = buildCostDocument(prod);
    expect(document).toMatchObject({ stack: 'prod', mau: 10_000, book: 'aws-2025-10', preset: 'study2025', ...list });
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

  it('has null where nothing was compared or asked for', () => {
    expect(buildCostDocument(report)).toMatchObject({ comparison: null, scenarios: [] });
  });
});

describe('a stack in another region than the prices', () => {
  const elsewhere = () => ({ ...prod, region: 'eu-west-1' });

  it('is priced, and every form of the bill says that it pays others', () => {
    const warning = 'aws-2025-10 of us-east-1, 2025-10-01, and not of eu-west-1, where the stack is and pays others';
    expect(renderCostText(elsewhere(), { isExplained: false }, plain)).toContain(warning);
    expect(buildCostPage(elsewhere(), []).lead).toContain(warning);
    expect(buildCostDocument(elsewhere())).toMatchObject({ region: 'us-east-1', stackRegion: 'eu-west-1' });
  });

  it('is nothing to speak of where both are the same', () => {
    expect(buildCostDocument(prod).stackRegion).toBe('us-east-1');
    expect(renderCostText(prod, { isExplained: false }, plain)).toContain(
      'prices aws-2025-10 of us-east-1, 2025-10-01; demand',
    );
  });
});

describe('the text', () => {
  it('says the total, each component with its share, and each line', () => {
    const text = renderCostText(report, { isExplained: false }, plain);
    expect(text).toMatch(/^Stack study2025: 1,548\.71 US\$ a month for 10,000 monthly active users\n/);
    expect(text).toContain('Aurora PostgreSQL  867.60  56.0 %');
    expect(text).toMatch(/Compute, peak +5,400 +ACU-hour +0\.12 +648\.00/);
    expect(text).toMatch(/encryption-audit, \+1\.00: The study has two keys/);
    expect(text).not.toContain('Where the cost report errs');
  });

  it('says where each number of the demand is from, the stack’s own file among them', () => {
    const text = renderCostText(prod, { isExplained: true }, plain);
    expect(text).toContain('usage.logs.functionsGb: 8  Pulumi.prod.yaml');
    expect(text).toContain('usage.logs.storedGb: 100  2025 cost study, Component 7: 12 GB current, 88 GB historical');
    expect(prod.demand.filter(({ source }) => source === '')).toEqual([]);
  });

  it('explains each line, every contradiction of the demand, and every error of the report', () => {
    const text = renderCostText(report, { isExplained: true }, plain);
    expect(text).toContain('15 ACU (writer 10, readers 5) × 12 h × 30 days; price: report, Component 1');
    expect(text).toContain(
      'usage.functions has 5,800,000 invocations behind the API, but usage.api.requestsPerMonth is 10,000,000',
    );
    expect(text).toContain('AWS Lambda, Compute Duration: 95.00 in the report, 4.16 here');
    expect(report.statedLines.filter(({ why }) => why !== undefined)).toHaveLength(5);
    expect(text).toContain('aurora, I/O-Optimized break-even, M I/O per month: 225 in the report, 1,478.9 here');
    expect(text).toContain("metrics, per DB 'transaction' $ (summary): 0.0000084 in the report, 0.0000084 here");
    expect(text.match(/ in the report, .* here$/gm)).toHaveLength(5 + report.findings.length);
    expect(prod.findings).toEqual([]);
  });

  it('says what stands at 0 for want of demand, and what it would cost', () => {
    const text = renderCostText(prod, { isExplained: false }, plain);
    expect(text).toMatch(/At 0 in this demand, so not on this bill/);
    expect(text).toMatch(
      /models\.inputTokensMillions \(2025 cost study, Exclusions.*\): 8,000, which the rest .* would be \+8,000\.00/,
    );
  });

  it('shows both totals, their ratio and where the demand differs', () => {
    const text = renderCostText(prod, { isExplained: false }, plain);
    expect(text).toMatch(/Total +1,233\.36 +1,1\d\d\.\d\d/);
    expect(text).toMatch(/6\d\.\d % of 1,675\.39, which the report prints/);
    expect(text).toContain('usage.logs.functionsGb: 8 here, 40 in the report');
    expect(text).toContain('1,000,000 users: One instance needs 360 ACU; Aurora Serverless v2 ends at 256.');
  });
});
