import { checkEach, isOwnKey, type Policy, readInput } from '../policy.js';

export const functionEnvironmentEncrypted: Policy = {
  id: 'function-environment-encrypted',
  severity: 'error',
  promise: 'Functions’ variables are encrypted under a key of our own.',
  safeguards: ['164.312(a)(2)(iv)'],
  publicRules: ['CKV_AWS_173'],
  fix: 'Set kmsKeyArn on the function.',
  check: checkEach('aws:lambda/function:Function', (lambda) =>
    readInput(lambda, 'environment') === undefined || isOwnKey(readInput(lambda, 'kmsKeyArn'))
      ? undefined
      : 'has variables under Lambda’s own key',
  ),
};
