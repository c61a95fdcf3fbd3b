import { Decimal } from 'decimal.js';
import { formatUsd } from '../amounts.js';
import type { PairChart } from '../page.js';
import { type Attributes, bar, drawing, element, label } from './svg.js';

const width = 760;
const legendHeight = 34;
const rowHeight = 44;
const labelWidth = 210;
const textWidth = 90;
const thickness = 15;

/** Two bars for each name, told apart by their fill: the first one is striped and has an outline. */
export function renderPairChart({ title, description, series, pairs }: PairChart, id: string): string {
  const most = Math.max(...pairs.flatMap(({ values }) => values), Number.MIN_VALUE);
  const room = width - labelWidth - textWidth;
  const fill = (index: number): Attributes =>
    index === 0 ? { class: 'theirs', fill: `url(#${id}-stripes)` } : { class: 'ours' };
  const legend = series.map((name, index) => {
    const x = labelWidth + index * 240;
    return bar(x, 6, 22, thickness - 3, fill(index)) + label(x + 30, 17, name);
  });
  const rows = pairs.map(({ label: name, values }, index) => {
    const top = legendHeight + index * rowHeight;
    const bars = values.map((value, which) => {
      const y = top + 5 + which * (thickness + 2);
      const length = (value / most) * room;
      return (
        bar(labelWidth, y, length, thickness, fill(which)) +
        label(labelWidth + length + 8, y + 12, formatUsd(new Decimal(value)), { class: 'small' })
      );
    });
    return label(labelWidth - 10, top + rowHeight / 2 + 4, name, { class: 'end' }) + bars.join('');
  });
  const stripes = element(
    'pattern',
    { id: `${id}-stripes`, width: 6, height: 6, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
    bar(0, 0, 2.5, 6, { class: 'stripe' }),
  );
  return drawing(
    { id, title, description, width, height: legendHeight + pairs.length * rowHeight },
    element('defs', {}, stripes),
    ...legend,
    ...rows,
  );
}
