import { readdir } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { findOnly } from '../../test/support/plan.js';
import { secretMark } from '../preview/inputs.js';
import type { PlannedResource } from '../preview/planned-resource.js';
import { previewStack } from '../preview/preview.js';
import { exceptions, noExpiry, type PolicyException } from './exceptions.js';
import { findExceptions, isBlocking, judge } from './judge.js';
import { policies } from './policies.js';
import {
  addResource,
  combineChanges,
  dropResource,
  type PlanChange,
  rewriteInput,
  setInput,
  setParameter,
} from './testing.js';

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
const routeOutOfDatabase: PlanChange = (resources) => {
  const [subnetId] = findOnly(resources, 'aws:rds/subnetGroup:SubnetGroup').inputs.subnetIds as string[];
  const table = resources.find(
    ({ type, inputs }) =>
      type === 'aws:ec2/routeTableAssociation:RouteTableAssociation' && inputs.subnetId === subnetId,
  )?.inputs.routeTableId;
  return setInput('aws:ec2/route:Route', 'routeTableId', table, 'network-private-1-ipv6')(resources);
};

const statement = (fields: object) => JSON.stringify({ Statement: [{ Effect: 'Allow', ...fields }] });
const everybody = { Principal: '*', Action: 'x:Get', Resource: 'arn:x' };

/** A rule, a change that breaks it, and one that goes as far as it lets one go. */
type Case = readonly [rule: string, breaks: PlanChange, onTheLine: PlanChange];

