import type { PlannedResource } from '../../preview/planned-resource.js';
import { inputOf, type Judge } from '../policy.js';

export const parameterGroupType = 'aws:rds/clusterParameterGroup:ClusterParameterGroup';

/** The value of one parameter of a cluster's parameter group. */
export function parameterOf(group: PlannedResource, name: string): string | undefined {
  const parameters = inputOf(group, 'parameters');
  if (!Array.isArray(parameters)) return undefined;
  return (parameters as { name: string; value: string }[]).find((parameter) => parameter.name === name)?.value;
}

/** Says that a parameter has another value than it must. */
export const parameterMustBe =
  (name: string, value: string): Judge =>
  (group) => {
    const found = parameterOf(group, name);
    return found === value ? undefined : `has ${name} ${found ?? 'unset'}, not ${value}`;
  };
