import { anyOf, each, mustBe, type Policy } from '../policy.js';

export const databaseDeletionProtected: Policy = {
  id: 'database-deletion-protected',
  severity: 'error',
  promise: 'The database is not deleted by mistake, and leaves a last snapshot when it is.',
  safeguards: ['164.308(a)(7)(ii)(A)', '164.312(a)(2)(ii)'],
  publicRules: [
    'RDS_CLUSTER_DELETION_PROTECTION_ENABLED',
    'HIPAA.Security-RDSInstanceDeletionProtectionEnabled',
    'AwsSolutions-RDS10',
    'CKV_AWS_139',
  ],
  mend: 'Set database.deletionProtection to true.',
  check: each(
    'aws:rds/cluster:Cluster',
    anyOf(mustBe('deletionProtection', true), mustBe('skipFinalSnapshot', false, undefined)),
  ),
};
