import { anyOf, each, mustBe, type Policy } from '../policy.js';

export const databasePasswordManaged: Policy = {
  id: 'database-password-managed',
  severity: 'error',
  promise: 'RDS makes, keeps and rotates the administrator’s password; no program and no state has it.',
  safeguards: ['164.312(d)'],
  publicRules: [],
  mend: 'Set manageMasterUserPassword and take masterPassword out.',
  check: each(
    'aws:rds/cluster:Cluster',
    anyOf(mustBe('manageMasterUserPassword', true), mustBe('masterPassword', undefined)),
  ),
};
