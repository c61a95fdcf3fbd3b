import type { PlannedResource } from './planned-resource.js';

/** Builds a resource without options; its type and name are the last two parts of its URN. */
export function buildPlannedResource(urn: string, inputs: Record<string, unknown>): PlannedResource {
  const [type = '', name = ''] = urn.split('::').slice(-2);
  return {
    urn,
    type,
    name,
    parent: undefined,
    dependencies: [],
    inputs,
    secretInputs: [],
    isCustom: true,
    isProtected: false,
    isRetainedOnDelete: false,
    ignoredChanges: [],
  };
}
