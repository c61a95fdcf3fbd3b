import {
  formatAmount,
  formatAmountChange,
  formatNumber,
  formatPercent,
  formatUnitPrice,
  formatUsd,
} from '../../../config/format.js';
import type { Style } from '../../preview/text.js';
import type { CostReport, PricedStack } from '../cost-report.js';
import { type CostLine, sumLines } from '../line.js';
import { describeMeasuredCapacity } from '../measured-capacity.js';
import {
  buildComparisonRows,
  describeCombinedSaving,
  describeLeftOut,
  describePriceOrigin,
  describeStatedSaving,
  describeZeroDemand,
  formatDemandValue,
  listComponents,
  statusNames,
  toComponentRow,
  zeroDemandTitle,
} from './phrases.js';

/** Aligns rows in columns, the first to the left and the others to the right. */
function alignColumns(rows: readonly (readonly string[])[], indent = '  '): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map(
    (row) =>
      indent +
      row
        .map((cell, column) => cell[column === 0 ? 'padEnd' : 'padStart'](widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
  );
}

const toRow = (line: CostLine): string[] => [
  line.item,
  formatNumber(line.quantity),
  line.unit,
  formatUnitPrice(line.unitPriceUsd),
  formatAmount(line.monthlyUsd),
];

function renderBill(report: CostReport, isExplained: boolean, { bold, dim }: Style): string[] {
  const rows = alignColumns(report.lines.map(toRow));
  const rendered = report.lines.map(({ component, basis, priceSource }, index) => ({
    component,
    text: [rows[index] ?? '', ...(isExplained ? [dim(`      ${basis}; price: ${priceSource}`)] : [])],
  }));
  return report.components.flatMap(({ component, monthlyUsd }) => [
    `${bold(component)}  ${formatUsd(monthlyUsd)}  ${dim(formatPercent(monthlyUsd, report.totalMonthlyUsd))}`,
    ...rendered.filter((line) => line.component === component).flatMap(({ text }) => text),
  ]);
}

const listUnmet = ({ unmet }: Pick<PricedStack, 'unmet'>): string[] => unmet.map(({ message }) => message);

const listStatedErrors = ({ statedLines }: CostReport): string[] =>
  statedLines
    .filter(({ why }) => why !== undefined)
    .flatMap(({ component, item, statedUsd, oursUsd, why }) => [
      `${component}, ${item}: ${formatUsd(statedUsd)} in the study, ${formatUsd(oursUsd)} here`,
      `    ${why}`,
    ]);

/** A figure of any unit and size. */
const formatFigure = (value: number): string =>
  Math.abs(value) < 0.01 && value !== 0 ? value.toFixed(7) : formatNumber(value, 2);

const listFindings = ({ findings }: CostReport): string[] =>
  findings.flatMap(({ area, what, stated, computed, why }) => [
    `${area}, ${what}: ${formatFigure(stated)} in the study, ${formatFigure(computed.toNumber())} here`,
    `    ${why}`,
  ]);

function listComparison(report: CostReport, dim: Style['dim']): string[] {
  const { comparison, totalMonthlyUsd } = report;
  if (comparison === undefined) return [];
  const { statedUsd, study, demandDifferences, unstatedLines } = comparison;
  const { components, total, atEqualDemand, atEqualScope } = buildComparisonRows(report, comparison);
  const shareOf = (whole: typeof totalMonthlyUsd) => `${formatPercent(totalMonthlyUsd, whole)} of ${formatUsd(whole)}`;
  return [
    ...alignColumns([['', 'study', 'this stack'], ...components, total, atEqualDemand, atEqualScope], ''),
    ...(statedUsd === undefined ? [] : [`${shareOf(statedUsd)}, the total that the study states`]),
    `${shareOf(study.totalMonthlyUsd)}, the cost of the study's configuration at these prices`,
    `${formatUsd(sumLines(unstatedLines))} of this stack are for lines that the study lacks: ${unstatedLines.map(({ item, monthlyUsd }) => `${item} ${formatUsd(monthlyUsd)}`).join('; ')}`,
    ...study.leftOut.map((each) => dim(`left out of the study: ${describeLeftOut(each)}`)),
    ...demandDifferences.map(({ key, preset, ours }) =>
      dim(`usage.${key}: ${formatDemandValue(ours)} here, ${formatDemandValue(preset)} in the study`),
    ),
  ];
}

function listScenarios(scenarios: readonly PricedStack[]): string[] {
  if (scenarios.length === 0) return [];
  return [
    ...alignColumns(
      [
        ['Monthly active users', ...scenarios.map(({ mau }) => formatNumber(mau))],
        ...listComponents(scenarios).map((name) => toComponentRow(name, scenarios)),
        ['Total', ...scenarios.map(({ totalMonthlyUsd }) => formatAmount(totalMonthlyUsd))],
        ['Per user', ...scenarios.map(({ perMauUsd }) => formatAmount(perMauUsd, 4))],
      ],
      '',
    ),
    ...scenarios.flatMap((priced) => listUnmet(priced).map((text) => `${formatNumber(priced.mau)} users: ${text}`)),
  ];
}

function listOptimizations({ optimizations }: CostReport, dim: Style['dim']): string[] {
  if (optimizations === undefined) return [];
  const { each } = optimizations;
  const rows = alignColumns(
    [
      ['', 'study', 'saving', 'status'],
      ...each.map((one) => [
        one.title,
        describeStatedSaving(one),
        formatAmountChange(one.savingUsd),
        statusNames[one.status],
      ]),
    ],
    '',
  );
  return [
    rows[0] ?? '',
    ...each.flatMap(({ risk, remarks, breaks }, index) => [
      rows[index + 1] ?? '',
      ...[...breaks.map((text) => `would break ${text}`), risk, ...remarks].map((text) => dim(`    ${text}`)),
    ]),
    describeCombinedSaving(optimizations),
  ];
}

/** Renders the report for a terminal. */
export function renderCostText(report: CostReport, { isExplained }: { isExplained: boolean }, style: Style): string {
  const { bold, dim } = style;
  const { stack, mau, preset, options, leftOut, contradictions, zeroDemands } = report;
  const extras = [
    ...(options.freeTier ? ['free tier'] : []),
    ...(options.savingsPlan ? ['Database Savings Plan'] : []),
  ];
  const section = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ['', bold(title), ...lines.map((line) => `  ${line}`)];
  const explained = (title: string, list: () => readonly string[]) => (isExplained ? section(title, list()) : []);
  return [
    bold(`Stack ${stack}: ${formatUsd(report.totalMonthlyUsd)} a month for ${formatNumber(mau)} monthly active users`),
    dim(
      `${formatUsd(report.perMauUsd, 4)} per user; between ${formatUsd(report.lowUsd)} and ${formatUsd(report.highUsd)}; prices ${describePriceOrigin(report)}; demand ${preset}${extras.map((extra) => `; with ${extra}`).join('')}`,
    ),
    '',
    ...renderBill(report, isExplained, style),
    ...section('Planned, but left out of this bill', leftOut.map(describeLeftOut)),
    ...section(zeroDemandTitle, zeroDemands.map(describeZeroDemand)),
    ...section('Unmet demand', listUnmet(report)),
    ...explained('Demand for this number of users', () =>
      report.demand.map(({ key, value, source }) => `usage.${key}: ${formatNumber(value)}  ${dim(source)}`),
    ),
    ...explained('Contradictions in the demand', () => contradictions.map(({ message }) => message)),
    ...explained('Database capacity, planned and measured', () => describeMeasuredCapacity(report.usage)),
    ...explained('Wrong lines of the 2025 cost study', () => listStatedErrors(report)),
    ...explained('Figures of the 2025 cost study that an audit found wrong', () => listFindings(report)),
    ...section('Comparison with the 2025 cost study, US$ a month', listComparison(report, dim)),
    ...section('Other numbers of users, US$ a month', listScenarios(report.scenarios)),
    ...section('Optimizations, US$ a month', listOptimizations(report, dim)),
  ].join('\n');
}
