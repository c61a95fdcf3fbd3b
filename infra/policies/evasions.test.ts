import { beforeAll, describe, expect, it } from 'vitest';
import { secretMark } from '../preview/inputs.js';
import type { PlannedResource } from '../preview/planned-resource.js';
import { previewStack } from '../preview/preview.js';
import { isBlocking, judge } from './judge.js';
import {
  addResource,
  combineChanges,
  dropResource,
  type PlanChange,
  prependStatement,
  rewriteInput,
  setInput,
} from './testing.js';

const cluster = 'aws:rds/cluster:Cluster';
const lambda = 'aws:lambda/function:Function';
const trail = 'aws:cloudtrail/trail:Trail';
const stage = 'aws:apigatewayv2/stage:Stage';
const instance = 'aws:rds/clusterInstance:ClusterInstance';
const pool = 'aws:cognito/userPool:UserPool';
const client = 'aws:cognito/userPoolClient:UserPoolClient';
const risk = 'aws:cognito/riskConfiguration:RiskConfiguration';
const permission = 'aws:lambda/permission:Permission';
const logGroup = 'aws:cloudwatch/logGroup:LogGroup';
const queue = 'aws:sqs/queue:Queue';
const topic = 'aws:sns/topic:Topic';
const topicPolicy = 'aws:sns/topicPolicy:TopicPolicy';
const queuePolicy = 'aws:sqs/queuePolicy:QueuePolicy';
const bucketPolicy = 'aws:s3/bucketPolicy:BucketPolicy';
const role = 'aws:iam/role:Role';
const rolePolicy = 'aws:iam/rolePolicy:RolePolicy';
const secret = 'aws:secretsmanager/secret:Secret';
const rotation = 'aws:secretsmanager/secretRotation:SecretRotation';
const alarm = 'aws:cloudwatch/metricAlarm:MetricAlarm';
const filter = 'aws:cloudwatch/logMetricFilter:LogMetricFilter';
const securityGroup = 'aws:ec2/securityGroup:SecurityGroup';
const ingressRule = 'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule';
const legacyRule = 'aws:ec2/securityGroupRule:SecurityGroupRule';
const lifecycle = 'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration';
const key = 'aws:kms/key:Key';
const route = 'aws:apigatewayv2/route:Route';
const repository = 'aws:ecr/repository:Repository';

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
    addResource(secret, {}),
    addResource(rotation, { rotationRules: { automaticallyAfterDays } }, 'rotation', [buildUrn(secret)]),
  );

const selector = (position: number, field: object): PlanChange =>
  setInput(trail, `advancedEventSelectors.${position}.fieldSelectors.3`, field);

