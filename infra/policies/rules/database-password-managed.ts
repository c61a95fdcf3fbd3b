import { checkAll, checkEach, mustBe, mustHaveOwnKey, type Policy } from '../policy.js';

export const databasePasswordManaged: Policy = {
  id: 'database-password-managed',
  severity: 'error',
  promise:
    'RDS makes, keeps and rotates the administrator’s password, under a key of our own; no program and no state has it.',
  safeguards: ['164.312(d)'],
  publicRules: ['F34'],
  fix: 'Set manageMasterUserPassword and masterUserSecretKmsKeyId, and take masterPassword out.',
  check: checkEach(
    'aws:rds/cluster:Cluster',
    checkAll(
      mustBe('manageMasterUserPassword', true),
      mustBe('masterPassword', undefined),
      mustHaveOwnKey('masterUserSecretKmsKeyId'),
    ),
  ),
};
