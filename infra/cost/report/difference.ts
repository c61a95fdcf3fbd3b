import { Decimal } from 'decimal.js';
import {
  formatAmount,
  formatAmountChange,
  formatNumber,
  formatPercent,
  formatUnitPrice,
  formatUsd,
  formatUsdChange,
} from '../../../config/format.js';
import type { AmountChange, CostDifference, LineChange, SavedLine } from '../difference.js';
import { escapeMarkdown, renderMarkdownTable } from './markdown.js';
import { figureColumn, textColumn } from './page.js';

const computeChangeUsd = ({ beforeUsd = 0, afterUsd = 0 }: AmountChange): Decimal =>
  new Decimal(afterUsd).minus(beforeUsd);
const formatCell = (amount: number | undefined): string => (amount === undefined ? '–' : formatAmount(amount));
const formatCells = (change: AmountChange): string[] => [
  formatCell(change.beforeUsd),
  formatCell(change.afterUsd),
  formatAmountChange(computeChangeUsd(change)),
];

/** Has more decimals than a bill, so that a small change shows. */
const formatSavedQuantity = ({ quantity, unit }: SavedLine): string => `${formatNumber(quantity, 6)} ${unit}`;

function describeReason({ before, after }: LineChange): string {
  if (before === undefined) return after === undefined ? '' : `new: ${formatSavedQuantity(after)}`;
  if (after === undefined) return `removed: ${formatSavedQuantity(before)}`;
  const parts = [
    ...(formatSavedQuantity(before) === formatSavedQuantity(after)
      ? []
      : [`${formatSavedQuantity(before)} → ${formatSavedQuantity(after)}`]),
    ...(before.unitPriceUsd === after.unitPriceUsd
      ? []
      : [`price ${formatUnitPrice(before.unitPriceUsd)} → ${formatUnitPrice(after.unitPriceUsd)}`]),
  ];
  return parts.join('; ');
}

const amountColumns = [figureColumn('Before, US$'), figureColumn('After, US$'), figureColumn('Change, US$')];

function describeTotal(difference: CostDifference): string {
  const { stack, beforeUsd, afterUsd } = difference;
  const change = computeChangeUsd(difference);
  if (change.isZero()) return `Cost of the stack ${stack}: ${formatUsd(afterUsd)} a month, unchanged`;
  const sign = change.isNegative() ? '−' : '+';
  const share = beforeUsd === 0 ? '' : ` (${sign}${formatPercent(change.abs(), beforeUsd)})`;
  return `Cost of the stack ${stack}: ${formatUsdChange(change)} a month${share}`;
}

function renderComponents(difference: CostDifference): string {
  const changed = difference.components.filter((change) => !computeChangeUsd(change).isZero());
  return renderMarkdownTable({
    columns: [textColumn('Component'), ...amountColumns],
    rows: [
      ...changed.map((change) => [change.component, ...formatCells(change)]),
      ['Monthly total', ...formatCells(difference)],
    ],
    hasTotal: true,
  });
}

const renderLines = ({ lines }: CostDifference): string =>
  renderMarkdownTable({
    columns: [textColumn('Component'), textColumn('Line'), ...amountColumns, textColumn('Reason')],
    rows: lines.map((change) => [change.component, change.item, ...formatCells(change), describeReason(change)]),
  });

/** Renders the cost of a change as GitHub Markdown for a pull request. */
export function renderDifferenceMarkdown(difference: CostDifference): string {
  const { lines, assumptions, newlyUnmet } = difference;
  const warnings = [
    ...newlyUnmet.map((message) => `No longer met: ${message}`),
    ...assumptions.map(({ name, before, after }) => `Priced differently: ${name} ${before} → ${after}.`),
  ];
  return [
    `### ${escapeMarkdown(describeTotal(difference))}`,
    renderComponents(difference),
    ...(warnings.length === 0 ? [] : [warnings.map((text) => `- ${escapeMarkdown(text)}`).join('\n')]),
    ...(lines.length === 0 ? ['No line of the bill changed.'] : [renderLines(difference)]),
  ].join('\n\n');
}
