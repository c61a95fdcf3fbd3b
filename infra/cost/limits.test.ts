import { beforeAll, describe, expect, it } from 'vitest';
import { growUsage } from '../../config/demand/usage.js';
import type { PlannedResource } from '../preview/planned-resource.js';
import { studyStack } from './baseline.js';
import { findUnmetDemands } from './limits.js';
import { planWith, studyDemand } from './testing.js';

let studyPlan: readonly PlannedResource[];
let prodPlan: readonly PlannedResource[];
beforeAll(async () => {
  studyPlan = await planWith(studyStack);
  prodPlan = await planWith('prod');
});

describe('unmet demand', () => {
  const idsAt = (mau: number) =>
    findUnmetDemands(prodPlan, growUsage(studyDemand, mau), 1_000).map(({ id, needed, available }) => [
      id,
      Math.round(needed),
      available,
    ]);

  it.each([10_000, 12_000])('is not found for %d users', (mau) => {
    expect(idsAt(mau)).toEqual([]);
  });

  it('is found first in the throttle', () => {
    expect(idsAt(12_001)).toEqual([['throttle', 600, 600]]);
  });

  /** What 100,000 and 1,000,000 users need, and what is available. */
  const needs: Record<string, [atHundredThousand: number, atMillion: number, available: number]> = {
    throttle: [5_000, 50_000, 600],
    'concurrency-agent_integration': [949, 9_483, 120],
    'concurrency-exams': [173, 1_725, 80],
    'concurrency-files': [121, 1_207, 50],
    'concurrency-medics': [108, 1_078, 50],
    'concurrency-patient_lookup': [87, 863, 50],
    'concurrency-patients': [216, 2_156, 100],
    'concurrency-reservations': [156, 1_552, 80],
  };

  it('is found in every limit for a hundred thousand users and for a million', () => {
    expect(idsAt(100_000)).toEqual([
      ...Object.entries(needs).map(([id, [needed, , available]]) => [id, needed, available]),
      ['database-maximum', 60, 40],
    ]);
    expect(idsAt(1_000_000)).toEqual([
      ...Object.entries(needs).map(([id, [, needed, available]]) => [id, needed, available]),
      ['database-service-limit', 360, 256],
    ]);
  });

  it('is four fifths of the peak at the throttle of the study', () => {
    expect(findUnmetDemands(studyPlan, studyDemand, 1_000)[0]?.message).toContain(
      '80% of requests at the peak would get a 429',
    );
  });

  it('is the quota of the account if functions have no reserved concurrency', () => {
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

  it('is the quota first if a reservation would exceed it', () => {
    const [agent] = findUnmetDemands(prodPlan, growUsage(studyDemand, 1_000_000), 1_000).filter(({ id }) =>
      id.includes('agent'),
    );
    expect(agent?.message).toMatch(
      /Request a Lambda concurrency quota of [\d,]+ for the account, set functions\.accountConcurrency to it, and raise/,
    );
  });

  it('is also the quota if each reservation would fit, but not all of them', () => {
    const limits = findUnmetDemands(prodPlan, growUsage(studyDemand, 50_000), 1_000).filter(({ id }) =>
      id.startsWith('concurrency'),
    );
    expect(limits.length).toBeGreaterThan(3);
    expect(limits.every(({ message }) => message.includes('quota of 1,020 for the account,'))).toBe(true);
    const fits = findUnmetDemands(prodPlan, growUsage(studyDemand, 13_000), 1_000).filter(({ id }) =>
      id.startsWith('concurrency'),
    );
    expect(fits.map(({ id, message }) => [id, message.includes('quota')])).toEqual([
      ['concurrency-agent_integration', false],
    ]);
  });
});
