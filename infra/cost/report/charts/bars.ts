import { formatAmount } from '../../../../config/format.js';
import type { BarChart, PairChart } from '../page.js';
import { type Attributes, bar, drawing, element, label } from './svg.js';

const width = 760;
const labelWidth = 210;
const labelGap = 10;
const textGap = 8;

/** Returns the length of a bar, so that the longest one fits between its label and its text. */
const createScale = (values: readonly number[], textWidth: number) => {
  const max = Math.max(...values, Number.MIN_VALUE);
  return (value: number): number => (value / max) * (width - labelWidth - textWidth);
};

export function renderBarChart({ title, description, bars }: BarChart, id: string): string {
  const layout = { rowHeight: 30, textWidth: 150, thickness: 16 };
  const scale = createScale(
    bars.map(({ value }) => value),
    layout.textWidth,
  );
  const rows = bars.map(({ label: name, value, text }, index) => {
    const middle = index * layout.rowHeight + layout.rowHeight / 2;
    const length = scale(value);
    return [
      label(labelWidth - labelGap, middle + 5, name, { class: 'end' }),
      bar(labelWidth, middle - layout.thickness / 2, length, layout.thickness, { class: 'ours', rx: 2 }),
      label(labelWidth + length + textGap, middle + 5, text),
    ].join('');
  });
  return drawing({ id, title, description, width, height: bars.length * layout.rowHeight }, ...rows);
}

/** Renders two bars for each name. The first one is striped, so that color is not the only difference. */
export function renderPairChart({ title, description, series, pairs }: PairChart, id: string): string {
  const layout = { legendHeight: 34, legendWidth: 240, rowHeight: 44, textWidth: 90, thickness: 15 };
  const scale = createScale(
    pairs.flatMap(({ values }) => values),
    layout.textWidth,
  );
  const fill = (index: number): Attributes =>
    index === 0 ? { class: 'study', fill: `url(#${id}-stripes)` } : { class: 'ours' };
  const legend = series.map((name, index) => {
    const x = labelWidth + index * layout.legendWidth;
    return bar(x, 6, 22, layout.thickness - 3, fill(index)) + label(x + 30, 17, name);
  });
  const rows = pairs.map(({ label: name, values }, row) => {
    const top = layout.legendHeight + row * layout.rowHeight;
    const bars = values.map((value, index) => {
      const y = top + 5 + index * (layout.thickness + 2);
      const length = scale(value);
      return (
        bar(labelWidth, y, length, layout.thickness, fill(index)) +
        label(labelWidth + length + textGap, y + 12, formatAmount(value), { class: 'small' })
      );
    });
    return label(labelWidth - labelGap, top + layout.rowHeight / 2 + 4, name, { class: 'end' }) + bars.join('');
  });
  const stripes = element(
    'pattern',
    { id: `${id}-stripes`, width: 6, height: 6, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
    bar(0, 0, 2.5, 6, { class: 'stripe' }),
  );
  return drawing(
    { id, title, description, width, height: layout.legendHeight + pairs.length * layout.rowHeight },
    element('defs', {}, stripes),
    ...legend,
    ...rows,
  );
}
