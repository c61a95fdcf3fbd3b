import { each, inputOf, type Policy } from '../policy.js';

export const functionEnvironmentEncrypted: Policy = {
  id: 'function-environment-encrypted',
  severity: 'error',
  promise: 'Functions’ variables are encrypted under a key of our own.',
  safeguards: ['164.312(a)(2)(iv)'],
  publicRules: ['CKV_AWS_173'],
  mend: 'Set kmsKeyArn on the function.',
  check: each('aws:lambda/function:Function', (lambda) =>
    inputOf(lambda, 'environment') === undefined || inputOf(lambda, 'kmsKeyArn') !== undefined
      ? undefined
      : 'has variables under Lambda’s own key',
  ),
};
