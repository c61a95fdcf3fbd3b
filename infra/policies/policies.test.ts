import { readdir } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { only } from '../../test/support/plan.js';
import { secretMark } from '../preview/inputs.js';
import type { PlannedResource } from '../preview/planned-resource.js';
import { previewStack } from '../preview/preview.js';
import { type Exception, exceptions, forGood } from './exceptions.js';
import { exceptionsFor, isStopping, judge } from './judge.js';
import { policies } from './policies.js';
import { add, both, type Change, drop, parameter, rewrite, set } from './testing.js';

const cluster = 'aws:rds/cluster:Cluster';
const instance = 'aws:rds/clusterInstance:ClusterInstance';
const bucket = 'aws:s3/bucket:Bucket';
const bucketPolicy = 'aws:s3/bucketPolicy:BucketPolicy';
const lock = 'aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration';
const lambda = 'aws:lambda/function:Function';
const trail = 'aws:cloudtrail/trail:Trail';
const stage = 'aws:apigatewayv2/stage:Stage';
const pool = 'aws:cognito/userPool:UserPool';
const client = 'aws:cognito/userPoolClient:UserPoolClient';
const queue = 'aws:sqs/queue:Queue';
const topic = 'aws:sns/topic:Topic';
const role = 'aws:iam/role:Role';
const rolePolicy = 'aws:iam/rolePolicy:RolePolicy';
const logGroup = 'aws:cloudwatch/logGroup:LogGroup';
const repository = 'aws:ecr/repository:Repository';
const key = 'aws:kms/key:Key';
const alarm = 'aws:cloudwatch/metricAlarm:MetricAlarm';
const stopType = 'aws:ec2/securityGroup:SecurityGroup';

/** Gives the database's subnets the private ones' route out. */
const routeOutOfDatabase: Change = (resources) => {
  const [subnetId] = only(resources, 'aws:rds/subnetGroup:SubnetGroup').inputs.subnetIds as string[];
  const table = resources.find(
    ({ type, inputs }) =>
      type === 'aws:ec2/routeTableAssociation:RouteTableAssociation' && inputs.subnetId === subnetId,
  )?.inputs.routeTableId;
  return set('aws:ec2/route:Route', 'routeTableId', table, 'network-private-1-ipv6')(resources);
};

const statement = (fields: object) => JSON.stringify({ Statement: [{ Effect: 'Allow', ...fields }] });
const everybody = { Principal: '*', Action: 'x:Get', Resource: 'arn:x' };

/** A rule, a change that breaks it, and one that goes as far as it lets one go. */
type Case = readonly [rule: string, breaks: Change, onTheLine: Change];

