import * as z from 'zod';
import { type Advice, listAdvice } from '../../config/advice/advice.js';
import { toServicesUsd } from '../cost/budgets.js';
import { type PlannedBill, pricePlan } from '../cost/planned-bill.js';
import { defaultBookId } from '../cost/prices.js';
import { judge, type PolicyFinding } from '../policies/judge.js';
import type { Plan } from '../preview/preview.js';

const Component = z.object({ component: z.string(), monthlyUsd: z.number() });
const LeftOut = z.object({ resource: z.string(), reason: z.string(), monthlyUsd: z.number() });

/** A plan's monthly cost at list price without free tier, the same total as in `npm run cost`. */
export const PlannedCost = z.object({
  book: z.string(),
  mau: z.number(),
  totalMonthlyUsd: z.number(),
  perMauUsd: z.number(),
  components: z.array(Component),
  /** Resources that `usage.leftOut` excludes from these amounts, with their cost. */
  leftOut: z.array(LeftOut).default([]),
  /** The total with the excluded resources, which AWS bills and budgets count. */
  wholeMonthlyUsd: z.number().optional(),
});
export type PlannedCost = z.infer<typeof PlannedCost>;

export interface PlanJudgment {
  readonly advice: readonly Advice[];
  readonly findings: readonly PolicyFinding[];
  readonly cost: PlannedCost;
}

const toPlannedCost = ({ bill, wholeBill, usage }: PlannedBill): PlannedCost => ({
  book: defaultBookId,
  mau: usage.users.activePerMonth,
  totalMonthlyUsd: bill.totalMonthlyUsd.toNumber(),
  perMauUsd: bill.perMauUsd.toNumber(),
  components: bill.components.map(({ component, monthlyUsd }) => ({ component, monthlyUsd: monthlyUsd.toNumber() })),
  leftOut: bill.leftOut.map((each) => ({ ...each, monthlyUsd: each.monthlyUsd.toNumber() })),
  wholeMonthlyUsd: wholeBill.totalMonthlyUsd.toNumber(),
});

/**
 * Checks a plan against the policies, prices it for its stack's demand, and gives advice.
 * @param today YYYY-MM-DD, the date on which policy exceptions must be valid
 * @throws Error that names the resources without a price
 */
export async function judgePlan(plan: Plan, today: string, folder = process.cwd()): Promise<PlanJudgment> {
  const planned = await pricePlan(plan, folder);
  const { config, usage, wholeBill } = planned;
  return {
    advice: listAdvice({
      config,
      usage,
      plannedUsd: wholeBill.totalMonthlyUsd.toNumber(),
      plannedServicesUsd: toServicesUsd(wholeBill),
    }),
    findings: judge({ ...plan, today }),
    cost: toPlannedCost(planned),
  };
}
