import { beforeAll, describe, expect, it } from 'vitest';
import { findOnly, type PlanChange, types } from '../../test/support/plan.js';
import { type PlannedResource, unknownMark } from '../preview/planned-resource.js';
import { previewStack } from '../preview/preview.js';
import { judge } from './judge.js';
import {
  addResource,
  combineChanges,
  dropResource,
  prependStatement,
  rewriteInput,
  setInput,
  setParameter,
} from './testing.js';

/** Changes one input of prod's plan to a value. */
type Input = (value: never) => PlanChange;

const input =
  (type: string, path: string, name?: string) =>
  (value: unknown): PlanChange =>
    setInput(type, path, value, name);

const parameterInput =
  (name: string) =>
  (value: string | undefined): PlanChange =>
    setParameter(name, value);

const variable = (name: string, functionName = 'exams') =>
  input(types.lambda, `environment.variables.${name}`, `functions-${functionName}-function`);

/** Adds a resource with the value as one input. */
const addedInput =
  (type: string, path: string, others: object = {}) =>
  (value: unknown): PlanChange =>
    addResource(type, { ...others, [path]: value });

const allows = (fields: object, Effect = 'Allow') => JSON.stringify({ Statement: [{ Effect, ...fields }] });

/** One clause of a policy: the input that it checks, values that break it, and values that just keep it. */
interface Clause {
  readonly rule: string;
  readonly input: Input;
  readonly breaks: readonly unknown[];
  readonly keeps: readonly unknown[];
  /** Other policies that check the same input, and break with it. */
  readonly with: readonly string[];
}

const clause = <Value>(
  rule: string,
  to: (value: Value) => PlanChange,
  breaks: readonly Value[],
  keeps: readonly Value[] = [],
  others: readonly string[] = [],
): Clause => ({ rule, input: to, breaks, keeps, with: others });

const anAlias = 'alias/aws/x';
const ownKey = 'arn:aws:kms:us-east-1:123456789012:key/x';
const aGroup = { referencedSecurityGroupId: 'sg-1' };
const aList = { prefixListId: 'pl-1' };

/** Adds an egress rule for a protocol and port, to the target of a case. */
const egressTo = (service: string) => {
  const [ipProtocol, port] = service.split('/');
  const ports = { fromPort: Number(port), toPort: Number(port) };
  return (to: object): PlanChange => addResource(types.egressRule, { description: 'x', ipProtocol, ...ports, ...to });
};
const ownRole = { AWS: 'arn:aws:iam::123456789012:role/x' };
const off = [false, undefined];

