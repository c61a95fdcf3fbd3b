import { getUsagePreset } from '../../config/demand/presets.js';
import { type PlannedUsage, resolveUsage } from '../../config/demand/usage.js';
import type { Plan } from '../preview/preview.js';
import { parseStackSettings } from '../preview/settings.js';
import { readStackFile } from '../preview/stack-file.js';
import { type Bill, priceBill } from './bill.js';
import { defaultBookId, getBook } from './prices.js';

/** The bills of a plan under its stack's settings, at list price without free tier. */
export interface PlannedBill {
  readonly config: ReturnType<typeof parseStackSettings>;
  readonly usage: PlannedUsage;
  /** Without the resources in `usage.leftOut`, as `npm run cost` prints it. */
  readonly bill: Bill;
  /** With them. Budgets use this one, because AWS bills planned resources whether the bill shows them or not. */
  readonly wholeBill: Bill;
}

/** @throws Error that names each resource type without a price */
export async function pricePlan({ stack, resources }: Plan, folder = process.cwd()): Promise<PlannedBill> {
  const config = parseStackSettings(await readStackFile(folder, stack));
  const usage = resolveUsage(getUsagePreset(config.usage.preset), config.usage);
  const request = {
    plan: resources,
    usage,
    book: getBook(defaultBookId),
    options: { freeTier: false, savingsPlan: false },
  };
  const bill = priceBill({ ...request, leftOut: config.usage.leftOut });
  return { config, usage, bill, wholeBill: bill.leftOut.length === 0 ? bill : priceBill(request) };
}