const cases: readonly Case[] = [
  [
    'alarm-acts',
    addResource(alarm, { alarmActions: ['arn:topic'] }),
    addResource(alarm, { alarmActions: ['arn:topic'], insufficientDataActions: ['arn:topic'] }),
  ],
  [
    'domain-tls',
    addResource('aws:apigatewayv2/domainName:DomainName', { domainNameConfiguration: { securityPolicy: 'TLS_1_0' } }),
    addResource('aws:apigatewayv2/domainName:DomainName', { domainNameConfiguration: { securityPolicy: 'TLS_1_2' } }),
  ],
  ['policy-readable', setInput(rolePolicy, 'policy', secretMark), setInput(rolePolicy, 'policy', '{}')],
  [
    'ingress-by-port',
    setInput('aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule', 'toPort', 65535),
    addResource('aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule', {
      ipProtocol: 'tcp',
      fromPort: 1,
      toPort: 1,
    }),
  ],
  [
    'egress-by-port',
    setInput('aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule', 'toPort', 444),
    addResource('aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule', {
      ipProtocol: 'tcp',
      fromPort: 443,
      toPort: 443,
    }),
  ],
  [
    'api-log-without-patients',
    setInput(stage, 'accessLogSettings.format', '{"path":"$context.path"}'),
    setInput(stage, 'accessLogSettings.format', '{"route":"$context.routeKey"}'),
  ],
  [
    'account-watched',
    dropResource('aws:cloudwatch/logMetricFilter:LogMetricFilter', 'audit-account-route-changed-filter'),
    setInput('aws:cloudwatch/logMetricFilter:LogMetricFilter', 'name', 'x'),
  ],
  ['api-logged', setInput(stage, 'accessLogSettings', undefined), setInput(stage, 'accessLogSettings.format', '{}')],
  [
    'api-origins-named',
    setInput('aws:apigatewayv2/api:Api', 'corsConfiguration.allowOrigins', ['*']),
    setInput('aws:apigatewayv2/api:Api', 'corsConfiguration.allowOrigins', ['https://app.example']),
  ],
  [
    'api-throttled',
    setInput(stage, 'defaultRouteSettings.throttlingBurstLimit', 0),
    setInput(stage, 'defaultRouteSettings.throttlingBurstLimit', 1),
  ],
  [
    'audit-bucket-locked',
    setInput(lock, 'rule.defaultRetention.days', 2191),
    setInput(lock, 'rule.defaultRetention.days', 2192),
  ],
  [
    'bucket-acls-off',
    setInput('aws:s3/bucketOwnershipControls:BucketOwnershipControls', 'rule.objectOwnership', 'ObjectWriter'),
    setInput(bucket, 'acl', undefined),
  ],
  [
    'bucket-encrypted',
    dropResource(
      'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration',
      'storage-files-encryption',
    ),
    setInput(
      'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration',
      'rules.0.bucketKeyEnabled',
      false,
    ),
  ],
  [
    'bucket-lifecycle',
    setInput('aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration', 'rules.0.status', 'Disabled'),
    setInput(
      'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration',
      'rules.0.abortIncompleteMultipartUpload.daysAfterInitiation',
      1,
    ),
  ],
  [
    'bucket-policy-closed',
    setInput(bucketPolicy, 'policy', statement(everybody)),
    setInput(bucketPolicy, 'policy', statement({ ...everybody, Principal: { Service: 'x.amazonaws.com' } })),
  ],
  [
    'bucket-private',
    setInput('aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock', 'ignorePublicAcls', false),
    setInput('aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock', 'ignorePublicAcls', true),
  ],
  [
    'bucket-tls-only',
    rewriteInput(bucketPolicy, 'aws:SecureTransport', 'aws:Other', 'storage-files-policy'),
    rewriteInput(bucketPolicy, 'OnlyTls12OrLater', 'Another'),
  ],
  [
    'bucket-versioned',
    setInput('aws:s3/bucketVersioning:BucketVersioning', 'versioningConfiguration.status', 'Suspended'),
    setInput('aws:s3/bucketVersioning:BucketVersioning', 'versioningConfiguration.status', 'Enabled'),
  ],
  ['client-tokens-short', setInput(client, 'accessTokenValidity', 31), setInput(client, 'accessTokenValidity', 30)],
  ['client-tokens-short', setInput(client, 'refreshTokenValidity', 13), setInput(client, 'refreshTokenValidity', 12)],
  ['client-tokens-short', setInput(client, 'tokenValidityUnits', undefined), setInput(client, 'idTokenValidity', 30)],
  ['database-backed-up', setInput(cluster, 'backupRetentionPeriod', 6), setInput(cluster, 'backupRetentionPeriod', 7)],
  ['database-changes-logged', setParameter('pgaudit.log', 'ddl'), setParameter('pgaudit.log', 'role,ddl')],
  [
    'database-deletion-protected',
    setInput(cluster, 'deletionProtection', false),
    setInput(cluster, 'skipFinalSnapshot', false),
  ],
  ['database-encrypted', setInput(cluster, 'kmsKeyId', undefined), setInput(cluster, 'kmsKeyId', 'arn:key')],
  ['database-engine-current', setInput(cluster, 'engineVersion', '14.1'), setInput(cluster, 'engineVersion', '14.2')],
  [
    'database-iam-sign-in',
    setInput(cluster, 'iamDatabaseAuthenticationEnabled', undefined),
    setInput(cluster, 'iamDatabaseAuthenticationEnabled', true),
  ],
  ['database-in-two-zones', dropResource(instance, 'database-reader-1'), setInput(instance, 'promotionTier', 15)],
  [
    'database-insights-encrypted',
    setInput(cluster, 'performanceInsightsKmsKeyId', undefined),
    setInput(cluster, 'performanceInsightsRetentionPeriod', 7),
  ],
  [
    'database-isolated',
    routeOutOfDatabase,
    setInput('aws:rds/subnetGroup:SubnetGroup', 'subnetIds', ['subnet-elsewhere']),
  ],
  [
    'database-logs-exported',
    setInput(cluster, 'enabledCloudwatchLogsExports', []),
    setInput(cluster, 'enabledCloudwatchLogsExports', ['upgrade', 'postgresql']),
  ],
  ['database-logs-without-values', setParameter('log_parameter_max_length', '1'), setParameter('log_statement', 'ddl')],
  [
    'database-minor-upgrades',
    setInput(instance, 'autoMinorVersionUpgrade', false),
    setInput(instance, 'autoMinorVersionUpgrade', true),
  ],
  ['database-monitored', setInput(instance, 'monitoringInterval', 0), setInput(instance, 'monitoringInterval', 1)],
  [
    'database-password-managed',
    setInput(cluster, 'masterPassword', 'x'),
    setInput(cluster, 'manageMasterUserPassword', true),
  ],
  ['database-private', setInput(instance, 'publiclyAccessible', true), setInput(instance, 'publiclyAccessible', false)],
  [
    'database-sessions-end',
    setParameter('idle_in_transaction_session_timeout', '900001'),
    setParameter('idle_in_transaction_session_timeout', '900000'),
  ],
  [
    'database-sessions-end',
    setParameter('idle_in_transaction_session_timeout', '0'),
    setParameter('idle_in_transaction_session_timeout', '1'),
  ],
  [
    'database-snapshots-tagged',
    setInput(cluster, 'copyTagsToSnapshot', false),
    setInput(cluster, 'copyTagsToSnapshot', true),
  ],
  ['database-tls-only', setParameter('rds.force_ssl', '0'), setParameter('rds.force_ssl', '1')],
  [
    'default-group-closed',
    setInput('aws:ec2/defaultSecurityGroup:DefaultSecurityGroup', 'egress', [{ protocol: '-1' }]),
    setInput('aws:ec2/defaultSecurityGroup:DefaultSecurityGroup', 'egress', undefined),
  ],
  [
    'egress-by-port',
    setInput('aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule', 'ipProtocol', '-1'),
    setInput('aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule', 'description', 'x'),
  ],
  [
    'flow-logs',
    setInput('aws:ec2/flowLog:FlowLog', 'trafficType', 'REJECT'),
    setInput('aws:ec2/flowLog:FlowLog', 'maxAggregationInterval', 60),
  ],
  [
    'flow-logs',
    dropResource('aws:ec2/flowLog:FlowLog'),
    combineChanges(dropResource('aws:ec2/flowLog:FlowLog'), dropResource('aws:ec2/vpc:Vpc')),
  ],
  [
    'function-concurrency-limited',
    setInput(lambda, 'reservedConcurrentExecutions', undefined),
    setInput(lambda, 'reservedConcurrentExecutions', 1),
  ],
  [
    'function-environment-encrypted',
    setInput(lambda, 'kmsKeyArn', undefined),
    combineChanges(setInput(lambda, 'kmsKeyArn', undefined), setInput(lambda, 'environment', undefined)),
  ],
  [
    'function-failures-kept',
    setInput(lambda, 'deadLetterConfig', undefined),
    combineChanges(
      setInput(lambda, 'deadLetterConfig', undefined),
      setInput(
        'aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig',
        'destinationConfig.onFailure.destination',
        'arn:queue',
      ),
    ),
  ],
  [
    'function-in-vpc',
    setInput(lambda, 'vpcConfig.subnetIds', []),
    setInput(lambda, 'vpcConfig.subnetIds', ['subnet-1']),
  ],
  [
    'function-log-structured',
    setInput(lambda, 'loggingConfig.logFormat', 'Text'),
    setInput(lambda, 'loggingConfig.systemLogLevel', 'WARN'),
  ],
  [
    'function-not-public',
    setInput('aws:lambda/permission:Permission', 'sourceArn', undefined, 'people-api-v1-patients-invocation'),
    combineChanges(
      setInput('aws:lambda/permission:Permission', 'sourceArn', undefined),
      setInput('aws:lambda/permission:Permission', 'sourceAccount', '123456789012'),
    ),
  ],
  ['function-runtime-supported', setInput(lambda, 'runtime', 'nodejs20.x'), setInput(lambda, 'runtime', 'nodejs22.x')],
  ['function-sized', setInput(lambda, 'timeout', undefined), setInput(lambda, 'timeout', 1)],
  [
    'function-url-closed',
    addResource('aws:lambda/functionUrl:FunctionUrl', { authorizationType: 'NONE' }),
    addResource('aws:lambda/functionUrl:FunctionUrl', { authorizationType: 'AWS_IAM' }),
  ],
  [
    'function-without-secrets',
    setInput(lambda, 'environment.variables.DATABASE_PASSWORD', 'x'),
    setInput(lambda, 'environment.variables.DATABASE_SECRET_ARN', 'arn:x'),
  ],
  [
    'function-without-secrets',
    setInput(lambda, 'environment.variables.KEY', 'AKIAIOSFODNN7EXAMPLE'),
    setInput(lambda, 'environment.variables.KEY', 'AKIA'),
  ],
  [
    'iam-actions-named',
    setInput(rolePolicy, 'policy', statement({ Action: 's3:*', Resource: 'arn:x' })),
    setInput(rolePolicy, 'policy', statement({ Action: 's3:Get*', Resource: 'arn:x' })),
  ],
  [
    'iam-actions-named',
    setInput(rolePolicy, 'policy', statement({ NotAction: 's3:Get', Resource: 'arn:x' })),
    rewriteInput(rolePolicy, 'nothing', ''),
  ],
  [
    'iam-no-aws-managed',
    addResource('aws:iam/rolePolicyAttachment:RolePolicyAttachment', {
      policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
    }),
    addResource('aws:iam/rolePolicyAttachment:RolePolicyAttachment', {
      policyArn: 'arn:aws:iam::123456789012:policy/ours',
    }),
  ],
  ['iam-no-inline', setInput(rolePolicy, 'name', 'x'), dropResource(rolePolicy)],
  [
    'iam-resources-named',
    setInput(rolePolicy, 'policy', statement({ Action: 's3:GetObject', Resource: '*' })),
    setInput(rolePolicy, 'policy', statement({ Action: 'ec2:DescribeSubnets', Resource: '*' })),
  ],
  [
    'iam-resources-named',
    setInput(rolePolicy, 'policy', statement({ Action: 'ec2:DeleteNetworkInterface', Resource: '*' })),
    setInput(
      rolePolicy,
      'policy',
      statement({ Action: 'ec2:DeleteNetworkInterface', Resource: 'arn:aws:ec2:us-east-1:123456789012:*/*' }),
    ),
  ],
  [
    'iam-roles-for-services',
    setInput(
      role,
      'assumeRolePolicy',
      statement({ Principal: { AWS: 'arn:aws:iam::123456789012:root' }, Action: 'sts:AssumeRole' }),
    ),
    setInput(
      role,
      'assumeRolePolicy',
      statement({ Principal: { AWS: 'arn:aws:iam::123456789012:role/operator' }, Action: 'sts:AssumeRole' }),
    ),
  ],
  [
    'identity-pool-closed',
    addResource('aws:cognito/identityPool:IdentityPool', { allowUnauthenticatedIdentities: true }),
    addResource('aws:cognito/identityPool:IdentityPool', {}),
  ],
  [
    'image-private',
    addResource('aws:ecr/repositoryPolicy:RepositoryPolicy', { policy: statement(everybody) }),
    addResource('aws:ecr/repositoryPolicy:RepositoryPolicy', {
      policy: statement({ ...everybody, Principal: { AWS: '123456789012' } }),
    }),
  ],
  ['image-scanned', setInput(repository, 'imageTagMutability', 'MUTABLE'), setInput(repository, 'forceDelete', true)],
  [
    'internet-route-needed',
    addResource('aws:ec2/route:Route', { gatewayId: 'igw-1', destinationCidrBlock: '0.0.0.0/0' }),
    dropResource('aws:ec2/route:Route'),
  ],
  [
    'key-policy-closed',
    setInput(key, 'policy', undefined),
    setInput(key, 'policy', statement({ Principal: { AWS: 'arn:aws:iam::123456789012:role/x' }, Action: 'kms:De*' })),
  ],
  ['key-rotated', setInput(key, 'enableKeyRotation', false), setInput(key, 'isEnabled', true)],
  ['log-encrypted', setInput(logGroup, 'kmsKeyId', undefined), setInput(logGroup, 'kmsKeyId', 'arn:key')],
  ['log-retained', setInput(logGroup, 'retentionInDays', 180), setInput(logGroup, 'retentionInDays', 365)],
  ['log-retained', setInput(logGroup, 'retentionInDays', undefined), setInput(logGroup, 'retentionInDays', 3653)],
  [
    'no-open-ingress',
    addResource('aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule', { cidrIpv6: '::/0' }),
    addResource('aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule', { cidrIpv4: '10.0.0.0/8' }),
  ],
  [
    'no-open-ingress',
    setInput(stopType, 'ingress', [{ cidrBlocks: ['0.0.0.0/0'] }]),
    setInput(stopType, 'ingress', []),
  ],
  [
    'pool-closed',
    setInput(pool, 'adminCreateUserConfig', undefined),
    setInput(pool, 'adminCreateUserConfig', { allowAdminCreateUserOnly: true }),
  ],
  [
    'pool-deletion-protected',
    setInput(pool, 'deletionProtection', 'INACTIVE'),
    setInput(pool, 'deletionProtection', 'ACTIVE'),
  ],
  [
    'pool-password',
    setInput(pool, 'passwordPolicy.minimumLength', 13),
    setInput(pool, 'passwordPolicy.minimumLength', 14),
  ],
  [
    'pool-password',
    setInput(pool, 'passwordPolicy.requireSymbols', false),
    setInput(pool, 'passwordPolicy.temporaryPasswordValidityDays', 7),
  ],
  [
    'pool-second-factor',
    setInput(pool, 'lambdaConfig', undefined),
    combineChanges(setInput(pool, 'lambdaConfig', undefined), setInput(pool, 'mfaConfiguration', 'ON')),
  ],
  [
    'pool-threats',
    setInput(pool, 'userPoolAddOns.advancedSecurityMode', 'AUDIT'),
    setInput(pool, 'userPoolAddOns.advancedSecurityMode', 'ENFORCED'),
  ],
  ['queue-protected', setInput(queue, 'kmsMasterKeyId', undefined), setInput(queue, 'messageRetentionSeconds', 60)],
  [
    'queue-protected',
    dropResource('aws:sqs/queuePolicy:QueuePolicy'),
    rewriteInput('aws:sqs/queuePolicy:QueuePolicy', 'OnlyTls', 'Other'),
  ],
  [
    'route-authorized',
    setInput('aws:apigatewayv2/route:Route', 'authorizationType', 'NONE', 'people-api-any-v1-patients'),
    setInput('aws:apigatewayv2/route:Route', 'authorizationType', 'AWS_IAM'),
  ],
  [
    'secret-encrypted',
    setInput('aws:secretsmanager/secret:Secret', 'kmsKeyId', undefined),
    setInput('aws:secretsmanager/secret:Secret', 'kmsKeyId', 'arn:key'),
  ],
  [
    'secret-out-of-state',
    addResource('aws:secretsmanager/secretVersion:SecretVersion', { secretString: 'x' }),
    addResource('aws:secretsmanager/secretVersion:SecretVersion', {}),
  ],
  [
    'secret-rotated',
    addResource('aws:secretsmanager/secret:Secret', {}),
    addResource('aws:secretsmanager/secretRotation:SecretRotation', {}),
  ],
  ['security-group-described', setInput(stopType, 'description', ''), setInput(stopType, 'description', 'x')],
  ['security-group-used', addResource(stopType, {}), addResource(lambda, {}, 'another')],
  [
    'subnet-without-public-addresses',
    setInput('aws:ec2/subnet:Subnet', 'mapPublicIpOnLaunch', true, 'network-private-1'),
    setInput('aws:ec2/subnet:Subnet', 'mapPublicIpOnLaunch', undefined),
  ],
  ['topic-protected', setInput(topic, 'kmsMasterKeyId', undefined), setInput(topic, 'kmsMasterKeyId', 'arn:key')],
  ['trail-complete', setInput(trail, 'enableLogFileValidation', undefined), setInput(trail, 'enableLogging', true)],
  [
    'trail-data-events',
    setInput(trail, 'advancedEventSelectors', []),
    setInput(trail, 'advancedEventSelectors.2', undefined),
  ],
  [
    'trail-log-retained',
    setInput(logGroup, 'retentionInDays', 1827, 'audit-log'),
    setInput(logGroup, 'retentionInDays', 2192, 'audit-log'),
  ],
  [
    'trail-log-retained',
    dropResource(logGroup, 'audit-log'),
    setInput(logGroup, 'retentionInDays', 365, 'functions-exams-log'),
  ],
  ['trail-exists', dropResource(trail), combineChanges(dropResource(trail), dropResource(cluster))],
];

