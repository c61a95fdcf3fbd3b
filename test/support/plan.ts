import { previewPlace } from '../../infra/preview/cloud/responder.js';
import type { PlannedResource } from '../../infra/preview/planned-resource.js';
import { recordProgram } from '../../infra/preview/record.js';

/** The resources that some components ask for, as a test sees them. */
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

/** Resources of one type, in the order of their names. */
export const listByType = (plan: readonly PlannedResource[], type: string): PlannedResource[] =>
  plan.filter((resource) => resource.type === type).sort((one, other) => one.name.localeCompare(other.name));

/** The one resource of a type, or of a type and name. */
export function findOnly(plan: readonly PlannedResource[], type: string, name?: string): PlannedResource {
  const [resource, ...others] = listByType(plan, type).filter(
    (candidate) => name === undefined || candidate.name === name,
  );
  if (resource === undefined || others.length > 0) {
    throw new Error(`The plan has ${others.length + (resource ? 1 : 0)} of ${type} ${name ?? ''}, not one.`);
  }
  return resource;
}
