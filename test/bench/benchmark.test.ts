import { describe, expect, it } from 'vitest';
import { computeRatio, isMet, type Measurement, median, quantile } from './benchmark.js';

const measured = (fields: Partial<Measurement>): Measurement => ({ name: 'get', figure: 80, unit: 'ms', ...fields });

describe('measurements', () => {
  it('compare the ratio to the baseline with the goal, or the figure if there is no baseline', () => {
    expect(computeRatio(measured({ baseline: 100 }))).toBe(0.8);
    expect(computeRatio(measured({}))).toBeUndefined();
    expect(isMet(measured({ baseline: 100, goal: { atLeast: 0.8 } }))).toBe(true);
    expect(isMet(measured({ baseline: 101, goal: { atLeast: 0.8 } }))).toBe(false);
    expect(isMet(measured({ goal: { atMost: 80 } }))).toBe(true);
    expect(isMet(measured({ goal: { atMost: 79 } }))).toBe(false);
    expect(isMet(measured({}))).toBeUndefined();
  });

  it.each([
    [[3, 1, 2], 2],
    [[4, 1, 3, 2], 2.5],
    [[7], 7],
  ])('the median of %j is %d', (values, expected) => expect(median(values)).toBe(expected));

  it('an empty list has no median', () => expect(() => median([])).toThrow('median of an empty list'));

  it.each([
    [[5, 1, 3, 2, 4], 0.5, 3],
    [[5, 1, 3, 2, 4], 0.8, 4],
    [[5, 1, 3, 2, 4], 0.81, 5],
    [[7], 0.95, 7],
  ])('of %j, the quantile %d is %d', (values, share, expected) => {
    expect(quantile(values, share)).toBe(expected);
  });
});
