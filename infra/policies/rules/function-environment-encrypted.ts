import { each, inputOf, isOwnKey, type Policy } from '../policy.js';

export const functionEnvironmentEncrypted: Policy = {
  id: 'function-environment-encrypted',
  severity: 'error',
  promise: 'Functions’ variables are encrypted under a key of our own.',
  safeguards: ['164.312(a)(2)(iv)'],
  publicRules: ['CKV_AWS_173'],
  mend: 'Set kmsKeyArn on the function.',
  check: each('aws:lambda/function:Function', (lambda) =>
    inputOf(lambda, 'environment') === undefined || isOwnKey(inputOf(lambda, 'kmsKeyArn'))
      ? undefined
      : 'has variables under Lambda’s own key',
  ),
};
