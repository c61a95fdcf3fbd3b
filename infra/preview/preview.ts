import { changeStackFile, type SettingChanges } from './changed-stack.js';
import { previewPlace } from './cloud/responder.js';
import type { PlannedResource } from './planned-resource.js';
import { recordProgram } from './record.js';
import { readStackFile } from './stack-file.js';

/** Everything that a stack would be made of. */
export interface Plan {
  readonly stack: string;
  /** In the order of their URNs, so that two plans can be held side by side. */
  readonly resources: readonly PlannedResource[];
  readonly outputs: Readonly<Record<string, unknown>>;
}

const compareUrns = (one: PlannedResource, other: PlannedResource) => (one.urn < other.urn ? -1 : 1);

/**
 * Runs the Pulumi program for a stack without cloud, CLI, credentials or network.
 * @param changes what the stack's file is taken to say otherwise
 * @throws Error for a stack that there is not, its bad configuration, two resources of one URN, and whatever the program
 *   asks for that an offline plan can't answer
 */
export async function previewStack(stack: string, folder = process.cwd(), changes: SettingChanges = {}): Promise<Plan> {
  const { project, config } = changeStackFile(await readStackFile(folder, stack), changes);
  const { default: program } = await import('../index.js');
  const place = { ...previewPlace, region: config['aws:region'] ?? previewPlace.region };
  const { resources, outputs } = await recordProgram(program, { project, stack, place, config });
  const sorted = [...resources].sort(compareUrns);
  const duplicate = sorted.find(({ urn }, index) => urn === sorted[index + 1]?.urn);
  if (duplicate !== undefined) throw new Error(`Two resources have the URN ${duplicate.urn}; Pulumi refuses that.`);
  return { stack, resources: sorted, outputs };
}