const clauses: readonly Clause[] = [
  ...['root-used', 'sign-in-failures', 'network-acl-changed', 'gateway-changed', 'route-changed', 'vpc-changed'].map(
    (what) => clause('account-watched', input(types.filter, 'pattern', `audit-account-${what}-filter`), ['x']),
  ),
  ...[types.alarm, 'aws:cloudwatch/compositeAlarm:CompositeAlarm'].flatMap((type) => [
    clause('alarm-acts', addedInput(type, 'actionsEnabled', alarmActions()), [false], [true, undefined]),
    clause('alarm-acts', addedInput(type, 'alarmActions', alarmActions()), [[], undefined], [['arn:x']]),
    clause('alarm-acts', addedInput(type, 'insufficientDataActions', alarmActions()), [[], undefined], [['arn:x']]),
  ]),
  clause(
    'api-log-without-patients',
    input(types.stage, 'accessLogSettings.format'),
    [
      '{"x":"$context.path"}',
      '{"x":"$context.customDomain.basePathMatched"}',
      '{"x":"$context.requestOverride.queryString.x"}',
      '{"x":"$request.header.Authorization"}',
      '{"x":"$context.identity.sourceIp"}',
      '{"x":"$context.authorizer.claims.email"}',
      '{"x":"$context.authorizer.claims.subject"}',
    ],
    ['{"x":"$context.authorizer.claims.sub"}', '{"x":"$context.pathless"}'],
  ),
  clause('api-logged', input(types.stage, 'accessLogSettings.destinationArn'), [undefined, ''], ['arn:x']),
  clause('api-logged', input(types.stage, 'accessLogSettings.format'), ['$context.routeKey', undefined], ['{}']),
  clause('api-throttled', input(types.stage, 'defaultRouteSettings.throttlingRateLimit'), [0, undefined], [1]),
  clause('api-throttled', input(types.stage, 'defaultRouteSettings.throttlingBurstLimit'), [0, undefined], [1]),
  clause('audit-bucket-locked', input(types.lock, 'rule.defaultRetention.days'), [2191, undefined], [2192]),
  clause(
    'audit-bucket-locked',
    input(types.lock, 'rule.defaultRetention.mode'),
    ['GOVERNANCE', undefined],
    ['COMPLIANCE'],
  ),
  clause('audit-bucket-locked', input(types.bucket, 'objectLockEnabled', 'storage-audit-bucket'), off, [true]),
  clause('audit-bucket-locked', dropResource, [types.lock]),
  clause(
    'bucket-encrypted',
    input(types.encryption, 'rules.0.applyServerSideEncryptionByDefault.sseAlgorithm'),
    ['AES256'],
    ['aws:kms'],
  ),
  clause(
    'bucket-encrypted',
    input(types.encryption, 'rules.0.applyServerSideEncryptionByDefault.kmsMasterKeyId'),
    [undefined, anAlias],
    [ownKey],
  ),
  clause('bucket-lifecycle', input(types.lifecycle, 'rules.0.status'), ['Disabled'], ['Enabled']),
  clause('bucket-lifecycle', input(types.lifecycle, 'rules.0.filter'), [{ prefix: 'x' }, { tag: {} }], [undefined, {}]),
  clause(
    'bucket-lifecycle',
    input(types.lifecycle, 'rules.0.abortIncompleteMultipartUpload.daysAfterInitiation'),
    [0, undefined],
    [1],
  ),
  clause(
    'bucket-policy-closed',
    prependStatement(types.bucketPolicy),
    [
      { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: 'arn:x' },
      { Principal: '*', Action: 's3:GetObject', Resource: 'arn:x' },
      { Principal: { CanonicalUser: 'x' }, Action: 's3:GetObject', Resource: 'arn:x' },
    ],
    [{ Principal: ownRole, Action: 's3:GetObject', Resource: 'arn:x' }],
  ),
  ...['blockPublicAcls', 'blockPublicPolicy', 'ignorePublicAcls', 'restrictPublicBuckets'].map((name) =>
    clause('bucket-private', input('aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock', name), off, [true]),
  ),
  clause('client-tokens-short', input(types.client, 'accessTokenValidity'), [31, undefined], [30]),
  clause('client-tokens-short', input(types.client, 'idTokenValidity'), [31, undefined], [30]),
  clause('client-tokens-short', input(types.client, 'refreshTokenValidity'), [13, undefined], [12]),
  clause('client-tokens-short', input(types.client, 'tokenValidityUnits.accessToken'), [undefined, 'x'], ['seconds']),
  clause('client-tokens-short', input(types.client, 'tokenValidityUnits.idToken'), ['hours', undefined], ['seconds']),
  clause(
    'client-tokens-short',
    input(types.client, 'tokenValidityUnits.refreshToken'),
    ['days', undefined],
    ['minutes'],
  ),
  clause(
    'client-tokens-short',
    (minutes: number) =>
      combineChanges(
        setInput(types.client, 'tokenValidityUnits.refreshToken', 'minutes'),
        setInput(types.client, 'refreshTokenValidity', minutes),
      ),
    [721],
    [720],
  ),
  clause('client-tokens-short', input(types.client, 'enableTokenRevocation'), off, [true]),
  clause('database-backed-up', input(types.cluster, 'backupRetentionPeriod'), [6, undefined], [7]),
  clause(
    'database-changes-logged',
    parameterInput('shared_preload_libraries'),
    ['x', 'pgaudit2', undefined],
    ['x,pgaudit'],
  ),
  clause('database-changes-logged', parameterInput('pgaudit.log'), ['ddl', 'role', 'x', undefined], ['role,x,ddl']),
  clause('database-changes-logged', parameterInput('log_connections'), ['0', undefined], ['1']),
  clause('database-deletion-protected', input(types.cluster, 'deletionProtection'), off, [true]),
  clause('database-deletion-protected', input(types.cluster, 'skipFinalSnapshot'), [true], [false, undefined]),
  clause('database-encrypted', input(types.cluster, 'storageEncrypted'), off, [true]),
  clause('database-encrypted', input(types.cluster, 'kmsKeyId'), [undefined, anAlias], [ownKey]),
  clause('database-insights-encrypted', input(types.cluster, 'performanceInsightsEnabled'), off, [true]),
  clause(
    'database-insights-encrypted',
    input(types.cluster, 'performanceInsightsKmsKeyId'),
    [undefined, anAlias],
    [ownKey],
  ),
  clause('database-isolated', (path: string) => addDatabaseRoute(path, '0.0.0.0/0'), ['destinationCidrBlock']),
  clause('database-isolated', (path: string) => addDatabaseRoute(path, '::/0'), ['destinationIpv6CidrBlock']),
  clause('database-isolated', (path: string) => addDatabaseRoute(path, '10.1.0.0/16'), [], ['destinationCidrBlock']),
  clause('database-logs-without-values', parameterInput('log_parameter_max_length'), ['1', '-1', undefined], ['0']),
  clause(
    'database-logs-without-values',
    parameterInput('log_parameter_max_length_on_error'),
    ['1', '-1', undefined],
    ['0'],
  ),
  clause('database-logs-without-values', parameterInput('pgaudit.log_parameter'), ['1', undefined], ['0']),
  clause('database-logs-without-values', parameterInput('log_error_verbosity'), ['default', undefined], ['terse']),
  clause('database-password-managed', input(types.cluster, 'manageMasterUserPassword'), off, [true]),
  clause('database-password-managed', input(types.cluster, 'masterPassword'), ['x'], [undefined]),
  clause('database-password-managed', input(types.cluster, 'masterUserSecretKmsKeyId'), [undefined, anAlias], [ownKey]),
  ...['idle_in_transaction_session_timeout', 'idle_session_timeout'].map((name) =>
    clause('database-sessions-end', parameterInput(name), ['900001', '0', undefined], ['900000', '1']),
  ),
  clause(
    'database-sessions-end',
    (name: string) => combineChanges(addProxy, setParameter(name, undefined)),
    ['idle_in_transaction_session_timeout'],
    ['idle_session_timeout'],
  ),
  clause(
    'database-engine-current',
    input(types.cluster, 'engineVersion'),
    ['12.22', '13.23', '14.1', '14.0', 'x', undefined],
    ['14.2', '15.0', '17', '19.1'],
  ),
  clause('default-group-closed', input(types.defaultGroup, 'ingress'), [[{}]], [[], undefined]),
  clause('default-group-closed', input(types.defaultGroup, 'egress'), [[{}]], [[], undefined]),
  clause('default-group-closed', dropResource, [types.defaultGroup]),
  ...['tcp/442', 'tcp/444', 'tcp/25', 'udp/53', 'udp/443', 'tcp/22', 'tcp/5431', 'tcp/5433'].flatMap((service) => [
    clause('egress-by-port', egressTo(service), [{ cidrIpv4: '0.0.0.0/0' }, { cidrIpv6: '::/0' }, aGroup, aList]),
  ]),
  clause('egress-by-port', egressTo('tcp/443'), [], [{ cidrIpv4: '0.0.0.0/0' }, { cidrIpv6: '::/0' }, aGroup, aList]),
  clause('egress-by-port', egressTo('tcp/5432'), [{ cidrIpv4: '0.0.0.0/0' }, { cidrIpv6: '::/0' }, aList], [aGroup]),
  clause(
    'egress-by-port',
    (rule: object) =>
      setInput(types.securityGroup, 'egress', [{ protocol: 'tcp', fromPort: 5432, toPort: 5432, ...rule }]),
    [
      { cidrBlocks: ['10.0.0.0/8'] },
      { securityGroups: [] },
      { securityGroups: ['sg-1'], cidrBlocks: ['10.0.0.0/8'] },
      { securityGroups: ['sg-1'], prefixListIds: ['pl-1'] },
    ],
    [{ securityGroups: ['sg-1'], cidrBlocks: [], ipv6CidrBlocks: [] }],
  ),
  clause('egress-by-port', input(types.egressRule, 'ipProtocol'), ['-1', 'all', undefined], ['tcp']),
  clause('egress-by-port', input(types.egressRule, 'fromPort'), [442, undefined]),
  clause('egress-by-port', input(types.egressRule, 'toPort'), [5433, undefined]),
  clause(
    'function-failures-kept',
    input('aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig', 'functionName'),
    ['another'],
  ),
  clause('function-environment-encrypted', input(types.lambda, 'kmsKeyArn'), [undefined, anAlias], [ownKey]),
  clause('function-log-structured', input(types.lambda, 'loggingConfig.logFormat'), ['Text', undefined], ['JSON']),
  clause('function-log-structured', input(types.lambda, 'loggingConfig.logGroup'), [undefined, ''], ['x']),
  clause(
    'function-not-public',
    input(types.permission, 'principal'),
    ['*', '210987654321'],
    ['apigateway.amazonaws.com', '123456789012'],
  ),
  clause('function-runtime-supported', input(types.lambda, 'runtime'), ['nodejs20.x'], ['nodejs22.x', 'nodejs24.x']),
  ...['GUARDRAIL_ID', 'GUARDRAIL_VERSION'].map((name) =>
    clause('function-model-guarded', variable(name, 'agent_integration'), [undefined, ''], ['x']),
  ),
  clause('function-model-guarded', variable('MODEL'), ['bedrock', 'another'], ['extractive', undefined]),
  clause('function-model-guarded', variable('MODEL_ID'), ['x'], [undefined]),
  clause('function-sized', input(types.lambda, 'memorySize'), [undefined], [128]),
  clause('function-sized', input(types.lambda, 'timeout'), [undefined], [3]),
  ...[
    'PASSWORD',
    'PASSWD',
    'PASSPHRASE',
    'CLIENT_SECRET',
    'ACCESS_TOKEN',
    'PRIVATE_KEY',
    'PRIVATEKEY',
    'API_KEY',
    'apikey',
    'CREDENTIALS',
  ].map((name) => clause('function-without-secrets', variable(name), ['x'])),
  ...['ARN', 'URI', 'URL', 'ID', 'IDS', 'NAME', 'ISSUER', 'SECONDS'].map((what) =>
    clause('function-without-secrets', variable(`TOKEN_${what}`), [], ['x']),
  ),
  clause(
    'function-without-secrets',
    variable('X'),
    ['AKIAIOSFODNN7EXAMPLE', 'ASIAIOSFODNN7EXAMPLE', '-----BEGIN RSA PRIVATE KEY-----', 'https://ada:x@example.com'],
    ['https://example.com'],
  ),
  clause(
    'iam-actions-named',
    addedInput('aws:iam/policy:Policy', 'policy'),
    [
      allows({ Action: '*', Resource: 'arn:x' }),
      allows({ Action: ['x:Get', 's3:*'], Resource: 'arn:x' }),
      allows({ NotAction: 'x:Get', Resource: 'arn:x' }),
    ],
    [allows({ Action: 's3:Get*', Resource: 'arn:x' }), allows({ Action: '*', Resource: 'arn:x' }, 'Deny')],
  ),
  ...['rolePolicyAttachment:RolePolicy', 'groupPolicyAttachment:GroupPolicy', 'policyAttachment:Policy'].map((type) =>
    clause(
      'iam-no-aws-managed',
      addedInput(`aws:iam/${type}Attachment`, 'policyArn'),
      ['arn:aws:iam::aws:policy/AdministratorAccess', 'arn:aws-us-gov:iam::aws:policy/AdministratorAccess'],
      ['arn:aws:iam::123456789012:policy/ours'],
    ),
  ),
  clause(
    'iam-no-aws-managed',
    input(types.role, 'managedPolicyArns'),
    [['arn:aws:iam::aws:policy/AdministratorAccess']],
    [['arn:aws:iam::123456789012:policy/ours'], undefined],
  ),
  clause('iam-no-aws-managed', addedInput('aws:iam/policyAttachment:PolicyAttachment', 'users'), [['ada']], [[]]),
  clause('iam-no-aws-managed', addedInput('aws:iam/userPolicyAttachment:UserPolicyAttachment', 'user'), ['ada']),
  clause('iam-no-aws-managed', addedInput('aws:iam/userPolicy:UserPolicy', 'user'), ['ada'], [], ['iam-no-inline']),
  clause('iam-no-inline', addedInput('aws:iam/groupPolicy:GroupPolicy', 'group'), ['staff']),
  clause('iam-no-inline', addedInput('aws:iam/rolePolicy:RolePolicy', 'role'), ['x']),
  clause('iam-no-inline', input(types.role, 'inlinePolicies'), [[{ name: 'x', policy: '{}' }]], [[]]),
  clause(
    'iam-resources-named',
    addedInput('aws:iam/policy:Policy', 'policy'),
    [
      'logs:DeleteLogGroup on arn:aws:logs:us-east-1:123456789012:log-group:*',
      'ec2:DeleteSubnet on arn:aws:ec2:us-east-1:123456789012:*/*',
      'x:Get on *',
      'ec2:DescribeSubnets on arn:aws:ec2:us-east-1:123456789012:subnet/*',
      'sns:Publish on arn:aws:sns:us-east-1:123456789012:*',
      'execute-api:Invoke on arn:aws:execute-api:us-east-1:123456789012:*/x',
    ].map(allowText),
    [
      'logs:DescribeLogGroups on arn:aws:logs:us-east-1:123456789012:log-group:*',
      'ec2:CreateNetworkInterface on arn:aws:ec2:us-east-1:123456789012:network-interface/*',
      'ec2:DeleteNetworkInterface on arn:aws:ec2:us-east-1:123456789012:*/*',
      'ec2:AssignPrivateIpAddresses on arn:aws:ec2:us-east-1:123456789012:*/*',
      'ec2:UnassignPrivateIpAddresses on arn:aws:ec2:us-east-1:123456789012:*/*',
      'sns:Publish on arn:aws:sns:us-east-1:123456789012:x-*',
      'sqs:SendMessage on arn:aws:sqs:us-east-1:123456789012:x-*',
      'execute-api:Invoke on arn:aws:execute-api:us-east-1:123456789012:x/*',
    ].map(allowText),
  ),
  ...['rolePolicy:RolePolicy', 'userPolicy:UserPolicy', 'groupPolicy:GroupPolicy'].map((type) =>
    clause(
      'iam-resources-named',
      addedInput(`aws:iam/${type}`, 'policy'),
      [allowText('x:Get on *')],
      [],
      ['iam-no-inline', ...(type.startsWith('user') ? ['iam-no-aws-managed'] : [])],
    ),
  ),
  clause(
    'iam-resources-named',
    input(types.role, 'inlinePolicies'),
    [[{ name: 'x', policy: allowText('x:Get on *') }]],
    [],
    ['iam-no-inline'],
  ),
  clause(
    'iam-roles-for-services',
    (Principal: unknown) => setInput(types.role, 'assumeRolePolicy', allows({ Principal, Action: 'sts:AssumeRole' })),
    [undefined, '*', { AWS: '*' }, { AWS: '123456789012' }, { AWS: 'arn:aws:iam::123456789012:root' }],
    [ownRole, { Service: 'lambda.amazonaws.com' }],
  ),
  clause(
    'identity-pool-closed',
    addedInput('aws:cognito/identityPool:IdentityPool', 'allowUnauthenticatedIdentities'),
    [true],
    [false, undefined],
  ),
  clause('image-scanned', input(types.repository, 'imageScanningConfiguration.scanOnPush'), off, [true]),
  clause('image-scanned', input(types.repository, 'imageTagMutability'), ['MUTABLE', undefined], ['IMMUTABLE']),
  clause(
    'image-scanned',
    input(types.repository, 'encryptionConfigurations'),
    [undefined, [{ encryptionType: 'KMS' }], [{ kmsKey: anAlias }]],
    [[{ kmsKey: ownKey }]],
  ),
  clause(
    'internet-route-needed',
    addedInput(types.networkRoute, 'gatewayId', { destinationCidrBlock: '0.0.0.0/0' }),
    ['igw-1'],
    [undefined],
  ),
  clause(
    'internet-route-needed',
    addedInput(types.networkRoute, 'destinationCidrBlock', { gatewayId: 'igw-1' }),
    ['0.0.0.0/0'],
    ['10.0.0.0/8'],
  ),
  clause(
    'internet-route-needed',
    addedInput(types.networkRoute, 'destinationIpv6CidrBlock', { gatewayId: 'igw-1' }),
    ['::/0'],
    ['::/1'],
  ),
  clause('key-policy-closed', input(types.key, 'bypassPolicyLockoutSafetyCheck'), [true], [false, undefined]),
  clause(
    'key-policy-closed',
    prependStatement(types.key),
    [
      { Principal: '*', Action: 'kms:Decrypt', Resource: '*' },
      { Principal: { CanonicalUser: 'x' }, Action: 'kms:Decrypt', Resource: '*' },
    ],
    [
      { Principal: ownRole, Action: 'kms:De*', Resource: '*' },
      { Effect: 'Deny', Principal: '*', Action: 'kms:*', Resource: '*' },
    ],
  ),
  clause(
    'key-policy-closed',
    prependStatement(types.key),
    [
      { Principal: ownRole, Action: 'kms:*', Resource: '*' },
      { Principal: ownRole, Action: '*', Resource: '*' },
    ],
    [],
    ['iam-actions-named'],
  ),
  clause('key-rotated', input(types.key, 'enableKeyRotation'), off, [true]),
  clause('key-rotated', input(types.key, 'isEnabled'), [false], [true, undefined]),
  clause('log-retained', input(types.logGroup, 'retentionInDays', 'functions-exams-log'), [364, 0, undefined], [365]),
  clause(
    'no-open-ingress',
    addedInput(types.ingressRule, 'cidrIpv4', { description: 'x', ipProtocol: 'tcp', fromPort: 1, toPort: 1 }),
    ['11.0.0.0/8', '10.0.0.0/7', '172.16.0.0/11', '192.169.0.0/16', 'x', '10.0.0.0/33'],
    ['10.0.0.0/8', '10.0.0.1/32', '172.16.0.0/12', '192.168.0.0/16'],
  ),
  clause(
    'no-open-ingress',
    addedInput(types.ingressRule, 'cidrIpv6', { description: 'x', ipProtocol: 'tcp', fromPort: 1, toPort: 1 }),
    ['fe00::/7', 'fc00::/6', 'fc00::/129'],
    ['fc00::/7', 'fd00::/8', 'fd00::1/128'],
  ),
  clause('pool-password', input(types.pool, 'passwordPolicy.minimumLength'), [13, undefined], [14]),
  ...['Lowercase', 'Uppercase', 'Numbers', 'Symbols'].map((kind) =>
    clause('pool-password', input(types.pool, `passwordPolicy.require${kind}`), off, [true]),
  ),
  clause('pool-second-factor', input(types.pool, 'mfaConfiguration'), ['OFF', undefined], ['OPTIONAL', 'ON']),
  clause(
    'pool-second-factor',
    input(types.pool, 'lambdaConfig.preTokenGenerationConfig.lambdaArn'),
    [undefined],
    ['arn:x'],
  ),
  clause('pool-second-factor', input(types.pool, 'softwareTokenMfaConfiguration.enabled'), off, [true]),
  clause('pool-threats', input(types.pool, 'userPoolTier'), ['ESSENTIALS', undefined], ['PLUS']),
  clause('pool-threats', input(types.pool, 'userPoolAddOns.advancedSecurityMode'), ['AUDIT', undefined], ['ENFORCED']),
  clause(
    'pool-threats',
    input(types.risk, 'accountTakeoverRiskConfiguration.actions.highAction.eventAction'),
    ['NO_ACTION', 'MFA_IF_CONFIGURED', undefined],
    ['BLOCK', 'MFA_REQUIRED'],
  ),
  clause(
    'pool-threats',
    input(types.client, 'explicitAuthFlows'),
    [[], ['ALLOW_USER_SRP_AUTH'], ['ALLOW_USER_AUTH', 'ALLOW_USER_PASSWORD_AUTH']],
    [
      ['ALLOW_USER_PASSWORD_AUTH'],
      ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      ['USER_PASSWORD_AUTH', 'ADMIN_NO_SRP_AUTH'],
    ],
  ),
  clause(
    'queue-protected',
    prependStatement(types.queuePolicy),
    [{ Principal: '*', Action: 'sqs:SendMessage', Resource: 'arn:x' }],
    [{ Principal: ownRole, Action: 'sqs:SendMessage', Resource: 'arn:x' }],
  ),
  clause('queue-protected', dropResource, [types.queuePolicy]),
  clause('secret-out-of-state', addedInput(types.secretVersion, 'secretString'), ['x'], [undefined]),
  clause('secret-out-of-state', addedInput(types.secretVersion, 'secretBinary'), ['eA=='], [undefined]),
  clause(
    'secret-rotated',
    (days: number | undefined): PlanChange =>
      (resources) =>
        addResource(types.rotation, { rotationRules: { automaticallyAfterDays: days } }, 'rotation', [
          `urn:pulumi:test::healthcare-backend::${types.secret}::added`,
        ])(addResource(types.secret, { kmsKeyId: ownKey })(resources)),
    [91, undefined],
    [90],
  ),
  ...[types.securityGroup, types.ingressRule, types.egressRule].map((type) =>
    clause('security-group-described', input(type, 'description'), ['', undefined], ['x']),
  ),
  ...['aws:rds/cluster:Cluster', 'aws:ec2/vpcEndpoint:VpcEndpoint', types.lambda].map((type) =>
    clause(
      'security-group-used',
      (isThere: boolean): PlanChange =>
        (resources) => [
          ...addResource(types.securityGroup, { description: 'x' }, 'group')(resources),
          ...(isThere ? copyIntoGroup(resources, type) : []),
        ],
      [false],
      [true],
    ),
  ),
  clause(
    'topic-protected',
    prependStatement(types.topicPolicy),
    [
      { Principal: ownRole, Action: 'sns:Publish', Resource: 'arn:x' },
      { Principal: { Service: 'x.amazonaws.com', ...ownRole }, Action: 'sns:Publish', Resource: 'arn:x' },
      { Action: 'sns:Publish', Resource: 'arn:x' },
    ],
    [{ Principal: { Service: 'x.amazonaws.com' }, Action: 'sns:Publish', Resource: 'arn:x' }],
  ),
  clause('topic-protected', (text: string) => rewriteInput(types.topicPolicy, 'aws:SecureTransport', text), ['aws:x']),
  clause('trail-complete', input(types.trail, 'advancedEventSelectors'), [], [[], undefined]),
  clause('trail-complete', input(types.trail, 'enableLogging'), [false], [true, undefined]),
  clause('trail-complete', input(types.trail, 'isMultiRegionTrail'), off, [true]),
  clause('trail-complete', input(types.trail, 'enableLogFileValidation'), off, [true]),
  clause('trail-complete', input(types.trail, 'kmsKeyId'), [undefined, anAlias], [ownKey]),
  clause(
    'trail-complete',
    input(types.trail, 'cloudWatchLogsGroupArn'),
    [undefined],
    [],
    ['account-watched', 'trail-log-retained'],
  ),
  clause(
    'trail-complete',
    input(types.trail, 'advancedEventSelectors.0.fieldSelectors.0.equals'),
    [['Data'], undefined],
    [['Management']],
  ),
  clause('trail-data-events', input(types.trail, 'advancedEventSelectors.1.fieldSelectors.0.equals'), [['Management']]),
  clause(
    'trail-data-events',
    input(types.trail, 'advancedEventSelectors.1.fieldSelectors.1.equals'),
    [['AWS::Lambda::Function'], undefined],
    [['AWS::S3::Object']],
  ),
  clause(
    'trail-data-events',
    input(types.trail, 'advancedEventSelectors.1.fieldSelectors.3'),
    [{ field: 'readOnly', equals: ['true'] }],
    [undefined],
  ),
  clause(
    'trail-data-events',
    input(types.trail, 'advancedEventSelectors.1.fieldSelectors.2'),
    [
      { field: 'resources.ARN', startsWiths: ['arn:aws:s3:::another/'] },
      { field: 'resources.ARN', startsWiths: ['arn:aws:s3:::storage-files-bucket/'] },
      { field: 'resources.ARN', equals: ['arn:aws:s3:::'] },
    ],
    [
      { field: 'resources.ARN', startsWiths: ['arn:aws:s3:::another/', 'arn:aws:s3:::storage-files-bucket-'] },
      { field: 'resources.ARN', startsWiths: [unknownMark] },
      { field: 'resources.ARN', startsWiths: unknownMark },
      { field: 'eventCategory', equals: ['Data'] },
    ],
  ),
  clause('trail-data-events', (name: string) => dropResource(types.bucket, name), ['storage-files-bucket']),
  clause('trail-data-events', selectPath, ['/files/'], ['/', '']),
  clause('trail-log-retained', input(types.logGroup, 'retentionInDays', 'audit-log'), [2191], [2192]),
];

