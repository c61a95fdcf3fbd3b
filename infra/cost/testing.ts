import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { getUsagePreset } from '../../config/demand/presets.js';
import { UsageSettings } from '../../config/demand/usage.js';
import type { SettingChanges } from '../preview/changed-stack.js';
import type { PlannedResource } from '../preview/planned-resource.js';
import { previewStack } from '../preview/preview.js';
import { readStackFile } from '../preview/stack-file.js';
import { studyPreset, studyStack } from './baseline.js';
import type { BillRequest } from './bill.js';
import { getBook } from './prices.js';

export const studyDemand = getUsagePreset(studyPreset);

export async function planWith(stack: string, changes: SettingChanges = {}): Promise<readonly PlannedResource[]> {
  const { resources } = await previewStack(stack, process.cwd(), changes);
  return resources;
}

export async function readLeftOut(stack: string): Promise<UsageSettings['leftOut']> {
  const { project, config } = await readStackFile(process.cwd(), stack);
  return UsageSettings.parse(JSON.parse(config[`${project}:usage`] ?? '{}')).leftOut;
}

/** Copies the stack files to a new folder and replaces a part of the demand in one of them. The caller removes the folder. */
export async function createFolderWithUsage(stack: string, key: string, value: unknown): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'stacks-'));
  for (const file of ['Pulumi.yaml', 'Pulumi.prod.yaml', `Pulumi.${studyStack}.yaml`])
    await cp(file, join(folder, file));
  const file = join(folder, `Pulumi.${stack}.yaml`);
  const document = parseDocument(await readFile(file, 'utf8'));
  document.setIn(['config', 'healthcare-backend:usage', key], value);
  await writeFile(file, document.toString());
  return folder;
}

/** Builds a request for a plan under the study's demand at list prices. */
export const buildBillRequest = (
  plan: readonly PlannedResource[],
  changes: Partial<BillRequest> = {},
): BillRequest => ({
  plan,
  usage: studyDemand,
  book: getBook('aws-2025-10'),
  options: { freeTier: false, savingsPlan: false },
  ...changes,
});
