import { checkEach, mustBe, type Policy } from '../policy.js';

export const databaseMinorUpgrades: Policy = {
  id: 'database-minor-upgrades',
  severity: 'error',
  promise: 'The database gets the minor versions that mend known faults.',
  safeguards: ['164.308(a)(5)(ii)(B)'],
  publicRules: [
    'RDS_AUTOMATIC_MINOR_VERSION_UPGRADE_ENABLED',
    'HIPAA.Security-RDSAutomaticMinorVersionUpgradeEnabled',
    'CKV_AWS_226',
  ],
  fix: 'Set autoMinorVersionUpgrade to true.',
  check: checkEach('aws:rds/clusterInstance:ClusterInstance', mustBe('autoMinorVersionUpgrade', true)),
};
