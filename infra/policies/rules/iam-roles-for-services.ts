import { list, statementsOf } from '../../preview/policy-statements.js';
import { each, type Policy } from '../policy.js';

export const iamRolesForServices: Policy = {
  id: 'iam-roles-for-services',
  severity: 'error',
  promise: 'A role says which service takes it.',
  safeguards: ['164.312(a)(2)(i)', '164.312(d)'],
  publicRules: ['CKV_AWS_60', 'CKV_AWS_61'],
  mend: 'Name the service in the role’s trust policy.',
  check: each('aws:iam/role:Role', (role) => {
    // Policies that are written into a role have no principal; they say what it may do.
    const trusted = statementsOf([role])
      .filter(({ statement }) => list(statement.Action).some((action) => action.startsWith('sts:')))
      .map(({ statement }) => JSON.stringify(statement.Principal ?? '*'));
    if (trusted.some((principal) => principal.includes('*'))) return 'may be taken by everybody';
    const account = trusted.find((principal) => /"(arn:[^:]+:iam::)?\d{12}(:root)?"/.test(principal));
    return account === undefined ? undefined : `may be taken by whoever an account lets: ${account}`;
  }),
};
