import { each, mustBe, type Policy } from '../policy.js';

/** With the end of their support: AWS's page of Lambda runtimes. */
const supported = ['nodejs22.x', 'nodejs24.x'];

export const functionRuntimeSupported: Policy = {
  id: 'function-runtime-supported',
  severity: 'error',
  promise: 'Functions run on a runtime that AWS patches.',
  safeguards: ['164.308(a)(5)(ii)(B)'],
  publicRules: ['AwsSolutions-L1', 'CKV_AWS_363', 'LambdaLatestVersion'],
  mend: 'Raise the runtime.',
  check: each('aws:lambda/function:Function', mustBe('runtime', ...supported)),
};
