import { beforeAll, describe, expect, it } from 'vitest';
import { type CostReport, createCostReport } from './cost-report.js';
import { compareCosts, SavedCost } from './difference.js';
import { renderDifferenceMarkdown } from './report/difference.js';
import { buildCostDocument } from './report/json.js';

const list = { stack: 'prod', bookId: 'aws-2025-10', freeTier: false, savingsPlan: false };

let report: CostReport;
beforeAll(async () => {
  report = await createCostReport({ ...list, scenarios: [100_000] });
});

/** Returns a report as `--json` saves it. */
const saveCost = (of: CostReport = report): SavedCost =>
  SavedCost.parse(JSON.parse(JSON.stringify(buildCostDocument(of))));

/** Returns an earlier bill with a lower quantity of a line. */
function buildCheaperCost(item: string, byUsd: number): SavedCost {
  const before = saveCost();
  const line = before.lines.find((each) => each.item === item);
  const component = before.components.find((each) => each.component === line?.component);
  if (line === undefined || component === undefined) throw new Error(`There is no line ${item}.`);
  line.quantity -= 1;
  line.monthlyUsd -= byUsd;
  component.monthlyUsd -= byUsd;
  before.totalMonthlyUsd -= byUsd;
  return before;
}

const findRows = (markdown: string, first: string): string[] =>
  markdown.split('\n').filter((line) => line.startsWith(`| ${first} |`));

describe('what a change costs', () => {
  it('is nothing if the bill is the same', () => {
    const difference = compareCosts(saveCost(), report);
    expect(difference.lines).toEqual([]);
    expect(difference.assumptions).toEqual([]);
    const markdown = renderDifferenceMarkdown(difference);
    expect(markdown).toContain('unchanged');
    expect(markdown).toContain('No line of the bill changed.');
  });

  it('is shown in total, by component and by line', () => {
    const markdown = renderDifferenceMarkdown(compareCosts(buildCheaperCost('KMS keys', 1), report));
    expect(markdown).toMatch(/^### Cost of the stack prod: \+US\\\$1\.00 a month \(\+0\.1%\)$/m);
    expect(findRows(markdown, 'Secrets Manager and KMS')).toEqual([
      '| Secrets Manager and KMS | 5.14 | 6.14 | +1.00 |',
      '| Secrets Manager and KMS | KMS keys | 2.00 | 3.00 | +1.00 | 2 key → 3 key |',
    ]);
    expect(findRows(markdown, '**Monthly total**')).toEqual([
      `| **Monthly total** | **${report.totalMonthlyUsd.minus(1).toNumber().toLocaleString('en-US')}** | **${report.totalMonthlyUsd.toNumber().toLocaleString('en-US')}** | **+1.00** |`,
    ]);
    expect(findRows(markdown, 'Aurora PostgreSQL')).toEqual([]);
  });

  it('needs a saved bill whose parts add up', () => {
    const before = saveCost();
    expect(SavedCost.safeParse({ ...before, totalMonthlyUsd: before.totalMonthlyUsd - 1 }).success).toBe(false);
    expect(SavedCost.safeParse({ ...before, lines: before.lines.slice(1) }).success).toBe(false);
    expect(SavedCost.safeParse(before).success).toBe(true);
  });

  it('is nothing if a quantity differs only in digits that are not shown', () => {
    const before = saveCost();
    const [line] = before.lines;
    if (line !== undefined) line.quantity += 1e-10;
    expect(compareCosts(before, report).lines).toEqual([]);
  });

  it('is no saving if the stack file now leaves out a resource', () => {
    const leftOut = [{ resource: 'network-flows', reason: 'Another team pays.', monthlyUsd: report.totalMonthlyUsd }];
    expect(renderDifferenceMarkdown(compareCosts(saveCost(), { ...report, leftOut }))).toContain(
      'Priced differently: resources left out none → network-flows.',
    );
  });

  it('is negative if it saves', () => {
    const markdown = renderDifferenceMarkdown(compareCosts(buildCheaperCost('Dashboards', -3), report));
    expect(markdown).toMatch(/: −US\\\$3\.00 a month \(−0\.3%\)$/m);
    expect(markdown).toContain('| Dashboards | 6.00 | 3.00 | −3.00 |');
  });

  it('names lines that are new, removed, or have another price', () => {
    const before = saveCost();
    const [dashboards] = before.lines.filter(({ item }) => item === 'Dashboards');
    const [alarms] = before.lines.filter(({ item }) => item === 'Alarms');
    if (dashboards === undefined || alarms === undefined) throw new Error('A line is missing.');
    dashboards.item = 'NAT gateway, hours';
    alarms.unitPriceUsd = 0.3;
    const markdown = renderDifferenceMarkdown(compareCosts(before, report));
    expect(markdown).toContain('| Dashboards | – | 3.00 | +3.00 | new: 1 dashboard |');
    expect(markdown).toContain('| NAT gateway, hours | 3.00 | – | −3.00 | removed: 1 dashboard |');
    expect(markdown).toMatch(/\| Alarms \| (\d+\.\d\d) \| \1 \| 0\.00 \| price 0\.30 → 0\.10 \|/);
  });

  it('keeps both of two lines with the same name', () => {
    const before = saveCost();
    const [line] = before.lines;
    if (line === undefined) throw new Error('There is no line.');
    before.lines.push({ ...line, quantity: 7 });
    expect(compareCosts(before, report).lines).toMatchObject([{ item: line.item, after: undefined }]);
  });

  it('names other differences than the plan, such as users and prices', () => {
    const before = { ...saveCost(), mau: 20_000, book: 'study2025', freeTier: true };
    const { assumptions } = compareCosts(before, report);
    expect(assumptions.map(({ name }) => name)).toEqual(['monthly active users', 'price book', 'free tier']);
    expect(renderDifferenceMarkdown(compareCosts(before, report))).toContain('price book study2025 → aws-2025-10');
  });

  it('warns of demand that the plan met before', () => {
    const large = { ...report, ...report.scenarios[0] };
    expect(renderDifferenceMarkdown(compareCosts(saveCost(), large))).toContain(
      'No longer met: The peak of 5,000 requests',
    );
    expect(compareCosts(saveCost(large), large).newlyUnmet).toEqual([]);
  });

  it('escapes markup in a saved bill', () => {
    const before = saveCost();
    before.lines.push({
      component: 'x|y',
      item: '<img src=x>',
      quantity: 1,
      unit: '@team',
      unitPriceUsd: 1,
      monthlyUsd: 1,
    });
    const markdown = renderDifferenceMarkdown(compareCosts(before, report));
    expect(markdown).toContain(String.raw`| x\|y | \<img src=x\> | 1.00 | – | −1.00 | removed: 1 @<!-- -->team |`);
  });

  it('is refused between two stacks', () => {
    expect(() => compareCosts({ ...saveCost(), stack: 'dev' }, report)).toThrow('for the stack dev, not prod');
  });
});
