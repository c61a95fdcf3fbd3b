import { beforeAll, describe, expect, it } from 'vitest';
import { type PlanChange, types } from '../../test/support/plan.js';
import { secretMark } from '../preview/inputs.js';
import type { PlannedResource } from '../preview/planned-resource.js';
import { previewStack } from '../preview/preview.js';
import { isBlocking, judge } from './judge.js';
import { addResource, combineChanges, dropResource, prependStatement, rewriteInput, setInput } from './testing.js';

const buildUrn = (type: string, name = 'added') => `urn:pulumi:test::healthcare-backend::${type}::${name}`;
const allow = (fields: object) => JSON.stringify({ Effect: 'Allow', ...fields });
const allows = (fields: object) => `{"Statement":[${allow(fields)}]}`;

/** Principals outside of the stack's account. */
const strangers: readonly (readonly [who: string, principal: object])[] = [
  ['another account', { AWS: 'arn:aws:iam::210987654321:root' }],
  ['another account by its number', { AWS: ['arn:aws:iam::123456789012:root', '210987654321'] }],
  ['a role of another account', { AWS: 'arn:aws:iam::210987654321:role/x' }],
  ['a federated user', { Federated: 'accounts.google.com' }],
];

/** Principals of the stack's account. */
const ours: readonly (readonly [who: string, principal: object])[] = [
  ["the stack's account", { AWS: '123456789012' }],
  ['a role of the account, and a service', { AWS: 'arn:aws:iam::123456789012:role/x', Service: 'x.amazonaws.com' }],
];

/** Makes an input secret, as `pulumi.secret` does. */
const hideInput =
  (type: string, path: string): PlanChange =>
  (resources) =>
    setInput(
      type,
      path,
      secretMark,
    )(resources).map((resource) => (resource.type === type ? { ...resource, secretInputs: [path] } : resource));

const rotateEvery = (automaticallyAfterDays: number): PlanChange =>
  combineChanges(
    addResource(types.secret, {}),
    addResource(types.rotation, { rotationRules: { automaticallyAfterDays } }, 'rotation', [buildUrn(types.secret)]),
  );

const selector = (position: number, field: object): PlanChange =>
  setInput(types.trail, `advancedEventSelectors.${position}.fieldSelectors.3`, field);

