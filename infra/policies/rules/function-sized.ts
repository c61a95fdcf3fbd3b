import { checkEach, type Policy, readInput } from '../policy.js';

export const functionSized: Policy = {
  id: 'function-sized',
  severity: 'warning',
  promise: 'Nobody gets Lambda’s 128 MB and 3 s by not having thought of it.',
  safeguards: [],
  publicRules: ['LambdaDefaultMemorySize', 'LambdaDefaultTimeout'],
  fix: 'Set memorySize and timeout.',
  check: checkEach('aws:lambda/function:Function', (lambda) => {
    const missing = ['memorySize', 'timeout'].filter((name) => readInput(lambda, name) === undefined);
    return missing.length === 0 ? undefined : `has no ${missing.join(' and no ')}`;
  }),
};
