import { formatNumber } from '../../../../config/format.js';
import type { GrowthChart, GrowthMark, GrowthSeries } from '../page.js';
import { drawing, element, label, line, path } from './svg.js';

/** Size of the chart, and edges of its plot. */
const layout = { width: 760, height: 440, left: 80, right: 716, top: 100, bottom: 388 } as const;
const legendRowHeight = 22;
const decade = 10;

/** A logarithmic axis over whole decades. */
export interface Axis {
  /** The powers of ten from one end of the axis to the other. */
  readonly ticks: readonly number[];
  readonly toPosition: (value: number) => number;
}

/**
 * Creates an axis from the decade below the smallest value to the decade above the largest one.
 * @param from the coordinate of its start
 * @param to the coordinate of its end; less than `from` for a vertical axis
 */
export function createLogAxis(values: readonly number[], from: number, to: number): Axis {
  // Zero has no logarithm, so it lies at the start of the axis.
  const some = values.filter((value) => value > 0);
  const positive = some.length === 0 ? [1] : some;
  const first = Math.floor(Math.log10(Math.min(...positive)));
  const last = Math.max(Math.ceil(Math.log10(Math.max(...positive))), first + 1);
  return {
    ticks: Array.from({ length: last - first + 1 }, (_, step) => decade ** (first + step)),
    toPosition: (value) =>
      from + ((Math.log10(Math.max(value, decade ** first)) - first) / (last - first)) * (to - from),
  };
}

type Point = readonly [x: number, y: number];
type ToPoint = (mark: GrowthMark) => Point;

const square: readonly Point[] = [
  [-4, -4],
  [4, -4],
  [4, 4],
  [-4, 4],
];
const diamond: readonly Point[] = [
  [0, -6],
  [6, 0],
  [0, 6],
  [-6, 0],
];

/** Renders the marker of a series. Each series has its own shape, so that color is not the only difference. */
function renderMarker(index: number, [x, y]: Point): string {
  const style = { class: `series-${index}` };
  if (index === 0) return element('circle', { ...style, cx: x.toFixed(1), cy: y.toFixed(1), r: 4 });
  const corners = index === 1 ? square : diamond;
  return path(
    corners.map(([dx, dy]) => [x + dx, y + dy] as const),
    style,
  );
}

function renderCurve({ points, isScattered }: GrowthSeries, index: number, toPoint: ToPoint): string {
  if (isScattered) return points.map((point) => renderMarker(index, toPoint(point))).join('');
  const firstUnmet = points.findIndex(({ isUnmet }) => isUnmet);
  const end = firstUnmet === -1 ? points.length : firstUnmet;
  const met = points.slice(0, end);
  // It starts at the last point of the solid line, so that there is no gap.
  const unmet = points.slice(Math.max(0, end - 1));
  const stroke = { class: `curve series-${index}` };
  const isDecade = ({ users }: GrowthMark) => Number.isInteger(Math.log10(users));
  return [
    ...(met.length > 1 ? [path(met.map(toPoint), stroke)] : []),
    ...(end < points.length ? [path(unmet.map(toPoint), { ...stroke, 'stroke-dasharray': '7 5' })] : []),
    ...points.filter(isDecade).map((point) => renderMarker(index, toPoint(point))),
  ].join('');
}

export function renderGrowthChart({ title, description, series }: GrowthChart, id: string): string {
  const { width, height, left, right, top, bottom } = layout;
  const points = series.flatMap((each) => each.points);
  const users = createLogAxis(
    points.map((point) => point.users),
    left,
    right,
  );
  const usd = createLogAxis(
    points.map((point) => point.usd),
    bottom,
    top,
  );
  const toPoint: ToPoint = (mark) => [users.toPosition(mark.users), usd.toPosition(mark.usd)];
  const grid = [
    ...users.ticks.flatMap((tick) => {
      const x = users.toPosition(tick);
      return [
        line(x, top, x, bottom, { class: 'grid' }),
        label(x, bottom + 20, formatNumber(tick), { class: 'middle small' }),
      ];
    }),
    ...usd.ticks.flatMap((tick) => {
      const y = usd.toPosition(tick);
      return [
        line(left, y, right, y, { class: 'grid' }),
        label(left - 8, y + 4, formatNumber(tick, 2), { class: 'end small' }),
      ];
    }),
  ];
  const legend = series.map(({ name, isScattered }, index) => {
    const y = 12 + index * legendRowHeight;
    const stroke = isScattered ? '' : line(left, y, left + 28, y, { class: `curve series-${index}` });
    return stroke + renderMarker(index, [left + 14, y]) + label(left + 38, y + 4, name);
  });
  return drawing(
    { id, title, description, width, height },
    ...grid,
    ...legend,
    label((left + right) / 2, height - 8, 'Monthly active users', { class: 'middle small' }),
    label(0, top - 14, 'US$ a month', { class: 'small' }),
    // The first series is drawn last, so that it is on top where curves meet.
    ...series.map((each, index) => renderCurve(each, index, toPoint)).reverse(),
  );
}
