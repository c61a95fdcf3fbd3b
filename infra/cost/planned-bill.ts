import { getUsagePreset } from '../../config/demand/presets.js';
import type { PlannedUsage } from '../../config/demand/usage.js';
import { resolveUsage } from '../../config/demand/usage.js';
import type { Plan } from '../preview/preview.js';
import { parseStackSettings } from '../preview/settings.js';
import { readStackFile } from '../preview/stack-file.js';
import { type Bill, priceBill } from './bill.js';
import { defaultBookId, findBook } from './prices.js';

/** A plan's bills under its stack's own settings, at list price without free tier. */
export interface PlannedBill {
  readonly config: ReturnType<typeof parseStackSettings>;
  readonly usage: PlannedUsage;
  /** Without what `usage.leftOut` names, as `npm run cost` prints it. */
  readonly bill: Bill;
  /** With it: what AWS will bill, so that no budget fires for a resource that is planned. */
  readonly wholeBill: Bill;
}

/** @throws Error that names what nobody has priced */
export async function pricePlan({ stack, resources }: Plan, folder = process.cwd()): Promise<PlannedBill> {
  const config = parseStackSettings(await readStackFile(folder, stack));
  const usage = resolveUsage(getUsagePreset(config.usage.preset), config.usage);
  const request = {
    plan: resources,
    usage,
    book: findBook(defaultBookId),
    options: { freeTier: false, savingsPlan: false },
  };
  const bill = priceBill({ ...request, leftOut: config.usage.leftOut });
  return { config, usage, bill, wholeBill: bill.leftOut.length === 0 ? bill : priceBill(request) };
}
