import { describe, expect, it } from 'vitest';
import type { PlannedCost } from './judge-plan.js';
import { plannedCostText } from './plan-text.js';

const style = { bold: (text: string) => text, dim: (text: string) => text };

const cost: PlannedCost = {
  book: 'aws-2025-10',
  mau: 10_000,
  totalMonthlyUsd: 15,
  perMauUsd: 0.0015,
  components: [
    { component: 'AWS Lambda', monthlyUsd: 10 },
    { component: 'ECR', monthlyUsd: 5 },
  ],
  leftOut: [],
  wholeMonthlyUsd: 15,
};

describe("the text of a plan's cost", () => {
  it('lists excluded resources with a reason, and the total with them', () => {
    const leftOut = [{ resource: 'network-flows', reason: 'Another team pays.', monthlyUsd: 2.5 }];
    const text = plannedCostText({ ...cost, leftOut, wholeMonthlyUsd: 17.5 }, undefined, style);
    expect(text).toContain('network-flows  2.50  Another team pays.');
    expect(text).toMatch(/Total with excluded +17\.50/);
  });

  it('marks a resource that was not excluded from the saved plan', () => {
    const leftOut = [{ resource: 'network-flows', reason: 'Another team pays.', monthlyUsd: 2.5 }];
    const text = plannedCostText({ ...cost, leftOut }, { ...cost, totalMonthlyUsd: 17.5 }, style);
    expect(text).toContain('network-flows  2.50, newly excluded');
  });

  it("shows a removed component, so that the changes add up to the total's change", () => {
    const earlier = {
      ...cost,
      totalMonthlyUsd: 56,
      components: [...cost.components, { component: 'VPC and NAT', monthlyUsd: 41 }],
    };
    const text = plannedCostText(cost, earlier, style);
    expect(text).toMatch(/VPC and NAT +0\.00 +-41\.00/);
    expect(text).toMatch(/Total +15\.00 +-41\.00/);
  });

  it('shows differences in demand, prices and exclusions', () => {
    const leftOut = [{ resource: 'network-flows', reason: 'Another team pays.', monthlyUsd: 2.5 }];
    const text = plannedCostText(cost, { ...cost, mau: 5_000, book: 'study2025', leftOut }, style);
    expect(text).toContain('Priced differently: monthly active users 5000 → 10000');
    expect(text).toContain('Priced differently: price book study2025 → aws-2025-10');
    expect(text).toContain("Excluded from the saved plan's amounts but not from these: network-flows");
    expect(plannedCostText(cost, cost, style)).not.toContain('differently');
  });
});
