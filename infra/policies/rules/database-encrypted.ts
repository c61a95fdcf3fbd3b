import { checkAll, checkEach, mustBe, mustHaveOwnKey, type Policy } from '../policy.js';

export const databaseEncrypted: Policy = {
  id: 'database-encrypted',
  severity: 'error',
  promise: 'The database and its backups are encrypted under a key of our own.',
  safeguards: ['164.312(a)(2)(iv)', '164.312(e)(2)(ii)'],
  publicRules: [
    'RDS_STORAGE_ENCRYPTED',
    'HIPAA.Security-RDSStorageEncrypted',
    'AwsSolutions-RDS2',
    'CKV_AWS_96',
    'CKV_AWS_327',
    'rds_instance_storage_encrypted',
    'F26',
    'rds.Cluster.configureCustomerManagedKey',
    'rds.Cluster.disallowUnencryptedStorage',
    'rds-storage-encrypted',
  ],
  fix: 'Set storageEncrypted and kmsKeyId. An unencrypted cluster must be restored from a snapshot into an encrypted one.',
  check: checkEach('aws:rds/cluster:Cluster', checkAll(mustBe('storageEncrypted', true), mustHaveOwnKey('kmsKeyId'))),
};
