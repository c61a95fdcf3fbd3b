import type { BarChart } from '../page.js';
import { bar, drawing, label } from './svg.js';

const width = 760;
const rowHeight = 30;
const labelWidth = 210;
const textWidth = 150;
const thickness = 16;

/** A bar for each amount with its name before and its figure behind it. */
export function renderBarChart({ title, description, bars }: BarChart, id: string): string {
  const most = Math.max(...bars.map(({ value }) => value), Number.MIN_VALUE);
  const room = width - labelWidth - textWidth;
  const rows = bars.map(({ label: name, value, text }, index) => {
    const middle = index * rowHeight + rowHeight / 2;
    const length = (value / most) * room;
    return [
      label(labelWidth - 10, middle + 5, name, { class: 'end' }),
      bar(labelWidth, middle - thickness / 2, length, thickness, { class: 'ours', rx: 2 }),
      label(labelWidth + length + 8, middle + 5, text),
    ].join('');
  });
  return drawing({ id, title, description, width, height: bars.length * rowHeight }, ...rows);
}
