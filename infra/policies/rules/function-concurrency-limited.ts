import { checkEach, type Policy, readInputNumber } from '../policy.js';

export const functionConcurrencyLimited: Policy = {
  id: 'function-concurrency-limited',
  severity: 'warning',
  promise: 'No function can take the account’s whole concurrency, or more connections than the database has.',
  safeguards: ['164.308(a)(7)(i)'],
  publicRules: ['LAMBDA_CONCURRENCY_CHECK', 'HIPAA.Security-LambdaConcurrency', 'CKV_AWS_115', 'W92'],
  fix: 'Set functions.overrides.<name>.reservedConcurrency; a new account must have its quota raised first.',
  check: checkEach('aws:lambda/function:Function', (lambda) =>
    readInputNumber(lambda, 'reservedConcurrentExecutions') >= 1 ? undefined : 'has no limit of its own',
  ),
};
