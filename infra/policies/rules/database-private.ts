import { checkEach, mustBe, type Policy } from '../policy.js';

export const databasePrivate: Policy = {
  id: 'database-private',
  severity: 'error',
  promise: 'No instance of the database has a public address.',
  safeguards: ['164.308(a)(3)(i)', '164.312(a)(1)'],
  publicRules: [
    'RDS_INSTANCE_PUBLIC_ACCESS_CHECK',
    'HIPAA.Security-RDSInstancePublicAccess',
    'CKV_AWS_17',
    'rds_instance_no_public_access',
    'rds.ClusterInstance.disallowPublicAccess',
    'rds-instance-public-access',
  ],
  fix: 'Set publiclyAccessible to false.',
  check: checkEach('aws:rds/clusterInstance:ClusterInstance', mustBe('publiclyAccessible', false)),
};
