import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planBudgets } from '../cost/budgets.js';
import { pricePlan } from '../cost/planned-bill.js';
import { createFolderWithUsage } from '../cost/testing.js';
import { previewStack } from '../preview/preview.js';
import { judgePlan } from './judge-plan.js';

const today = '2026-11-26';

describe('a resource that usage.leftOut excludes', () => {
  let folder: string;
  beforeAll(async () => {
    const leftOut = [{ resource: 'database-cluster', reason: 'Another team pays for the database.' }];
    folder = await createFolderWithUsage('prod', 'leftOut', leftOut);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("is listed with the plan's cost and still counts for budgets, because AWS bills it", async () => {
    const plan = await previewStack('prod', folder);
    const whole = await judgePlan(await previewStack('prod'), today);
    const { cost, advice } = await judgePlan(plan, today, folder);
    expect(cost.leftOut).toEqual([
      {
        resource: 'database-cluster',
        reason: 'Another team pays for the database.',
        monthlyUsd: expect.any(Number),
      },
    ]);
    expect(cost.leftOut[0]?.monthlyUsd).toBeGreaterThan(800);
    expect(cost.totalMonthlyUsd).toBeLessThan(whole.cost.totalMonthlyUsd - 800);
    expect(cost.wholeMonthlyUsd).toBe(whole.cost.totalMonthlyUsd);
    expect(advice).toEqual(whole.advice);
    const planned = await pricePlan(plan, folder);
    const unchanged = await pricePlan(await previewStack('prod'));
    expect(planBudgets(planned.wholeBill)).toEqual(planBudgets(unchanged.bill));
  });
});
