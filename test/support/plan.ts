import { previewPlace } from '../../infra/preview/cloud/responder.js';
import type { PlannedResource } from '../../infra/preview/planned-resource.js';
import { recordProgram } from '../../infra/preview/record.js';

/** Returns the resources that a program registers. */
export async function planProgram(program: () => unknown): Promise<readonly PlannedResource[]> {
  const { resources } = await recordProgram(
    async () => {
      await program();
      return {};
    },
    {
      project: 'healthcare-backend',
      stack: 'test',
      place: previewPlace,
      config: { 'aws:region': previewPlace.region },
    },
  );
  return resources;
}

/** Returns the resources of a type, ordered by name. */
export const listByType = (plan: readonly PlannedResource[], type: string): PlannedResource[] =>
  plan.filter((resource) => resource.type === type).sort((one, other) => one.name.localeCompare(other.name));

/** Returns the only resource of a type, or of a type and name. */
export function findOnly(plan: readonly PlannedResource[], type: string, name?: string): PlannedResource {
  const [resource, ...others] = listByType(plan, type).filter(
    (candidate) => name === undefined || candidate.name === name,
  );
  if (resource === undefined || others.length > 0) {
    throw new Error(`Expected one resource ${type} ${name ?? ''} (found ${others.length + (resource ? 1 : 0)}).`);
  }
  return resource;
}
