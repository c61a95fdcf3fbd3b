import { checkEach, mustBe, type Policy } from '../policy.js';

export const functionUrlClosed: Policy = {
  id: 'function-url-closed',
  severity: 'error',
  promise: 'A function’s own URL, where it has one, asks who is there.',
  safeguards: ['164.312(a)(1)'],
  publicRules: ['CKV_AWS_258', 'LambdaFunctionUrlAuth', 'awslambda_function_url_public'],
  fix: 'Set authorizationType to AWS_IAM.',
  check: checkEach('aws:lambda/functionUrl:FunctionUrl', mustBe('authorizationType', 'AWS_IAM')),
};
