/** Nothing that may change would end it: by design, and not for want of time. */
export const noExpiry = 'for good' as const;

/** A rule that a resource need not keep: what, why, and until when somebody must look at it again. */
export interface PolicyException {
  /** The policy's id. */
  readonly rule: string;
  /** Stacks that it holds for; all where it is left out. */
  readonly stacks?: readonly string[];
  /** Logical names, `*` for any run of characters. */
  readonly resources: string;
  /** Inputs that the resource must have besides, as texts with `*` too: anything may be given a name. */
  readonly inputs?: Readonly<Record<string, string>>;
  readonly reason: string;
  /** The day from which it holds no more, YYYY-MM-DD, or that it was decided for good. */
  readonly until: `${number}-${number}-${number}` | typeof noExpiry;
}

const inventedDataReason =
  'A development environment holds invented data, which can be loaded again, and is deleted at will.';

const publicRouteReason =
  'It tells nobody anything of a patient: the health check, the API’s own description, the 404 of a path that there is not.';

/** Policies that are written into the role that they are for, by who writes them; anybody else's is told. */
const inlinePolicies = [
  'audit-log',
  'database-*connect-*',
  'database-master-secret-*',
  'functions-*-execution',
  'identity-token-trigger-*',
  'models-*-for-*',
  'network-flows',
  'secrets-bedrock-user-for-*',
  'storage-*-for-*',
];

/** Accepted departures. Whoever adds one signs for it in the review of the change. */
export const exceptions: readonly PolicyException[] = [
  {
    rule: 'function-in-vpc',
    resources: 'identity-token-trigger-function',
    reason:
      'Cognito’s trigger reaches the user pool’s API and nothing in the VPC; in the VPC it would need a way out and gain a cold start before each sign-in.',
    until: noExpiry,
  },
  {
    rule: 'function-concurrency-limited',
    resources: 'identity-token-trigger-function',
    reason: 'Who is kept from it can’t sign in; Cognito’s own quotas limit how often it is called.',
    until: noExpiry,
  },
  {
    rule: 'function-concurrency-limited',
    stacks: ['dev'],
    resources: 'functions-*',
    reason: 'A new account has ten executions at once in all, and Lambda reserves none below a hundred that stay free.',
    // By then AWS has been asked for more, or the reason is another one.
    until: '2027-11-30',
  },
  ...[
    { resources: '*-api-any-v1-health', inputs: { routeKey: 'ANY /v1/health' } },
    { resources: '*-api-any-v1-openapi-json', inputs: { routeKey: 'ANY /v1/openapi.json' } },
    { resources: '*-api-default', inputs: { routeKey: '$default' } },
  ].map((route) => ({ rule: 'route-authorized', ...route, reason: publicRouteReason, until: noExpiry })),
  {
    rule: 'route-authorized',
    resources: '*-api-options-*',
    inputs: { routeKey: 'OPTIONS *' },
    reason: 'Browsers ask without a token whether they may ask; the answer is 204 and the methods of the path.',
    until: noExpiry,
  },
  {
    rule: 'internet-route-needed',
    resources: 'network-public-*',
    reason:
      'Public subnets are where NAT gateways would lie; nothing lies there otherwise, and no address is given in them.',
    until: noExpiry,
  },
  {
    rule: 'subnet-without-public-addresses',
    resources: 'network-public-*',
    reason:
      'awsx makes public subnets so and has no setting for it. Nothing is launched in them but NAT gateways, which have addresses of their own.',
    // A later awsx may have the setting.
    until: '2027-11-30',
  },
  ...inlinePolicies.map((resources) => ({
    rule: 'iam-no-inline',
    resources,
    reason:
      'Each policy is one role’s own, by the exact ARNs that this role needs; an attached one could be given to another role by mistake.',
    until: noExpiry,
  })),
  {
    rule: 'database-monitored',
    resources: 'database-*',
    reason:
      'Serverless instances have no operating system to size; capacity, Database Insights and the alarms watch them. RDS writes the measurements into a log group of the account that isn’t under our key.',
    until: noExpiry,
  },
  {
    rule: 'secret-rotated',
    resources: 'secrets-bedrock-user',
    reason:
      'Only Bedrock Knowledge Bases signs in with it, to one table. An operator puts a new one in and invokes db_initialization, which sets it (docs/deploy.md).',
    until: '2027-06-30',
  },
  {
    rule: 'secret-rotated',
    resources: 'secrets-third-party',
    reason: 'Keys of third parties are made by them; an operator puts new ones in.',
    until: noExpiry,
  },
  ...['database-deletion-protected', 'database-backed-up', 'database-in-two-zones'].map((rule) => ({
    rule,
    stacks: ['dev'],
    resources: 'database-cluster',
    reason: inventedDataReason,
    until: noExpiry,
  })),
  ...['pool-threats', 'pool-deletion-protected'].map((rule) => ({
    rule,
    stacks: ['dev'],
    resources: 'identity-pool',
    reason: inventedDataReason,
    until: noExpiry,
  })),
  { rule: 'log-retained', stacks: ['dev'], resources: '*', reason: inventedDataReason, until: noExpiry },
  {
    rule: 'audit-bucket-locked',
    stacks: ['dev'],
    resources: 'storage-audit-bucket',
    reason: inventedDataReason,
    until: noExpiry,
  },
  { rule: 'account-watched', stacks: ['dev'], resources: 'audit-trail', reason: inventedDataReason, until: noExpiry },
  { rule: 'trail-data-events', stacks: ['dev'], resources: 'audit-trail', reason: inventedDataReason, until: noExpiry },
  { rule: 'trail-log-retained', stacks: ['dev'], resources: 'audit-log', reason: inventedDataReason, until: noExpiry },
];
