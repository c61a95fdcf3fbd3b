import { changeStackFile, type SettingChanges } from './changed-stack.js';
import { previewPlace } from './cloud/responder.js';
import type { PlannedResource } from './planned-resource.js';
import { recordProgram } from './record.js';
import { readStackFile } from './stack-file.js';

/** The resources and outputs of a stack, without a deployment. */
export interface Plan {
  readonly stack: string;
  /** Sorted by URN, so that two plans can be compared. */
  readonly resources: readonly PlannedResource[];
  readonly outputs: Readonly<Record<string, unknown>>;
}

const compareUrns = (one: PlannedResource, other: PlannedResource) => (one.urn < other.urn ? -1 : 1);

/**
 * Runs the Pulumi program for a stack without cloud, CLI, credentials or network.
 * @param changes settings to use instead of those in the stack's file
 * @throws Error for an unknown stack, invalid settings, duplicate URNs, and resources or lookups without a response
 */
export async function previewStack(stack: string, folder = process.cwd(), changes: SettingChanges = {}): Promise<Plan> {
  const { project, config } = changeStackFile(await readStackFile(folder, stack), changes);
  const { default: program } = await import('../index.js');
  const place = { ...previewPlace, region: config['aws:region'] ?? previewPlace.region };
  const { resources, outputs } = await recordProgram(program, { project, stack, place, config });
  const sorted = [...resources].sort(compareUrns);
  const duplicate = sorted.find(({ urn }, index) => urn === sorted[index + 1]?.urn);
  if (duplicate !== undefined) throw new Error(`Two resources have the URN ${duplicate.urn}. Rename one of them.`);
  return { stack, resources: sorted, outputs };
}
