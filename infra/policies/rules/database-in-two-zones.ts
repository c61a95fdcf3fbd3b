import { unknownMark } from '../../preview/planned-resource.js';
import { checkEach, findParts, type Policy, readInput } from '../policy.js';

const minimumInstances = 2;

export const databaseInTwoZones: Policy = {
  id: 'database-in-two-zones',
  severity: 'error',
  promise: 'Another instance takes over where the writer’s zone fails.',
  safeguards: ['164.308(a)(7)(ii)(B)', '164.312(a)(2)(ii)'],
  publicRules: [
    'RDS_CLUSTER_MULTI_AZ_ENABLED',
    'RDS_MULTI_AZ_SUPPORT',
    'HIPAA.Security-RDSMultiAZSupport',
    'rds_instance_multi_az',
    'rds.Cluster.disallowSingleAvailabilityZone',
    'rds-instance-multi-az-enabled',
  ],
  fix: 'Set database.readerCount to 1 or more, and leave the zones of the instances to Aurora.',
  check: checkEach('aws:rds/cluster:Cluster', (cluster, resources) => {
    const instances = findParts(cluster, 'aws:rds/clusterInstance:ClusterInstance', resources);
    const { length } = instances;
    if (length < minimumInstances) return `has ${length} instance, not ${minimumInstances} or more`;
    const zones = new Set(instances.map((instance) => readInput(instance, 'availabilityZone')));
    // Without a zone of its own an instance is put by Aurora where the others aren't.
    const [zone] = zones;
    return zones.size > 1 || zone === undefined || zone === unknownMark
      ? undefined
      : `has all of its ${length} instances in ${zone}`;
  }),
};
