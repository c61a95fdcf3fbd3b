import type { Style } from '../../preview/text.js';
import type { CostReport, PricedStack, StudyComparison } from '../cost-report.js';
import { type ComponentName, type CostLine, sumLines } from '../line.js';
import {
  describePriceOrigin,
  formatDemand,
  formatExact,
  formatPercent,
  formatQuantity,
  formatSignedUsd,
  formatUnitPrice,
  formatUsd,
} from './amounts.js';
import { describeLeftOut, describeZeroDemand, zeroDemandTitle } from './sections/assumptions.js';
import { describeMeasuredCapacity, measuredCapacityTitle } from './sections/measured-capacity.js';
import { describeCombinedSaving, describeStatedSaving, standingNames } from './sections/optimizations.js';

type Cell = string;

/** Rows in columns: the first column to the left, the others to the right. */
function table(rows: readonly (readonly Cell[])[], indent = '  '): string[] {
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

const toRow = (line: CostLine): Cell[] => [
  line.item,
  formatQuantity(line.quantity.toNumber()),
  line.unit,
  formatUnitPrice(line),
  formatUsd(line.monthlyUsd),
];

function billLines(report: CostReport, isExplained: boolean, { bold, dim }: Style): string[] {
  const rows = table(report.lines.map(toRow));
  const byComponent = (name: ComponentName) =>
    report.lines.flatMap((line, index) => (line.component === name ? [index] : []));
  return report.components.flatMap(({ component, monthlyUsd }) => [
    `${bold(component)}  ${formatUsd(monthlyUsd)}  ${dim(formatPercent(monthlyUsd, report.totalMonthlyUsd))}`,
    ...byComponent(component).flatMap((index) => {
      const line = report.lines[index];
      const explained =
        isExplained && line !== undefined ? [dim(`      ${line.basis}; price: ${line.priceSource}`)] : [];
      return [rows[index] ?? '', ...explained];
    }),
  ]);
}

const unmetLines = ({ unmet }: Pick<PricedStack, 'unmet'>): string[] => unmet.map(({ message }) => `  ${message}`);

function statedErrors({ statedLines }: CostReport, { bold }: Style): string[] {
  const errors = statedLines.filter(({ why }) => why !== undefined);
  if (errors.length === 0) return [];
  return [
    '',
    bold('Where the cost report errs'),
    ...errors.flatMap(({ component, item, statedUsd, oursUsd, why }) => [
      `  ${component}, ${item}: ${formatUsd(statedUsd)} in the report, ${formatUsd(oursUsd)} here`,
      `      ${why}`,
    ]),
  ];
}

function findingLines({ findings }: CostReport, { bold }: Style): string[] {
  if (findings.length === 0) return [];
  return [
    '',
    bold('Every figure of the cost report that an audit found wrong, and what the model makes of it'),
    ...findings.flatMap(({ area, what, stated, computed, why }) => [
      `  ${area}, ${what}: ${formatExact(stated)} in the report, ${formatExact(computed.toNumber())} here`,
      `      ${why}`,
    ]),
  ];
}

function comparisonLines(report: CostReport, comparison: StudyComparison, { bold, dim }: Style): string[] {
  const {
    statedUsd,
    theirs,
    oursAtEqualDemandUsd,
    oursAtEqualScopeUsd,
    theirsAtEqualScopeUsd,
    demandDifferences,
    beyondReport,
  } = comparison;
  const ours = report.totalMonthlyUsd;
  const formatAmount = (priced: PricedStack, name: ComponentName): string => {
    const found = priced.components.find(({ component }) => component === name);
    return found === undefined ? '–' : formatUsd(found.monthlyUsd);
  };
  const names = [...new Set([...theirs.components, ...report.components].map(({ component }) => component))];
  return [
    '',
    bold('Against the cost report’s configuration'),
    ...table([
      ['', 'theirs', 'ours'],
      ...names.map((name) => [name, formatAmount(theirs, name), formatAmount(report, name)]),
      ['Total', formatUsd(theirs.totalMonthlyUsd), formatUsd(ours)],
      ['At the report’s demand in every number', formatUsd(theirs.totalMonthlyUsd), formatUsd(oursAtEqualDemandUsd)],
      ['And without what it has no line for', formatUsd(theirsAtEqualScopeUsd), formatUsd(oursAtEqualScopeUsd)],
    ]),
    ...(statedUsd === undefined
      ? []
      : [`  ${formatPercent(ours, statedUsd)} of ${formatUsd(statedUsd)}, which the report prints`]),
    `  ${formatPercent(ours, theirs.totalMonthlyUsd)} of ${formatUsd(theirs.totalMonthlyUsd)}, what its configuration costs at these prices`,
    `  ${formatUsd(sumLines(beyondReport))} of ours are for what the report has no line for: ${beyondReport.map(({ item, monthlyUsd }) => `${item} ${formatUsd(monthlyUsd)}`).join('; ')}`,
    ...theirs.leftOut.map((each) => dim(`  not in theirs: ${describeLeftOut(each)}`)),
    ...demandDifferences.map(({ key, preset, ours: own }) =>
      dim(`  usage.${key}: ${formatDemand(own)} here, ${formatDemand(preset)} in the report`),
    ),
  ];
}

function scenarioLines(scenarios: readonly PricedStack[], { bold }: Style): string[] {
  if (scenarios.length === 0) return [];
  const names = [...new Set(scenarios.flatMap(({ components }) => components.map(({ component }) => component)))];
  const cell = (priced: PricedStack, name: ComponentName) =>
    formatUsd(
      priced.components.find(({ component }) => component === name)?.monthlyUsd ?? priced.totalMonthlyUsd.times(0),
    );
  return [
    '',
    bold('At other counts of users'),
    ...table([
      ['Monthly active users', ...scenarios.map(({ mau }) => formatQuantity(mau))],
      ...names.map((name) => [name, ...scenarios.map((priced) => cell(priced, name))]),
      ['Total', ...scenarios.map(({ totalMonthlyUsd }) => formatUsd(totalMonthlyUsd))],
      ['Per user', ...scenarios.map(({ perMauUsd }) => perMauUsd.toFixed(4))],
    ]),
    ...scenarios.flatMap((priced) =>
      unmetLines(priced).map((line) => `  ${formatQuantity(priced.mau)} users:${line.slice(1)}`),
    ),
  ];
}

function optimisationLines({ optimisations }: CostReport, { bold, dim }: Style): string[] {
  if (optimisations === undefined) return [];
  const { each } = optimisations;
  const rows = table([
    ['', 'report', 'saves', ''],
    ...each.map((one) => [
      one.title,
      describeStatedSaving(one),
      formatSignedUsd(one.savingUsd),
      standingNames[one.standing],
    ]),
  ]);
  return [
    '',
    bold('What would make it cheaper, US$ a month'),
    rows[0] ?? '',
    ...each.flatMap(({ risk, remarks, breaks }, index) => [
      rows[index + 1] ?? '',
      ...[...breaks.map((text) => `breaks ${text}`), risk, ...remarks].map((text) => dim(`      ${text}`)),
    ]),
    `  ${describeCombinedSaving(optimisations)}`,
  ];
}

/** The report for people. */
export function renderCostText(report: CostReport, { isExplained }: { isExplained: boolean }, style: Style): string {
  const { bold, dim } = style;
  const { stack, mau, preset, options, leftOut, contradictions, zeroDemands, comparison } = report;
  const extras = [
    ...(options.freeTier ? ['free tier'] : []),
    ...(options.savingsPlan ? ['Database Savings Plan'] : []),
  ];
  const section = (title: string, lines: readonly string[]) => (lines.length === 0 ? [] : ['', bold(title), ...lines]);
  return [
    bold(
      `Stack ${stack}: ${formatUsd(report.totalMonthlyUsd)} US$ a month for ${formatQuantity(mau)} monthly active users`,
    ),
    dim(
      `${report.perMauUsd.toFixed(4)} a user; between ${formatUsd(report.lowUsd)} and ${formatUsd(report.highUsd)}; prices ${describePriceOrigin(report)}; demand ${preset}${extras.map((extra) => `; with ${extra}`).join('')}`,
    ),
    '',
    ...billLines(report, isExplained, style),
    ...section(
      'Priced, and not on this bill',
      leftOut.map((each) => `  ${describeLeftOut(each)}`),
    ),
    ...section(
      zeroDemandTitle,
      zeroDemands.map((zero) => `  ${describeZeroDemand(zero)}`),
    ),
    ...section('What the plan does not meet', unmetLines(report)),
    ...(isExplained
      ? section(
          'The demand, grown to these users from the sources’ own',
          report.demand.map(({ key, value, source }) => `  usage.${key}: ${formatQuantity(value)}  ${dim(source)}`),
        )
      : []),
    ...(isExplained
      ? section(
          'Where the demand contradicts itself',
          contradictions.map(({ message }) => `  ${message}`),
        )
      : []),
    ...(isExplained
      ? [
          ...section(
            measuredCapacityTitle,
            describeMeasuredCapacity(report.usage).map((text) => `  ${text}`),
          ),
          ...statedErrors(report, style),
          ...findingLines(report, style),
        ]
      : []),
    ...(comparison === undefined ? [] : comparisonLines(report, comparison, style)),
    ...scenarioLines(report.scenarios, style),
    ...optimisationLines(report, style),
  ].join('\n');
}
