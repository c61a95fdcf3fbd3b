import { wildcardExceptions } from '../../components/functions/policies.js';
import {
  isPolicyUnreadable,
  listStatements,
  type PolicyStatement,
  readStatements,
  toArray,
} from '../../preview/policy-statements.js';
import { findForeignPrincipal } from '../accounts.js';
import {
  checkEach,
  type Policy,
  type PolicyDefinition,
  type ResourceCheck,
  readInput,
  readInputList,
} from '../policy.js';

const roleType = 'aws:iam/role:Role';
const rolePolicyType = 'aws:iam/rolePolicy:RolePolicy';
const userPolicyType = 'aws:iam/userPolicy:UserPolicy';
const groupPolicyType = 'aws:iam/groupPolicy:GroupPolicy';

const awsManagedPolicy = /^arn:[a-z-]+:iam::aws:policy\//;

const checkAttachment: ResourceCheck = (resource) => {
  if (resource.type.includes('/user') || readInputList(resource, 'users').length > 0) return 'grants rights to a user';
  const arns = [readInput(resource, 'policyArn'), readInput(resource, 'managedPolicyArns')].flat();
  const found = arns.find((arn) => awsManagedPolicy.test(String(arn)));
  return found === undefined ? undefined : `attaches ${found}`;
};

/** Actions that IAM cannot restrict to resources; each has its reason where it is granted. */
const unrestrictableActions = new Set(wildcardExceptions.map(({ action }) => action));

/** Actions that need a wildcard for a kind of resource in the account. */
const neededWildcards: readonly {
  readonly on: RegExp;
  readonly actions: readonly string[];
  readonly reason: string;
}[] = [
  {
    on: /^arn:[a-z-]+:ec2:[a-z\d-]+:\d{12}:network-interface\/\*$/,
    actions: ['ec2:CreateNetworkInterface'],
    reason: 'A network interface has no id before it is created; its subnets and security group are named.',
  },
  {
    on: /^arn:[a-z-]+:ec2:[a-z\d-]+:\d{12}:\*\/\*$/,
    actions: ['ec2:DeleteNetworkInterface', 'ec2:AssignPrivateIpAddresses', 'ec2:UnassignPrivateIpAddresses'],
    reason: "Lambda checks its role's permissions with this pattern before it creates a function in a VPC.",
  },
  {
    on: /^arn:[a-z-]+:logs:[a-z\d-]+:\d{12}:log-group:\*$/,
    actions: ['logs:DescribeLogGroups'],
    reason: 'CloudWatch Logs authorizes listing for all log groups or none.',
  },
];

/** Services whose ARNs have a name where other services have a resource type: `arn:aws:s3:::name/key`. */
const servicesWithoutResourceTypes = ['s3', 'sns', 'sqs', 'execute-api'];

/** Separators don't narrow a wildcard: `*-??????` matches every secret's ARN. */
const isBareWildcard = (text: string): boolean => !/[a-z\d]/i.test(text);

/** Matches `*` and patterns that are no narrower: every key of an account, every bucket, every role under any path. */
function matchesEverything(arn: string): boolean {
  if (!/[*?]/.test(arn)) return false;
  const [prefix, , service = '', , , ...rest] = arn.split(':');
  // A wildcard also matches colons: `arn:aws:s3*`.
  if (prefix !== 'arn' || rest.length === 0) return true;
  const [first = '', second] = rest
    .join(':')
    .split(/[:/]/)
    .filter((part) => part !== '');
  if (servicesWithoutResourceTypes.includes(service)) return isBareWildcard(first);
  return /[*?]/.test(first) || (second !== undefined && isBareWildcard(second));
}

const findWildcardResources = ({ Resource, NotResource }: PolicyStatement): readonly string[] =>
  NotResource === undefined ? toArray(Resource).filter(matchesEverything) : ['a NotResource'];

const isWildcardNeeded = (action: string, arn: string): boolean =>
  (arn === '*' && unrestrictableActions.has(action)) ||
  neededWildcards.some(({ on, actions }) => on.test(arn) && actions.includes(action));

const checkTrustPolicy: ResourceCheck = (role, resources) => {
  // Inline policies of the role have no principals and no sts actions.
  const statements = readStatements([role]).filter(({ Action }) =>
    toArray(Action).some((action) => action.startsWith('sts:')),
  );
  const trusted = statements.map(({ Principal }) => JSON.stringify(Principal ?? '*'));
  if (trusted.some((principal) => principal.includes('*'))) return 'can be assumed by everyone';
  const account = trusted.find((principal) => /"(arn:[^:]+:iam::)?\d{12}(:root)?"/.test(principal));
  if (account !== undefined) return `can be assumed by anyone in an account: ${account}`;
  const foreign = statements.map((statement) => findForeignPrincipal(statement, resources)).find(Boolean);
  return foreign && `can be assumed by ${foreign}, outside of the account`;
};

