import { isDeepStrictEqual } from 'node:util';
import type { PlannedResource } from './planned-resource.js';
import { requiresReplacement } from './replacing.js';

/** One input that is not what it was; undefined where it is not there. */
export interface InputChange {
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

export interface ChangedResource {
  readonly resource: PlannedResource;
  readonly changes: readonly InputChange[];
  /** Whether AWS is known to make another one in its place. */
  readonly isReplaced: boolean;
}

/** What a plan would do to the resources of another one. */
export interface PlanDifference {
  readonly created: readonly PlannedResource[];
  readonly deleted: readonly PlannedResource[];
  readonly changed: readonly ChangedResource[];
}

const isFields = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Where two values differ, as deep as both have the same shape. */
function diffInputs(before: unknown, after: unknown, path = ''): InputChange[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (!isFields(before) || !isFields(after) || Array.isArray(before) !== Array.isArray(after)) {
    return [{ path, before, after }];
  }
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return keys.flatMap((key) => diffInputs(before[key], after[key], path === '' ? key : `${path}.${key}`));
}

/** What changes of a resource: its inputs, but for those that Pulumi is told to leave, whether it is protected, and whether it stays when it is deleted. */
function diffResource(resource: PlannedResource, was: PlannedResource): ChangedResource | undefined {
  const { type, ignoredChanges } = resource;
  const inputs = diffInputs(was.inputs, resource.inputs).filter(
    ({ path }) => !ignoredChanges.includes(path.split('.')[0] ?? ''),
  );
  const changes = [
    ...inputs,
    ...diffInputs(was.isProtected, resource.isProtected, 'protect'),
    ...diffInputs(was.isRetainedOnDelete, resource.isRetainedOnDelete, 'retainOnDelete'),
  ];
  if (changes.length === 0) return undefined;
  return { resource, changes, isReplaced: inputs.some(({ path }) => requiresReplacement(type, path)) };
}

/** Holds a plan against an earlier one, by URN: a resource with another name is another resource. */
export function diffPlans(resources: readonly PlannedResource[], earlier: readonly PlannedResource[]): PlanDifference {
  const before = new Map(earlier.map((resource) => [resource.urn, resource]));
  const now = new Set(resources.map(({ urn }) => urn));
  return {
    created: resources.filter(({ urn }) => !before.has(urn)),
    deleted: earlier.filter(({ urn }) => !now.has(urn)),
    changed: resources.flatMap((resource) => {
      const was = before.get(resource.urn);
      if (was === undefined) return [];
      return diffResource(resource, was) ?? [];
    }),
  };
}
