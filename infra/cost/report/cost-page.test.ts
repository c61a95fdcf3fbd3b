import { beforeAll, describe, expect, it } from 'vitest';
import { formatAmount } from '../../../config/format.js';
import { exceptions } from '../../policies/exceptions.js';
import { judge } from '../../policies/judge.js';
import { policies } from '../../policies/policies.js';
import { studyStack } from '../baseline.js';
import { type CostReport, createCostReport } from '../cost-report.js';
import { componentNames } from '../line.js';
import { buildCostPage, listGrowthCounts, standardScenarios } from './cost-page.js';
import { buildCostDocument } from './json.js';
import type { Block, Page, PageTable, Section } from './page.js';
import { findComponentsForDemand } from './sections/component.js';
import { safeguardNames, safeguardsSection } from './sections/safeguards.js';
import { componentSettings, listSettingRows } from './sections/settings.js';

const today = '2026-01-01';

let report: CostReport;
let study: CostReport;
let page: Page;
beforeAll(async () => {
  const list = { bookId: 'aws-2025-10', freeTier: false, savingsPlan: false };
  report = await createCostReport({
    ...list,
    stack: 'prod',
    compare: true,
    scenarios: standardScenarios,
    growth: listGrowthCounts(standardScenarios),
    optimize: true,
  });
  study = await createCostReport({ ...list, stack: studyStack });
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
  it('has the sections of the 2025 cost study in its order, with a section for each component', () => {
    expect(page.sections.map(({ title }) => title)).toEqual([
      'Executive summary',
      'Cost distribution',
      ...componentNames.map((name, index) => `Component ${index + 1}: ${name}`),
      'Comparison with the 2025 cost study',
      'Optimization',
      'Scaling',
      'HIPAA safeguards',
      'Monitoring',
      'Assumptions',
    ]);
  });

  it('has the nine optimizations of the study and ours, each with its saving and what it would break', () => {
    const { rows } = findTable(findSection('Optimization'));
    expect(rows.slice(0, 9).map(([, number]) => number)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9']);
    expect(rows[1]).toEqual(expect.arrayContaining(['50 to 100', '−255.58', 'saves nothing']));
    expect(toText(findSection('Optimization'))).toContain('would break pool-threats');
    const { optimisations } = buildCostDocument(report);
    expect(optimisations?.each.map(({ title }) => title)).toEqual(rows.map(([title]) => title));
    expect(optimisations?.togetherUsd).toBe(91.12);
  });

  it('has comparison and scaling only on request', () => {
    const titles = buildCostPage(study, []).sections.map(({ title }) => title);
    expect(titles).not.toContain('Scaling');
    expect(titles).not.toContain('Comparison with the 2025 cost study');
  });

  it('has a cell for each column in every row', () => {
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
  it('has the total of a month and a year, and the cost per user', () => {
    expect(findTable(findSection('Executive summary')).rows).toEqual(
      expect.arrayContaining([
        ['Monthly total, US$', formatAmount(report.totalMonthlyUsd)],
        ['Yearly total, US$', formatAmount(report.totalMonthlyUsd.times(12))],
        ['Per user and month, US$', report.perMauUsd.toFixed(4)],
      ]),
    );
  });

  it('lists unmet demand', () => {
    const large = { ...report, ...report.scenarios[2] };
    expect(toText(findSection('Executive summary', buildCostPage(large, []).sections))).toContain(
      'Unmet demand: The peak of',
    );
  });

  it('lists resources that are left out of the bill', () => {
    expect(toText(findSection('Executive summary', buildCostPage(study, []).sections))).toContain(
      'Planned, but left out of this bill: encryption-audit, +US$1.00',
    );
  });

  it('lists zeros in the demand that contradict the rest of it', () => {
    const summary = toText(findSection('Executive summary'));
    expect(summary).toContain('Missing from the demand: usage.models.inputTokensMillions');
    expect(summary).not.toContain('usage.registry.internetPullGb');
    expect(toText(findSection('Assumptions').parts)).toContain('usage.registry.internetPullGb');
  });

  it('charts the components that cost something, the largest first', () => {
    const bars = findSection('Cost distribution').blocks.flatMap((block) => (block.kind === 'bars' ? block.bars : []));
    const values = bars.map(({ value }) => value);
    expect(bars[0]?.label).toBe('Aurora PostgreSQL');
    expect(values).toEqual([...values].sort((one, other) => other - one));
    expect(values.at(-1)).toBeGreaterThan(0);
  });
});

describe('a component', () => {
  it('has the configuration, the demand with sources, each line with its basis, and the yearly cost', () => {
    const aurora = findSection('Component 1: Aurora PostgreSQL');
    expect(aurora.parts?.map(({ title }) => title)).toEqual([
      'Configuration',
      'Usage assumptions',
      'Cost breakdown',
      'Differences from the 2025 cost study',
    ]);
    expect(findTable(findSection('Configuration', aurora.parts)).rows).toContainEqual(['Backup retention', '35 days']);
    expect(findTable(findSection('Usage assumptions', aurora.parts)).rows).toContainEqual([
      'database.storageGb',
      '500',
      expect.stringContaining('Component 1'),
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
    expect(toText(aurora.blocks)).toContain('US$10,411.20 a year');
  });

  it('compares with the study only for the number of users of the study', () => {
    const other = { ...report, ...report.scenarios[1] };
    expect(toText(buildCostPage(other, []))).not.toContain('Differences from the 2025 cost study');
  });

  it('has its own numbers of the demand, and every number has a component', () => {
    for (const { key } of report.demand)
      expect([key, findComponentsForDemand(key)]).toEqual([key, [expect.any(String)]]);
  });

  it.each(componentNames)('%s: every setting is set in some plan', (component) => {
    const labels = [report, study].flatMap(({ plan }) => listSettingRows(component, plan).map(([label]) => label));
    expect(componentSettings[component].map(({ label }) => label).filter((label) => !labels.includes(label))).toEqual(
      [],
    );
  });

  it('counts values that differ between resources', () => {
    const rows = listSettingRows('AWS Lambda', report.plan);
    expect(rows).toContainEqual(['Architecture', 'arm64']);
    expect(rows).toContainEqual(['Memory', '256 MB (7 of 10); 512 MB (2 of 10); 1,024 MB']);
  });
});

describe('scaling', () => {
  it('has a column for each number of users, with the totals of the scenarios', () => {
    const { columns, rows } = findTable(findSection('Scaling'));
    expect(columns.map(({ title }) => title).slice(1)).toEqual(['10,000', '50,000', '100,000', '1,000,000']);
    expect(rows.at(-1)?.slice(1)).toEqual(report.scenarios.map(({ totalMonthlyUsd }) => formatAmount(totalMonthlyUsd)));
    expect(toText(findSection('Scaling').blocks)).toContain('1,000,000 users: One database instance needs 360 ACU');
  });

  it('charts the totals of its table, and marks unmet demand', () => {
    const chart = findSection('Scaling').blocks.find((block) => block.kind === 'growth');
    const [ours, their, stated] = chart?.kind === 'growth' ? chart.series : [];
    const at = (users: number) => ours?.points.find((point) => point.users === users);
    expect(at(100_000)).toEqual({
      users: 100_000,
      usd: report.scenarios[2]?.totalMonthlyUsd.toNumber(),
      isUnmet: true,
    });
    expect(at(10_000)).toMatchObject({ usd: report.totalMonthlyUsd.toNumber(), isUnmet: false });
    expect(their?.points.find(({ users }) => users === 10_000)?.usd).toBe(study.totalMonthlyUsd.toNumber());
    expect(stated?.points).toContainEqual({ users: 10_000, usd: 1_675.39 });
  });

  it('charts points that are even on a logarithmic axis and include every requested number of users', () => {
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

  it('are met without findings', () => {
    expect(findRow(safeguardsSection([]), '164.312(b)')?.at(-1)).toBe('met');
  });

  it('are not met if a rule is broken, and name the resource', () => {
    const plan = report.plan.filter(({ type }) => type !== 'aws:cloudtrail/trail:Trail');
    const section = safeguardsSection(judge({ stack: 'prod', resources: plan, today }));
    expect(findRow(section, '164.312(b)')?.at(-1)).toContain('not met: ');
    expect(toText(section.blocks)).toContain('Not met: trail-exists');
  });

  it('list accepted exceptions and their reasons', () => {
    const section = findSection('HIPAA safeguards');
    expect(findRow(section, '164.308(a)(5)(ii)(D)')?.at(-1)).toBe('met with accepted exceptions: secret-rotated');
    const reason = exceptions.find(({ rule }) => rule === 'secret-rotated')?.reason ?? 'none';
    expect(toText(section.parts)).toContain(reason);
  });
});

describe('monitoring', () => {
  it('lists each alarm of the plan with its condition and description', () => {
    const alarms = report.plan.filter(({ type }) => type === 'aws:cloudwatch/metricAlarm:MetricAlarm');
    const { rows } = findTable(findSection('Monitoring'));
    expect(rows).toHaveLength(alarms.length);
    expect(rows.find(([name]) => name?.endsWith('sign-in-failures'))).toEqual([
      expect.any(String),
      expect.stringContaining('sign-in-failures'),
      'at least 5',
      alarms.find(({ inputs }) => String(inputs.name).endsWith('sign-in-failures'))?.inputs.alarmDescription,
    ]);
  });
});

describe('the assumptions', () => {
  it('have the prices, the options, and the contradictions in the demand', () => {
    const section = findSection('Assumptions');
    expect(toText(section.blocks)).toContain('aws-2025-10, us-east-1');
    expect(toText(section.blocks)).toContain('free tier is not deducted');
    expect(report.contradictions.length).toBeGreaterThan(3);
    for (const { message } of report.contradictions) expect(toText(section.parts)).toContain(message);
  });
});