const cases: readonly Case[] = [
  [
    'alarm-acts',
    add(alarm, { alarmActions: ['arn:topic'] }),
    add(alarm, { alarmActions: ['arn:topic'], insufficientDataActions: ['arn:topic'] }),
  ],
  [
    'domain-tls',
    add('aws:apigatewayv2/domainName:DomainName', { domainNameConfiguration: { securityPolicy: 'TLS_1_0' } }),
    add('aws:apigatewayv2/domainName:DomainName', { domainNameConfiguration: { securityPolicy: 'TLS_1_2' } }),
  ],
  ['policy-readable', set(rolePolicy, 'policy', secretMark), set(rolePolicy, 'policy', '{}')],
  [
    'ingress-by-port',
    set('aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule', 'toPort', 65535),
    add('aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule', { ipProtocol: 'tcp', fromPort: 1, toPort: 1 }),
  ],
  [
    'egress-by-port',
    set('aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule', 'toPort', 444),
    add('aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule', { ipProtocol: 'tcp', fromPort: 443, toPort: 443 }),
  ],
  [
    'api-log-without-patients',
    set(stage, 'accessLogSettings.format', '{"path":"$context.path"}'),
    set(stage, 'accessLogSettings.format', '{"route":"$context.routeKey"}'),
  ],
  [
    'account-watched',
    drop('aws:cloudwatch/logMetricFilter:LogMetricFilter', 'audit-account-route-changed-filter'),
    set('aws:cloudwatch/logMetricFilter:LogMetricFilter', 'name', 'x'),
  ],
  ['api-logged', set(stage, 'accessLogSettings', undefined), set(stage, 'accessLogSettings.format', '{}')],
  [
    'api-origins-named',
    set('aws:apigatewayv2/api:Api', 'corsConfiguration.allowOrigins', ['*']),
    set('aws:apigatewayv2/api:Api', 'corsConfiguration.allowOrigins', ['https://app.example']),
  ],
  [
    'api-throttled',
    set(stage, 'defaultRouteSettings.throttlingBurstLimit', 0),
    set(stage, 'defaultRouteSettings.throttlingBurstLimit', 1),
  ],
  ['audit-bucket-locked', set(lock, 'rule.defaultRetention.days', 2191), set(lock, 'rule.defaultRetention.days', 2192)],
  [
    'bucket-acls-off',
    set('aws:s3/bucketOwnershipControls:BucketOwnershipControls', 'rule.objectOwnership', 'ObjectWriter'),
    set(bucket, 'acl', undefined),
  ],
  [
    'bucket-encrypted',
    drop(
      'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration',
      'storage-files-encryption',
    ),
    set(
      'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration',
      'rules.0.bucketKeyEnabled',
      false,
    ),
  ],
  [
    'bucket-lifecycle',
    set('aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration', 'rules.0.status', 'Disabled'),
    set(
      'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration',
      'rules.0.abortIncompleteMultipartUpload.daysAfterInitiation',
      1,
    ),
  ],
  [
    'bucket-policy-closed',
    set(bucketPolicy, 'policy', statement(everybody)),
    set(bucketPolicy, 'policy', statement({ ...everybody, Principal: { Service: 'x.amazonaws.com' } })),
  ],
  [
    'bucket-private',
    set('aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock', 'ignorePublicAcls', false),
    set('aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock', 'ignorePublicAcls', true),
  ],
  [
    'bucket-tls-only',
    rewrite(bucketPolicy, 'aws:SecureTransport', 'aws:Other', 'storage-files-policy'),
    rewrite(bucketPolicy, 'OnlyTls12OrLater', 'Another'),
  ],
  [
    'bucket-versioned',
    set('aws:s3/bucketVersioning:BucketVersioning', 'versioningConfiguration.status', 'Suspended'),
    set('aws:s3/bucketVersioning:BucketVersioning', 'versioningConfiguration.status', 'Enabled'),
  ],
  ['client-tokens-short', set(client, 'accessTokenValidity', 31), set(client, 'accessTokenValidity', 30)],
  ['client-tokens-short', set(client, 'refreshTokenValidity', 13), set(client, 'refreshTokenValidity', 12)],
  ['client-tokens-short', set(client, 'tokenValidityUnits', undefined), set(client, 'idTokenValidity', 30)],
  ['database-backed-up', set(cluster, 'backupRetentionPeriod', 6), set(cluster, 'backupRetentionPeriod', 7)],
  ['database-changes-logged', parameter('pgaudit.log', 'ddl'), parameter('pgaudit.log', 'role,ddl')],
  ['database-deletion-protected', set(cluster, 'deletionProtection', false), set(cluster, 'skipFinalSnapshot', false)],
  ['database-encrypted', set(cluster, 'kmsKeyId', undefined), set(cluster, 'kmsKeyId', 'arn:key')],
  ['database-engine-current', set(cluster, 'engineVersion', '14.1'), set(cluster, 'engineVersion', '14.2')],
  [
    'database-iam-sign-in',
    set(cluster, 'iamDatabaseAuthenticationEnabled', undefined),
    set(cluster, 'iamDatabaseAuthenticationEnabled', true),
  ],
  ['database-in-two-zones', drop(instance, 'database-reader-1'), set(instance, 'promotionTier', 15)],
  [
    'database-insights-encrypted',
    set(cluster, 'performanceInsightsKmsKeyId', undefined),
    set(cluster, 'performanceInsightsRetentionPeriod', 7),
  ],
  ['database-isolated', routeOutOfDatabase, set('aws:rds/subnetGroup:SubnetGroup', 'subnetIds', ['subnet-elsewhere'])],
  [
    'database-logs-exported',
    set(cluster, 'enabledCloudwatchLogsExports', []),
    set(cluster, 'enabledCloudwatchLogsExports', ['upgrade', 'postgresql']),
  ],
  ['database-logs-without-values', parameter('log_parameter_max_length', '1'), parameter('log_statement', 'ddl')],
  [
    'database-minor-upgrades',
    set(instance, 'autoMinorVersionUpgrade', false),
    set(instance, 'autoMinorVersionUpgrade', true),
  ],
  ['database-monitored', set(instance, 'monitoringInterval', 0), set(instance, 'monitoringInterval', 1)],
  ['database-password-managed', set(cluster, 'masterPassword', 'x'), set(cluster, 'manageMasterUserPassword', true)],
  ['database-private', set(instance, 'publiclyAccessible', true), set(instance, 'publiclyAccessible', false)],
  [
    'database-sessions-end',
    parameter('idle_in_transaction_session_timeout', '900001'),
    parameter('idle_in_transaction_session_timeout', '900000'),
  ],
  [
    'database-sessions-end',
    parameter('idle_in_transaction_session_timeout', '0'),
    parameter('idle_in_transaction_session_timeout', '1'),
  ],
  ['database-snapshots-tagged', set(cluster, 'copyTagsToSnapshot', false), set(cluster, 'copyTagsToSnapshot', true)],
  ['database-tls-only', parameter('rds.force_ssl', '0'), parameter('rds.force_ssl', '1')],
  [
    'default-group-closed',
    set('aws:ec2/defaultSecurityGroup:DefaultSecurityGroup', 'egress', [{ protocol: '-1' }]),
    set('aws:ec2/defaultSecurityGroup:DefaultSecurityGroup', 'egress', undefined),
  ],
  [
    'egress-by-port',
    set('aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule', 'ipProtocol', '-1'),
    set('aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule', 'description', 'x'),
  ],
  [
    'flow-logs',
    set('aws:ec2/flowLog:FlowLog', 'trafficType', 'REJECT'),
    set('aws:ec2/flowLog:FlowLog', 'maxAggregationInterval', 60),
  ],
  ['flow-logs', drop('aws:ec2/flowLog:FlowLog'), both(drop('aws:ec2/flowLog:FlowLog'), drop('aws:ec2/vpc:Vpc'))],
  [
    'function-concurrency-limited',
    set(lambda, 'reservedConcurrentExecutions', undefined),
    set(lambda, 'reservedConcurrentExecutions', 1),
  ],
  [
    'function-environment-encrypted',
    set(lambda, 'kmsKeyArn', undefined),
    both(set(lambda, 'kmsKeyArn', undefined), set(lambda, 'environment', undefined)),
  ],
  [
    'function-failures-kept',
    set(lambda, 'deadLetterConfig', undefined),
    both(
      set(lambda, 'deadLetterConfig', undefined),
      set(
        'aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig',
        'destinationConfig.onFailure.destination',
        'arn:queue',
      ),
    ),
  ],
  ['function-in-vpc', set(lambda, 'vpcConfig.subnetIds', []), set(lambda, 'vpcConfig.subnetIds', ['subnet-1'])],
  [
    'function-log-structured',
    set(lambda, 'loggingConfig.logFormat', 'Text'),
    set(lambda, 'loggingConfig.systemLogLevel', 'WARN'),
  ],
  [
    'function-not-public',
    set('aws:lambda/permission:Permission', 'sourceArn', undefined, 'people-api-v1-patients-invocation'),
    both(
      set('aws:lambda/permission:Permission', 'sourceArn', undefined),
      set('aws:lambda/permission:Permission', 'sourceAccount', '123456789012'),
    ),
  ],
  ['function-runtime-supported', set(lambda, 'runtime', 'nodejs20.x'), set(lambda, 'runtime', 'nodejs22.x')],
  ['function-sized', set(lambda, 'timeout', undefined), set(lambda, 'timeout', 1)],
  [
    'function-url-closed',
    add('aws:lambda/functionUrl:FunctionUrl', { authorizationType: 'NONE' }),
    add('aws:lambda/functionUrl:FunctionUrl', { authorizationType: 'AWS_IAM' }),
  ],
  [
    'function-without-secrets',
    set(lambda, 'environment.variables.DATABASE_PASSWORD', 'x'),
    set(lambda, 'environment.variables.DATABASE_SECRET_ARN', 'arn:x'),
  ],
  [
    'function-without-secrets',
    set(lambda, 'environment.variables.KEY', 'AKIAIOSFODNN7EXAMPLE'),
    set(lambda, 'environment.variables.KEY', 'AKIA'),
  ],
  [
    'iam-actions-named',
    set(rolePolicy, 'policy', statement({ Action: 's3:*', Resource: 'arn:x' })),
    set(rolePolicy, 'policy', statement({ Action: 's3:Get*', Resource: 'arn:x' })),
  ],
  [
    'iam-actions-named',
    set(rolePolicy, 'policy', statement({ NotAction: 's3:Get', Resource: 'arn:x' })),
    rewrite(rolePolicy, 'nothing', ''),
  ],
  [
    'iam-no-aws-managed',
    add('aws:iam/rolePolicyAttachment:RolePolicyAttachment', {
      policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
    }),
    add('aws:iam/rolePolicyAttachment:RolePolicyAttachment', { policyArn: 'arn:aws:iam::123456789012:policy/ours' }),
  ],
  ['iam-no-inline', set(rolePolicy, 'name', 'x'), drop(rolePolicy)],
  [
    'iam-resources-named',
    set(rolePolicy, 'policy', statement({ Action: 's3:GetObject', Resource: '*' })),
    set(rolePolicy, 'policy', statement({ Action: 'ec2:DescribeSubnets', Resource: '*' })),
  ],
  [
    'iam-resources-named',
    set(rolePolicy, 'policy', statement({ Action: 'ec2:DeleteNetworkInterface', Resource: '*' })),
    set(
      rolePolicy,
      'policy',
      statement({ Action: 'ec2:DeleteNetworkInterface', Resource: 'arn:aws:ec2:us-east-1:123456789012:*/*' }),
    ),
  ],
  [
    'iam-roles-for-services',
    set(
      role,
      'assumeRolePolicy',
      statement({ Principal: { AWS: 'arn:aws:iam::123456789012:root' }, Action: 'sts:AssumeRole' }),
    ),
    set(
      role,
      'assumeRolePolicy',
      statement({ Principal: { AWS: 'arn:aws:iam::123456789012:role/operator' }, Action: 'sts:AssumeRole' }),
    ),
  ],
  [
    'identity-pool-closed',
    add('aws:cognito/identityPool:IdentityPool', { allowUnauthenticatedIdentities: true }),
    add('aws:cognito/identityPool:IdentityPool', {}),
  ],
  [
    'image-private',
    add('aws:ecr/repositoryPolicy:RepositoryPolicy', { policy: statement(everybody) }),
    add('aws:ecr/repositoryPolicy:RepositoryPolicy', {
      policy: statement({ ...everybody, Principal: { AWS: '123456789012' } }),
    }),
  ],
  ['image-scanned', set(repository, 'imageTagMutability', 'MUTABLE'), set(repository, 'forceDelete', true)],
  [
    'internet-route-needed',
    add('aws:ec2/route:Route', { gatewayId: 'igw-1', destinationCidrBlock: '0.0.0.0/0' }),
    drop('aws:ec2/route:Route'),
  ],
  [
    'key-policy-closed',
    set(key, 'policy', undefined),
    set(key, 'policy', statement({ Principal: { AWS: 'arn:aws:iam::123456789012:role/x' }, Action: 'kms:De*' })),
  ],
  ['key-rotated', set(key, 'enableKeyRotation', false), set(key, 'isEnabled', true)],
  ['log-encrypted', set(logGroup, 'kmsKeyId', undefined), set(logGroup, 'kmsKeyId', 'arn:key')],
  ['log-retained', set(logGroup, 'retentionInDays', 180), set(logGroup, 'retentionInDays', 365)],
  ['log-retained', set(logGroup, 'retentionInDays', undefined), set(logGroup, 'retentionInDays', 3653)],
  [
    'no-open-ingress',
    add('aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule', { cidrIpv6: '::/0' }),
    add('aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule', { cidrIpv4: '10.0.0.0/8' }),
  ],
  ['no-open-ingress', set(stopType, 'ingress', [{ cidrBlocks: ['0.0.0.0/0'] }]), set(stopType, 'ingress', [])],
  [
    'pool-closed',
    set(pool, 'adminCreateUserConfig', undefined),
    set(pool, 'adminCreateUserConfig', { allowAdminCreateUserOnly: true }),
  ],
  ['pool-deletion-protected', set(pool, 'deletionProtection', 'INACTIVE'), set(pool, 'deletionProtection', 'ACTIVE')],
  ['pool-password', set(pool, 'passwordPolicy.minimumLength', 13), set(pool, 'passwordPolicy.minimumLength', 14)],
  [
    'pool-password',
    set(pool, 'passwordPolicy.requireSymbols', false),
    set(pool, 'passwordPolicy.temporaryPasswordValidityDays', 7),
  ],
  [
    'pool-second-factor',
    set(pool, 'lambdaConfig', undefined),
    both(set(pool, 'lambdaConfig', undefined), set(pool, 'mfaConfiguration', 'ON')),
  ],
  [
    'pool-threats',
    set(pool, 'userPoolAddOns.advancedSecurityMode', 'AUDIT'),
    set(pool, 'userPoolAddOns.advancedSecurityMode', 'ENFORCED'),
  ],
  ['queue-protected', set(queue, 'kmsMasterKeyId', undefined), set(queue, 'messageRetentionSeconds', 60)],
  [
    'queue-protected',
    drop('aws:sqs/queuePolicy:QueuePolicy'),
    rewrite('aws:sqs/queuePolicy:QueuePolicy', 'OnlyTls', 'Other'),
  ],
  [
    'route-authorized',
    set('aws:apigatewayv2/route:Route', 'authorizationType', 'NONE', 'people-api-any-v1-patients'),
    set('aws:apigatewayv2/route:Route', 'authorizationType', 'AWS_IAM'),
  ],
  [
    'secret-encrypted',
    set('aws:secretsmanager/secret:Secret', 'kmsKeyId', undefined),
    set('aws:secretsmanager/secret:Secret', 'kmsKeyId', 'arn:key'),
  ],
  [
    'secret-out-of-state',
    add('aws:secretsmanager/secretVersion:SecretVersion', { secretString: 'x' }),
    add('aws:secretsmanager/secretVersion:SecretVersion', {}),
  ],
  [
    'secret-rotated',
    add('aws:secretsmanager/secret:Secret', {}),
    add('aws:secretsmanager/secretRotation:SecretRotation', {}),
  ],
  ['security-group-described', set(stopType, 'description', ''), set(stopType, 'description', 'x')],
  ['security-group-used', add(stopType, {}), add(lambda, {}, 'another')],
  [
    'subnet-without-public-addresses',
    set('aws:ec2/subnet:Subnet', 'mapPublicIpOnLaunch', true, 'network-private-1'),
    set('aws:ec2/subnet:Subnet', 'mapPublicIpOnLaunch', undefined),
  ],
  ['topic-protected', set(topic, 'kmsMasterKeyId', undefined), set(topic, 'kmsMasterKeyId', 'arn:key')],
  ['trail-complete', set(trail, 'enableLogFileValidation', undefined), set(trail, 'enableLogging', true)],
  ['trail-data-events', set(trail, 'advancedEventSelectors', []), set(trail, 'advancedEventSelectors.2', undefined)],
  [
    'trail-log-retained',
    set(logGroup, 'retentionInDays', 1827, 'audit-log'),
    set(logGroup, 'retentionInDays', 2192, 'audit-log'),
  ],
  ['trail-log-retained', drop(logGroup, 'audit-log'), set(logGroup, 'retentionInDays', 365, 'functions-exams-log')],
  ['trail-exists', drop(trail), both(drop(trail), drop(cluster))],
];

