import type { PlannedResource } from '../../preview/planned-resource.js';
import { each, inputOf, type Judge, listOf, ofType, type Policy } from '../policy.js';

const parameterGroupType = 'aws:rds/clusterParameterGroup:ClusterParameterGroup';

/** The value of one parameter of a cluster's parameter group. */
export function parameterOf(group: PlannedResource, name: string): string | undefined {
  const parameters = listOf<{ name: string; value: string }>(group, 'parameters');
  return parameters.find((parameter) => parameter.name === name)?.value;
}

/** Says that a parameter has another value than it must. */
export const parameterMustBe =
  (name: string, value: string): Judge =>
  (group) => {
    const found = parameterOf(group, name);
    return found === value ? undefined : `has ${name} ${found ?? 'unset'}, not ${value}`;
  };

/** Judges each cluster by the parameters that it uses; one without a group of ours has AWS's own. */
export const eachParameters = (judge: Judge): Policy['check'] =>
  each('aws:rds/cluster:Cluster', (cluster, resources) => {
    const group = ofType(resources, parameterGroupType).find(({ urn }) => cluster.dependencies.includes(urn));
    if (group === undefined || inputOf(cluster, 'dbClusterParameterGroupName') === undefined) {
      return 'has AWS’s own parameters';
    }
    return judge(group, resources);
  });
