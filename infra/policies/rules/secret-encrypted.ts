import { checkEach, mustHaveOwnKey, type Policy } from '../policy.js';

export const secretEncrypted: Policy = {
  id: 'secret-encrypted',
  severity: 'error',
  promise: 'Secrets are encrypted under a key of our own.',
  safeguards: ['164.312(a)(2)(iv)'],
  publicRules: ['SECRETSMANAGER_USING_CMK', 'HIPAA.Security-SecretsManagerUsingKMSKey', 'CKV_AWS_149', 'W77'],
  fix: 'Set kmsKeyId.',
  check: checkEach('aws:secretsmanager/secret:Secret', mustHaveOwnKey('kmsKeyId')),
};
