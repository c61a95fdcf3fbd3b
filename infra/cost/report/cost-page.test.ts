import { beforeAll, describe, expect, it } from 'vitest';
import { exceptions } from '../../policies/exceptions.js';
import { judge } from '../../policies/judge.js';
import { policies } from '../../policies/policies.js';
import { type CostReport, createCostReport } from '../cost-report.js';
import { componentNames } from '../line.js';
import { formatUsd } from './amounts.js';
import { buildCostPage, listGrowthCounts, standardScenarios } from './cost-page.js';
import { buildCostDocument } from './json.js';
import type { Block, Page, PageTable, Section } from './page.js';
import { findComponentsForDemand } from './sections/component.js';
import { safeguardNames, safeguardsSection } from './sections/safeguards.js';
import { componentSettings, listSettingRows } from './sections/settings.js';

const today = '2026-01-01';

let report: CostReport;
let theirs: CostReport;
let page: Page;
beforeAll(async () => {
  const list = { bookId: 'aws-2025-10', freeTier: false, savingsPlan: false };
  report = await createCostReport({
    ...list,
    stack: 'prod',
    compare: true,
    scenarios: standardScenarios,
    growth: listGrowthCounts(standardScenarios),
    optimise: true,
  });
  theirs = await createCostReport({ ...list, stack: 'study2025' });
  page = buildCostPage(report, judge({ stack: 'prod', resources: report.plan, today }));
});

const isTable = (block: Block): block is PageTable => block.kind === 'table';
const findTable = ({ blocks }: Section): PageTable => {
  const table = blocks.find(isTable);
  if (table === undefined) throw new Error('There is no table.');
  return table;
};
const findSection = (title: string, parts: readonly Section[] = page.sections): Section => {
  const section = parts.find((each) => each.title === title);
  if (section === undefined) throw new Error(`There is no section ${title}.`);
  return section;
};
const toText = (value: unknown): string => JSON.stringify(value);

