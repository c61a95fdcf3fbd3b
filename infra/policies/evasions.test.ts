import { beforeAll, describe, expect, it } from 'vitest';
import { secretMark } from '../preview/inputs.js';
import type { PlannedResource } from '../preview/planned-resource.js';
import { previewStack } from '../preview/preview.js';
import { isBlocking, judge } from './judge.js';
import { addResource, combineChanges, dropResource, type PlanChange, rewriteInput, setInput } from './testing.js';

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
const oldRule = 'aws:ec2/securityGroupRule:SecurityGroupRule';
const lifecycle = 'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration';
const key = 'aws:kms/key:Key';
const route = 'aws:apigatewayv2/route:Route';
const repository = 'aws:ecr/repository:Repository';

const buildUrn = (type: string, name = 'added') => `urn:pulumi:test::healthcare-backend::${type}::${name}`;
const allow = (fields: object) => JSON.stringify({ Effect: 'Allow', ...fields });
const allows = (fields: object) => `{"Statement":[${allow(fields)}]}`;

/** Principals that are of nobody's account, or of another's. */
const strangers: readonly (readonly [who: string, principal: object])[] = [
  ['another account', { AWS: 'arn:aws:iam::210987654321:root' }],
  ['another account by its number', { AWS: ['arn:aws:iam::123456789012:root', '210987654321'] }],
  ['a role of another account', { AWS: 'arn:aws:iam::210987654321:role/x' }],
  ['whoever signs in elsewhere', { Federated: 'accounts.google.com' }],
];

/** Those that are of ours. */
const ours: readonly (readonly [who: string, principal: object])[] = [
  ['the own account', { AWS: '123456789012' }],
  [
    'a role of the own account beside a service',
    { AWS: 'arn:aws:iam::123456789012:role/x', Service: 'x.amazonaws.com' },
  ],
];

/** Wraps an input in a secret, as `pulumi.secret` does. */
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

