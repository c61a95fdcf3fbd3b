import { isPolicyUnknown, isPublicStatement, listStatements, toArray } from '../../preview/policy-statements.js';
import { checkEach, findParts, type Policy, readInput } from '../policy.js';
import { findForeignPrincipal } from './accounts.js';

export const keyPolicyClosed: Policy = {
  id: 'key-policy-closed',
  severity: 'error',
  promise: 'A key’s policy names who may use it, of the own account alone, and lets nobody do everything.',
  safeguards: ['164.312(a)(1)', '164.312(a)(2)(iv)'],
  publicRules: ['CKV_AWS_33', 'CKV2_AWS_64', 'F76', 'kms.Key.disallowBypassPolicyLockoutSafetyCheck'],
  fix: 'Write a policy with principals of the own account and actions by name.',
  check: checkEach('aws:kms/key:Key', (key, resources) => {
    if (readInput(key, 'bypassPolicyLockoutSafetyCheck') === true) return 'may lock everybody out';
    if (isPolicyUnknown(key)) return undefined;
    const statements = listStatements([key, ...findParts(key, 'aws:kms/keyPolicy:KeyPolicy', resources)]);
    if (statements.length === 0) return 'has no policy of its own';
    const allowing = statements.filter(({ statement }) => statement.Effect === 'Allow');
    if (allowing.some(({ statement }) => isPublicStatement(statement))) return 'may be used by everybody';
    const [stranger] = allowing.flatMap(({ statement }) => findForeignPrincipal(statement, resources) ?? []);
    if (stranger !== undefined) return `may be used by ${stranger}, who is of another account`;
    const all = allowing.some(({ statement }) =>
      toArray(statement.Action).some((action) => /^(\*|kms:\*)$/.test(action)),
    );
    return all ? 'lets somebody do everything with it' : undefined;
  }),
};
