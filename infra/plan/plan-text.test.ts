import { describe, expect, it } from 'vitest';
import type { PlannedCost } from './plan-judgement.js';
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

describe('the cost of a plan, in text', () => {
  it('names what is left out of the amounts, why, and what the whole comes to', () => {
    const leftOut = [{ resource: 'network-flows', reason: 'Another team pays.', monthlyUsd: 2.5 }];
    const text = plannedCostText({ ...cost, leftOut, wholeMonthlyUsd: 17.5 }, undefined, style);
    expect(text).toContain('network-flows  2.50  Another team pays.');
    expect(text).toMatch(/With them +17\.50/);
  });

  it('tells a saving from a resource that is left out since', () => {
    const leftOut = [{ resource: 'network-flows', reason: 'Another team pays.', monthlyUsd: 2.5 }];
    const text = plannedCostText({ ...cost, leftOut }, { ...cost, totalMonthlyUsd: 17.5 }, style);
    expect(text).toContain('network-flows  2.50, new since the kept plan');
  });

  it('shows a component that is gone, so that the changes add up to the total’s', () => {
    const earlier = {
      ...cost,
      totalMonthlyUsd: 56,
      components: [...cost.components, { component: 'VPC and NAT', monthlyUsd: 41 }],
    };
    const text = plannedCostText(cost, earlier, style);
    expect(text).toMatch(/VPC and NAT +0\.00 +-41\.00/);
    expect(text).toMatch(/Total +15\.00 +-41\.00/);
  });

  it('says in what else two plans differ', () => {
    const leftOut = [{ resource: 'network-flows', reason: 'Another team pays.', monthlyUsd: 2.5 }];
    const text = plannedCostText(cost, { ...cost, mau: 5_000, book: 'report', leftOut }, style);
    expect(text).toContain('Priced differently: monthly active users 5000 → 10000');
    expect(text).toContain('Priced differently: price book report → aws-2025-10');
    expect(text).toContain("Left out of the kept plan's amounts, and not of these: network-flows");
    expect(plannedCostText(cost, cost, style)).not.toContain('differently');
  });
});