/** What leaves a rule's promise broken though the plan looks as if it were kept, and how. */
const evasions: readonly (readonly [rule: string, how: string, change: PlanChange])[] = [
  ['account-watched', 'filters on another log', setInput(filter, 'logGroupName', 'another')],
  ['account-watched', 'filters without an alarm', dropResource(alarm, 'audit-account-root-used-alarm')],
  [
    'account-watched',
    'a longer name of another event',
    rewriteInput(filter, 'CreateRoute)', 'CreateRouteX)', undefined, 'pattern'),
  ],
  ['alarm-acts', 'actions that are switched off', setInput(alarm, 'actionsEnabled', false)],
  [
    'api-log-without-patients',
    'a claim that is an address',
    setInput(stage, 'accessLogSettings.format', '{"who":"$context.authorizer.claims.email"}'),
  ],
  ['audit-bucket-locked', 'a bucket of nobody here', setInput(trail, 's3BucketName', 'elsewhere')],
  ['bucket-lifecycle', 'a rule for a part of the bucket', setInput(lifecycle, 'rules.0.filter', { prefix: 'files/' })],
  [
    'bucket-tls-only',
    'a denial for one principal',
    rewriteInput(bucketPolicy, '"Principal":"*"', '"Principal":{"AWS":"arn:aws:iam::123456789012:role/x"}'),
  ],
  [
    'bucket-tls-only',
    'a denial under another condition as well',
    rewriteInput(bucketPolicy, '{"Bool":{', '{"StringEquals":{"aws:PrincipalTag/a":"b"},"Bool":{'),
  ],
  [
    'bucket-tls-only',
    'a denial for objects and not for the bucket',
    rewriteInput(bucketPolicy, /"Resource":\["[^"]+",/g, '"Resource":['),
  ],
  ...strangers.map(
    ([who, Principal]) =>
      [
        'bucket-policy-closed',
        who,
        rewriteInput(bucketPolicy, '[', `[${allow({ Principal, Action: 's3:GetObject', Resource: 'arn:x' })},`),
      ] as const,
  ),
  [
    'database-insights-encrypted',
    'the key that AWS has',
    setInput(cluster, 'performanceInsightsKmsKeyId', 'alias/aws/rds'),
  ],
  [
    'database-password-managed',
    'a password under the key that AWS has',
    setInput(cluster, 'masterUserSecretKmsKeyId', undefined),
  ],
  [
    'database-tls-only',
    'no parameters of our own',
    dropResource('aws:rds/clusterParameterGroup:ClusterParameterGroup'),
  ],
  [
    'database-logs-without-values',
    'a group that the cluster doesn’t use',
    setInput(cluster, 'dbClusterParameterGroupName', undefined),
  ],
  [
    'database-changes-logged',
    'parameters that are not there',
    setInput('aws:rds/clusterParameterGroup:ClusterParameterGroup', 'parameters', undefined),
  ],
  ['database-in-two-zones', 'two instances in one zone', setInput(instance, 'availabilityZone', 'us-east-1a')],
  ['default-group-closed', 'another VPC’s', addResource('aws:ec2/vpc:Vpc', {})],
  ['egress-by-port', 'a rule of the older kind', addResource(oldRule, { type: 'egress', protocol: '-1', fromPort: 0 })],
  ['egress-by-port', 'a rule in the group', setInput(securityGroup, 'egress', [{ protocol: '-1', fromPort: 0 }])],
  ['flow-logs', 'another VPC’s', addResource('aws:ec2/vpc:Vpc', {})],
  ['function-environment-encrypted', 'an empty key', setInput(lambda, 'kmsKeyArn', '')],
  ['function-without-secrets', 'a value that Pulumi hides', hideInput(lambda, 'environment.variables.GREETING')],
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
  ['function-not-public', 'another account as a source', setInput(permission, 'sourceAccount', '210987654321')],
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
    'a policy that is written into a role',
    setInput(role, 'inlinePolicies', [{ name: 'x', policy: allows({ Action: '*', Resource: 'arn:x' }) }]),
  ],
  [
    'iam-no-aws-managed',
    'an attachment of another kind',
    addResource('aws:iam/policyAttachment:PolicyAttachment', {
      policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
    }),
  ],
  ['iam-no-aws-managed', 'a user', addResource('aws:iam/userPolicy:UserPolicy', { policy: '{}' })],
  [
    'iam-no-inline',
    'a policy that is written into a role',
    setInput(role, 'inlinePolicies', [{ name: 'x', policy: '{}' }]),
  ],
  [
    'iam-resources-named',
    'all but some things',
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
    'everybody',
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
      [
        'key-policy-closed',
        who,
        rewriteInput(key, '[', `[${allow({ Principal, Action: 'kms:Decrypt', Resource: '*' })},`),
      ] as const,
  ),
  [
    'key-policy-closed',
    'another account in a policy beside the key',
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
    'a policy that is written on the bucket',
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
      rewriteInput(queuePolicy, '[', `[${allow({ Principal, Action: 'sqs:SendMessage', Resource: 'arn:x' })},`),
    ] as const,
  ]),
  ['log-encrypted', 'an empty key', setInput(logGroup, 'kmsKeyId', '')],
  ['no-open-ingress', 'a rule of the older kind', addResource(oldRule, { type: 'ingress', cidrBlocks: ['0.0.0.0/0'] })],
  ['no-open-ingress', 'a half of the internet', addResource(ingressRule, { cidrIpv4: '128.0.0.0/1' })],
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
    'a list in a rule of the older kind',
    addResource(oldRule, { type: 'ingress', prefixListIds: ['pl-1'] }),
  ],
  [
    'no-open-ingress',
    'a public address in the group',
    setInput(securityGroup, 'ingress', [
      { protocol: 'tcp', fromPort: 22, toPort: 22, cidrBlocks: ['198.51.100.7/32'] },
    ]),
  ],
  ['policy-readable', 'a text that is no JSON', setInput(rolePolicy, 'policy', 'allow all')],
  ['pool-second-factor', 'a factor that nobody can have', setInput(pool, 'softwareTokenMfaConfiguration', undefined)],
  [
    'pool-second-factor',
    'a factor that is switched off',
    combineChanges(
      setInput(pool, 'mfaConfiguration', 'ON'),
      setInput(pool, 'softwareTokenMfaConfiguration.enabled', false),
    ),
  ],
  ['pool-threats', 'risks that nothing is done about', dropResource(risk)],
  ['pool-threats', 'what is done for one client alone', setInput(risk, 'clientId', '0a1b2c3d4e')],
  [
    'pool-threats',
    'a high risk that goes on',
    setInput(risk, 'accountTakeoverRiskConfiguration.actions.highAction.eventAction', 'NO_ACTION'),
  ],
  [
    'pool-threats',
    'stolen passwords that go on',
    setInput(risk, 'compromisedCredentialsRiskConfiguration.actions.eventAction', 'NO_ACTION'),
  ],
  [
    'pool-threats',
    'stolen passwords that are looked for elsewhere',
    setInput(risk, 'compromisedCredentialsRiskConfiguration.eventFilters', ['SIGN_UP']),
  ],
  [
    'pool-threats',
    'a client that shows no password',
    setInput(client, 'explicitAuthFlows', ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'], 'identity-client'),
  ],
  ['pool-threats', 'a client with the flows of Cognito’s choice', setInput(client, 'explicitAuthFlows', undefined)],
  ['queue-protected', 'the key that AWS has', setInput(queue, 'kmsMasterKeyId', 'alias/aws/sqs')],
  [
    'queue-protected',
    'a policy at the queue',
    setInput(queue, 'policy', allows({ Principal: '*', Action: 'sqs:SendMessage' })),
  ],
  [
    'queue-protected',
    'a denial for one principal',
    rewriteInput(queuePolicy, '"Principal":"*"', '"Principal":{"AWS":"arn:x"}'),
  ],
  ['route-authorized', 'a token that nobody looks at', setInput(route, 'authorizerId', undefined)],
  ['secret-encrypted', 'the key that AWS has', setInput(secret, 'kmsKeyId', 'alias/aws/secretsmanager')],
  [
    'secret-out-of-state',
    'bytes',
    addResource('aws:secretsmanager/secretVersion:SecretVersion', { secretBinary: 'eA==' }),
  ],
  ['secret-rotated', 'a rotation that comes too late', rotateEvery(91)],
  ['topic-protected', 'the key that AWS has', setInput(topic, 'kmsMasterKeyId', 'alias/aws/sns')],
  ['topic-protected', 'no policy', dropResource(topicPolicy)],
  [
    'topic-protected',
    'another account',
    rewriteInput(topicPolicy, /\{"Service":[^}]*\}/, '{"AWS":"arn:aws:iam::210987654321:root"}'),
  ],
  [
    'trail-complete',
    'selectors that leave the account out',
    setInput(trail, 'advancedEventSelectors.0.fieldSelectors.0.equals', ['Data']),
  ],
  [
    'trail-complete',
    'reads alone',
    setInput(trail, 'advancedEventSelectors.0.fieldSelectors.1', { field: 'readOnly', equals: ['true'] }),
  ],
  ['trail-log-retained', 'no log group', setInput(trail, 'cloudWatchLogsGroupArn', undefined)],
  [
    'trail-log-retained',
    'a log group of nobody here',
    combineChanges(
      setInput(logGroup, 'name', 'audit', 'audit-log'),
      setInput(trail, 'cloudWatchLogsGroupArn', 'arn:aws:logs:us-east-1:123456789012:log-group:elsewhere:*'),
    ),
  ],
  [
    'trail-log-retained',
    'another log group that is kept for less',
    combineChanges(
      addResource(logGroup, { name: 'elsewhere', retentionInDays: 365 }),
      setInput(trail, 'cloudWatchLogsGroupArn', 'arn:aws:logs:us-east-1:123456789012:log-group:elsewhere:*'),
    ),
  ],
  ['trail-data-events', 'reads alone', selector(1, { field: 'readOnly', equals: ['true'] })],
];

