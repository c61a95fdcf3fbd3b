import { checkAll, checkEach, mustBe, type Policy, type ResourceCheck, readInputNumber } from '../policy.js';

/** AWS Config's HIPAA pack: length 14, the last 24 not again. */
const minimumLength = 14;

const checkLength: ResourceCheck = (pool) => {
  const length = readInputNumber(pool, 'passwordPolicy.minimumLength');
  return length >= minimumLength ? undefined : `takes passwords of ${length} characters, not ${minimumLength} or more`;
};

export const poolPassword: Policy = {
  id: 'pool-password',
  severity: 'error',
  promise: 'Passwords are long and of every kind of character.',
  safeguards: ['164.308(a)(5)(ii)(D)', '164.312(d)'],
  publicRules: ['AwsSolutions-COG1'],
  fix: 'Raise identity.passwordMinimumLength.',
  check: checkEach(
    'aws:cognito/userPool:UserPool',
    checkAll(
      checkLength,
      ...['Lowercase', 'Uppercase', 'Numbers', 'Symbols'].map((kind) => mustBe(`passwordPolicy.require${kind}`, true)),
    ),
  ),
};