/** Reports what is wrong with the allowing statements of some resources. */
const checkEachGrant =
  (findFaults: (statement: PolicyStatement) => readonly string[], ...types: readonly string[]): Policy['check'] =>
  (resources) =>
    listStatements(types.length === 0 ? resources : resources.filter(({ type }) => types.includes(type)))
      .filter(({ statement }) => statement.Effect === 'Allow')
      .flatMap(({ holder, statement }) => findFaults(statement).map((detail) => ({ resource: holder, detail })));

function findWildcardAction({ Action, NotAction }: PolicyStatement): readonly string[] {
  const wildcard = toArray(Action).find((action) => /^([^:]*:)?[*?]+$/.test(action));
  if (wildcard !== undefined) return [`allows ${wildcard}`];
  return NotAction === undefined ? [] : ['allows actions with NotAction'];
}

const findWildcardGrants = (statement: PolicyStatement): readonly string[] =>
  findWildcardResources(statement).flatMap((arn) =>
    toArray(statement.Action)
      .filter((action) => !isWildcardNeeded(action, arn))
      .map((action) => `allows ${action} on ${arn}`),
  );

export const iamPolicies: readonly PolicyDefinition[] = [
  {
    id: 'iam-actions-named',
    description: 'Policies name the actions that they allow, instead of all actions or all actions of a service.',
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
    check: checkEachGrant(findWildcardAction),
  },
  {
    id: 'iam-no-aws-managed',
    description:
      'No role has AWS managed policies, which allow more than it needs, and no policies are attached to users.',
    safeguards: ['164.308(a)(4)(ii)(B)', '164.312(a)(1)'],
    publicRules: [
      'AwsSolutions-IAM4',
      'CKV_AWS_40',
      'CKV_AWS_274',
      'CKV_AWS_275',
      'CKV2_AWS_56',
      'iam_aws_attached_policy_no_administrative_privileges',
    ],
    fix: 'Write a policy for the role with the actions that it needs.',
    check: checkEach(
      [
        'aws:iam/rolePolicyAttachment:RolePolicyAttachment',
        'aws:iam/groupPolicyAttachment:GroupPolicyAttachment',
        'aws:iam/policyAttachment:PolicyAttachment',
        'aws:iam/userPolicyAttachment:UserPolicyAttachment',
        userPolicyType,
        roleType,
      ],
      checkAttachment,
    ),
  },
  {
    id: 'iam-no-inline',
    severity: 'warning',
    description: 'Policies are resources that can be reviewed on their own, not inline policies.',
    safeguards: ['164.308(a)(4)(ii)(B)'],
    publicRules: ['IAM_NO_INLINE_POLICY_CHECK', 'HIPAA.Security-IAMNoInlinePolicy'],
    fix: 'Create an aws.iam.Policy and attach it.',
    check: checkEach([rolePolicyType, userPolicyType, groupPolicyType, roleType], (resource) => {
      if (resource.type !== roleType) return 'is an inline policy';
      return readInputList(resource, 'inlinePolicies').length > 0 ? 'has inline policies' : undefined;
    }),
  },
  {
    id: 'iam-resources-named',
    description: 'Policies name the resources that they allow, except for actions that IAM cannot restrict.',
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
    fix: 'Name the ARN. If IAM cannot restrict the action, add it with a reason to wildcardExceptions in infra/components/functions/policies.ts; if it can restrict only the kind of resource, add it to neededWildcards in infra/policies/rules/iam.ts.',
    check: checkEachGrant(
      findWildcardGrants,
      rolePolicyType,
      'aws:iam/policy:Policy',
      roleType,
      userPolicyType,
      groupPolicyType,
    ),
  },
  {
    id: 'iam-roles-for-services',
    description: 'Roles name the service or role that can assume them.',
    safeguards: ['164.312(a)(2)(i)', '164.312(d)'],
    publicRules: ['CKV_AWS_60', 'CKV_AWS_61'],
    fix: "Name the service in the role's trust policy.",
    check: checkEach(roleType, checkTrustPolicy),
  },
  {
    id: 'policy-readable',
    description: 'Policy documents are readable for reviewers and for these checks.',
    safeguards: ['164.308(a)(4)(ii)(B)', '164.308(a)(8)'],
    fix: 'Build the policy from ARNs, not from secret values.',
    check: (resources) =>
      resources
        .filter(isPolicyUnreadable)
        .map((resource) => ({ resource, detail: 'has a policy that is secret or not valid JSON' })),
  },
];
