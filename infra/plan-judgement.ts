import { type Advice, adviceOf } from '../config/advice.js';
import { usageOf } from '../config/usage.js';
import { usagePreset } from '../config/usage-presets.js';
import { type Bill, priceBill } from './cost/bill.js';
import { plannedServicesUsd } from './cost/budgets.js';
import { defaultBookId, findBook } from './cost/prices.js';
import { type Finding, judge } from './policies/judge.js';
import type { Plan } from './preview/preview.js';
import { settingsOf } from './preview/settings.js';
import { readStackFile } from './preview/stack-file.js';

/** What a plan costs, at list price without free tier. */
export interface PlannedCost {
  readonly book: string;
  readonly mau: number;
  readonly totalMonthlyUsd: number;
  readonly perMauUsd: number;
  readonly components: readonly { readonly component: string; readonly monthlyUsd: number }[];
}

/** Everything that is thought of a plan. */
export interface Judgement {
  readonly advice: readonly Advice[];
  readonly findings: readonly Finding[];
  readonly cost: PlannedCost;
}

const costOf = ({ components, totalMonthlyUsd, perMauUsd }: Bill, mau: number): PlannedCost => ({
  book: defaultBookId,
  mau,
  totalMonthlyUsd: totalMonthlyUsd.toNumber(),
  perMauUsd: perMauUsd.toNumber(),
  components: components.map(({ component, monthlyUsd }) => ({ component, monthlyUsd: monthlyUsd.toNumber() })),
});

/**
 * Holds a plan against the policies, prices it under its stack's demand, and advises.
 * @param today exceptions of policies end; YYYY-MM-DD
 * @throws Error that names what nobody has priced
 */
export async function judgePlan(plan: Plan, today: string, folder = process.cwd()): Promise<Judgement> {
  const config = settingsOf(await readStackFile(folder, plan.stack));
  const usage = usageOf(usagePreset(config.usage.preset), config.usage);
  const bill = priceBill({
    plan: plan.resources,
    usage,
    book: findBook(defaultBookId),
    options: { freeTier: false, savingsPlan: false },
    leftOut: config.usage.leftOut,
  });
  return {
    advice: adviceOf({
      config,
      usage,
      plannedUsd: bill.totalMonthlyUsd.toNumber(),
      plannedServicesUsd: plannedServicesUsd(bill),
    }),
    findings: judge({ ...plan, today }),
    cost: costOf(bill, usage.users.activePerMonth),
  };
}
