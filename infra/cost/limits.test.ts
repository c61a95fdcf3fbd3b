import { beforeAll, describe, expect, it } from 'vitest';
import { growUsage } from '../../config/demand/usage.js';
import type { PlannedResource } from '../preview/planned-resource.js';
import { findUnmetDemands } from './limits.js';
import { planWith, studyDemand } from './testing.js';

let studyPlan: readonly PlannedResource[];
let prodPlan: readonly PlannedResource[];
beforeAll(async () => {
  studyPlan = await planWith('study2025');
  prodPlan = await planWith('prod');
});

describe('what a demand passes', () => {
  const idsAt = (mau: number) =>
    findUnmetDemands(prodPlan, growUsage(studyDemand, mau), 1_000).map(({ id, needed, available }) => [
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
    expect(findUnmetDemands(studyPlan, studyDemand, 1_000)[0]?.message).toContain(
      '80 % of the peak would be answered 429',
    );
  });

  it('is the account’s quota where functions have nothing reserved', () => {
    const limits = (mau: number, account: number) =>
      findUnmetDemands(studyPlan, growUsage(studyDemand, mau), account).filter(({ id }) =>
        id.startsWith('concurrency'),
      );
    expect(limits(10_000, 181)).toEqual([]);
    expect(limits(10_000, 180)).toEqual([
      expect.objectContaining({ id: 'concurrency-account', needed: 181, available: 180 }),
    ]);
    expect(limits(100_000, 1_000).map(({ id, needed }) => [id, needed])).toEqual([['concurrency-account', 1_807]]);
  });

  it('is the quota first where a reservation would be beyond it', () => {
    const [agent] = findUnmetDemands(prodPlan, growUsage(studyDemand, 1_000_000), 1_000).filter(({ id }) =>
      id.includes('agent'),
    );
    expect(agent?.message).toMatch(
      /Have Lambda’s quota of the account raised to [\d,]+, say so in functions\.accountConcurrency, and raise/,
    );
  });

  it('is the quota too where each reservation would fit, and all of them would not', () => {
    const limits = findUnmetDemands(prodPlan, growUsage(studyDemand, 50_000), 1_000).filter(({ id }) =>
      id.startsWith('concurrency'),
    );
    expect(limits.length).toBeGreaterThan(3);
    expect(limits.every(({ message }) => message.includes('quota of the account raised to 1,020,'))).toBe(true);
    const fits = findUnmetDemands(prodPlan, growUsage(studyDemand, 13_000), 1_000).filter(({ id }) =>
      id.startsWith('concurrency'),
    );
    expect(fits.map(({ id, message }) => [id, message.includes('quota')])).toEqual([
      ['concurrency-agent_integration', false],
    ]);
  });
});
