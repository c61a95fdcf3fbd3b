import { wildcardExceptions } from '../../functions/policies.js';
import { list, type Statement, statementsOf } from '../../preview/policy-statements.js';
import type { Policy } from '../policy.js';

/** Actions that AWS authorises on no resource; each has its reason where it is granted. */
const unrestrictable = new Set(wildcardExceptions.map(({ action }) => action));

const identityPolicies = [
  'aws:iam/rolePolicy:RolePolicy',
  'aws:iam/policy:Policy',
  'aws:iam/role:Role',
  'aws:iam/userPolicy:UserPolicy',
  'aws:iam/groupPolicy:GroupPolicy',
];

/** `*`, and what is no narrower: every key of an account, every bucket, all but some things. */
const isEverything = ({ Resource, NotResource }: Statement): boolean =>
  NotResource !== undefined ||
  list(Resource).some((arn) => /^(\*+|arn:[^:]*:[^:]*:[^:]*:[^:]*:(key\/)?\*+)$/.test(arn));

export const iamResourcesNamed: Policy = {
  id: 'iam-resources-named',
  severity: 'error',
  promise: 'Roles are allowed things by name, but where AWS knows no name.',
  safeguards: ['164.308(a)(4)(ii)(B)', '164.312(a)(1)'],
  publicRules: [
    'IAM_CUSTOMER_POLICY_BLOCKED_KMS_ACTIONS',
    'IAM_INLINE_POLICY_BLOCKED_KMS_ACTIONS',
    'CKV_AWS_286',
    'CKV_AWS_287',
    'CKV_AWS_288',
    'CKV_AWS_289',
    'CKV_AWS_290',
    'CKV_AWS_355',
    'F38',
    'F39',
    'F40',
    'W11',
    'W12',
    'W13',
  ],
  mend: 'Name the ARN, or add the action with its reason to wildcardExceptions in infra/functions/policies.ts.',
  check: (resources) =>
    statementsOf(resources.filter(({ type }) => identityPolicies.includes(type)))
      .filter(({ statement }) => statement.Effect === 'Allow' && isEverything(statement))
      .flatMap(({ holder, statement }) =>
        list(statement.Action)
          .filter((action) => !unrestrictable.has(action))
          .map((action) => ({ resource: holder, detail: `allows ${action} on everything` })),
      ),
};
