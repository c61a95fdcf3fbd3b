import type { GrowthChart, GrowthMark, GrowthSeries } from '../page.js';
import { drawing, element, label, line, path } from './svg.js';

const width = 760;
const height = 440;
const left = 80;
const right = 44;
const top = 100;
const bottom = 52;
const legendRowHeight = 22;
const decade = 10;

/** A logarithmic axis over whole decades. */
export interface Axis {
  /** Powers of ten, the ends of the axis among them. */
  readonly ticks: readonly number[];
  readonly toPosition: (value: number) => number;
}

/**
 * An axis from the decade below the least value to the one above the greatest.
 * @param from where it starts on the drawing
 * @param to where it ends; less than `from` for one that rises
 */
export function logAxis(values: readonly number[], from: number, to: number): Axis {
  // A logarithm has no 0; what costs nothing lies on the axis.
  const some = values.filter((value) => value > 0);
  const positive = some.length === 0 ? [1] : some;
  const least = Math.floor(Math.log10(Math.min(...positive)));
  const most = Math.max(Math.ceil(Math.log10(Math.max(...positive))), least + 1);
  const toPosition = (value: number) =>
    from + ((Math.log10(Math.max(value, decade ** least)) - least) / (most - least)) * (to - from);
  return {
    ticks: Array.from({ length: most - least + 1 }, (_, step) => decade ** (least + step)),
    toPosition: toPosition,
  };
}

const formatTick = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 2 });

type Place = (mark: GrowthMark) => readonly [number, number];

/** The signs of the series, so that nobody needs their colours. */
function renderMarker(index: number, [x, y]: readonly [number, number]): string {
  const style = { class: `series-${index}` };
  if (index === 0) return element('circle', { ...style, cx: x.toFixed(1), cy: y.toFixed(1), r: 4 });
  const corners: [number, number][] =
    index === 1
      ? [
          [-4, -4],
          [4, -4],
          [4, 4],
          [-4, 4],
        ]
      : [
          [0, -6],
          [6, 0],
          [0, 6],
          [-6, 0],
        ];
  return path(
    corners.map(([dx, dy]) => [x + dx, y + dy] as const),
    style,
  );
}

function renderCurve({ points, isScattered }: GrowthSeries, index: number, place: Place): string {
  if (isScattered) return points.map((point) => renderMarker(index, place(point))).join('');
  const firstUnmet = points.findIndex(({ isUnmet }) => isUnmet);
  const end = firstUnmet === -1 ? points.length : firstUnmet;
  const met = points.slice(0, end);
  // From the last point that works, so that the line has no gap.
  const unmet = points.slice(Math.max(0, end - 1));
  const stroke = { class: `curve series-${index}` };
  const isDecade = ({ users }: GrowthMark) => Number.isInteger(Math.log10(users));
  return [
    ...(met.length > 1 ? [path(met.map(place), stroke)] : []),
    ...(end < points.length ? [path(unmet.map(place), { ...stroke, 'stroke-dasharray': '7 5' })] : []),
    ...points.filter(isDecade).map((point) => renderMarker(index, place(point))),
  ].join('');
}

/** Curves of amounts over users, on logarithmic axes. */
export function renderGrowthChart({ title, description, series }: GrowthChart, id: string): string {
  const points = series.flatMap((each) => each.points);
  const across = logAxis(
    points.map(({ users }) => users),
    left,
    width - right,
  );
  const up = logAxis(
    points.map(({ usd }) => usd),
    height - bottom,
    top,
  );
  const place: Place = ({ users, usd }) => [across.toPosition(users), up.toPosition(usd)];
  const grid = [
    ...across.ticks.flatMap((tick) => {
      const x = across.toPosition(tick);
      return [
        line(x, top, x, height - bottom, { class: 'grid' }),
        label(x, height - bottom + 20, formatTick(tick), { class: 'middle small' }),
      ];
    }),
    ...up.ticks.flatMap((tick) => {
      const y = up.toPosition(tick);
      return [
        line(left, y, width - right, y, { class: 'grid' }),
        label(left - 8, y + 4, formatTick(tick), { class: 'end small' }),
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
    label((left + width - right) / 2, height - 8, 'Monthly active users', { class: 'middle small' }),
    label(0, top - 14, 'USD a month', { class: 'small' }),
    // The first one on top: where two curves meet, it is the one that is looked for.
    ...series.map((each, index) => renderCurve(each, index, place)).reverse(),
  );
}
