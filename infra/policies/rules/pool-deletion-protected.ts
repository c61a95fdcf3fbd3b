import { checkEach, mustBe, type Policy } from '../policy.js';

export const poolDeletionProtected: Policy = {
  id: 'pool-deletion-protected',
  severity: 'error',
  promise: 'The accounts are not deleted by mistake.',
  safeguards: ['164.308(a)(7)(ii)(A)'],
  publicRules: [],
  fix: 'Set database.deletionProtection to true; the accounts are protected with the records.',
  check: checkEach('aws:cognito/userPool:UserPool', mustBe('deletionProtection', 'ACTIVE')),
};
