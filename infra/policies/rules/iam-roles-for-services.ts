import { statementsOf } from '../../preview/policy-statements.js';
import { each, type Policy } from '../policy.js';

export const iamRolesForServices: Policy = {
  id: 'iam-roles-for-services',
  severity: 'error',
  promise: 'A role says which service takes it.',
  safeguards: ['164.312(a)(2)(i)', '164.312(d)'],
  publicRules: ['CKV_AWS_60', 'CKV_AWS_61', 'CKV_AWS_358', 'CKV_AWS_393'],
  mend: 'Name the service in the role’s trust policy.',
  check: each('aws:iam/role:Role', (role) => {
    const trusted = statementsOf([role]).map(({ statement }) => JSON.stringify(statement.Principal ?? '*'));
    return trusted.some((principal) => principal.includes('*')) ? 'may be taken by everybody' : undefined;
  }),
};