/** Changes that break a policy although the plan looks as if it kept the policy. */
const evasions: readonly (readonly [rule: string, how: string, change: PlanChange])[] = [
  ['account-watched', 'filters on another log group', setInput(types.filter, 'logGroupName', 'another')],
  ['account-watched', 'filters without an alarm', dropResource(types.alarm, 'audit-account-root-used-alarm')],
  [
    'account-watched',
    'a filter for another event with a longer name',
    rewriteInput(types.filter, 'CreateRoute)', 'CreateRouteX)', undefined, 'pattern'),
  ],
  ['alarm-acts', 'disabled actions', setInput(types.alarm, 'actionsEnabled', false)],
  [
    'api-log-without-patients',
    'an email address as a claim',
    setInput(types.stage, 'accessLogSettings.format', '{"who":"$context.authorizer.claims.email"}'),
  ],
  ['audit-bucket-locked', 'a bucket outside of the stack', setInput(types.trail, 's3BucketName', 'elsewhere')],
  [
    'bucket-lifecycle',
    'a rule for part of the bucket',
    setInput(types.lifecycle, 'rules.0.filter', { prefix: 'files/' }),
  ],
  [
    'bucket-tls-only',
    'a denial for one principal',
    rewriteInput(types.bucketPolicy, '"Principal":"*"', '"Principal":{"AWS":"arn:aws:iam::123456789012:role/x"}'),
  ],
  [
    'bucket-tls-only',
    'a denial under a second condition',
    rewriteInput(types.bucketPolicy, '{"Bool":{', '{"StringEquals":{"aws:PrincipalTag/a":"b"},"Bool":{'),
  ],
  [
    'bucket-tls-only',
    'a denial for objects but not for the bucket',
    rewriteInput(types.bucketPolicy, /"Resource":\["[^"]+",/g, '"Resource":['),
  ],
  ...strangers.map(
    ([who, Principal]) =>
      [
        'bucket-policy-closed',
        who,
        prependStatement(types.bucketPolicy)({ Principal, Action: 's3:GetObject', Resource: 'arn:x' }),
      ] as const,
  ),
  [
    'database-insights-encrypted',
    'an AWS managed key',
    setInput(types.cluster, 'performanceInsightsKmsKeyId', 'alias/aws/rds'),
  ],
  [
    'database-password-managed',
    'a password without a customer managed key',
    setInput(types.cluster, 'masterUserSecretKmsKeyId', undefined),
  ],
  ['database-tls-only', 'no parameter group', dropResource('aws:rds/clusterParameterGroup:ClusterParameterGroup')],
  [
    'database-logs-without-values',
    "a parameter group that the cluster doesn't use",
    setInput(types.cluster, 'dbClusterParameterGroupName', undefined),
  ],
  [
    'database-changes-logged',
    'a parameter group without parameters',
    setInput('aws:rds/clusterParameterGroup:ClusterParameterGroup', 'parameters', undefined),
  ],
  ['database-in-two-zones', 'two instances in one zone', setInput(types.instance, 'availabilityZone', 'us-east-1a')],
  ['default-group-closed', 'a second VPC', addResource('aws:ec2/vpc:Vpc', {})],
  ['egress-by-port', 'a legacy rule', addResource(types.legacyRule, { type: 'egress', protocol: '-1', fromPort: 0 })],
  [
    'egress-by-port',
    'a rule inside the group',
    setInput(types.securityGroup, 'egress', [{ protocol: '-1', fromPort: 0 }]),
  ],
  ['flow-logs', 'a second VPC', addResource('aws:ec2/vpc:Vpc', {})],
  ['function-environment-encrypted', 'an empty key', setInput(types.lambda, 'kmsKeyArn', '')],
  [
    'function-model-guarded',
    'no MODEL, which a release could default to a model',
    combineChanges(
      setInput(types.lambda, 'environment.variables.MODEL', undefined),
      setInput(types.lambda, 'environment.variables.GUARDRAIL_ID', undefined),
    ),
  ],
  [
    'function-without-secrets',
    'a value that is secret in Pulumi',
    hideInput(types.lambda, 'environment.variables.GREETING'),
  ],
  ...['210987654321', 'arn:aws:iam::210987654321:role/x'].map(
    (principal) => ['function-not-public', principal, setInput(types.permission, 'principal', principal)] as const,
  ),
  [
    'function-not-public',
    'a source of another account',
    setInput(types.permission, 'sourceArn', 'arn:aws:execute-api:us-east-1:210987654321:0a1b2c3d4e/*/*/v1/exams'),
  ],
  [
    'function-not-public',
    'a source of any account',
    setInput(types.permission, 'sourceArn', 'arn:aws:execute-api:us-east-1:*:0a1b2c3d4e/*/*/v1/exams'),
  ],
  ['function-not-public', 'every source', setInput(types.permission, 'sourceArn', '*')],
  ['function-not-public', 'another account as the source', setInput(types.permission, 'sourceAccount', '210987654321')],
  [
    'function-without-secrets',
    'a password in a URL',
    setInput(types.lambda, 'environment.variables.UPSTREAM_URL', 'https://ada:pass@example.com'),
  ],
  [
    'iam-actions-named',
    'a wildcard with a question mark',
    setInput(types.rolePolicy, 'policy', allows({ Action: 's3:?*', Resource: 'arn:x' })),
  ],
  [
    'iam-actions-named',
    'an inline policy of a role',
    setInput(types.role, 'inlinePolicies', [{ name: 'x', policy: allows({ Action: '*', Resource: 'arn:x' }) }]),
  ],
  [
    'iam-no-aws-managed',
    'another kind of attachment',
    addResource('aws:iam/policyAttachment:PolicyAttachment', {
      policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
    }),
  ],
  ['iam-no-aws-managed', 'a user', addResource('aws:iam/userPolicy:UserPolicy', { policy: '{}' })],
  [
    'iam-no-inline',
    'an inline policy of a role',
    setInput(types.role, 'inlinePolicies', [{ name: 'x', policy: '{}' }]),
  ],
  [
    'iam-resources-named',
    'NotResource',
    setInput(types.rolePolicy, 'policy', allows({ Action: 's3:GetObject', NotResource: 'arn:x' })),
  ],
  [
    'iam-resources-named',
    'every key',
    setInput(types.rolePolicy, 'policy', allows({ Action: 'kms:Decrypt', Resource: 'arn:aws:kms:*:*:key/*' })),
  ],
  [
    'iam-resources-named',
    'every bucket',
    setInput(types.rolePolicy, 'policy', allows({ Action: 's3:GetObject', Resource: 'arn:aws:s3:::*' })),
  ],
  ...[
    'arn:aws:kms:us-east-1:123456789012:key/?*',
    'arn:aws:kms:us-east-1:123456789012:key/????????-????-????-????-????????????',
    'arn:aws:kms:us-east-1:123456789012:k*',
    'arn:aws:s3:::*/*',
    'arn:aws:s3:::?*/files/*',
    'arn:aws:s3*',
    'arn:aws:secretsmanager:us-east-1:123456789012:secret:*',
    'arn:aws:secretsmanager:us-east-1:123456789012:secret:*-??????',
    'arn:aws:iam::123456789012:role/*',
    'arn:aws:lambda:us-east-1:123456789012:function:*:live',
    'arn:aws:logs:us-east-1:123456789012:log-group:*:*',
    'arn:aws:logs:us-east-1:123456789012:log-group:/*',
    'arn:aws:dynamodb:us-east-1:123456789012:table/*/index/*',
    'arn:aws:rds-db:us-east-1:123456789012:dbuser:*/*',
    'arn:aws:sqs:us-east-1:123456789012:?*',
    'arn:aws:ec2:us-east-1:123456789012:network-interface/*',
  ].map(
    (Resource) =>
      [
        'iam-resources-named',
        Resource,
        setInput(types.rolePolicy, 'policy', allows({ Action: 'x:Get', Resource })),
      ] as const,
  ),
  [
    'iam-roles-for-services',
    'everyone',
    setInput(types.role, 'assumeRolePolicy', allows({ Principal: { AWS: '*' }, Action: 'sts:AssumeRole' })),
  ],
  [
    'iam-roles-for-services',
    'another account by its number',
    setInput(types.role, 'assumeRolePolicy', allows({ Principal: { AWS: '210987654321' }, Action: 'sts:AssumeRole' })),
  ],
  [
    'image-scanned',
    'an empty key',
    setInput(types.repository, 'encryptionConfigurations', [{ encryptionType: 'AES256', kmsKey: '' }]),
  ],
  [
    'internet-route-needed',
    'IPv6',
    addResource('aws:ec2/route:Route', { gatewayId: 'igw-1', destinationIpv6CidrBlock: '::/0' }),
  ],
  ...strangers.map(
    ([who, Principal]) =>
      [
        'key-policy-closed',
        who,
        prependStatement(types.key)({ Principal, Action: 'kms:Decrypt', Resource: '*' }),
      ] as const,
  ),
  [
    'key-policy-closed',
    'another account in a separate key policy',
    (resources) =>
      addResource(
        'aws:kms/keyPolicy:KeyPolicy',
        { policy: allows({ Principal: { AWS: '210987654321' }, Action: 'kms:Decrypt', Resource: '*' }) },
        'added',
        resources.filter(({ type }) => type === types.key).map(({ urn }) => urn),
      )(resources),
  ],
  [
    'bucket-policy-closed',
    'a policy inside the bucket',
    setInput('aws:s3/bucket:Bucket', 'policy', allows({ Principal: '*', Action: 's3:GetObject', Resource: 'arn:x' })),
  ],
  ...strangers.flatMap(([who, Principal]) => [
    [
      'image-private',
      who,
      addResource('aws:ecr/repositoryPolicy:RepositoryPolicy', {
        policy: allows({ Principal, Action: 'ecr:BatchGetImage' }),
      }),
    ] as const,
    [
      'iam-roles-for-services',
      who,
      setInput(types.role, 'assumeRolePolicy', allows({ Principal, Action: 'sts:AssumeRole' })),
    ] as const,
    [
      'queue-protected',
      who,
      prependStatement(types.queuePolicy)({ Principal, Action: 'sqs:SendMessage', Resource: 'arn:x' }),
    ] as const,
  ]),
  ['log-encrypted', 'an empty key', setInput(types.logGroup, 'kmsKeyId', '')],
  ['no-open-ingress', 'a legacy rule', addResource(types.legacyRule, { type: 'ingress', cidrBlocks: ['0.0.0.0/0'] })],
  ['no-open-ingress', 'half of the internet', addResource(types.ingressRule, { cidrIpv4: '128.0.0.0/1' })],
  ...[
    { cidrIpv4: '203.0.113.0/24' },
    { cidrIpv4: '192.168.0.0/15' },
    { cidrIpv4: '172.32.0.0/16' },
    { cidrIpv6: '2600:1f18::/33' },
    { cidrIpv6: '2600:1f18::1/128' },
    { prefixListId: 'pl-3b927c52' },
  ].map(
    (source) =>
      [
        'no-open-ingress',
        Object.values(source).join(),
        addResource(types.ingressRule, { ipProtocol: 'tcp', fromPort: 22, toPort: 22, ...source }),
      ] as const,
  ),
  [
    'no-open-ingress',
    'a prefix list in a legacy rule',
    addResource(types.legacyRule, { type: 'ingress', prefixListIds: ['pl-1'] }),
  ],
  [
    'no-open-ingress',
    'a public address in a rule inside the group',
    setInput(types.securityGroup, 'ingress', [
      { protocol: 'tcp', fromPort: 22, toPort: 22, cidrBlocks: ['198.51.100.7/32'] },
    ]),
  ],
  ['policy-readable', 'text that is not JSON', setInput(types.rolePolicy, 'policy', 'allow all')],
  [
    'pool-second-factor',
    'a second factor that no one can have',
    setInput(types.pool, 'softwareTokenMfaConfiguration', undefined),
  ],
  [
    'pool-second-factor',
    'a disabled second factor',
    combineChanges(
      setInput(types.pool, 'mfaConfiguration', 'ON'),
      setInput(types.pool, 'softwareTokenMfaConfiguration.enabled', false),
    ),
  ],
  ['pool-threats', 'no risk configuration', dropResource(types.risk)],
  ['pool-threats', 'a risk configuration for one client only', setInput(types.risk, 'clientId', '0a1b2c3d4e')],
  [
    'pool-threats',
    'high-risk sign-ins that are allowed',
    setInput(types.risk, 'accountTakeoverRiskConfiguration.actions.highAction.eventAction', 'NO_ACTION'),
  ],
  [
    'pool-threats',
    'compromised passwords that are allowed',
    setInput(types.risk, 'compromisedCredentialsRiskConfiguration.actions.eventAction', 'NO_ACTION'),
  ],
  [
    'pool-threats',
    'compromised passwords that are checked only at sign-up',
    setInput(types.risk, 'compromisedCredentialsRiskConfiguration.eventFilters', ['SIGN_UP']),
  ],
  [
    'pool-threats',
    'a client that uses SRP',
    setInput(types.client, 'explicitAuthFlows', ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'], 'identity-client'),
  ],
  ['pool-threats', "a client with Cognito's default flows", setInput(types.client, 'explicitAuthFlows', undefined)],
  ['queue-protected', 'an AWS managed key', setInput(types.queue, 'kmsMasterKeyId', 'alias/aws/sqs')],
  [
    'queue-protected',
    'a policy inside the queue',
    setInput(types.queue, 'policy', allows({ Principal: '*', Action: 'sqs:SendMessage' })),
  ],
  [
    'queue-protected',
    'a denial for one principal',
    rewriteInput(types.queuePolicy, '"Principal":"*"', '"Principal":{"AWS":"arn:x"}'),
  ],
  ['route-authorized', 'a JWT route without an authorizer', setInput(types.apiRoute, 'authorizerId', undefined)],
  ['secret-encrypted', 'an AWS managed key', setInput(types.secret, 'kmsKeyId', 'alias/aws/secretsmanager')],
  [
    'secret-out-of-state',
    'a binary value',
    addResource('aws:secretsmanager/secretVersion:SecretVersion', { secretBinary: 'eA==' }),
  ],
  ['secret-rotated', 'a rotation that is too rare', rotateEvery(91)],
  ['topic-protected', 'an AWS managed key', setInput(types.topic, 'kmsMasterKeyId', 'alias/aws/sns')],
  ['topic-protected', 'no policy', dropResource(types.topicPolicy)],
  [
    'topic-protected',
    'another account',
    rewriteInput(types.topicPolicy, /\{"Service":[^}]*\}/, '{"AWS":"arn:aws:iam::210987654321:root"}'),
  ],
  [
    'trail-complete',
    'selectors without management events',
    setInput(types.trail, 'advancedEventSelectors.0.fieldSelectors.0.equals', ['Data']),
  ],
  [
    'trail-complete',
    'only reads',
    setInput(types.trail, 'advancedEventSelectors.0.fieldSelectors.1', { field: 'readOnly', equals: ['true'] }),
  ],
  ['trail-log-retained', 'no log group', setInput(types.trail, 'cloudWatchLogsGroupArn', undefined)],
  [
    'trail-log-retained',
    'a log group outside of the stack',
    combineChanges(
      setInput(types.logGroup, 'name', 'audit', 'audit-log'),
      setInput(types.trail, 'cloudWatchLogsGroupArn', 'arn:aws:logs:us-east-1:123456789012:log-group:elsewhere:*'),
    ),
  ],
  [
    'trail-log-retained',
    'another log group with a shorter retention',
    combineChanges(
      addResource(types.logGroup, { name: 'elsewhere', retentionInDays: 365 }),
      setInput(types.trail, 'cloudWatchLogsGroupArn', 'arn:aws:logs:us-east-1:123456789012:log-group:elsewhere:*'),
    ),
  ],
  ['trail-data-events', 'only reads', selector(1, { field: 'readOnly', equals: ['true'] })],
];

/** Changes that look like violations but aren't. */
const permitted: readonly (readonly [rule: string, how: string, change: PlanChange])[] = [
  ['secret-rotated', 'a rotation that is frequent enough', rotateEvery(90)],
  ...[
    'arn:aws:s3:::bucket/*',
    'arn:aws:s3:::bucket/files/*',
    'arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/x:*',
    'arn:aws:logs:us-east-1:123456789012:log-group:x:log-stream:*',
    'arn:aws:secretsmanager:us-east-1:123456789012:secret:x-*',
    'arn:aws:bedrock:*::foundation-model/x',
    'arn:aws:execute-api:us-east-1:123456789012:0a1b2c3d4e/*/GET/v1/medics',
    'arn:aws:dynamodb:us-east-1:123456789012:table/x/index/*',
  ].map(
    (Resource) =>
      [
        'iam-resources-named',
        Resource,
        setInput(types.rolePolicy, 'policy', allows({ Action: 'x:Get', Resource })),
      ] as const,
  ),
  [
    'database-in-two-zones',
    'an instance in each of two zones',
    combineChanges(
      setInput(types.instance, 'availabilityZone', 'us-east-1a', 'database-writer'),
      setInput(types.instance, 'availabilityZone', 'us-east-1b', 'database-reader-1'),
    ),
  ],
  [
    'function-not-public',
    'a role of the account',
    setInput(types.permission, 'principal', 'arn:aws:iam::123456789012:role/x'),
  ],
  ['function-not-public', 'a bucket', setInput(types.permission, 'sourceArn', 'arn:aws:s3:::bucket')],
  [
    'pool-threats',
    'high-risk sign-ins that are blocked',
    setInput(types.risk, 'accountTakeoverRiskConfiguration.actions.highAction.eventAction', 'BLOCK'),
  ],
  [
    'pool-threats',
    'compromised passwords that are checked everywhere',
    setInput(types.risk, 'compromisedCredentialsRiskConfiguration.eventFilters', undefined),
  ],
  [
    'trail-log-retained',
    'a log group with a name',
    combineChanges(
      setInput(types.logGroup, 'name', 'audit', 'audit-log'),
      setInput(types.trail, 'cloudWatchLogsGroupArn', 'arn:aws:logs:us-east-1:123456789012:log-group:audit:*'),
    ),
  ],
  [
    'trail-log-retained',
    'a log group that never expires',
    setInput(types.logGroup, 'retentionInDays', undefined, 'audit-log'),
  ],
  ...ours.flatMap(
    ([who, Principal]) =>
      [
        [
          'bucket-policy-closed',
          who,
          prependStatement(types.bucketPolicy)({ Principal, Action: 's3:GetObject', Resource: 'arn:x' }),
        ],
        ['key-policy-closed', who, prependStatement(types.key)({ Principal, Action: 'kms:Decrypt', Resource: '*' })],
      ] as const,
  ),
  [
    'no-open-ingress',
    'a private network',
    addResource(types.legacyRule, { type: 'ingress', cidrBlocks: ['10.0.0.0/8'] }),
  ],
  ['no-open-ingress', 'part of a private network', addResource(types.ingressRule, { cidrIpv4: '172.31.255.0/24' })],
  ['no-open-ingress', 'a private IPv6 network', addResource(types.ingressRule, { cidrIpv6: 'fd12:3456:789a::/48' })],
  [
    'no-open-ingress',
    'addresses of the VPC',
    combineChanges(
      setInput('aws:ec2/vpc:Vpc', 'cidrBlock', '100.64.0.0/16'),
      addResource(types.ingressRule, { cidrIpv4: '100.64.1.0/24' }),
    ),
  ],
  [
    'no-open-ingress',
    'an egress rule',
    addResource(types.legacyRule, { type: 'egress', protocol: 'tcp', fromPort: 443, cidrBlocks: ['0.0.0.0/0'] }),
  ],
  [
    'iam-roles-for-services',
    'an inline policy of a role',
    setInput(types.role, 'inlinePolicies', [
      { name: 'x', policy: allows({ Action: 's3:GetObject', Resource: 'arn:x' }) },
    ]),
  ],
  [
    'topic-protected',
    'one service',
    rewriteInput(types.topicPolicy, /\{"Service":[^}]*\}/, '{"Service":"cloudwatch.amazonaws.com"}'),
  ],
];

