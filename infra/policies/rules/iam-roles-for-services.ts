import { listStatements, toArray } from '../../preview/policy-statements.js';
import { checkEach, type Policy } from '../policy.js';
import { findForeignPrincipal } from './accounts.js';

export const iamRolesForServices: Policy = {
  id: 'iam-roles-for-services',
  severity: 'error',
  promise: 'A role says which service takes it.',
  safeguards: ['164.312(a)(2)(i)', '164.312(d)'],
  publicRules: ['CKV_AWS_60', 'CKV_AWS_61'],
  fix: 'Name the service in the role’s trust policy.',
  check: checkEach('aws:iam/role:Role', (role, resources) => {
    // Policies that are written into a role have no principal; they say what it may do.
    const statements = listStatements([role])
      .map(({ statement }) => statement)
      .filter(({ Action }) => toArray(Action).some((action) => action.startsWith('sts:')));
    const trusted = statements.map(({ Principal }) => JSON.stringify(Principal ?? '*'));
    if (trusted.some((principal) => principal.includes('*'))) return 'may be taken by everybody';
    const account = trusted.find((principal) => /"(arn:[^:]+:iam::)?\d{12}(:root)?"/.test(principal));
    if (account !== undefined) return `may be taken by whoever an account lets: ${account}`;
    const stranger = statements.map((statement) => findForeignPrincipal(statement, resources)).find(Boolean);
    return stranger && `may be taken by ${stranger}, who is of another account`;
  }),
};
