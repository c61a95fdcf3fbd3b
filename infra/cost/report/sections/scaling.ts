import { statedTotalsUsd } from '../../baseline.js';
import type { CostReport, PricedStack } from '../../cost-report.js';
import type { ComponentName } from '../../line.js';
import { formatDemand, formatQuantity, formatUsd } from '../amounts.js';
import {
  type Block,
  bulletList,
  figureColumn,
  type GrowthSeries,
  paragraph,
  type Section,
  textColumn,
} from '../page.js';
import { describeLeftOut } from './assumptions.js';

const listComponents = (stacks: readonly PricedStack[]): ComponentName[] => [
  ...new Set(stacks.flatMap(({ components }) => components.map(({ component }) => component))),
];

const findAmount = ({ components }: PricedStack, name: ComponentName) =>
  components.find(({ component }) => component === name)?.monthlyUsd;

function growthChart({ growth }: CostReport): Block[] {
  const users = growth.map(({ mau }) => mau);
  if (users.length < 2) return [];
  const [least, most] = [Math.min(...users), Math.max(...users)];
  const stated = Object.entries(statedTotalsUsd)
    .map(([mau, amount]) => ({ users: Number(mau), usd: Number(amount) }))
    .filter((point) => point.users >= least && point.users <= most);
  const curve = (
    name: string,
    toPoint: (point: CostReport['growth'][number]) => GrowthSeries['points'][number],
  ): GrowthSeries => ({ name, points: growth.map(toPoint) });
  return [
    {
      kind: 'growth',
      title: 'Monthly cost over monthly active users',
      description: `From ${formatQuantity(least)} to ${formatQuantity(most)} users; both axes are logarithmic. The line of this stack is dashed where its settings would have to be raised first.`,
      series: [
        curve('This stack', ({ mau, oursUsd, isMet }) => ({ users: mau, usd: oursUsd.toNumber(), isUnmet: !isMet })),
        curve('The report’s configuration', ({ mau, theirsUsd }) => ({ users: mau, usd: theirsUsd.toNumber() })),
        ...(stated.length === 0 ? [] : [{ name: 'The report’s printed totals', points: stated, isScattered: true }]),
      ],
    },
  ];
}

/** What other counts of users cost, and where the plan would not carry them. */
export function scalingSections(report: CostReport): Section[] {
  const { scenarios } = report;
  if (scenarios.length === 0) return [];
  return [
    {
      title: 'Scaling',
      blocks: [
        paragraph('Each figure is computed by the growth rules of the demand, price tiers included.'),
        ...growthChart(report),
        {
          kind: 'table',
          columns: [
            textColumn('Monthly active users'),
            ...scenarios.map(({ mau }) => figureColumn(formatQuantity(mau))),
          ],
          rows: [
            ...listComponents(scenarios).map((name) => [
              name,
              ...scenarios.map((priced) => {
                const amount = findAmount(priced, name);
                return amount === undefined ? '–' : formatUsd(amount);
              }),
            ]),
            ['A user and month', ...scenarios.map(({ perMauUsd }) => perMauUsd.toFixed(4))],
            ['Total, USD a month', ...scenarios.map(({ totalMonthlyUsd }) => formatUsd(totalMonthlyUsd))],
          ],
          hasTotal: true,
        },
        ...bulletList(
          scenarios.flatMap(({ mau, unmet }) => unmet.map(({ message }) => `${formatQuantity(mau)} users: ${message}`)),
        ),
      ],
    },
  ];
}

/** This stack beside the cost report's configuration. */
export function comparisonSections(report: CostReport): Section[] {
  const { comparison, totalMonthlyUsd } = report;
  if (comparison === undefined) return [];
  const {
    statedUsd,
    theirs,
    oursAtEqualDemandUsd,
    oursAtEqualScopeUsd,
    theirsAtEqualScopeUsd,
    demandDifferences,
    beyondReport,
  } = comparison;
  const names = listComponents([theirs, report]);
  const cell = (priced: PricedStack, name: ComponentName) => {
    const amount = findAmount(priced, name);
    return amount === undefined ? '–' : formatUsd(amount);
  };
  return [
    {
      title: 'Against the cost report',
      blocks: [
        paragraph(
          statedUsd === undefined
            ? 'Both configurations at the same prices; the report prints no total for this count of users.'
            : `Both configurations at the same prices. The report itself prints ${formatUsd(statedUsd)} USD.`,
        ),
        {
          kind: 'pairs',
          title: 'Monthly cost by component, the report’s configuration and this stack',
          description: `${formatUsd(theirs.totalMonthlyUsd)} USD against ${formatUsd(totalMonthlyUsd)} USD a month. The table below has what costs nothing as well.`,
          series: ['The report’s configuration', 'This stack'],
          pairs: names
            .map((label) => ({
              label,
              values: [findAmount(theirs, label)?.toNumber() ?? 0, findAmount(report, label)?.toNumber() ?? 0] as const,
            }))
            .filter(({ values }) => values.some((value) => value > 0)),
        },
        {
          kind: 'table',
          columns: [textColumn('Component'), figureColumn('The report’s, USD'), figureColumn('This stack, USD')],
          rows: [
            ...names.map((name) => [name, cell(theirs, name), cell(report, name)]),
            [
              'Total at the report’s demand in every number, without what the report has no line for',
              formatUsd(theirsAtEqualScopeUsd),
              formatUsd(oursAtEqualScopeUsd),
            ],
            [
              'Total at the report’s demand in every number',
              formatUsd(theirs.totalMonthlyUsd),
              formatUsd(oursAtEqualDemandUsd),
            ],
            ['Total', formatUsd(theirs.totalMonthlyUsd), formatUsd(totalMonthlyUsd)],
          ],
          hasTotal: true,
        },
        ...bulletList([
          ...theirs.leftOut.map((each) => `Not in the report’s: ${describeLeftOut(each)}`),
          ...demandDifferences.map(
            ({ key, preset, ours }) =>
              `Demand ${key}: ${formatDemand(ours)} here, ${formatDemand(preset)} in the report.`,
          ),
          ...beyondReport.map(
            ({ item, monthlyUsd }) =>
              `The report has no line for ${item}, which cost ${formatUsd(monthlyUsd)} USD here.`,
          ),
        ]),
      ],
    },
  ];
}
