import * as z from 'zod';
import { type Advice, listAdvice } from '../../config/advice/advice.js';
import { toServicesUsd } from '../cost/budgets.js';
import { type PlannedBill, pricePlan } from '../cost/planned-bill.js';
import { defaultBookId } from '../cost/prices.js';
import { judge, type PolicyFinding } from '../policies/judge.js';
import type { Plan } from '../preview/preview.js';

const Component = z.object({ component: z.string(), monthlyUsd: z.number() });
const LeftOut = z.object({ resource: z.string(), reason: z.string(), monthlyUsd: z.number() });

/** What a plan costs, at list price without free tier; the total is the one that `npm run cost` prints. */
export const PlannedCost = z.object({
  book: z.string(),
  mau: z.number(),
  totalMonthlyUsd: z.number(),
  perMauUsd: z.number(),
  components: z.array(Component),
  /** What `usage.leftOut` keeps off these amounts, and what each would add. */
  leftOut: z.array(LeftOut).default([]),
  /** With all of that: what AWS will bill, and what budgets go by. */
  wholeMonthlyUsd: z.number().optional(),
});
export type PlannedCost = z.infer<typeof PlannedCost>;

/** Everything that is thought of a plan. */
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
 * Holds a plan against the policies, prices it under its stack's demand, and advises.
 * @param today exceptions of policies end; YYYY-MM-DD
 * @throws Error that names what nobody has priced
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
