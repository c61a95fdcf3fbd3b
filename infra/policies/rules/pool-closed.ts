import { checkEach, mustBe, type Policy } from '../policy.js';

export const poolClosed: Policy = {
  id: 'pool-closed',
  severity: 'error',
  promise: 'Accounts are made by administrators alone.',
  safeguards: ['164.308(a)(4)(ii)(B)', '164.312(a)(2)(i)'],
  publicRules: [],
  fix: 'Set adminCreateUserConfig.allowAdminCreateUserOnly to true.',
  check: checkEach('aws:cognito/userPool:UserPool', mustBe('adminCreateUserConfig.allowAdminCreateUserOnly', true)),
};
