import { checkEach, type Policy, readInputList } from '../policy.js';

export const functionInVpc: Policy = {
  id: 'function-in-vpc',
  severity: 'error',
  promise: 'Functions run in the VPC, where what they reach is known.',
  safeguards: ['164.312(a)(1)', '164.312(e)(1)'],
  publicRules: ['LAMBDA_INSIDE_VPC', 'HIPAA.Security-LambdaInsideVPC', 'CKV_AWS_117', 'W89'],
  fix: 'Set vpcConfig.',
  check: checkEach('aws:lambda/function:Function', (lambda) =>
    readInputList(lambda, 'vpcConfig.subnetIds').length > 0 ? undefined : 'runs outside of the VPC',
  ),
};
