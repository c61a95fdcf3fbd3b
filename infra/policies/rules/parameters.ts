import type { PlannedResource } from '../../preview/planned-resource.js';
import { checkEach, filterByType, type Policy, type ResourceCheck, readInput, readInputList } from '../policy.js';

const parameterGroupType = 'aws:rds/clusterParameterGroup:ClusterParameterGroup';

/** The value of one parameter of a cluster's parameter group. */
export function readParameter(group: PlannedResource, name: string): string | undefined {
  const parameters = readInputList<{ name: string; value: string }>(group, 'parameters');
  return parameters.find((parameter) => parameter.name === name)?.value;
}

/** Says that a parameter has another value than it must. */
export const parameterMustBe =
  (name: string, value: string): ResourceCheck =>
  (group) => {
    const found = readParameter(group, name);
    return found === value ? undefined : `has ${name} ${found ?? 'unset'}, not ${value}`;
  };

/** Judges each cluster by the parameters that it uses; one without a group of ours has AWS's own. */
export const checkParameterGroup = (judge: ResourceCheck): Policy['check'] =>
  checkEach('aws:rds/cluster:Cluster', (cluster, resources) => {
    const group = filterByType(resources, parameterGroupType).find(({ urn }) => cluster.dependencies.includes(urn));
    if (group === undefined || readInput(cluster, 'dbClusterParameterGroupName') === undefined) {
      return 'has AWS’s own parameters';
    }
    return judge(group, resources);
  });
