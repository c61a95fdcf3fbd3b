import { checkEach, type Policy, readInput } from '../policy.js';

export const secretOutOfState: Policy = {
  id: 'secret-out-of-state',
  severity: 'error',
  promise: 'Pulumi keeps a secret’s value encrypted.',
  safeguards: ['164.312(a)(2)(iv)'],
  publicRules: [],
  fix: 'Wrap the value in pulumi.secret().',
  check: checkEach('aws:secretsmanager/secretVersion:SecretVersion', (version) =>
    ['secretString', 'secretBinary'].some(
      (name) => readInput(version, name) !== undefined && !version.secretInputs.includes(name),
    )
      ? 'has its value in plain sight in the stack’s state'
      : undefined,
  ),
};
