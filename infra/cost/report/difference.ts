import { Decimal } from 'decimal.js';
import type { CostDifference, LineChange, SavedLine } from '../difference.js';
import { percent, signedUsd, unitPrice, usd } from './amounts.js';
import { escapeMarkdown, markdownTable } from './markdown.js';
import { figures, words } from './page.js';

interface Change {
  readonly beforeUsd: Decimal | undefined;
  readonly afterUsd: Decimal | undefined;
}

const nothing = new Decimal(0);
const changeOf = ({ beforeUsd = nothing, afterUsd = nothing }: Change): Decimal => afterUsd.minus(beforeUsd);
const cellOf = (amount: Decimal | undefined): string => (amount === undefined ? '–' : usd(amount));
const cellsOf = (change: Change): string[] => [
  cellOf(change.beforeUsd),
  cellOf(change.afterUsd),
  signedUsd(changeOf(change)),
];

/** With more digits than a bill shows, or a small change would look like none. */
const quantityOf = ({ quantity, unit }: SavedLine): string =>
  `${quantity.toLocaleString('en-US', { maximumFractionDigits: 6 })} ${unit}`;
const priceOf = ({ unitPriceUsd }: SavedLine): string => unitPrice({ unitPriceUsd: new Decimal(unitPriceUsd) });

function reasonOf({ before, after }: LineChange): string {
  if (before === undefined) return after === undefined ? '' : `new: ${quantityOf(after)}`;
  if (after === undefined) return `gone: ${quantityOf(before)}`;
  const parts = [
    ...(quantityOf(before) === quantityOf(after) ? [] : [`${quantityOf(before)} → ${quantityOf(after)}`]),
    ...(before.unitPriceUsd === after.unitPriceUsd ? [] : [`price ${priceOf(before)} → ${priceOf(after)}`]),
  ];
  return parts.join('; ');
}

const amountColumns = [figures('Before, USD'), figures('After, USD'), figures('Difference, USD')];

function headline(difference: CostDifference): string {
  const { stack, beforeUsd, afterUsd } = difference;
  const change = changeOf(difference);
  if (change.isZero()) return `Cost of the stack ${stack}: ${usd(afterUsd)} USD a month, as before`;
  const share = beforeUsd.isZero() ? '' : `, ${change.isNegative() ? '−' : '+'}${percent(change.abs(), beforeUsd)}`;
  return `Cost of the stack ${stack}: ${signedUsd(change)} USD a month${share}`;
}

function componentTable(difference: CostDifference): string {
  const changed = difference.components.filter((change) => !changeOf(change).isZero());
  return markdownTable({
    columns: [words('Component'), ...amountColumns],
    rows: [
      ...changed.map((change) => [change.component, ...cellsOf(change)]),
      ['Total a month', ...cellsOf(difference)],
    ],
    hasTotal: true,
  });
}

const lineTable = ({ lines }: CostDifference): string =>
  markdownTable({
    columns: [words('Component'), words('Line'), ...amountColumns, words('What changed')],
    rows: lines.map((change) => [change.component, change.item, ...cellsOf(change), reasonOf(change)]),
  });

/** What a change costs, for the people who review it, in GitHub's Markdown. */
export function differenceMarkdown(difference: CostDifference): string {
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
