import { wildcardExceptions } from '../../components/functions/policies.js';
import { listStatements, type PolicyStatement, toArray } from '../../preview/policy-statements.js';
import type { Policy } from '../policy.js';

/** Actions that AWS authorises on no resource; each has its reason where it is granted. */
const unrestrictableActions = new Set(wildcardExceptions.map(({ action }) => action));

const identityPolicies = [
  'aws:iam/rolePolicy:RolePolicy',
  'aws:iam/policy:Policy',
  'aws:iam/role:Role',
  'aws:iam/userPolicy:UserPolicy',
  'aws:iam/groupPolicy:GroupPolicy',
];

/** Actions that need all of a kind in an account, and why it can’t be less. */
const neededWildcards: readonly {
  readonly on: RegExp;
  readonly actions: readonly string[];
  readonly reason: string;
}[] = [
  {
    on: /^arn:[a-z-]+:ec2:[a-z\d-]+:\d{12}:network-interface\/\*$/,
    actions: ['ec2:CreateNetworkInterface'],
    reason: 'What is still to be made has no name; the subnets and the group that it is made in have.',
  },
  {
    on: /^arn:[a-z-]+:ec2:[a-z\d-]+:\d{12}:\*\/\*$/,
    actions: ['ec2:DeleteNetworkInterface', 'ec2:AssignPrivateIpAddresses', 'ec2:UnassignPrivateIpAddresses'],
    reason: 'Before it makes a function in a VPC, Lambda tries its role’s rights with this pattern.',
  },
  {
    on: /^arn:[a-z-]+:logs:[a-z\d-]+:\d{12}:log-group:\*$/,
    actions: ['logs:DescribeLogGroups'],
    reason: 'It lists groups; CloudWatch Logs authorises it on all of them or none.',
  },
];

/** Services whose ARNs begin with a name, where others have the kind of thing: `arn:aws:s3:::name/key`. */
const servicesWithoutResourceTypes = ['s3', 'sns', 'sqs', 'execute-api'];

/** Wildcards, and what is between them: `*-??????`, the end of every secret’s ARN, tells none from another. */
const isBareWildcard = (text: string): boolean => !/[a-z\d]/i.test(text);

/** `*`, and what is no narrower: every key of an account, every bucket, every role under any path. */
function matchesEverything(arn: string): boolean {
  if (!/[*?]/.test(arn)) return false;
  const [prefix, , service = '', , , ...rest] = arn.split(':');
  // A wildcard also stands for colons: `arn:aws:s3*`.
  if (prefix !== 'arn' || rest.length === 0) return true;
  const [first = '', second] = rest
    .join(':')
    .split(/[:/]/)
    .filter((part) => part !== '');
  if (servicesWithoutResourceTypes.includes(service)) return isBareWildcard(first);
  return /[*?]/.test(first) || (second !== undefined && isBareWildcard(second));
}

/** What of a statement’s resources is everything; where it says what it is not about, that is the rest. */
const findWildcardResources = ({ Resource, NotResource }: PolicyStatement): readonly string[] =>
  NotResource === undefined ? toArray(Resource).filter(matchesEverything) : ['all but some things'];

const isWildcardNeeded = (action: string, arn: string): boolean =>
  (arn === '*' && unrestrictableActions.has(action)) ||
  neededWildcards.some(({ on, actions }) => on.test(arn) && actions.includes(action));

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
  fix: 'Name the ARN. Where AWS knows none, add the action with its reason to wildcardExceptions in infra/components/functions/policies.ts; where it knows the kind alone, to this rule.',
  check: (resources) =>
    listStatements(resources.filter(({ type }) => identityPolicies.includes(type)))
      .filter(({ statement }) => statement.Effect === 'Allow')
      .flatMap(({ holder, statement }) =>
        findWildcardResources(statement).flatMap((arn) =>
          toArray(statement.Action)
            .filter((action) => !isWildcardNeeded(action, arn))
            .map((action) => ({ resource: holder, detail: `allows ${action} on ${arn}` })),
        ),
      ),
};
