import { formatAmount, formatNumber, formatUsd } from '../../../../config/format.js';
import { statedTotalsUsd } from '../../baseline.js';
import type { CostReport } from '../../cost-report.js';
import { type Block, bulletList, figureColumn, paragraph, type Section, textColumn } from '../page.js';
import {
  buildComparisonRows,
  describeLeftOut,
  findComponentUsd,
  formatDemandValue,
  listComponents,
  toComponentRow,
} from '../phrases.js';

const studyName = "The study's configuration";
const stackName = 'This stack';

function buildGrowthChart({ growth }: CostReport): Block[] {
  const users = growth.map(({ mau }) => mau);
  if (users.length < 2) return [];
  const [min, max] = [Math.min(...users), Math.max(...users)];
  const stated = Object.entries(statedTotalsUsd)
    .map(([mau, amount]) => ({ users: Number(mau), usd: Number(amount) }))
    .filter((point) => point.users >= min && point.users <= max);
  const ours = growth.map(({ mau, oursUsd, isMet }) => ({ users: mau, usd: oursUsd.toNumber(), isUnmet: !isMet }));
  const theirs = growth.map(({ mau, studyUsd }) => ({ users: mau, usd: studyUsd.toNumber() }));
  return [
    {
      kind: 'growth',
      title: 'Monthly cost by monthly active users',
      description: `From ${formatNumber(min)} to ${formatNumber(max)} users, on logarithmic axes. The line of this stack is dashed where its settings would have to be raised first.`,
      series: [
        { name: stackName, points: ours },
        { name: studyName, points: theirs },
        ...(stated.length === 0 ? [] : [{ name: "The study's stated totals", points: stated, isScattered: true }]),
      ],
    },
  ];
}

/** Prices other numbers of users and lists the demand that the plan wouldn't meet. */
export function scalingSections(report: CostReport): Section[] {
  const { scenarios } = report;
  if (scenarios.length === 0) return [];
  return [
    {
      title: 'Scaling',
      blocks: [
        paragraph('Each figure follows the growth rules of the demand and the price tiers.'),
        ...buildGrowthChart(report),
        {
          kind: 'table',
          columns: [textColumn('Monthly active users'), ...scenarios.map(({ mau }) => figureColumn(formatNumber(mau)))],
          rows: [
            ...listComponents(scenarios).map((name) => toComponentRow(name, scenarios)),
            ['Per user and month, US$', ...scenarios.map(({ perMauUsd }) => formatAmount(perMauUsd, 4))],
            ['Monthly total, US$', ...scenarios.map(({ totalMonthlyUsd }) => formatAmount(totalMonthlyUsd))],
          ],
          hasTotal: true,
        },
        ...bulletList(
          scenarios.flatMap(({ mau, unmet }) => unmet.map(({ message }) => `${formatNumber(mau)} users: ${message}`)),
        ),
      ],
    },
  ];
}

export function comparisonSections(report: CostReport): Section[] {
  const { comparison, totalMonthlyUsd } = report;
  if (comparison === undefined) return [];
  const { statedUsd, study, demandDifferences, unstatedLines } = comparison;
  const { components, total, atEqualDemand, atEqualScope } = buildComparisonRows(report, comparison);
  return [
    {
      title: 'Comparison with the 2025 cost study',
      blocks: [
        paragraph(
          `Both configurations are priced at the same prices. ${statedUsd === undefined ? 'The study states no total for this number of users.' : `The study states a total of ${formatUsd(statedUsd)}.`}`,
        ),
        {
          kind: 'pairs',
          title: "Monthly cost by component, the study's configuration and this stack",
          description: `${formatUsd(study.totalMonthlyUsd)} against ${formatUsd(totalMonthlyUsd)} a month. The table below includes components that cost nothing.`,
          series: [studyName, stackName],
          pairs: listComponents([study, report])
            .map((label) => ({
              label,
              values: [
                findComponentUsd(study, label)?.toNumber() ?? 0,
                findComponentUsd(report, label)?.toNumber() ?? 0,
              ] as const,
            }))
            .filter(({ values }) => values.some((value) => value > 0)),
        },
        {
          kind: 'table',
          columns: [textColumn('Component'), figureColumn('Study, US$'), figureColumn('This stack, US$')],
          rows: [...components, atEqualScope, atEqualDemand, total],
          hasTotal: true,
        },
        ...bulletList([
          ...study.leftOut.map((each) => `Left out of the study: ${describeLeftOut(each)}`),
          ...demandDifferences.map(
            ({ key, preset, ours }) =>
              `Demand ${key}: ${formatDemandValue(ours)} here, ${formatDemandValue(preset)} in the study.`,
          ),
          ...unstatedLines.map(
            ({ item, monthlyUsd }) => `The study has no line for ${item} (${formatUsd(monthlyUsd)} here).`,
          ),
        ]),
      ],
    },
  ];
}