/** Resources that have the name of an accepted resource but differ from it. */
const disguises: readonly (readonly [rule: string, how: string, change: PlanChange])[] = [
  ...[
    'people-api-any-v1-health',
    'people-api-any-v1-openapi-json',
    'people-api-any-problems-proxy',
    'machines-api-default',
  ].map((name) => ['route-authorized', name, setInput(types.apiRoute, 'routeKey', 'ANY /v1/patients', name)] as const),
  [
    'route-authorized',
    'people-api-options-v1-patients',
    addResource(
      types.apiRoute,
      { routeKey: 'GET /v1/patients', authorizationType: 'NONE' },
      'people-api-options-v1-patients',
    ),
  ],
];

/** Inline policies without an exception. Their findings are warnings, which don't stop a plan. */
const undecided: readonly (readonly [how: string, change: PlanChange])[] = [
  ['another name', addResource(types.rolePolicy, { policy: '{}' }, 'operators')],
  ['a list in a role', setInput(types.role, 'inlinePolicies', [{ name: 'x', policy: '{}' }], 'audit-role')],
];

/** Resources that an exception is for. */
const accepted: readonly (readonly [rule: string, how: string, change: PlanChange])[] = [
  [
    'route-authorized',
    'a CORS preflight request',
    addResource(
      types.apiRoute,
      { routeKey: 'OPTIONS /v1/patients', authorizationType: 'NONE' },
      'people-api-options-v1-patients',
    ),
  ],
];