/** Limits the trail's selector to a path in the files bucket. */
function selectPath(path: string): PlanChange {
  return (resources) => {
    const block = findOnly(
      resources,
      'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock',
      'storage-files-public-access',
    );
    return setInput(types.trail, 'advancedEventSelectors.1.fieldSelectors.2.startsWiths', [
      `arn:aws:s3:::${block.inputs.bucket}${path}`,
    ])(resources);
  };
}

/** Adds a route to the database subnets' route table. */
function addDatabaseRoute(path: string, destination: string): PlanChange {
  return (resources) => {
    const [subnetId] = findOnly(resources, 'aws:rds/subnetGroup:SubnetGroup').inputs.subnetIds as string[];
    const table = resources.find(
      ({ type, inputs }) =>
        type === 'aws:ec2/routeTableAssociation:RouteTableAssociation' && inputs.subnetId === subnetId,
    );
    return addResource(types.networkRoute, { routeTableId: table?.inputs.routeTableId, [path]: destination })(
      resources,
    );
  };
}

/** Adds an RDS Proxy for the cluster. */
function addProxy(resources: readonly PlannedResource[]): PlannedResource[] {
  return addResource('aws:rds/proxyTarget:ProxyTarget', {}, 'target', [findOnly(resources, types.cluster).urn])(
    resources,
  );
}

