import type { PlanChange } from '../../test/support/plan.js';
import type { PlannedResource } from '../preview/planned-resource.js';
import { buildPlannedResource } from '../preview/testing.js';

type Fields = Record<string, unknown>;

function withValueAt(value: unknown, [key = '', ...rest]: readonly string[], to: unknown): unknown {
  const copy: Fields | unknown[] = Array.isArray(value) ? [...value] : { ...(value as Fields | undefined) };
  const next = rest.length === 0 ? to : withValueAt(Reflect.get(copy, key), rest, to);
  if (next === undefined) Reflect.deleteProperty(copy, key);
  else Reflect.set(copy, key, next);
  return copy;
}

const matchesTarget = (resource: PlannedResource, type: string, name?: string): boolean =>
  resource.type === type && (name === undefined || resource.name === name);

/** Sets an input of all resources of a type, or of the one with a name; `undefined` removes it. */
export const setInput =
  (type: string, path: string, value: unknown, name?: string): PlanChange =>
  (resources) =>
    resources.map((resource) =>
      matchesTarget(resource, type, name)
        ? { ...resource, inputs: withValueAt(resource.inputs, path.split('.'), value) as Fields }
        : resource,
    );

export const dropResource =
  (type: string, name?: string): PlanChange =>
  (resources) =>
    resources.filter((resource) => !matchesTarget(resource, type, name));

export const addResource =
  (type: string, inputs: Fields, name = 'added', dependencies: readonly string[] = []): PlanChange =>
  (resources) => [
    ...resources,
    { ...buildPlannedResource(`urn:pulumi:test::healthcare-backend::${type}::${name}`, inputs), dependencies },
  ];

/** Replaces text in an input, by default the policy, of all resources of a type or of the one with a name. */
export const rewriteInput =
  (type: string, from: string | RegExp, to: string, name?: string, input = 'policy'): PlanChange =>
  (resources) =>
    resources.map((resource) =>
      matchesTarget(resource, type, name)
        ? { ...resource, inputs: { ...resource.inputs, [input]: String(resource.inputs[input]).replace(from, to) } }
        : resource,
    );

/** Adds a statement to the policies of a type, or to the one with a name. */
export const prependStatement =
  (type: string, name?: string) =>
  (fields: object): PlanChange =>
    rewriteInput(type, '[', `[${JSON.stringify({ Effect: 'Allow', ...fields })},`, name);

/** Sets a parameter of the database's parameter group; `undefined` removes it. */
export const setParameter =
  (name: string, value: string | undefined): PlanChange =>
  (resources) =>
    resources.map((resource) => {
      if (resource.type !== 'aws:rds/clusterParameterGroup:ClusterParameterGroup') return resource;
      const others = (resource.inputs.parameters as { name: string }[]).filter((each) => each.name !== name);
      const parameters = value === undefined ? others : [...others, { name, value }];
      return { ...resource, inputs: { ...resource.inputs, parameters } };
    });

export const combineChanges =
  (...changes: readonly PlanChange[]): PlanChange =>
  (resources) =>
    changes.reduce<PlannedResource[]>((result, change) => change(result), [...resources]);
