import { UsageSettings } from '../../config/usage.js';
import { usagePreset } from '../../config/usage-presets.js';
import type { SettingChanges } from '../preview/changed-stack.js';
import type { PlannedResource } from '../preview/planned-resource.js';
import { previewStack } from '../preview/preview.js';
import { readStackFile } from '../preview/stack-file.js';
import type { BillRequest } from './bill.js';
import { findBook } from './prices.js';

export const reportDemand = usagePreset('report');

/** A stack's plan with some settings changed. */
export async function planWith(stack: string, changes: SettingChanges = {}): Promise<readonly PlannedResource[]> {
  const { resources } = await previewStack(stack, process.cwd(), changes);
  return resources;
}

/** What the stack's file leaves out of its bill. */
export async function leftOutOf(stack: string): Promise<UsageSettings['leftOut']> {
  const { project, config } = await readStackFile(process.cwd(), stack);
  return UsageSettings.parse(JSON.parse(config[`${project}:usage`] ?? '{}')).leftOut;
}

/** The cost report's demand on a plan at real list prices, unless said otherwise. */
export const billOf = (plan: readonly PlannedResource[], changes: Partial<BillRequest> = {}): BillRequest => ({
  plan,
  usage: reportDemand,
  book: findBook('aws-2025-10'),
  options: { freeTier: false, savingsPlan: false },
  ...changes,
});