function alarmActions(): object {
  return { alarmActions: ['arn:x'], insufficientDataActions: ['arn:x'] };
}

function allowText(text: string): string {
  const [Action, Resource] = text.split(' on ');
  return allows({ Action, Resource });
}

/** Copies a resource of a type into the added security group. */
function copyIntoGroup(resources: readonly PlannedResource[], type: string): PlannedResource[] {
  return resources
    .filter((resource) => resource.type === type)
    .slice(0, 1)
    .map((resource) => ({
      ...resource,
      type: type === types.cluster ? 'aws:rds/proxy:Proxy' : type,
      urn: 'urn:user',
      dependencies: [...resource.dependencies, `urn:pulumi:test::healthcare-backend::${types.securityGroup}::group`],
    }));
}

let prod: readonly PlannedResource[];
let before: ReadonlySet<string>;

const judgeAsProd = (resources: readonly PlannedResource[]) =>
  judge({ stack: 'prod', resources, today: '2026-11-26', exceptions: [] });

beforeAll(async () => {
  prod = await previewStack('prod').then(({ resources }) => resources);
  before = new Set(judgeAsProd(prod).map(({ rule, urn, detail }) => `${rule} ${urn} ${detail}`));
});

/** Lists the policies that a change breaks. */
const listBroken = (change: PlanChange): string[] => [
  ...new Set(
    judgeAsProd(change(prod))
      .filter(({ rule, urn, detail }) => !before.has(`${rule} ${urn} ${detail}`))
      .map(({ rule }) => rule),
  ),
];

