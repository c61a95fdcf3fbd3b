import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import { listPresetSources } from '../../config/demand/presets.js';
import type { PlannedUsage } from '../../config/demand/usage.js';
import { studyPreset } from './baseline.js';
import { priceBill } from './bill.js';
import { buildBillRequest, planWith, studyDemand } from './testing.js';
import { findZeroDemands } from './zero-demand.js';

const sources = [...listPresetSources(studyPreset)];
const listDemand = (usage: PlannedUsage) =>
  sources.flatMap(([key, source]) => {
    const value = key.split('.').reduce<unknown>((part, name) => (part as Record<string, unknown>)[name], usage);
    return typeof value === 'number' ? [{ key, value, source }] : [];
  });

describe('a zero in the demand', () => {
  it('is priced with the quantity that the rest of the demand implies, or with one unit', async () => {
    const plan = await planWith('prod');
    const found = findZeroDemands(studyDemand, listDemand(studyDemand), (usage) =>
      priceBill(buildBillRequest(plan, { usage })),
    );
    const amounts = Object.fromEntries(
      found.map(({ key, quantity, addsUsd }) => [key, [quantity, addsUsd.toNumber()]]),
    );
    expect(amounts).toMatchObject({
      'models.inputTokensMillions': [8_000, 8_000],
      'models.outputTokensMillions': [500, 2_500],
      'models.embeddingTokensMillions': [1, 0.02],
      'files.writesPerMonth': [100_000, 0.5],
      'files.readsPerMonth': [500_000, 0.2],
    });
    expect(found.every(({ source }) => source !== '')).toBe(true);
  });

  it('is found at any depth: a function without calls, a period without capacity', async () => {
    const plan = await planWith('prod');
    const usage: PlannedUsage = {
      ...studyDemand,
      functions: { ...studyDemand.functions, patients: { requestsPerMonth: 0, durationMilliseconds: 200 } },
      database: {
        ...studyDemand.database,
        periods: [
          { name: 'peak', hoursPerDay: 12, daysPerMonth: 30, writerAcu: 10, readerAcu: 5 },
          { name: 'off-peak', hoursPerDay: 12, daysPerMonth: 30, writerAcu: 0, readerAcu: 1 },
        ],
      },
    };
    const found = findZeroDemands(usage, listDemand(usage), (other) =>
      priceBill(buildBillRequest(plan, { usage: other })),
    );
    expect(found).toContainEqual(
      expect.objectContaining({ key: 'functions.patients.requestsPerMonth', quantity: 100_000 }),
    );
    const capacity = found.find(({ key }) => key === 'database.periods.1.writerAcu');
    // One ACU instead of the cluster's minimum of a half.
    expect(capacity?.addsUsd.toNumber()).toBeCloseTo(0.5 * 360 * 0.12, 2);
  });

  it('is priced in its own unit: 5.8 million calls would log at least 2.9 GB', async () => {
    const plan = await planWith('prod');
    const usage = { ...studyDemand, logs: { ...studyDemand.logs, functionsGb: 0 } };
    const found = findZeroDemands(usage, listDemand(usage), (other) =>
      priceBill(buildBillRequest(plan, { usage: other })),
    );
    const logs = found.find(({ key }) => key === 'logs.functionsGb');
    expect([logs?.quantity, logs?.isExpected, logs?.addsUsd.toNumber()]).toEqual([2.9, true, 1.45]);
  });

  it('is left out if it would cost nothing', () => {
    const usage = { ...studyDemand, models: { ...studyDemand.models, inputTokensMillions: 1 } };
    const outputAlone = ({ models }: PlannedUsage) => ({
      totalMonthlyUsd: new Decimal(models.inputTokensMillions + 5 * models.outputTokensMillions),
    });
    expect(findZeroDemands(usage, listDemand(usage), outputAlone).map(({ key }) => key)).toEqual([
      'models.outputTokensMillions',
    ]);
  });
});
