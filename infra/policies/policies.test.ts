import { readdir } from 'node:fs/promises';
import { basename } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { findOnly, type PlanChange, types } from '../../test/support/plan.js';
import { secretMark } from '../preview/inputs.js';
import type { PlannedResource } from '../preview/planned-resource.js';
import { previewStack } from '../preview/preview.js';
import { listStackNames } from '../preview/stack-file.js';
import { exceptions, noExpiry, type PolicyException } from './exceptions.js';
import { findExceptions, isBlocking, judge } from './judge.js';
import { policies } from './policies.js';
import type { Policy } from './policy.js';
import { addResource, combineChanges, dropResource, rewriteInput, setInput, setParameter } from './testing.js';

/** Gives the database's subnets the private subnets' route to the internet. */
const routeOutOfDatabase: PlanChange = (resources) => {
  const [subnetId] = findOnly(resources, 'aws:rds/subnetGroup:SubnetGroup').inputs.subnetIds as string[];
  const table = resources.find(
    ({ type, inputs }) =>
      type === 'aws:ec2/routeTableAssociation:RouteTableAssociation' && inputs.subnetId === subnetId,
  )?.inputs.routeTableId;
  return setInput('aws:ec2/route:Route', 'routeTableId', table, 'network-private-1-ipv6')(resources);
};

const statement = (fields: object) => JSON.stringify({ Statement: [{ Effect: 'Allow', ...fields }] });
const everyone = { Principal: '*', Action: 'x:Get', Resource: 'arn:x' };

/** A policy, a change that breaks it, and a change that just keeps it. */
type Case = readonly [rule: string, breaks: PlanChange, onTheLine: PlanChange];

/** Changes that set one input to a value that breaks a policy, and to one that just keeps it. */
const setEither = (type: string, path: string, breaking: unknown, keeping: unknown, name?: string) =>
  [setInput(type, path, breaking, name), setInput(type, path, keeping, name)] as const;

const setRoleStatement = (breaking: object, keeping: object) =>
  setEither(types.rolePolicy, 'policy', statement(breaking), statement(keeping));

