import { checkAll, checkEach, mustBe, mustHave, type Policy } from '../policy.js';

export const functionLogStructured: Policy = {
  id: 'function-log-structured',
  severity: 'error',
  promise: 'Functions write lines that machines read, into a log group that the stack owns.',
  safeguards: ['164.312(b)'],
  publicRules: ['LambdaLogging'],
  fix: 'Set loggingConfig with logFormat JSON and the log group.',
  check: checkEach(
    'aws:lambda/function:Function',
    checkAll(mustBe('loggingConfig.logFormat', 'JSON'), mustHave('loggingConfig.logGroup')),
  ),
};
