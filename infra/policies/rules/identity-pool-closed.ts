import { checkEach, mustBe, type Policy } from '../policy.js';

export const identityPoolClosed: Policy = {
  id: 'identity-pool-closed',
  severity: 'error',
  promise: 'No identity pool gives credentials to guests.',
  safeguards: ['164.312(a)(1)', '164.312(d)'],
  publicRules: ['AwsSolutions-COG7', 'CKV_AWS_366', 'W57'],
  fix: 'Set allowUnauthenticatedIdentities to false.',
  check: checkEach('aws:cognito/identityPool:IdentityPool', mustBe('allowUnauthenticatedIdentities', false, undefined)),
};