const cases: readonly Case[] = [
  [
    'alarm-acts',
    addResource(types.alarm, { alarmActions: ['arn:topic'] }),
    addResource(types.alarm, { alarmActions: ['arn:topic'], insufficientDataActions: ['arn:topic'] }),
  ],
  [
    'domain-tls',
    addResource('aws:apigatewayv2/domainName:DomainName', { domainNameConfiguration: { securityPolicy: 'TLS_1_0' } }),
    addResource('aws:apigatewayv2/domainName:DomainName', { domainNameConfiguration: { securityPolicy: 'TLS_1_2' } }),
  ],
  ['policy-readable', ...setEither(types.rolePolicy, 'policy', secretMark, '{}')],
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
    ...setEither(types.stage, 'accessLogSettings.format', '{"path":"$context.path"}', '{"route":"$context.routeKey"}'),
  ],
  [
    'account-watched',
    dropResource('aws:cloudwatch/logMetricFilter:LogMetricFilter', 'audit-account-route-changed-filter'),
    setInput('aws:cloudwatch/logMetricFilter:LogMetricFilter', 'name', 'x'),
  ],
  [
    'api-logged',
    setInput(types.stage, 'accessLogSettings', undefined),
    setInput(types.stage, 'accessLogSettings.format', '{}'),
  ],
  [
    'api-origins-named',
    ...setEither('aws:apigatewayv2/api:Api', 'corsConfiguration.allowOrigins', ['*'], ['https://app.example']),
  ],
  ['api-throttled', ...setEither(types.stage, 'defaultRouteSettings.throttlingBurstLimit', 0, 1)],
  ['audit-bucket-locked', ...setEither(types.lock, 'rule.defaultRetention.days', 2191, 2192)],
  [
    'bucket-acls-off',
    setInput('aws:s3/bucketOwnershipControls:BucketOwnershipControls', 'rule.objectOwnership', 'ObjectWriter'),
    setInput(types.bucket, 'acl', undefined),
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
    ...setEither(
      types.bucketPolicy,
      'policy',
      statement(everyone),
      statement({ ...everyone, Principal: { Service: 'x.amazonaws.com' } }),
    ),
  ],
  [
    'bucket-private',
    ...setEither('aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock', 'ignorePublicAcls', false, true),
  ],
  [
    'bucket-tls-only',
    rewriteInput(types.bucketPolicy, 'aws:SecureTransport', 'aws:Other', 'storage-files-policy'),
    rewriteInput(types.bucketPolicy, 'OnlyTls12OrLater', 'Another'),
  ],
  [
    'bucket-versioned',
    ...setEither('aws:s3/bucketVersioning:BucketVersioning', 'versioningConfiguration.status', 'Suspended', 'Enabled'),
  ],
  ['client-tokens-short', ...setEither(types.client, 'accessTokenValidity', 31, 30)],
  ['client-tokens-short', ...setEither(types.client, 'refreshTokenValidity', 13, 12)],
  [
    'client-tokens-short',
    setInput(types.client, 'tokenValidityUnits', undefined),
    setInput(types.client, 'idTokenValidity', 30),
  ],
  ['database-backed-up', ...setEither(types.cluster, 'backupRetentionPeriod', 6, 7)],
  ['database-changes-logged', setParameter('pgaudit.log', 'ddl'), setParameter('pgaudit.log', 'role,ddl')],
  [
    'database-deletion-protected',
    setInput(types.cluster, 'deletionProtection', false),
    setInput(types.cluster, 'skipFinalSnapshot', false),
  ],
  ['database-encrypted', ...setEither(types.cluster, 'kmsKeyId', undefined, 'arn:key')],
  ['database-engine-current', ...setEither(types.cluster, 'engineVersion', '14.1', '14.2')],
  ['database-iam-sign-in', ...setEither(types.cluster, 'iamDatabaseAuthenticationEnabled', undefined, true)],
  [
    'database-in-two-zones',
    dropResource(types.instance, 'database-reader-1'),
    setInput(types.instance, 'promotionTier', 15),
  ],
  [
    'database-insights-encrypted',
    setInput(types.cluster, 'performanceInsightsKmsKeyId', undefined),
    setInput(types.cluster, 'performanceInsightsRetentionPeriod', 7),
  ],
  [
    'database-isolated',
    routeOutOfDatabase,
    setInput('aws:rds/subnetGroup:SubnetGroup', 'subnetIds', ['subnet-elsewhere']),
  ],
  [
    'database-logs-exported',
    ...setEither(types.cluster, 'enabledCloudwatchLogsExports', [], ['upgrade', 'postgresql']),
  ],
  ['database-logs-without-values', setParameter('log_parameter_max_length', '1'), setParameter('log_statement', 'ddl')],
  ['database-minor-upgrades', ...setEither(types.instance, 'autoMinorVersionUpgrade', false, true)],
  ['database-monitored', ...setEither(types.instance, 'monitoringInterval', 0, 1)],
  [
    'database-password-managed',
    setInput(types.cluster, 'masterPassword', 'x'),
    setInput(types.cluster, 'manageMasterUserPassword', true),
  ],
  ['database-private', ...setEither(types.instance, 'publiclyAccessible', true, false)],
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
  ['database-snapshots-tagged', ...setEither(types.cluster, 'copyTagsToSnapshot', false, true)],
  ['database-tls-only', setParameter('rds.force_ssl', '0'), setParameter('rds.force_ssl', '1')],
  [
    'default-group-closed',
    ...setEither('aws:ec2/defaultSecurityGroup:DefaultSecurityGroup', 'egress', [{ protocol: '-1' }], undefined),
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
  ['function-concurrency-limited', ...setEither(types.lambda, 'reservedConcurrentExecutions', undefined, 1)],
  [
    'function-environment-encrypted',
    setInput(types.lambda, 'kmsKeyArn', undefined),
    combineChanges(setInput(types.lambda, 'kmsKeyArn', undefined), setInput(types.lambda, 'environment', undefined)),
  ],
  [
    'function-failures-kept',
    setInput(types.lambda, 'deadLetterConfig', undefined),
    combineChanges(
      setInput(types.lambda, 'deadLetterConfig', undefined),
      setInput(
        'aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig',
        'destinationConfig.onFailure.destination',
        'arn:queue',
      ),
    ),
  ],
  ['function-in-vpc', ...setEither(types.lambda, 'vpcConfig.subnetIds', [], ['subnet-1'])],
  [
    'function-log-structured',
    setInput(types.lambda, 'loggingConfig.logFormat', 'Text'),
    setInput(types.lambda, 'loggingConfig.systemLogLevel', 'WARN'),
  ],
  [
    'function-not-public',
    setInput('aws:lambda/permission:Permission', 'sourceArn', undefined, 'people-api-v1-patients-invocation'),
    combineChanges(
      setInput('aws:lambda/permission:Permission', 'sourceArn', undefined),
      setInput('aws:lambda/permission:Permission', 'sourceAccount', '123456789012'),
    ),
  ],
  ['function-runtime-supported', ...setEither(types.lambda, 'runtime', 'nodejs20.x', 'nodejs22.x')],
  [
    'function-model-guarded',
    setInput(types.lambda, 'environment.variables.GUARDRAIL_ID', undefined),
    setInput(types.lambda, 'environment.variables.GUARDRAIL_VERSION', 'DRAFT'),
  ],
  ['function-sized', ...setEither(types.lambda, 'timeout', undefined, 1)],
  [
    'function-url-closed',
    addResource('aws:lambda/functionUrl:FunctionUrl', { authorizationType: 'NONE' }),
    addResource('aws:lambda/functionUrl:FunctionUrl', { authorizationType: 'AWS_IAM' }),
  ],
  [
    'function-without-secrets',
    setInput(types.lambda, 'environment.variables.DATABASE_PASSWORD', 'x'),
    setInput(types.lambda, 'environment.variables.DATABASE_SECRET_ARN', 'arn:x'),
  ],
  ['function-without-secrets', ...setEither(types.lambda, 'environment.variables.KEY', 'AKIAIOSFODNN7EXAMPLE', 'AKIA')],
  [
    'iam-actions-named',
    ...setRoleStatement({ Action: 's3:*', Resource: 'arn:x' }, { Action: 's3:Get*', Resource: 'arn:x' }),
  ],
  [
    'iam-actions-named',
    setInput(types.rolePolicy, 'policy', statement({ NotAction: 's3:Get', Resource: 'arn:x' })),
    rewriteInput(types.rolePolicy, 'nothing', ''),
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
  ['iam-no-inline', setInput(types.rolePolicy, 'name', 'x'), dropResource(types.rolePolicy)],
  [
    'iam-resources-named',
    ...setRoleStatement({ Action: 's3:GetObject', Resource: '*' }, { Action: 'ec2:DescribeSubnets', Resource: '*' }),
  ],
  [
    'iam-resources-named',
    ...setRoleStatement(
      { Action: 'ec2:DeleteNetworkInterface', Resource: '*' },
      { Action: 'ec2:DeleteNetworkInterface', Resource: 'arn:aws:ec2:us-east-1:123456789012:*/*' },
    ),
  ],
  [
    'iam-roles-for-services',
    setInput(
      types.role,
      'assumeRolePolicy',
      statement({ Principal: { AWS: 'arn:aws:iam::123456789012:root' }, Action: 'sts:AssumeRole' }),
    ),
    setInput(
      types.role,
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
    addResource('aws:ecr/repositoryPolicy:RepositoryPolicy', { policy: statement(everyone) }),
    addResource('aws:ecr/repositoryPolicy:RepositoryPolicy', {
      policy: statement({ ...everyone, Principal: { AWS: '123456789012' } }),
    }),
  ],
  [
    'image-scanned',
    setInput(types.repository, 'imageTagMutability', 'MUTABLE'),
    setInput(types.repository, 'forceDelete', true),
  ],
  [
    'internet-route-needed',
    addResource('aws:ec2/route:Route', { gatewayId: 'igw-1', destinationCidrBlock: '0.0.0.0/0' }),
    dropResource('aws:ec2/route:Route'),
  ],
  [
    'key-policy-closed',
    setInput(types.key, 'policy', undefined),
    setInput(
      types.key,
      'policy',
      statement({ Principal: { AWS: 'arn:aws:iam::123456789012:role/x' }, Action: 'kms:De*' }),
    ),
  ],
  ['key-rotated', setInput(types.key, 'enableKeyRotation', false), setInput(types.key, 'isEnabled', true)],
  ['log-encrypted', ...setEither(types.logGroup, 'kmsKeyId', undefined, 'arn:key')],
  ['log-retained', ...setEither(types.logGroup, 'retentionInDays', 180, 365)],
  ['log-retained', ...setEither(types.logGroup, 'retentionInDays', undefined, 3653)],
  [
    'no-open-ingress',
    addResource('aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule', { cidrIpv6: '::/0' }),
    addResource('aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule', { cidrIpv4: '10.0.0.0/8' }),
  ],
  [
    'no-open-ingress',
    setInput(types.securityGroup, 'ingress', [{ cidrBlocks: ['0.0.0.0/0'] }]),
    setInput(types.securityGroup, 'ingress', []),
  ],
  ['pool-closed', ...setEither(types.pool, 'adminCreateUserConfig', undefined, { allowAdminCreateUserOnly: true })],
  ['pool-deletion-protected', ...setEither(types.pool, 'deletionProtection', 'INACTIVE', 'ACTIVE')],
  ['pool-password', ...setEither(types.pool, 'passwordPolicy.minimumLength', 13, 14)],
  [
    'pool-password',
    setInput(types.pool, 'passwordPolicy.requireSymbols', false),
    setInput(types.pool, 'passwordPolicy.temporaryPasswordValidityDays', 7),
  ],
  [
    'pool-second-factor',
    setInput(types.pool, 'lambdaConfig', undefined),
    combineChanges(setInput(types.pool, 'lambdaConfig', undefined), setInput(types.pool, 'mfaConfiguration', 'ON')),
  ],
  ['pool-threats', ...setEither(types.pool, 'userPoolAddOns.advancedSecurityMode', 'AUDIT', 'ENFORCED')],
  [
    'queue-protected',
    setInput(types.queue, 'kmsMasterKeyId', undefined),
    setInput(types.queue, 'messageRetentionSeconds', 60),
  ],
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
  ['secret-encrypted', ...setEither('aws:secretsmanager/secret:Secret', 'kmsKeyId', undefined, 'arn:key')],
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
  ['security-group-described', ...setEither(types.securityGroup, 'description', '', 'x')],
  ['security-group-used', addResource(types.securityGroup, {}), addResource(types.lambda, {}, 'another')],
  [
    'subnet-without-public-addresses',
    setInput('aws:ec2/subnet:Subnet', 'mapPublicIpOnLaunch', true, 'network-private-1'),
    setInput('aws:ec2/subnet:Subnet', 'mapPublicIpOnLaunch', undefined),
  ],
  ['topic-protected', ...setEither(types.topic, 'kmsMasterKeyId', undefined, 'arn:key')],
  [
    'trail-complete',
    setInput(types.trail, 'enableLogFileValidation', undefined),
    setInput(types.trail, 'enableLogging', true),
  ],
  [
    'trail-data-events',
    setInput(types.trail, 'advancedEventSelectors', []),
    setInput(types.trail, 'advancedEventSelectors.2', undefined),
  ],
  ['trail-log-retained', ...setEither(types.logGroup, 'retentionInDays', 1827, 2192, 'audit-log')],
  [
    'trail-log-retained',
    dropResource(types.logGroup, 'audit-log'),
    setInput(types.logGroup, 'retentionInDays', 365, 'functions-exams-log'),
  ],
  ['trail-exists', dropResource(types.trail), combineChanges(dropResource(types.trail), dropResource(types.cluster))],
];

let prod: readonly PlannedResource[];
beforeAll(async () => {
  prod = await previewStack('prod').then(({ resources }) => resources);
});

const today = '2026-11-23';

/** Counts the resources that break a policy, accepted or not. */
const broken = (rule: string, change: PlanChange): number =>
  judge({ stack: 'prod', resources: change(prod), today, exceptions: [] }).filter((finding) => finding.rule === rule)
    .length;

const unchanged: PlanChange = (resources) => [...resources];

/** Every policy that a file of the rules folder exports. */
async function importPolicies(): Promise<Policy[]> {
  const names = (await readdir('infra/policies/rules')).map((file) => basename(file, '.ts'));
  const modules: Record<string, readonly Policy[]>[] = await Promise.all(
    names.map((name) => import(`./rules/${name}.ts`)),
  );
  return modules.flatMap((module) => Object.values(module).flat());
}

describe('a policy', () => {
  it.each(cases)('%s finds what breaks it, and nothing that just keeps it', (rule, breaks, onTheLine) => {
    const already = broken(rule, unchanged);
    expect(broken(rule, breaks)).toBeGreaterThan(
      rule === 'iam-no-inline' || rule === 'database-monitored' ? 0 : already,
    );
    expect(broken(rule, onTheLine)).toBeLessThanOrEqual(already);
  });

  it('is in the list once, has a case, a description, a fix and valid safeguards', async () => {
    const ids = policies.map(({ id }) => id);
    expect([...new Set(cases.map(([rule]) => rule))].sort()).toEqual(ids);
    const exported = await importPolicies();
    expect(exported.map(({ id }) => id).sort()).toEqual(ids);
    for (const policy of policies) {
      expect(policy.description).toMatch(/\.$/);
      expect(policy.fix).toMatch(/\.$/);
      for (const safeguard of policy.safeguards)
        expect(safeguard).toMatch(/^164\.\d{3}(\([a-z\d]+\)|\([A-Z]+\)|\([ivx]+\))+$/);
    }
  });
});

describe('the stacks', () => {
  it.each(['prod', 'dev'])('%s has no findings without an exception', async (stack) => {
    const { resources } = await previewStack(stack);
    const findings = judge({ stack, resources, today });
    expect(findings.filter(({ accepted }) => accepted === undefined)).toEqual([]);
    expect(findings.length).toBeGreaterThan(0);
  });
});

describe('an exception', () => {
  const change = setInput(types.cluster, 'deletionProtection', false);
  const rule = 'database-deletion-protected';
  const judged = (exception: object, day = today, stack = 'prod') =>
    judge({
      stack,
      resources: change(prod),
      today: day,
      exceptions: [{ rule, resources: 'database-*', reason: 'Because.', until: noExpiry, ...exception }],
    }).filter((finding) => finding.rule === rule);

  it('accepts a finding, with its reason', () => {
    const [finding] = judged({});
    expect(finding?.accepted).toEqual({ reason: 'Because.' });
    expect(finding && isBlocking(finding)).toBe(false);
  });

  it('applies only to its policy, resources, inputs and stacks, and until its date', () => {
    const stops = (...options: Parameters<typeof judged>) => judged(...options).some(isBlocking);
    expect(stops({ rule: 'database-encrypted' })).toBe(true);
    expect(stops({ resources: 'storage-*' })).toBe(true);
    expect(stops({ inputs: { engine: 'aurora-mysql' } })).toBe(true);
    expect(stops({ inputs: { engine: 'aurora-*' } })).toBe(false);
    expect(stops({ stacks: ['dev'] })).toBe(true);
    expect(stops({ stacks: ['dev'] }, today, 'dev')).toBe(false);
    expect(stops({ until: '2027-01-01' }, '2026-12-31')).toBe(false);
    expect(stops({ until: '2027-01-01' }, '2027-01-01')).toBe(true);
  });

  it('that expired is mentioned in the finding', () => {
    const [finding] = judged({ until: '2027-01-01' }, '2027-01-01');
    expect(finding?.detail).toBe('has deletionProtection false; it must be true (its exception expired on 2027-01-01)');
  });

  it('accepts a finding in each stack that it names, or without stacks in any stack', async () => {
    const used = new Map<string, readonly PolicyException[]>();
    for (const stack of await listStackNames('.')) {
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

  it('names an existing policy, a reason and a date', () => {
    const ids = policies.map(({ id }) => id);
    for (const exception of exceptions) {
      expect(ids).toContain(exception.rule);
      expect(exception.reason.length).toBeGreaterThan(40);
      if (exception.until !== noExpiry) expect(exception.until).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    }
  });
});
