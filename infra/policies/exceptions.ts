/** For exceptions by design, which no later change would make unnecessary. */
export const noExpiry = 'for good' as const;

/** A policy that some resources are allowed to break, the reason, and when to review it. */
export interface PolicyException {
  readonly rule: string;
  /** Stacks where the exception applies; all stacks by default. */
  readonly stacks?: readonly string[];
  /** Logical names; `*` matches any characters. */
  readonly resources: string;
  /** Inputs that the resource must also have, `*` included, because a name alone says nothing about a resource. */
  readonly inputs?: Readonly<Record<string, string>>;
  readonly reason: string;
  /** The first day without the exception, YYYY-MM-DD. */
  readonly until: `${number}-${number}-${number}` | typeof noExpiry;
}

const inventedDataReason = 'A development environment contains only sample data, which can be loaded again.';

/** Rules that a development environment breaks, by resource. */
const developmentRules = {
  'database-cluster': ['database-deletion-protected', 'database-backed-up', 'database-in-two-zones'],
  'identity-pool': ['pool-threats', 'pool-deletion-protected'],
  'functions-agent*': ['function-model-guarded'],
  '*': ['log-retained'],
  'storage-audit-bucket': ['audit-bucket-locked'],
  'audit-trail': ['account-watched', 'trail-data-events'],
  'audit-log': ['trail-log-retained'],
};

const publicRouteReason =
  'The health check, the OpenAPI document and the 404 for unknown paths contain no patient data.';

/** Inline policies that components write for their own roles. */
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

/** Add an exception only with a reason that the review of the change accepts. */
export const exceptions: readonly PolicyException[] = [
  {
    rule: 'function-in-vpc',
    resources: 'identity-token-trigger-function',
    reason:
      "Cognito's trigger calls only the user pool's API. In the VPC it would need a route to the internet and add cold starts to sign-ins.",
    until: noExpiry,
  },
  {
    rule: 'function-concurrency-limited',
    resources: 'identity-token-trigger-function',
    reason: "Users cannot sign in while the trigger is throttled, and Cognito's quotas already limit its calls.",
    until: noExpiry,
  },
  {
    rule: 'function-concurrency-limited',
    stacks: ['dev'],
    resources: 'functions-*',
    reason: 'A new account has a concurrency of 10, and Lambda always keeps 100 unreserved.',
    // AWS raises the quota on request.
    until: '2027-11-30',
  },
  ...[
    { resources: '*-api-any-v1-health', inputs: { routeKey: 'ANY /v1/health' } },
    { resources: '*-api-any-v1-openapi-json', inputs: { routeKey: 'ANY /v1/openapi.json' } },
    { resources: '*-api-any-problems-proxy', inputs: { routeKey: 'ANY /problems/{proxy+}' } },
    { resources: '*-api-default', inputs: { routeKey: '$default' } },
  ].map((route) => ({ rule: 'route-authorized', ...route, reason: publicRouteReason, until: noExpiry })),
  {
    rule: 'route-authorized',
    resources: '*-api-options-*',
    inputs: { routeKey: 'OPTIONS *' },
    reason: 'Browsers send CORS preflight requests without a token; the response is 204 with the allowed methods.',
    until: noExpiry,
  },
  {
    rule: 'internet-route-needed',
    resources: 'network-public-*',
    reason: 'NAT gateways need public subnets. Nothing else uses these subnets.',
    until: noExpiry,
  },
  {
    rule: 'subnet-without-public-addresses',
    resources: 'network-public-*',
    reason:
      'awsx sets this for public subnets and has no option to change it. Only NAT gateways run there, with their own addresses.',
    // A later version of awsx may have the option.
    until: '2027-11-30',
  },
  ...inlinePolicies.map((resources) => ({
    rule: 'iam-no-inline',
    resources,
    reason:
      'Each policy has the exact ARNs that one role needs. A managed policy could be attached to another role by mistake.',
    until: noExpiry,
  })),
  {
    rule: 'database-monitored',
    resources: 'database-*',
    reason:
      'Serverless instances have no operating system to size; Database Insights and alarms monitor them. RDS would write the metrics to a log group that is not encrypted with our key.',
    until: noExpiry,
  },
  {
    rule: 'secret-rotated',
    resources: 'secrets-bedrock-user',
    reason:
      'Only Bedrock Knowledge Bases uses this password, for one table. Operators store a new one and invoke db_initialization, which applies it (docs/deploy.md).',
    until: '2027-06-30',
  },
  {
    rule: 'secret-rotated',
    resources: 'secrets-third-party',
    reason: 'Third parties issue these keys, and operators store new ones.',
    until: noExpiry,
  },
  ...Object.entries(developmentRules).flatMap(([resources, rules]) =>
    rules.map((rule) => ({ rule, stacks: ['dev'], resources, reason: inventedDataReason, until: noExpiry })),
  ),
];
