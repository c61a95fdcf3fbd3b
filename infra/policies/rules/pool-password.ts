import { anyOf, each, type Judge, mustBe, numberOf, type Policy } from '../policy.js';

/** AWS Config's HIPAA pack: length 14, the last 24 not again. */
const leastLength = 14;

const longEnough: Judge = (pool) => {
  const length = numberOf(pool, 'passwordPolicy.minimumLength');
  return length >= leastLength ? undefined : `takes passwords of ${length} characters, not ${leastLength} or more`;
};

export const poolPassword: Policy = {
  id: 'pool-password',
  severity: 'error',
  promise: 'Passwords are long and of every kind of character.',
  safeguards: ['164.308(a)(5)(ii)(D)', '164.312(d)'],
  publicRules: ['AwsSolutions-COG1'],
  mend: 'Raise identity.passwordMinimumLength.',
  check: each(
    'aws:cognito/userPool:UserPool',
    anyOf(
      longEnough,
      ...['Lowercase', 'Uppercase', 'Numbers', 'Symbols'].map((kind) => mustBe(`passwordPolicy.require${kind}`, true)),
    ),
  ),
};