/** Changes that break a policy although the plan looks as if it kept the policy. */
const evasions: readonly (readonly [rule: string, how: string, change: PlanChange])[] = [
  ['account-watched', 'filters on another log group', setInput(filter, 'logGroupName', 'another')],
  ['account-watched', 'filters without an alarm', dropResource(alarm, 'audit-account-root-used-alarm')],
  [
    'account-watched',
    'a filter for another event with a longer name',
    rewriteInput(filter, 'CreateRoute)', 'CreateRouteX)', undefined, 'pattern'),
  ],
  ['alarm-acts', 'disabled actions', setInput(alarm, 'actionsEnabled', false)],
  [
    'api-log-without-patients',
    'an email address as a claim',
    setInput(stage, 'accessLogSettings.format', '{"who":"$context.authorizer.claims.email"}'),
  ],
  ['audit-bucket-locked', 'a bucket outside of the stack', setInput(trail, 's3BucketName', 'elsewhere')],
  ['bucket-lifecycle', 'a rule for part of the bucket', setInput(lifecycle, 'rules.0.filter', { prefix: 'files/' })],
  [
    'bucket-tls-only',
    'a denial for one principal',
    rewriteInput(bucketPolicy, '"Principal":"*"', '"Principal":{"AWS":"arn:aws:iam::123456789012:role/x"}'),
  ],
  [
    'bucket-tls-only',
    'a denial under a second condition',
    rewriteInput(bucketPolicy, '{"Bool":{', '{"StringEquals":{"aws:PrincipalTag/a":"b"},"Bool":{'),
  ],
  [
    'bucket-tls-only',
    'a denial for objects but not for the bucket',
    rewriteInput(bucketPolicy, /"Resource":\["[^"]+",/g, '"Resource":['),
  ],
  ...strangers.map(
    ([who, Principal]) =>
      [
        'bucket-policy-closed',
        who,
        prependStatement(bucketPolicy)({ Principal, Action: 's3:GetObject', Resource: 'arn:x' }),
      ] as const,
  ),
  [
    'database-insights-encrypted',
    'an AWS managed key',
    setInput(cluster, 'performanceInsightsKmsKeyId', 'alias/aws/rds'),
  ],
  [
    'database-password-managed',
    'a password without a customer managed key',
    setInput(cluster, 'masterUserSecretKmsKeyId', undefined),
  ],
  ['database-tls-only', 'no parameter group', dropResource('aws:rds/clusterParameterGroup:ClusterParameterGroup')],
  [
    'database-logs-without-values',
    "a parameter group that the cluster doesn't use",
    setInput(cluster, 'dbClusterParameterGroupName', undefined),
  ],
  [
    'database-changes-logged',
    'a parameter group without parameters',
    setInput('aws:rds/clusterParameterGroup:ClusterParameterGroup', 'parameters', undefined),
  ],
  ['database-in-two-zones', 'two instances in one zone', setInput(instance, 'availabilityZone', 'us-east-1a')],
  ['default-group-closed', 'a second VPC', addResource('aws:ec2/vpc:Vpc', {})],
  ['egress-by-port', 'a legacy rule', addResource(legacyRule, { type: 'egress', protocol: '-1', fromPort: 0 })],
  ['egress-by-port', 'a rule inside the group', setInput(securityGroup, 'egress', [{ protocol: '-1', fromPort: 0 }])],
  ['flow-logs', 'a second VPC', addResource('aws:ec2/vpc:Vpc', {})],
  ['function-environment-encrypted', 'an empty key', setInput(lambda, 'kmsKeyArn', '')],
  ['function-without-secrets', 'a value that is secret in Pulumi', hideInput(lambda, 'environment.variables.GREETING')],
  ...['210987654321', 'arn:aws:iam::210987654321:role/x'].map(
    (principal) => ['function-not-public', principal, setInput(permission, 'principal', principal)] as const,
  ),
  [
    'function-not-public',
    'a source of another account',
    setInput(permission, 'sourceArn', 'arn:aws:execute-api:us-east-1:210987654321:0a1b2c3d4e/*/*/v1/exams'),
  ],
  [
    'function-not-public',
    'a source of any account',
    setInput(permission, 'sourceArn', 'arn:aws:execute-api:us-east-1:*:0a1b2c3d4e/*/*/v1/exams'),
  ],
  ['function-not-public', 'every source', setInput(permission, 'sourceArn', '*')],
  ['function-not-public', 'another account as the source', setInput(permission, 'sourceAccount', '210987654321')],
  [
    'function-without-secrets',
    'a password in a URL',
    setInput(lambda, 'environment.variables.UPSTREAM_URL', 'https://ada:pass@example.com'),
  ],
  [
    'iam-actions-named',
    'a wildcard with a question mark',
    setInput(rolePolicy, 'policy', allows({ Action: 's3:?*', Resource: 'arn:x' })),
  ],
  [
    'iam-actions-named',
    'an inline policy of a role',
    setInput(role, 'inlinePolicies', [{ name: 'x', policy: allows({ Action: '*', Resource: 'arn:x' }) }]),
  ],
  [
    'iam-no-aws-managed',
    'another kind of attachment',
    addResource('aws:iam/policyAttachment:PolicyAttachment', {
      policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
    }),
  ],
  ['iam-no-aws-managed', 'a user', addResource('aws:iam/userPolicy:UserPolicy', { policy: '{}' })],
  ['iam-no-inline', 'an inline policy of a role', setInput(role, 'inlinePolicies', [{ name: 'x', policy: '{}' }])],
  [
    'iam-resources-named',
    'NotResource',
    setInput(rolePolicy, 'policy', allows({ Action: 's3:GetObject', NotResource: 'arn:x' })),
  ],
  [
    'iam-resources-named',
    'every key',
    setInput(rolePolicy, 'policy', allows({ Action: 'kms:Decrypt', Resource: 'arn:aws:kms:*:*:key/*' })),
  ],
  [
    'iam-resources-named',
    'every bucket',
    setInput(rolePolicy, 'policy', allows({ Action: 's3:GetObject', Resource: 'arn:aws:s3:::*' })),
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
      ['iam-resources-named', Resource, setInput(rolePolicy, 'policy', allows({ Action: 'x:Get', Resource }))] as const,
  ),
  [
    'iam-roles-for-services',
    'everyone',
    setInput(role, 'assumeRolePolicy', allows({ Principal: { AWS: '*' }, Action: 'sts:AssumeRole' })),
  ],
  [
    'iam-roles-for-services',
    'another account by its number',
    setInput(role, 'assumeRolePolicy', allows({ Principal: { AWS: '210987654321' }, Action: 'sts:AssumeRole' })),
  ],
  [
    'image-scanned',
    'an empty key',
    setInput(repository, 'encryptionConfigurations', [{ encryptionType: 'AES256', kmsKey: '' }]),
  ],
  [
    'internet-route-needed',
    'IPv6',
    addResource('aws:ec2/route:Route', { gatewayId: 'igw-1', destinationIpv6CidrBlock: '::/0' }),
  ],
  ...strangers.map(
    ([who, Principal]) =>
      ['key-policy-closed', who, prependStatement(key)({ Principal, Action: 'kms:Decrypt', Resource: '*' })] as const,
  ),
  [
    'key-policy-closed',
    'another account in a separate key policy',
    (resources) =>
      addResource(
        'aws:kms/keyPolicy:KeyPolicy',
        { policy: allows({ Principal: { AWS: '210987654321' }, Action: 'kms:Decrypt', Resource: '*' }) },
        'added',
        resources.filter(({ type }) => type === key).map(({ urn }) => urn),
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
      setInput(role, 'assumeRolePolicy', allows({ Principal, Action: 'sts:AssumeRole' })),
    ] as const,
    [
      'queue-protected',
      who,
      prependStatement(queuePolicy)({ Principal, Action: 'sqs:SendMessage', Resource: 'arn:x' }),
    ] as const,
  ]),
  ['log-encrypted', 'an empty key', setInput(logGroup, 'kmsKeyId', '')],
  ['no-open-ingress', 'a legacy rule', addResource(legacyRule, { type: 'ingress', cidrBlocks: ['0.0.0.0/0'] })],
  ['no-open-ingress', 'half of the internet', addResource(ingressRule, { cidrIpv4: '128.0.0.0/1' })],
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
        addResource(ingressRule, { ipProtocol: 'tcp', fromPort: 22, toPort: 22, ...source }),
      ] as const,
  ),
  [
    'no-open-ingress',
    'a prefix list in a legacy rule',
    addResource(legacyRule, { type: 'ingress', prefixListIds: ['pl-1'] }),
  ],
  [
    'no-open-ingress',
    'a public address in a rule inside the group',
    setInput(securityGroup, 'ingress', [
      { protocol: 'tcp', fromPort: 22, toPort: 22, cidrBlocks: ['198.51.100.7/32'] },
    ]),
  ],
  ['policy-readable', 'text that is not JSON', setInput(rolePolicy, 'policy', 'allow all')],
  [
    'pool-second-factor',
    'a second factor that no one can have',
    setInput(pool, 'softwareTokenMfaConfiguration', undefined),
  ],
  [
    'pool-second-factor',
    'a disabled second factor',
    combineChanges(
      setInput(pool, 'mfaConfiguration', 'ON'),
      setInput(pool, 'softwareTokenMfaConfiguration.enabled', false),
    ),
  ],
  ['pool-threats', 'no risk configuration', dropResource(risk)],
  ['pool-threats', 'a risk configuration for one client only', setInput(risk, 'clientId', '0a1b2c3d4e')],
  [
    'pool-threats',
    'high-risk sign-ins that are allowed',
    setInput(risk, 'accountTakeoverRiskConfiguration.actions.highAction.eventAction', 'NO_ACTION'),
  ],
  [
    'pool-threats',
    'compromised passwords that are allowed',
    setInput(risk, 'compromisedCredentialsRiskConfiguration.actions.eventAction', 'NO_ACTION'),
  ],
  [
    'pool-threats',
    'compromised passwords that are checked only at sign-up',
    setInput(risk, 'compromisedCredentialsRiskConfiguration.eventFilters', ['SIGN_UP']),
  ],
  [
    'pool-threats',
    'a client that uses SRP',
    setInput(client, 'explicitAuthFlows', ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'], 'identity-client'),
  ],
  ['pool-threats', "a client with Cognito's default flows", setInput(client, 'explicitAuthFlows', undefined)],
  ['queue-protected', 'an AWS managed key', setInput(queue, 'kmsMasterKeyId', 'alias/aws/sqs')],
  [
    'queue-protected',
    'a policy inside the queue',
    setInput(queue, 'policy', allows({ Principal: '*', Action: 'sqs:SendMessage' })),
  ],
  [
    'queue-protected',
    'a denial for one principal',
    rewriteInput(queuePolicy, '"Principal":"*"', '"Principal":{"AWS":"arn:x"}'),
  ],
  ['route-authorized', 'a JWT route without an authorizer', setInput(route, 'authorizerId', undefined)],
  ['secret-encrypted', 'an AWS managed key', setInput(secret, 'kmsKeyId', 'alias/aws/secretsmanager')],
  [
    'secret-out-of-state',
    'a binary value',
    addResource('aws:secretsmanager/secretVersion:SecretVersion', { secretBinary: 'eA==' }),
  ],
  ['secret-rotated', 'a rotation that is too rare', rotateEvery(91)],
  ['topic-protected', 'an AWS managed key', setInput(topic, 'kmsMasterKeyId', 'alias/aws/sns')],
  ['topic-protected', 'no policy', dropResource(topicPolicy)],
  [
    'topic-protected',
    'another account',
    rewriteInput(topicPolicy, /\{"Service":[^}]*\}/, '{"AWS":"arn:aws:iam::210987654321:root"}'),
  ],
  [
    'trail-complete',
    'selectors without management events',
    setInput(trail, 'advancedEventSelectors.0.fieldSelectors.0.equals', ['Data']),
  ],
  [
    'trail-complete',
    'only reads',
    setInput(trail, 'advancedEventSelectors.0.fieldSelectors.1', { field: 'readOnly', equals: ['true'] }),
  ],
  ['trail-log-retained', 'no log group', setInput(trail, 'cloudWatchLogsGroupArn', undefined)],
  [
    'trail-log-retained',
    'a log group outside of the stack',
    combineChanges(
      setInput(logGroup, 'name', 'audit', 'audit-log'),
      setInput(trail, 'cloudWatchLogsGroupArn', 'arn:aws:logs:us-east-1:123456789012:log-group:elsewhere:*'),
    ),
  ],
  [
    'trail-log-retained',
    'another log group with a shorter retention',
    combineChanges(
      addResource(logGroup, { name: 'elsewhere', retentionInDays: 365 }),
      setInput(trail, 'cloudWatchLogsGroupArn', 'arn:aws:logs:us-east-1:123456789012:log-group:elsewhere:*'),
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
      ['iam-resources-named', Resource, setInput(rolePolicy, 'policy', allows({ Action: 'x:Get', Resource }))] as const,
  ),
  [
    'database-in-two-zones',
    'an instance in each of two zones',
    combineChanges(
      setInput(instance, 'availabilityZone', 'us-east-1a', 'database-writer'),
      setInput(instance, 'availabilityZone', 'us-east-1b', 'database-reader-1'),
    ),
  ],
  [
    'function-not-public',
    'a role of the account',
    setInput(permission, 'principal', 'arn:aws:iam::123456789012:role/x'),
  ],
  ['function-not-public', 'a bucket', setInput(permission, 'sourceArn', 'arn:aws:s3:::bucket')],
  [
    'pool-threats',
    'high-risk sign-ins that are blocked',
    setInput(risk, 'accountTakeoverRiskConfiguration.actions.highAction.eventAction', 'BLOCK'),
  ],
  [
    'pool-threats',
    'compromised passwords that are checked everywhere',
    setInput(risk, 'compromisedCredentialsRiskConfiguration.eventFilters', undefined),
  ],
  [
    'trail-log-retained',
    'a log group with a name',
    combineChanges(
      setInput(logGroup, 'name', 'audit', 'audit-log'),
      setInput(trail, 'cloudWatchLogsGroupArn', 'arn:aws:logs:us-east-1:123456789012:log-group:audit:*'),
    ),
  ],
  [
    'trail-log-retained',
    'a log group that never expires',
    setInput(logGroup, 'retentionInDays', undefined, 'audit-log'),
  ],
  ...ours.flatMap(
    ([who, Principal]) =>
      [
        [
          'bucket-policy-closed',
          who,
          prependStatement(bucketPolicy)({ Principal, Action: 's3:GetObject', Resource: 'arn:x' }),
        ],
        ['key-policy-closed', who, prependStatement(key)({ Principal, Action: 'kms:Decrypt', Resource: '*' })],
      ] as const,
  ),
  ['no-open-ingress', 'a private network', addResource(legacyRule, { type: 'ingress', cidrBlocks: ['10.0.0.0/8'] })],
  ['no-open-ingress', 'part of a private network', addResource(ingressRule, { cidrIpv4: '172.31.255.0/24' })],
  ['no-open-ingress', 'a private IPv6 network', addResource(ingressRule, { cidrIpv6: 'fd12:3456:789a::/48' })],
  [
    'no-open-ingress',
    'addresses of the VPC',
    combineChanges(
      setInput('aws:ec2/vpc:Vpc', 'cidrBlock', '100.64.0.0/16'),
      addResource(ingressRule, { cidrIpv4: '100.64.1.0/24' }),
    ),
  ],
  [
    'no-open-ingress',
    'an egress rule',
    addResource(legacyRule, { type: 'egress', protocol: 'tcp', fromPort: 443, cidrBlocks: ['0.0.0.0/0'] }),
  ],
  [
    'iam-roles-for-services',
    'an inline policy of a role',
    setInput(role, 'inlinePolicies', [{ name: 'x', policy: allows({ Action: 's3:GetObject', Resource: 'arn:x' }) }]),
  ],
  [
    'topic-protected',
    'one service',
    rewriteInput(topicPolicy, /\{"Service":[^}]*\}/, '{"Service":"cloudwatch.amazonaws.com"}'),
  ],
];

/** Resources that have the name of an accepted resource but differ from it. */
const disguises: readonly (readonly [rule: string, how: string, change: PlanChange])[] = [
  ...['people-api-any-v1-health', 'people-api-any-v1-openapi-json', 'machines-api-default'].map(
    (name) => ['route-authorized', name, setInput(route, 'routeKey', 'ANY /v1/patients', name)] as const,
  ),
  [
    'route-authorized',
    'people-api-options-v1-patients',
    addResource(route, { routeKey: 'GET /v1/patients', authorizationType: 'NONE' }, 'people-api-options-v1-patients'),
  ],
];

/** Inline policies without an exception. Their findings are warnings, which don't stop a plan. */
const undecided: readonly (readonly [how: string, change: PlanChange])[] = [
  ['another name', addResource(rolePolicy, { policy: '{}' }, 'operators')],
  ['a list in a role', setInput(role, 'inlinePolicies', [{ name: 'x', policy: '{}' }], 'audit-role')],
];

/** Resources that an exception is for. */
const accepted: readonly (readonly [rule: string, how: string, change: PlanChange])[] = [
  [
    'route-authorized',
    'a CORS preflight request',
    addResource(
      route,
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
