import { checkEach, type Policy, readInputNumber } from '../policy.js';

/** What the public rules ask for. */
const minimumDays = 7;

export const databaseBackedUp: Policy = {
  id: 'database-backed-up',
  severity: 'error',
  promise: `The database can be brought back to any second of the last ${minimumDays} days at least.`,
  safeguards: ['164.308(a)(7)(ii)(A)', '164.312(a)(2)(ii)'],
  publicRules: [
    'DB_INSTANCE_BACKUP_ENABLED',
    'HIPAA.Security-RDSInstanceBackupEnabled',
    'CKV_AWS_133',
    'rds_instance_backup_enabled',
    'rds.Cluster.configureBackupRetention',
    'rds.Cluster.enableBackupRetention',
    'rds-instance-backup-enabled',
  ],
  fix: 'Raise database.backupRetentionDays.',
  check: checkEach('aws:rds/cluster:Cluster', (cluster) =>
    readInputNumber(cluster, 'backupRetentionPeriod') >= minimumDays
      ? undefined
      : `keeps backups for ${readInputNumber(cluster, 'backupRetentionPeriod')} days, not ${minimumDays} or more`,
  ),
};