let prod: readonly PlannedResource[];
beforeAll(async () => {
  prod = await previewStack('prod').then(({ resources }) => resources);
});

const today = '2026-11-23';

/** How many resources break a rule, accepted or not. */
const broken = (rule: string, change: Change): number =>
  judge({ stack: 'prod', resources: change(prod), today, exceptions: [] }).filter((finding) => finding.rule === rule)
    .length;

const unchanged: Change = (resources) => [...resources];

/** Beside the rules, what several of them share. */
const helpers = ['accounts.ts', 'buckets.ts', 'parameters.ts', 'security-group-rules.ts', 'trail-selectors.ts'];

describe('a rule', () => {
  it.each(cases)('%s finds what breaks it, and nothing that just keeps it', (rule, breaks, onTheLine) => {
    const already = broken(rule, unchanged);
    expect(broken(rule, breaks)).toBeGreaterThan(
      rule === 'iam-no-inline' || rule === 'database-monitored' ? 0 : already,
    );
    expect(broken(rule, onTheLine)).toBeLessThanOrEqual(already);
  });

  it('is tried by a case, is a file of its own, and says what it is for', async () => {
    const ids = policies.map(({ id }) => id).sort();
    expect([...new Set(cases.map(([rule]) => rule))].sort()).toEqual(ids);
    const files = (await readdir('infra/policies/rules')).filter((file) => !helpers.includes(file));
    expect(files.sort()).toEqual(ids.map((id) => `${id}.ts`).sort());
    for (const policy of policies) {
      expect(policy.promise).toMatch(/\.$/);
      expect(policy.mend).toMatch(/\.$/);
      for (const safeguard of policy.safeguards)
        expect(safeguard).toMatch(/^164\.\d{3}(\([a-z\d]+\)|\([A-Z]+\)|\([ivx]+\))+$/);
    }
  });
});

