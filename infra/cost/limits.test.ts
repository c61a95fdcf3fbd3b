import { beforeAll, describe, expect, it } from 'vitest';
import { growUsage } from '../../config/usage.js';
import type { PlannedResource } from '../preview/planned-resource.js';
import { limitsOf } from './limits.js';
import { planWith, reportDemand } from './testing.js';

let reportPlan: readonly PlannedResource[];
let prodPlan: readonly PlannedResource[];
beforeAll(async () => {
  reportPlan = await planWith('report');
  prodPlan = await planWith('prod');
});

describe('what a demand passes', () => {
  const idsAt = (mau: number) =>
    limitsOf(prodPlan, growUsage(reportDemand, mau)).map(({ id, needed, available }) => [
      id,
      Math.round(needed),
      available,
    ]);

  it.each([
    [10_000, []],
    [12_000, []],
    [12_001, [['throttle', 600, 600]]],
    [
      100_000,
      [
        ['throttle', 5_000, 600],
        ['database-maximum', 60, 40],
      ],
    ],
    [
      1_000_000,
      [
        ['throttle', 50_000, 600],
        ['database-service-limit', 360, 256],
      ],
    ],
  ])('is said at %d users', (mau, expected) => {
    expect(idsAt(mau)).toEqual(expected);
  });

  it('is four fifths of the peak at the report’s own throttle', () => {
    expect(limitsOf(reportPlan, reportDemand)[0]?.message).toContain('80 % of the peak would be answered 429');
  });
});
