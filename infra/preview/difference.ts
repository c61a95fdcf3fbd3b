import { isDeepStrictEqual } from 'node:util';
import type { PlannedResource } from './planned-resource.js';

/** What a plan would do to the resources of another one. */
export interface Difference {
  readonly created: readonly PlannedResource[];
  readonly deleted: readonly PlannedResource[];
  readonly changed: readonly { readonly resource: PlannedResource; readonly paths: readonly string[] }[];
}

const isFields = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** The paths at which two values differ, as deep as both have the same shape. */
function differingPaths(one: unknown, other: unknown, path = ''): string[] {
  if (isDeepStrictEqual(one, other)) return [];
  if (!isFields(one) || !isFields(other) || Array.isArray(one) !== Array.isArray(other)) return [path];
  const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])].sort();
  return keys.flatMap((key) => differingPaths(one[key], other[key], path === '' ? key : `${path}.${key}`));
}

/** Holds a plan against an earlier one, by URN: a resource with another name is another resource. */
export function differenceOf(resources: readonly PlannedResource[], earlier: readonly PlannedResource[]): Difference {
  const before = new Map(earlier.map((resource) => [resource.urn, resource]));
  const now = new Set(resources.map(({ urn }) => urn));
  return {
    created: resources.filter(({ urn }) => !before.has(urn)),
    deleted: earlier.filter(({ urn }) => !now.has(urn)),
    changed: resources.flatMap((resource) => {
      const was = before.get(resource.urn);
      if (was === undefined) return [];
      const paths = differingPaths(resource.inputs, was.inputs);
      return paths.length === 0 ? [] : [{ resource, paths }];
    }),
  };
}