describe('the stacks', () => {
  it.each(['prod', 'dev'])('%s has no finding that stops it, and none that nobody decided', async (stack) => {
    const { resources } = await previewStack(stack);
    const findings = judge({ stack, resources, today });
    expect(findings.filter(({ accepted }) => accepted === undefined)).toEqual([]);
    expect(findings.length).toBeGreaterThan(0);
  });
});

describe('an exception', () => {
  const change = set(cluster, 'deletionProtection', false);
  const rule = 'database-deletion-protected';
  const judged = (exception: object, day = today, stack = 'prod') =>
    judge({
      stack,
      resources: change(prod),
      today: day,
      exceptions: [{ rule, resources: 'database-*', reason: 'Because.', until: forGood, ...exception }],
    }).filter((finding) => finding.rule === rule);

  it('accepts a finding, with its reason beside it', () => {
    const [finding] = judged({});
    expect(finding?.accepted).toEqual({ reason: 'Because.' });
    expect(finding && isStopping(finding)).toBe(false);
  });

  it('holds for its rule, its resources, their inputs and its stacks alone, and until its day', () => {
    const stops = (...judgement: Parameters<typeof judged>) => judged(...judgement).some(isStopping);
    expect(stops({ rule: 'database-encrypted' })).toBe(true);
    expect(stops({ resources: 'storage-*' })).toBe(true);
    expect(stops({ inputs: { engine: 'aurora-mysql' } })).toBe(true);
    expect(stops({ inputs: { engine: 'aurora-*' } })).toBe(false);
    expect(stops({ stacks: ['dev'] })).toBe(true);
    expect(stops({ stacks: ['dev'] }, today, 'dev')).toBe(false);
    expect(stops({ until: '2027-01-01' }, '2026-12-31')).toBe(false);
    expect(stops({ until: '2027-01-01' }, '2027-01-01')).toBe(true);
  });

  it('that has ended says so in its finding', () => {
    const [finding] = judged({ until: '2027-01-01' }, '2027-01-01');
    expect(finding?.detail).toBe(
      'has deletionProtection false, not true, and the exception for it ended on 2027-01-01',
    );
  });

  it('accepts something in each stack that it names, and one without stacks in any', async () => {
    const used = new Map<string, readonly Exception[]>();
    for (const stack of ['prod', 'dev', 'report']) {
      const { resources } = await previewStack(stack);
      const planned = new Map(resources.map((resource) => [resource.urn, resource]));
      used.set(
        stack,
        judge({ stack, resources, today }).flatMap(({ rule: broken, urn }) => {
          const resource = planned.get(urn);
          return resource === undefined ? [] : exceptionsFor(broken, resource, { stack });
        }),
      );
    }
    const isUsedIn = (exception: Exception) => (stack: string) => used.get(stack)?.includes(exception) === true;
    const idle = exceptions.filter((exception) =>
      exception.stacks === undefined
        ? ![...used.keys()].some(isUsedIn(exception))
        : !exception.stacks.every(isUsedIn(exception)),
    );
    expect(idle).toEqual([]);
  });

  it('is of a rule that there is, and says why and until when', () => {
    const ids = policies.map(({ id }) => id);
    for (const exception of exceptions) {
      expect(ids).toContain(exception.rule);
      expect(exception.reason.length).toBeGreaterThan(40);
      if (exception.until !== forGood) expect(exception.until).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    }
  });
});