describe('the whole report', () => {
  it('has the written report’s sections in its order, a section for each component', () => {
    expect(page.sections.map(({ title }) => title)).toEqual([
      'Executive summary',
      'Cost distribution',
      ...componentNames.map((name, index) => `Component ${index + 1}: ${name}`),
      'Against the cost report',
      'Optimisation',
      'Scaling',
      'HIPAA safeguards',
      'Monitoring',
      'Assumptions',
    ]);
  });

  it('has the report’s nine optimisations and ours, each with its saving and what it would break', () => {
    const { rows } = findTable(findSection('Optimisation'));
    expect(rows.slice(0, 9).map(([, number]) => number)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9']);
    expect(rows[1]).toEqual(expect.arrayContaining(['50 to 100', '−255.58', 'saves nothing']));
    expect(toText(findSection('Optimisation'))).toContain('would break pool-threats');
    const { optimisations } = buildCostDocument(report);
    expect(optimisations?.each.map(({ title }) => title)).toEqual(rows.map(([title]) => title));
    expect(optimisations?.togetherUsd).toBe(91.12);
  });

  it('leaves comparison and scaling out where nobody asked for them', () => {
    const titles = buildCostPage(theirs, []).sections.map(({ title }) => title);
    expect(titles).not.toContain('Scaling');
    expect(titles).not.toContain('Against the cost report');
  });

  it('has as many cells in each row of each table as columns', () => {
    const tables = page.sections.flatMap((section) =>
      [section, ...(section.parts ?? [])].flatMap(({ blocks }) => blocks.filter(isTable)),
    );
    expect(tables.length).toBeGreaterThan(30);
    for (const { columns, rows } of tables) {
      for (const row of rows) expect(row).toHaveLength(columns.length);
    }
  });
});

describe('the summary', () => {
  it('says the total a month and a year, and what a user costs', () => {
    expect(findTable(findSection('Executive summary')).rows).toEqual(
      expect.arrayContaining([
        ['Total a month, USD', formatUsd(report.totalMonthlyUsd)],
        ['Total a year, USD', formatUsd(report.totalMonthlyUsd.times(12))],
        ['A user and month, USD', report.perMauUsd.toFixed(4)],
      ]),
    );
  });

  it('names what the plan does not meet', () => {
    const large = { ...report, ...report.scenarios[2] };
    expect(toText(findSection('Executive summary', buildCostPage(large, []).sections))).toContain(
      'Not met: The peak is',
    );
  });

  it('names what is planned and not on the bill', () => {
    expect(toText(findSection('Executive summary', buildCostPage(theirs, []).sections))).toContain(
      'Planned, and not on this bill: encryption-audit, +1.00',
    );
  });

  it('names what the demand has none of, though the rest of it says otherwise', () => {
    const summary = toText(findSection('Executive summary'));
    expect(summary).toContain('for the demand has none: usage.models.inputTokensMillions');
    expect(summary).not.toContain('usage.registry.internetPullGb');
    expect(toText(findSection('Assumptions').parts)).toContain('usage.registry.internetPullGb');
  });

  it('draws what costs something, the greatest first', () => {
    const bars = findSection('Cost distribution').blocks.flatMap((block) => (block.kind === 'bars' ? block.bars : []));
    const values = bars.map(({ value }) => value);
    expect(bars[0]?.label).toBe('Aurora PostgreSQL');
    expect(values).toEqual([...values].sort((one, other) => other - one));
    expect(values.at(-1)).toBeGreaterThan(0);
  });
});

describe('a component', () => {
  it('has what is planned, what is assumed with its source, each line with its basis, and a year', () => {
    const aurora = findSection('Component 1: Aurora PostgreSQL');
    expect(aurora.parts?.map(({ title }) => title)).toEqual([
      'Configuration',
      'Usage assumptions',
      'Cost breakdown',
      'Where the cost report has another figure',
    ]);
    expect(findTable(findSection('Configuration', aurora.parts)).rows).toContainEqual(['Backups are kept', '35 days']);
    expect(findTable(findSection('Usage assumptions', aurora.parts)).rows).toContainEqual([
      'database.storageGb',
      '500',
      '2025 cost study, Component 1',
    ]);
    const { rows } = findTable(findSection('Cost breakdown', aurora.parts));
    expect(rows[0]).toEqual([
      'Compute, peak',
      '5,400',
      'ACU-hour',
      '0.12',
      '648.00',
      '15 ACU (writer 10, readers 5) × 12 h × 30 days',
    ]);
    expect(rows.at(-1)).toEqual(['Total', '', '', '', '867.60', '']);
    expect(toText(aurora.blocks)).toContain('10,411.20 USD a year');
  });

  it('says nothing of the report’s figures at another count of users than theirs', () => {
    const other = { ...report, ...report.scenarios[1] };
    expect(toText(buildCostPage(other, []))).not.toContain('Where the cost report has another figure');
  });

  it('is the only one that a number of the demand belongs to, and none is left over', () => {
    for (const { key } of report.demand)
      expect([key, findComponentsForDemand(key)]).toEqual([key, [expect.any(String)]]);
  });

  it.each(componentNames)('%s: has no setting that no plan sets', (component) => {
    const labels = [report, theirs].flatMap(({ plan }) => listSettingRows(component, plan).map(([label]) => label));
    expect(componentSettings[component].map(({ label }) => label).filter((label) => !labels.includes(label))).toEqual(
      [],
    );
  });

  it('counts what differs between its resources', () => {
    const rows = listSettingRows('AWS Lambda', report.plan);
    expect(rows).toContainEqual(['Processor', 'arm64']);
    expect(rows).toContainEqual(['Memory', '256 MB (7 of them); 512 MB (2 of them); 1,024 MB']);
  });
});

describe('scaling', () => {
  it('has a column for each count of users, with the totals of the scenarios', () => {
    const { columns, rows } = findTable(findSection('Scaling'));
    expect(columns.map(({ title }) => title).slice(1)).toEqual(['10,000', '50,000', '100,000', '1,000,000']);
    expect(rows.at(-1)?.slice(1)).toEqual(report.scenarios.map(({ totalMonthlyUsd }) => formatUsd(totalMonthlyUsd)));
    expect(toText(findSection('Scaling').blocks)).toContain('1,000,000 users: One instance needs 360 ACU');
  });

  it('draws the same totals as its table has, and where the plan would have to be raised', () => {
    const chart = findSection('Scaling').blocks.find((block) => block.kind === 'growth');
    const [ours, their, stated] = chart?.kind === 'growth' ? chart.series : [];
    const at = (users: number) => ours?.points.find((point) => point.users === users);
    expect(at(100_000)).toEqual({
      users: 100_000,
      usd: report.scenarios[2]?.totalMonthlyUsd.toNumber(),
      isUnmet: true,
    });
    expect(at(10_000)).toMatchObject({ usd: report.totalMonthlyUsd.toNumber(), isUnmet: false });
    expect(their?.points.find(({ users }) => users === 10_000)?.usd).toBe(theirs.totalMonthlyUsd.toNumber());
    expect(stated?.points).toContainEqual({ users: 10_000, usd: 1_675.39 });
  });

  it('draws evenly on a logarithmic axis, around every count of users that is asked for', () => {
    const counts = listGrowthCounts([100, 5_000_000]);
    expect([counts[0], counts.at(-1)]).toEqual([100, 5_000_000]);
    expect(counts).toEqual([...new Set(counts)].sort((one, other) => one - other));
    expect(
      listGrowthCounts([10_000]).filter((count) => [1_000, 10_000, 100_000, 1_000_000].includes(count)),
    ).toHaveLength(4);
  });
});

describe('the safeguards', () => {
  const findRow = (section: Section, safeguard: string) =>
    findTable(section).rows.find(([first]) => first === safeguard);

  it('have a name for each section that a policy serves', () => {
    const sections = [...new Set(policies.flatMap(({ safeguards }) => safeguards))].sort();
    expect(Object.keys(safeguardNames).sort()).toEqual(sections);
    expect(findTable(findSection('HIPAA safeguards')).rows.map(([section]) => section)).toEqual(sections);
  });

  it('are held where no policy finds anything', () => {
    expect(findRow(safeguardsSection([]), '164.312(b)')?.at(-1)).toBe('held');
  });

  it('are not called held where a rule is broken, and the resource is named', () => {
    const plan = report.plan.filter(({ type }) => type !== 'aws:cloudtrail/trail:Trail');
    const section = safeguardsSection(judge({ stack: 'prod', resources: plan, today }));
    expect(findRow(section, '164.312(b)')?.at(-1)).toContain('not held: ');
    expect(toText(section.blocks)).toContain('Not held, trail-exists');
  });

  it('say which departures are accepted, and why', () => {
    const section = findSection('HIPAA safeguards');
    expect(findRow(section, '164.308(a)(5)(ii)(D)')?.at(-1)).toBe('held but for accepted departures: secret-rotated');
    const reason = exceptions.find(({ rule }) => rule === 'secret-rotated')?.reason ?? 'none';
    expect(toText(section.parts)).toContain(reason);
  });
});

describe('monitoring', () => {
  it('lists each alarm of the plan with its condition and what it means', () => {
    const alarms = report.plan.filter(({ type }) => type === 'aws:cloudwatch/metricAlarm:MetricAlarm');
    const { rows } = findTable(findSection('Monitoring'));
    expect(rows).toHaveLength(alarms.length);
    expect(rows.find(([name]) => name?.endsWith('sign-in-failures'))).toEqual([
      expect.any(String),
      expect.stringContaining('sign-in-failures'),
      'at least 5',
      expect.stringContaining('failed to sign in'),
    ]);
  });
});

describe('the assumptions', () => {
  it('say the prices, what counts, and where the demand contradicts itself', () => {
    const section = findSection('Assumptions');
    expect(toText(section.blocks)).toContain('aws-2025-10, us-east-1');
    expect(toText(section.blocks)).toContain('free tier does not count');
    expect(toText(section.parts)).toContain('64.8 times the average');
  });
});