/** The same, where a rule must not go further than it says. */
const kept: readonly (readonly [rule: string, how: string, change: PlanChange])[] = [
  ['secret-rotated', 'a rotation in time', rotateEvery(90)],
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
    'a role of the own account',
    setInput(permission, 'principal', 'arn:aws:iam::123456789012:role/x'),
  ],
  ['function-not-public', 'a bucket', setInput(permission, 'sourceArn', 'arn:aws:s3:::bucket')],
  [
    'pool-threats',
    'a high risk that is refused',
    setInput(risk, 'accountTakeoverRiskConfiguration.actions.highAction.eventAction', 'BLOCK'),
  ],
  [
    'pool-threats',
    'stolen passwords that are looked for everywhere',
    setInput(risk, 'compromisedCredentialsRiskConfiguration.eventFilters', undefined),
  ],
  [
    'trail-log-retained',
    'its own name',
    combineChanges(
      setInput(logGroup, 'name', 'audit', 'audit-log'),
      setInput(trail, 'cloudWatchLogsGroupArn', 'arn:aws:logs:us-east-1:123456789012:log-group:audit:*'),
    ),
  ],
  ['trail-log-retained', 'a log group without an end', setInput(logGroup, 'retentionInDays', undefined, 'audit-log')],
  ...ours.flatMap(
    ([who, Principal]) =>
      [
        [
          'bucket-policy-closed',
          who,
          rewriteInput(bucketPolicy, '[', `[${allow({ Principal, Action: 's3:GetObject', Resource: 'arn:x' })},`),
        ],
        [
          'key-policy-closed',
          who,
          rewriteInput(key, '[', `[${allow({ Principal, Action: 'kms:Decrypt', Resource: '*' })},`),
        ],
      ] as const,
  ),
  ['no-open-ingress', 'a private network', addResource(oldRule, { type: 'ingress', cidrBlocks: ['10.0.0.0/8'] })],
  ['no-open-ingress', 'a part of a private network', addResource(ingressRule, { cidrIpv4: '172.31.255.0/24' })],
  ['no-open-ingress', 'a private network of IPv6', addResource(ingressRule, { cidrIpv6: 'fd12:3456:789a::/48' })],
  [
    'no-open-ingress',
    'the VPC’s own addresses',
    combineChanges(
      setInput('aws:ec2/vpc:Vpc', 'cidrBlock', '100.64.0.0/16'),
      addResource(ingressRule, { cidrIpv4: '100.64.1.0/24' }),
    ),
  ],
  [
    'no-open-ingress',
    'a way out',
    addResource(oldRule, { type: 'egress', protocol: 'tcp', fromPort: 443, cidrBlocks: ['0.0.0.0/0'] }),
  ],
  [
    'iam-roles-for-services',
    'a policy that is written into a role',
    setInput(role, 'inlinePolicies', [{ name: 'x', policy: allows({ Action: 's3:GetObject', Resource: 'arn:x' }) }]),
  ],
  [
    'topic-protected',
    'one service',
    rewriteInput(topicPolicy, /\{"Service":[^}]*\}/, '{"Service":"cloudwatch.amazonaws.com"}'),
  ],
];

