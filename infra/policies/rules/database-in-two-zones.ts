import { each, type Policy, partsOf } from '../policy.js';

const leastInstances = 2;

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
  mend: 'Set database.readerCount to 1 or more.',
  check: each('aws:rds/cluster:Cluster', (cluster, resources) => {
    const { length } = partsOf(cluster, 'aws:rds/clusterInstance:ClusterInstance', resources);
    return length >= leastInstances ? undefined : `has ${length} instance, not ${leastInstances} or more`;
  }),
};
