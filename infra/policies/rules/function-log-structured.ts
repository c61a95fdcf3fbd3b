import { anyOf, each, mustBe, mustHave, type Policy } from '../policy.js';

export const functionLogStructured: Policy = {
  id: 'function-log-structured',
  severity: 'error',
  promise: 'Functions write lines that machines read, into a log group that the stack owns.',
  safeguards: ['164.312(b)'],
  publicRules: ['LambdaLogging'],
  mend: 'Set loggingConfig with logFormat JSON and the log group.',
  check: each(
    'aws:lambda/function:Function',
    anyOf(mustBe('loggingConfig.logFormat', 'JSON'), mustHave('loggingConfig.logGroup')),
  ),
};