let prod: readonly PlannedResource[];
beforeAll(async () => {
  prod = await previewStack('prod').then(({ resources }) => resources);
});

const today = '2026-11-23';

/** How many resources break a rule, accepted or not. */
const broken = (rule: string, change: PlanChange): number =>
  judge({ stack: 'prod', resources: change(prod), today, exceptions: [] }).filter((finding) => finding.rule === rule)
    .length;

const unchanged: PlanChange = (resources) => [...resources];

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
      expect(policy.fix).toMatch(/\.$/);
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
  const change = setInput(cluster, 'deletionProtection', false);
  const rule = 'database-deletion-protected';
  const judged = (exception: object, day = today, stack = 'prod') =>
    judge({
      stack,
      resources: change(prod),
      today: day,
      exceptions: [{ rule, resources: 'database-*', reason: 'Because.', until: noExpiry, ...exception }],
    }).filter((finding) => finding.rule === rule);

  it('accepts a finding, with its reason beside it', () => {
    const [finding] = judged({});
    expect(finding?.accepted).toEqual({ reason: 'Because.' });
    expect(finding && isBlocking(finding)).toBe(false);
  });

  it('holds for its rule, its resources, their inputs and its stacks alone, and until its day', () => {
    const stops = (...judgement: Parameters<typeof judged>) => judged(...judgement).some(isBlocking);
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
    const used = new Map<string, readonly PolicyException[]>();
    for (const stack of ['prod', 'dev', 'study2025']) {
      const { resources } = await previewStack(stack);
      const planned = new Map(resources.map((resource) => [resource.urn, resource]));
      used.set(
        stack,
        judge({ stack, resources, today }).flatMap(({ rule: broken, urn }) => {
          const resource = planned.get(urn);
          return resource === undefined ? [] : findExceptions(broken, resource, { stack });
        }),
      );
    }
    const isUsedIn = (exception: PolicyException) => (stack: string) => used.get(stack)?.includes(exception) === true;
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
      if (exception.until !== noExpiry) expect(exception.until).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    }
  });
});
