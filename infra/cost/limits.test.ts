import { beforeAll, describe, expect, it } from 'vitest';
import { growUsage } from '../../config/demand/usage.js';
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
    limitsOf(prodPlan, growUsage(reportDemand, mau), 1_000).map(({ id, needed, available }) => [
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
        ['concurrency-agent_integration', 949, 120],
        ['concurrency-exams', 173, 80],
        ['concurrency-files', 121, 50],
        ['concurrency-medics', 108, 50],
        ['concurrency-patient_lookup', 87, 50],
        ['concurrency-patients', 216, 100],
        ['concurrency-reservations', 156, 80],
        ['database-maximum', 60, 40],
      ],
    ],
    [
      1_000_000,
      [
        ['throttle', 50_000, 600],
        ['concurrency-agent_integration', 9_483, 120],
        ['concurrency-exams', 1_725, 80],
        ['concurrency-files', 1_207, 50],
        ['concurrency-medics', 1_078, 50],
        ['concurrency-patient_lookup', 863, 50],
        ['concurrency-patients', 2_156, 100],
        ['concurrency-reservations', 1_552, 80],
        ['database-service-limit', 360, 256],
      ],
    ],
  ])('is said at %d users', (mau, expected) => {
    expect(idsAt(mau)).toEqual(expected);
  });

  it('is four fifths of the peak at the report’s own throttle', () => {
    expect(limitsOf(reportPlan, reportDemand, 1_000)[0]?.message).toContain('80 % of the peak would be answered 429');
  });

  it('is the account’s quota where functions have nothing reserved', () => {
    const limits = (mau: number, account: number) =>
      limitsOf(reportPlan, growUsage(reportDemand, mau), account).filter(({ id }) => id.startsWith('concurrency'));
    expect(limits(10_000, 181)).toEqual([]);
    expect(limits(10_000, 180)).toEqual([
      expect.objectContaining({ id: 'concurrency-account', needed: 181, available: 180 }),
    ]);
    expect(limits(100_000, 1_000).map(({ id, needed }) => [id, needed])).toEqual([['concurrency-account', 1_807]]);
  });

  it('is the quota first where a reservation would be beyond it', () => {
    const [agent] = limitsOf(prodPlan, growUsage(reportDemand, 1_000_000), 1_000).filter(({ id }) =>
      id.includes('agent'),
    );
    expect(agent?.message).toMatch(
      /Have Lambda’s quota of the account raised to [\d,]+, say so in functions\.accountConcurrency, and raise/,
    );
  });

  it('is the quota too where each reservation would fit, and all of them would not', () => {
    const limits = limitsOf(prodPlan, growUsage(reportDemand, 50_000), 1_000).filter(({ id }) =>
      id.startsWith('concurrency'),
    );
    expect(limits.length).toBeGreaterThan(3);
    expect(limits.every(({ message }) => message.includes('quota of the account raised to 1,020,'))).toBe(true);
    const fits = limitsOf(prodPlan, growUsage(reportDemand, 13_000), 1_000).filter(({ id }) =>
      id.startsWith('concurrency'),
    );
    expect(fits.map(({ id, message }) => [id, message.includes('quota')])).toEqual([
      ['concurrency-agent_integration', false],
    ]);
  });
});
