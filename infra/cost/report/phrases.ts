import { formatAmount, formatNumber, formatUsd, formatUsdChange } from '../../../config/format.js';
import type { LeftOutCost } from '../bill.js';
import type { CostReport, PricedStack, StudyComparison } from '../cost-report.js';
import type { ComponentName } from '../line.js';
import type { PricedOptimization, PricedOptimizations } from '../optimizations/optimizations.js';
import type { ZeroDemand } from '../zero-demand.js';

/** Names the price book, and warns if the stack is in another region. */
export const describePriceOrigin = ({ book, region }: Pick<CostReport, 'book' | 'region'>): string =>
  `${book.id} (${book.region}, ${book.date})${region === undefined || region === book.region ? '' : `, although the stack is in ${region}, where prices differ (run npm run cost:refresh -- --region ${region})`}`;

export const formatDemandValue = (value: unknown): string => (value === undefined ? 'none' : String(value));

export const zeroDemandTitle = 'Zero in the demand, so missing from the bill';

export const describeZeroDemand = ({ key, source, quantity, isExpected, addsUsd }: ZeroDemand): string =>
  isExpected
    ? `usage.${key} is 0 (${source}). Expected ${formatNumber(quantity)} from the rest of the demand (${formatUsdChange(addsUsd)}).`
    : `usage.${key} is 0 (${source}). ${formatNumber(quantity)} would add ${formatUsd(addsUsd)}.`;

export const describeLeftOut = ({ resource, monthlyUsd, reason }: LeftOutCost): string =>
  `${resource}, ${formatUsdChange(monthlyUsd)}: ${reason}`;

export const statusNames: Readonly<Record<PricedOptimization['status'], string>> = {
  open: 'open',
  dearer: 'saves nothing',
  unsafe: 'unsafe',
  inPlace: 'in place',
  impossible: 'not possible',
};

export const describeStatedSaving = ({ stated }: Pick<PricedOptimization, 'stated'>): string => {
  if (stated === undefined) return '–';
  const [from, to] = stated.usd;
  return from === to ? `${from}` : `${from} to ${to}`;
};

export function describeCombinedSaving({
  combinedSavingUsd,
  incompatible,
}: Pick<PricedOptimizations, 'combinedSavingUsd' | 'incompatible'>): string {
  if (combinedSavingUsd.isZero()) return 'No safe optimization is open.';
  const without =
    incompatible.length === 0 ? '' : ` Without these, which are incompatible with others: ${incompatible.join('; ')}.`;
  return `All open, compatible optimizations together save ${formatUsd(combinedSavingUsd)} a month; overlapping savings count once.${without}`;
}

export const listComponents = (stacks: readonly PricedStack[]): ComponentName[] => [
  ...new Set(stacks.flatMap(({ components }) => components.map(({ component }) => component))),
];

export const findComponentUsd = ({ components }: PricedStack, name: ComponentName) =>
  components.find(({ component }) => component === name)?.monthlyUsd;

/** A row of the same component's amounts in several stacks. */
export const toComponentRow = (name: ComponentName, stacks: readonly PricedStack[]): string[] => [
  name,
  ...stacks.map((priced) => {
    const amount = findComponentUsd(priced, name);
    return amount === undefined ? '–' : formatAmount(amount);
  }),
];

/** Rows of the study's amounts beside the stack's: by component, in total, and in total under equal conditions. */
export function buildComparisonRows(report: CostReport, comparison: StudyComparison) {
  const { study, oursAtEqualDemandUsd, oursAtEqualScopeUsd, studyAtEqualScopeUsd } = comparison;
  return {
    components: listComponents([study, report]).map((name) => toComponentRow(name, [study, report])),
    total: ['Total', formatAmount(study.totalMonthlyUsd), formatAmount(report.totalMonthlyUsd)],
    atEqualDemand: [
      "Total under the study's demand",
      formatAmount(study.totalMonthlyUsd),
      formatAmount(oursAtEqualDemandUsd),
    ],
    atEqualScope: [
      "Total under the study's demand, without lines that the study lacks",
      formatAmount(studyAtEqualScopeUsd),
      formatAmount(oursAtEqualScopeUsd),
    ],
  };
}
