import { describe, expect, it } from 'vitest';
import { computeRatio, isMet, type Measurement, median } from './benchmark.js';
import { quantile } from './share.js';

const measured = (fields: Partial<Measurement>): Measurement => ({ name: 'get', figure: 80, unit: 'ms', ...fields });

describe('a measurement', () => {
  it('is judged by its ratio where there is a baseline, and by its figure where there is none', () => {
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
  ])('of several rounds is their median: %j → %d', (values, expected) => expect(median(values)).toBe(expected));

  it('of no rounds is none', () => expect(() => median([])).toThrow('median of an empty list'));

  it.each([
    [[5, 1, 3, 2, 4], 0.5, 3],
    [[5, 1, 3, 2, 4], 0.8, 4],
    [[5, 1, 3, 2, 4], 0.81, 5],
    [[7], 0.95, 7],
  ])('of a share is the value that so many do not exceed: %j at %d → %d', (values, share, expected) => {
    expect(quantile(values, share)).toBe(expected);
  });
});