let prod: readonly PlannedResource[];
beforeAll(async () => {
  prod = await previewStack('prod').then(({ resources }) => resources);
});

const broken = (rule: string, resources: readonly PlannedResource[]): number =>
  judge({ stack: 'prod', resources, today: '2026-11-26', exceptions: [] }).filter((finding) => finding.rule === rule)
    .length;

describe('a policy', () => {
  it.each(evasions)('%s cannot be evaded by %s', (rule, _how, change) => {
    expect(broken(rule, change(prod))).toBeGreaterThan(broken(rule, prod));
  });

  it.each(permitted)('%s allows %s', (rule, _how, change) => {
    // The resource that the case adds must not be a second finding.
    expect(broken(rule, change(prod))).toBe(broken(rule, prod));
  });
});

describe('an exception', () => {
  const stopped = (rule: string, change: PlanChange) =>
    judge({ stack: 'prod', resources: change(prod), today: '2026-11-26' })
      .filter(isBlocking)
      .map((finding) => finding.rule)
      .filter((id) => id === rule);

  it.each(disguises)('of %s accepts no other resource named %s', (rule, _how, change) => {
    expect(stopped(rule, change)).toEqual([rule]);
  });

  it.each(accepted)('of %s accepts %s', (rule, _how, change) => {
    expect(stopped(rule, change)).toEqual([]);
  });

  it.each(undecided)("of iam-no-inline doesn't accept %s", (_how, change) => {
    const found = judge({ stack: 'prod', resources: change(prod), today: '2026-11-26' });
    expect(found.filter((finding) => finding.accepted === undefined).map(({ rule }) => rule)).toEqual([
      'iam-no-inline',
    ]);
  });
});
