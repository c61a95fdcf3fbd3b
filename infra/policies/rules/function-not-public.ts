import { each, inputOf, type Policy } from '../policy.js';

export const functionNotPublic: Policy = {
  id: 'function-not-public',
  severity: 'error',
  promise: 'A service that may call a function may do so for one source alone.',
  safeguards: ['164.308(a)(3)(i)', '164.312(a)(1)'],
  publicRules: [
    'LAMBDA_FUNCTION_PUBLIC_ACCESS_PROHIBITED',
    'HIPAA.Security-LambdaFunctionPublicAccessProhibited',
    'CKV_AWS_301',
    'CKV_AWS_364',
    'awslambda_function_not_publicly_accessible',
    'F13',
    'lambda.Permission.configureSourceArn',
  ],
  mend: 'Name the principal, and the ARN that it may call for.',
  check: each('aws:lambda/permission:Permission', (permission) => {
    if (inputOf(permission, 'principal') === '*') return 'lets everybody call a function';
    const hasSource = inputOf(permission, 'sourceArn') ?? inputOf(permission, 'sourceAccount');
    return hasSource === undefined ? 'lets a service call a function for everybody' : undefined;
  }),
};
