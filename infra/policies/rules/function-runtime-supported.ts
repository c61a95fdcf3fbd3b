import { checkEach, mustBe, type Policy } from '../policy.js';

/** With the end of their support: AWS's page of Lambda runtimes. */
const supportedRuntimes = ['nodejs22.x', 'nodejs24.x'];

export const functionRuntimeSupported: Policy = {
  id: 'function-runtime-supported',
  severity: 'error',
  promise: 'Functions run on a runtime that AWS patches.',
  safeguards: ['164.308(a)(5)(ii)(B)'],
  publicRules: ['AwsSolutions-L1', 'CKV_AWS_363', 'LambdaLatestVersion'],
  fix: 'Raise the runtime.',
  check: checkEach('aws:lambda/function:Function', mustBe('runtime', ...supportedRuntimes)),
};
