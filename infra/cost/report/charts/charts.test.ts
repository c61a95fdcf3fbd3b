import { describe, expect, it } from 'vitest';
import { renderBarChart, renderPairChart } from './bars.js';
import { createLogAxis, renderGrowthChart } from './growth.js';

const named = { title: 'Title', description: 'Description' };
const findWidths = (svg: string, kind: string): number[] =>
  [...svg.matchAll(/<rect x="210" [^>]*width="([\d.]+)"[^>]*class="(\w+)"/g)]
    .filter(([, , found]) => found === kind)
    .map(([, width]) => Number(width));

describe('bars', () => {
  it('are as long as their amounts, and have name and figure as text', () => {
    const svg = renderBarChart(
      {
        kind: 'bars',
        ...named,
        bars: [
          { label: 'One', value: 100, text: '100.00' },
          { label: 'Half', value: 50, text: '50.00' },
          { label: 'Nothing', value: 0, text: '0.00' },
        ],
      },
      'bars',
    );
    const [one = 0, half, nothing] = findWidths(svg, 'ours');
    expect(one).toBeGreaterThan(0);
    expect([half, nothing]).toEqual([one / 2, 0]);
    for (const text of ['One', '100.00', 'Half', '50.00', 'Nothing', '0.00']) expect(svg).toContain(`>${text}</text>`);
  });

  it('can all be 0', () => {
    const svg = renderBarChart({ kind: 'bars', ...named, bars: [{ label: 'Zero', value: 0, text: '0.00' }] }, 'bars');
    expect(findWidths(svg, 'ours')).toEqual([0]);
    expect(svg).not.toContain('NaN');
  });
});

describe('pairs', () => {
  it('share one scale, and differ by stripes as well as by color', () => {
    const svg = renderPairChart(
      { kind: 'pairs', ...named, series: ['Study', 'Ours'], pairs: [{ label: 'One', values: [1_000, 250] }] },
      'pairs',
    );
    // The first one is in the legend; the legend of ours is further to the right.
    const [, study = 0] = findWidths(svg, 'study');
    const [ours] = findWidths(svg, 'ours');
    expect(ours).toBe(study / 4);
    expect(svg.match(/fill="url\(#pairs-stripes\)"/g)).toHaveLength(2);
    expect(svg).toContain('id="pairs-stripes"');
    for (const text of ['Study', 'Ours', 'One', '1,000.00', '250.00']) expect(svg).toContain(`>${text}</text>`);
  });
});

describe('a logarithmic axis', () => {
  it('goes from the decade below to the decade above', () => {
    const { ticks, toPosition } = createLogAxis([210, 61_000], 400, 100);
    expect(ticks).toEqual([100, 1_000, 10_000, 100_000]);
    expect(ticks.map(toPosition)).toEqual([400, 300, 200, 100]);
    expect(toPosition(Math.sqrt(1_000 * 10_000))).toBeCloseTo(250, 6);
  });

  it.each([
    ['one power of ten', [1_000], [1_000, 10_000]],
    ['an amount of 0 beside others', [0, 50], [10, 100]],
    ['amounts below 1', [0.2, 0.4], [0.1, 1]],
    ['nothing but 0', [0], [1, 10]],
  ])('supports %s', (_what, values, ticks) => {
    const axis = createLogAxis(values, 0, 100);
    expect(axis.ticks).toEqual(ticks);
    for (const value of values) expect(axis.toPosition(value)).toBeGreaterThanOrEqual(0);
  });
});

describe('growth', () => {
  const points = [1_000, 10_000, 100_000].map((users) => ({ users, usd: users / 10 }));

  it('is a solid line if every point is met', () => {
    const svg = renderGrowthChart({ kind: 'growth', ...named, series: [{ name: 'Ours', points }] }, 'growth');
    expect(svg).not.toContain('stroke-dasharray');
    expect(svg.match(/<circle/g)).toHaveLength(points.length + 1);
  });

  it('is dashed from the last point that is met', () => {
    const marked = points.map((point) => ({ ...point, isUnmet: point.users > 10_000 }));
    const svg = renderGrowthChart({ kind: 'growth', ...named, series: [{ name: 'Ours', points: marked }] }, 'growth');
    const [whole, dashed] = [...svg.matchAll(/<path d="([^"]+)"/g)].map(([, path]) => path ?? '');
    expect(svg.match(/stroke-dasharray/g)).toHaveLength(1);
    expect(dashed).toMatch(new RegExp(`^M${whole?.split('L').at(-1)}L`));
  });

  it('has a different marker for each series, also in the legend', () => {
    const series = ['One', 'Two', 'Three'].map((name, index) => ({ name, points, isScattered: index === 2 }));
    const svg = renderGrowthChart({ kind: 'growth', ...named, series }, 'growth');
    for (const name of ['One', 'Two', 'Three']) expect(svg).toContain(`>${name}</text>`);
    const shapes = [0, 1, 2].map((index) =>
      svg.match(new RegExp(`<(circle|path)[^>]* class="series-${index}"|<circle class="series-${index}"`, 'g')),
    );
    expect(shapes.map((found) => found?.length)).toEqual([4, 4, 4]);
    expect(svg.match(/class="curve series-2"/)).toBeNull();
  });
});