const rows = (values: 'breaks' | 'keeps') =>
  clauses.flatMap((each) =>
    each[values].map((value) => {
      const change = each.input(value as never);
      return { rule: each.rule, shown: JSON.stringify(value) ?? 'nothing', change, others: each.with };
    }),
  );

describe('a clause', () => {
  it.each(rows('breaks'))('of $rule, and of no other policy, is broken by $shown', ({ rule, change, others }) => {
    expect(listBroken(change).sort()).toEqual([rule, ...others].sort());
  });

  it.each(rows('keeps'))('of $rule is kept by $shown', ({ rule, change }) => {
    expect(listBroken(change)).not.toContain(rule);
  });
});

describe('a database engine', () => {
  const judged = (engineVersion: string, today: string) =>
    judge({
      stack: 'prod',
      resources: setInput(types.cluster, 'engineVersion', engineVersion)(prod),
      today,
      exceptions: [],
    })
      .filter(({ rule }) => rule === 'database-engine-current')
      .map(({ detail }) => detail);

  it.each([
    ['13.23', '2026-02-28', '2026-03-01'],
    ['14.20', '2027-02-28', '2027-03-01'],
    ['15.15', '2028-02-29', '2028-03-01'],
    ['16.11', '2029-02-28', '2029-03-01'],
    ['17.7', '2030-02-28', '2030-03-01'],
    ['18.3', '2031-02-28', '2031-03-01'],
  ])('%s is supported on %s but not on %s', (version, lastDay, dayAfter) => {
    expect(judged(version, lastDay)).toEqual([]);
    expect(judged(version, dayAfter)).toEqual([`runs ${version}, whose standard support ended on ${lastDay}`]);
  });

  it('before 13.4 is vulnerable, supported or not', () => {
    expect(judged('13.3', '2026-02-28')).toEqual(['runs 13.3, which has the log_fdw vulnerability']);
    expect(judged('13.4', '2026-02-28')).toEqual([]);
  });
});
