import { checkAll, checkEach, mustBe, type Policy } from '../policy.js';

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
  fix: 'Set database.deletionProtection to true.',
  check: checkEach(
    'aws:rds/cluster:Cluster',
    checkAll(mustBe('deletionProtection', true), mustBe('skipFinalSnapshot', false, undefined)),
  ),
};
