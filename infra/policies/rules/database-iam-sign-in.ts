import { checkEach, mustBe, type Policy } from '../policy.js';

export const databaseIamSignIn: Policy = {
  id: 'database-iam-sign-in',
  severity: 'error',
  promise: 'Functions sign in to the database with tokens of their own roles, not with a shared password.',
  safeguards: ['164.312(a)(2)(i)', '164.312(d)'],
  publicRules: ['AwsSolutions-RDS6', 'CKV_AWS_162'],
  fix: 'Set iamDatabaseAuthenticationEnabled to true.',
  check: checkEach('aws:rds/cluster:Cluster', mustBe('iamDatabaseAuthenticationEnabled', true)),
};