/** What takes the name of something that an exception accepts, and is something else. */
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

/** Policies written into something that no exception is about; a warning, which stops nothing. */
const undecided: readonly (readonly [how: string, change: PlanChange])[] = [
  ['a name that nobody decided', addResource(rolePolicy, { policy: '{}' }, 'operators')],
  ['a role’s own list', setInput(role, 'inlinePolicies', [{ name: 'x', policy: '{}' }], 'audit-role')],
];

/** What an exception is for. */
const accepted: readonly (readonly [rule: string, how: string, change: PlanChange])[] = [
  [
    'route-authorized',
    'a question of a browser',
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

describe('a rule', () => {
  it.each(evasions)('%s is not got round by %s', (rule, _how, change) => {
    expect(broken(rule, change(prod))).toBeGreaterThan(broken(rule, prod));
  });

  it.each(kept)('%s is kept by %s', (rule, _how, change) => {
    // What is added for the case must not itself be a second finding.
    expect(broken(rule, change(prod))).toBe(broken(rule, prod));
  });
});

describe('an exception', () => {
  const stopped = (rule: string, change: PlanChange) =>
    judge({ stack: 'prod', resources: change(prod), today: '2026-11-26' })
      .filter(isBlocking)
      .map((finding) => finding.rule)
      .filter((id) => id === rule);

  it.each(disguises)('of %s accepts nothing else by the name of %s', (rule, _how, change) => {
    expect(stopped(rule, change)).toEqual([rule]);
  });

  it.each(accepted)('of %s accepts %s', (rule, _how, change) => {
    expect(stopped(rule, change)).toEqual([]);
  });

  it.each(undecided)('of iam-no-inline doesn’t accept %s', (_how, change) => {
    const found = judge({ stack: 'prod', resources: change(prod), today: '2026-11-26' });
    expect(found.filter(({ accepted: its }) => its === undefined).map(({ rule }) => rule)).toEqual(['iam-no-inline']);
  });
});
