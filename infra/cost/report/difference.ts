import { Decimal } from 'decimal.js';
import type { CostDifference, LineChange, SavedLine } from '../difference.js';
import { formatPercent, formatSignedUsd, formatUnitPrice, formatUsd } from './amounts.js';
import { escapeMarkdown, renderMarkdownTable } from './markdown.js';
import { figureColumn, textColumn } from './page.js';

interface AmountChange {
  readonly beforeUsd: Decimal | undefined;
  readonly afterUsd: Decimal | undefined;
}

const nothing = new Decimal(0);
const computeChangeUsd = ({ beforeUsd = nothing, afterUsd = nothing }: AmountChange): Decimal =>
  afterUsd.minus(beforeUsd);
const formatCell = (amount: Decimal | undefined): string => (amount === undefined ? '–' : formatUsd(amount));
const formatCells = (change: AmountChange): string[] => [
  formatCell(change.beforeUsd),
  formatCell(change.afterUsd),
  formatSignedUsd(computeChangeUsd(change)),
];

/** With more digits than a bill shows, or a small change would look like none. */
const formatSavedQuantity = ({ quantity, unit }: SavedLine): string =>
  `${quantity.toLocaleString('en-US', { maximumFractionDigits: 6 })} ${unit}`;
const formatSavedPrice = ({ unitPriceUsd }: SavedLine): string =>
  formatUnitPrice({ unitPriceUsd: new Decimal(unitPriceUsd) });

function describeReason({ before, after }: LineChange): string {
  if (before === undefined) return after === undefined ? '' : `new: ${formatSavedQuantity(after)}`;
  if (after === undefined) return `gone: ${formatSavedQuantity(before)}`;
  const parts = [
    ...(formatSavedQuantity(before) === formatSavedQuantity(after)
      ? []
      : [`${formatSavedQuantity(before)} → ${formatSavedQuantity(after)}`]),
    ...(before.unitPriceUsd === after.unitPriceUsd
      ? []
      : [`price ${formatSavedPrice(before)} → ${formatSavedPrice(after)}`]),
  ];
  return parts.join('; ');
}

const amountColumns = [figureColumn('Before, USD'), figureColumn('After, USD'), figureColumn('Difference, USD')];

function headline(difference: CostDifference): string {
  const { stack, beforeUsd, afterUsd } = difference;
  const change = computeChangeUsd(difference);
  if (change.isZero()) return `Cost of the stack ${stack}: ${formatUsd(afterUsd)} USD a month, as before`;
  const share = beforeUsd.isZero()
    ? ''
    : `, ${change.isNegative() ? '−' : '+'}${formatPercent(change.abs(), beforeUsd)}`;
  return `Cost of the stack ${stack}: ${formatSignedUsd(change)} USD a month${share}`;
}

function componentTable(difference: CostDifference): string {
  const changed = difference.components.filter((change) => !computeChangeUsd(change).isZero());
  return renderMarkdownTable({
    columns: [textColumn('Component'), ...amountColumns],
    rows: [
      ...changed.map((change) => [change.component, ...formatCells(change)]),
      ['Total a month', ...formatCells(difference)],
    ],
    hasTotal: true,
  });
}

const lineTable = ({ lines }: CostDifference): string =>
  renderMarkdownTable({
    columns: [textColumn('Component'), textColumn('Line'), ...amountColumns, textColumn('What changed')],
    rows: lines.map((change) => [change.component, change.item, ...formatCells(change), describeReason(change)]),
  });

/** What a change costs, for the people who review it, in GitHub's Markdown. */
export function renderDifferenceMarkdown(difference: CostDifference): string {
  const { lines, circumstances, newlyUnmet } = difference;
  const warnings = [
    ...newlyUnmet.map((message) => `Not met any more: ${message}`),
    ...circumstances.map(({ name, before, after }) => `Priced differently: ${name} ${before} → ${after}.`),
  ];
  return [
    `### ${escapeMarkdown(headline(difference))}`,
    componentTable(difference),
    ...(warnings.length === 0 ? [] : [warnings.map((text) => `- ${escapeMarkdown(text)}`).join('\n')]),
    ...(lines.length === 0 ? ['No line of the bill changed.'] : [lineTable(difference)]),
  ].join('\n\n');
}
