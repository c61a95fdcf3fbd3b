import { each, listOf, type Policy } from '../policy.js';

export const functionInVpc: Policy = {
  id: 'function-in-vpc',
  severity: 'error',
  promise: 'Functions run in the VPC, where what they reach is known.',
  safeguards: ['164.312(a)(1)', '164.312(e)(1)'],
  publicRules: ['LAMBDA_INSIDE_VPC', 'HIPAA.Security-LambdaInsideVPC', 'CKV_AWS_117', 'W89'],
  mend: 'Set vpcConfig.',
  check: each('aws:lambda/function:Function', (lambda) =>
    listOf(lambda, 'vpcConfig.subnetIds').length > 0 ? undefined : 'runs outside of the VPC',
  ),
};
