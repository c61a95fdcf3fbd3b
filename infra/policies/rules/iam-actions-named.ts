import { listStatements, toArray } from '../../preview/policy-statements.js';
import type { Policy } from '../policy.js';

export const iamActionsNamed: Policy = {
  id: 'iam-actions-named',
  severity: 'error',
  promise: 'Policies allow actions by name: not all of them, and not all of a service.',
  safeguards: ['164.308(a)(4)(ii)(B)', '164.312(a)(1)'],
  publicRules: [
    'IAM_POLICY_NO_STATEMENTS_WITH_ADMIN_ACCESS',
    'IAM_POLICY_NO_STATEMENTS_WITH_FULL_ACCESS',
    'HIPAA.Security-IAMPolicyNoStatementsWithAdminAccess',
    'HIPAA.Security-IAMPolicyNoStatementsWithFullAccess',
    'AwsSolutions-SQS4',
    'CKV_AWS_62',
    'CKV_AWS_63',
    'CKV_AWS_72',
    'CKV2_AWS_40',
    'StarPermissions',
    'iam_customer_attached_policy_no_administrative_privileges',
    'iam_inline_policy_no_administrative_privileges',
    'F3',
    'F4',
    'F5',
    'F15',
    'F20',
  ],
  fix: 'Name the actions.',
  check: (resources) =>
    listStatements(resources)
      .filter(({ statement }) => statement.Effect === 'Allow')
      .flatMap(({ holder, statement }) => {
        const wide = toArray(statement.Action).find((action) => /^([^:]*:)?[*?]+$/.test(action));
        if (wide !== undefined) return [{ resource: holder, detail: `allows ${wide}` }];
        return statement.NotAction === undefined ? [] : [{ resource: holder, detail: 'allows all but some actions' }];
      }),
};
