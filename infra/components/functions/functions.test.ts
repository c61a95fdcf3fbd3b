import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { beforeAll, describe, expect, it } from 'vitest';
import { type FunctionName, functionNames, getFunctionDefinition } from '../../../config/functions.js';
import { findOnly, listByType, planProgram } from '../../../test/support/plan.js';
import type { PlannedResource } from '../../preview/planned-resource.js';
import { toArray } from '../../preview/policy-statements.js';
import { expectLambdaInputs, buildKeyArn as key, parseStatements, testPlace } from '../testing.js';
import type { LambdaBundle } from './bundle.js';
import { Functions, type FunctionsArgs } from './functions.js';
import { wildcardExceptions } from './policies.js';

const lambda = 'aws:lambda/function:Function';

const createBundle = (text: string): LambdaBundle => ({
  code: new pulumi.asset.AssetArchive({ 'handler.mjs': new pulumi.asset.StringAsset(text) }),
  hash: text,
  sizeBytes: text.length,
  atStart: { files: ['handler.mjs'], sizeBytes: text.length, modules: [] },
});

const production: FunctionsArgs = {
  place: testPlace,
  architecture: 'arm64',
  log: { retentionDays: 365, auditKeyArn: key('audit') },
  overrides: {},
  timeZone: 'America/New_York',
  interfaceEndpoints: ['bedrock-runtime'],
  dataKeyArn: key('data'),
  network: {
    isolatedFunctions: { subnetIds: ['subnet-i1', 'subnet-i2'], securityGroupId: 'sg-isolated', ipv6: false },
    egressFunctions: { subnetIds: ['subnet-p1', 'subnet-p2'], securityGroupId: 'sg-egress', ipv6: true },
  },
  environment: (name) => ({ FUNCTION: name, HOST: pulumi.output('cluster.example') }),
  bundles: Object.fromEntries(functionNames.map((name) => [name, createBundle(name)])) as Record<
    FunctionName,
    LambdaBundle
  >,
};

/** The plan of the functions, published after a log group that stands for the migration. */
const functionsPlan = (changed: Partial<FunctionsArgs> = {}) =>
  planProgram(() => {
    const functions = new Functions('functions', { ...production, ...changed });
    const migration = new aws.cloudwatch.LogGroup('migration', {});
    functions.publish({ dependsOn: [migration] });
  });

let plan: readonly PlannedResource[];
beforeAll(async () => {
  plan = await functionsPlan();
});

describe('the functions in production', () => {
  it('are nine, each with a role, a policy and a log group', () => {
    const counts = ['lambda/function:Function', 'iam/role:Role', 'iam/rolePolicy:RolePolicy'].map(
      (type) => listByType(plan, `aws:${type}`).length,
    );
    expect(counts).toEqual([9, 9, 9]);
    const logs = listByType(plan, 'aws:cloudwatch/logGroup:LogGroup').filter(({ name }) => name !== 'migration');
    expect(logs.map(({ inputs }) => inputs)).toEqual(
      [...functionNames].sort().map((name) => ({
        name: `/aws/lambda/healthcare-backend-test-${name}`,
        retentionInDays: 365,
        kmsKeyId: key('audit'),
      })),
    );
    expect(new Set(listByType(plan, lambda).map(({ inputs }) => inputs.role)).size).toBe(9);
  });

  it('have exactly these settings', () => {
    const { inputs, dependencies, parent } = findOnly(plan, lambda, 'functions-patients-function');
    expect(inputs).toEqual({
      ...expectLambdaInputs('patients', 'patients'.length),
      description: 'Patient records and their access log',
      memorySize: 256,
      timeout: 29,
      role: expect.stringMatching(/^arn:aws:iam::123456789012:role\/functions-patients-role-/),
      publish: true,
      environment: { variables: { FUNCTION: 'patients', HOST: 'cluster.example' } },
      kmsKeyArn: key('data'),
      vpcConfig: {
        subnetIds: ['subnet-i1', 'subnet-i2'],
        securityGroupIds: ['sg-isolated'],
        ipv6AllowedForDualStack: false,
      },
    });
    const names = dependencies.map((urn) => urn.split('::').at(-1));
    expect(names).toEqual(
      expect.arrayContaining(['functions-patients-execution', 'functions-patients-log', 'functions-patients-role']),
    );
    expect(parent).toBe(findOnly(plan, 'clinic:functions:LambdaFunction', 'functions-patients').urn);
  });

  it.each(functionNames)('take memory and timeout of %s from the catalog', (name) => {
    const { inputs } = findOnly(plan, lambda, `functions-${name}-function`);
    const { memoryMb, timeoutSeconds } = getFunctionDefinition(name);
    expect([inputs.memorySize, inputs.timeout]).toEqual([memoryMb, timeoutSeconds]);
  });

  it('can leave the VPC only if they call a service without an endpoint in it', async () => {
    const outside = (resources: readonly PlannedResource[]) =>
      listByType(resources, lambda).filter(
        ({ inputs }) => (inputs.vpcConfig as { securityGroupIds: string[] }).securityGroupIds[0] === 'sg-egress',
      );
    expect(outside(plan).map(({ name }) => name)).toEqual(['functions-db_initialization-function']);
    expect(outside(plan)[0]?.inputs.vpcConfig).toEqual({
      subnetIds: ['subnet-p1', 'subnet-p2'],
      securityGroupIds: ['sg-egress'],
      ipv6AllowedForDualStack: true,
    });
    const withoutEndpoints = await functionsPlan({ interfaceEndpoints: [] });
    expect(outside(withoutEndpoints).map(({ name }) => name)).toEqual([
      'functions-agent_integration-function',
      'functions-data_loader-function',
      'functions-db_initialization-function',
    ]);
  });

  it('have roles that only Lambda can assume', () => {
    for (const { inputs } of listByType(plan, 'aws:iam/role:Role')) {
      expect(JSON.parse(String(inputs.assumeRolePolicy))).toEqual({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      });
    }
  });

  it('can do exactly this before they are granted anything', () => {
    const ec2 = 'arn:aws:ec2:us-east-1:123456789012';
    expect(parseStatements(findOnly(plan, 'aws:iam/rolePolicy:RolePolicy', 'functions-medics-execution'))).toEqual([
      {
        Sid: 'WriteOwnLog',
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: 'arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/healthcare-backend-test-medics:*',
      },
      {
        Sid: 'DecryptOwnEnvironment',
        Effect: 'Allow',
        Action: 'kms:Decrypt',
        Resource: key('data'),
        Condition: { StringEquals: { 'kms:ViaService': 'lambda.us-east-1.amazonaws.com' } },
      },
      {
        Sid: 'CreateInterfacesInOwnSubnets',
        Effect: 'Allow',
        Action: 'ec2:CreateNetworkInterface',
        Resource: [
          `${ec2}:subnet/subnet-i1`,
          `${ec2}:subnet/subnet-i2`,
          `${ec2}:security-group/sg-isolated`,
          `${ec2}:network-interface/*`,
        ],
      },
      {
        Sid: 'ChangeInterfaces',
        Effect: 'Allow',
        Action: ['ec2:DeleteNetworkInterface', 'ec2:AssignPrivateIpAddresses', 'ec2:UnassignPrivateIpAddresses'],
        // Lambda refuses to make a function whose role may delete `network-interface/*` and not this.
        Resource: `${ec2}:*/*`,
      },
      {
        Sid: 'DescribeInterfaces',
        Effect: 'Allow',
        Action: ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets'],
        Resource: '*',
      },
      {
        Sid: 'KeepCodeFromInterfaces',
        Effect: 'Deny',
        Action: [
          'ec2:CreateNetworkInterface',
          'ec2:DeleteNetworkInterface',
          'ec2:AssignPrivateIpAddresses',
          'ec2:UnassignPrivateIpAddresses',
          'ec2:DescribeNetworkInterfaces',
          'ec2:DescribeSubnets',
        ],
        Resource: '*',
        Condition: {
          ArnEquals: {
            'lambda:SourceFunctionArn': 'arn:aws:lambda:us-east-1:123456789012:function:healthcare-backend-test-medics',
          },
        },
      },
    ]);
  });

  it('are allowed only the listed actions on every resource, and no wildcard actions', () => {
    const allowed = listByType(plan, 'aws:iam/rolePolicy:RolePolicy')
      .flatMap(parseStatements)
      .filter(({ Effect }) => Effect === 'Allow');
    const everywhere = allowed.filter(({ Resource }) => toArray(Resource).includes('*'));
    expect([...new Set(everywhere.flatMap(({ Action }) => toArray(Action)))]).toEqual(
      wildcardExceptions.map(({ action }) => action),
    );
    expect(allowed.flatMap(({ Action }) => toArray(Action)).filter((action) => action.includes('*'))).toEqual([]);
    for (const { reason } of wildcardExceptions) expect(reason.length).toBeGreaterThan(40);
  });

  it("keep the loader's failed events for two weeks, encrypted", () => {
    const queue = findOnly(plan, 'aws:sqs/queue:Queue');
    expect([queue.name, queue.inputs]).toEqual([
      'functions-data_loader-dead-letters-queue',
      { kmsMasterKeyId: key('data'), messageRetentionSeconds: 1_209_600 },
    ]);
    const queueArn = expect.stringMatching(
      /^arn:aws:sqs:us-east-1:123456789012:functions-data_loader-dead-letters-queue-/,
    );
    expect(findOnly(plan, lambda, 'functions-data_loader-function').inputs.deadLetterConfig).toEqual({
      targetArn: queueArn,
    });
    expect(JSON.parse(String(findOnly(plan, 'aws:sqs/queuePolicy:QueuePolicy').inputs.policy)).Statement).toEqual([
      {
        Sid: 'OnlyTls',
        Effect: 'Deny',
        Principal: '*',
        Action: 'sqs:*',
        Resource: queueArn,
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ]);
    const statements = parseStatements(
      findOnly(plan, 'aws:iam/rolePolicy:RolePolicy', 'functions-data_loader-execution'),
    );
    expect(statements.slice(-2)).toEqual([
      { Sid: 'KeepFailures', Effect: 'Allow', Action: 'sqs:SendMessage', Resource: queueArn },
      {
        Sid: 'EncryptFailures',
        Effect: 'Allow',
        Action: ['kms:GenerateDataKey', 'kms:Decrypt'],
        Resource: key('data'),
        Condition: { StringEquals: { 'kms:ViaService': 'sqs.us-east-1.amazonaws.com' } },
      },
    ]);
    expect(findOnly(plan, 'aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig').inputs).toEqual({
      functionName: 'healthcare-backend-test-data_loader',
      qualifier: 'live',
      maximumRetryAttempts: 2,
      maximumEventAgeInSeconds: 3600,
    });
  });

  it('serve new code only after the migration, which waits for no release', () => {
    const migration = findOnly(plan, 'aws:cloudwatch/logGroup:LogGroup', 'migration').urn;
    const aliases = listByType(plan, 'aws:lambda/alias:Alias');
    expect(aliases.map(({ name }) => name)).toEqual(
      functionNames
        .filter((name) => name !== 'db_initialization')
        .sort()
        .map((name) => `functions-${name}-release-alias`),
    );
    for (const alias of aliases) {
      expect([alias.name, alias.dependencies.includes(migration)]).toEqual([alias.name, true]);
      const [, called] = /^functions-(.*)-release-alias$/.exec(alias.name) ?? [];
      expect(alias.inputs).toEqual({
        name: 'live',
        functionName: `healthcare-backend-test-${called}`,
        functionVersion: '1',
      });
    }
    for (const { name, dependencies } of listByType(plan, lambda)) {
      expect([name, dependencies.includes(migration)]).toEqual([name, false]);
    }
  });

  it('have no provisioned concurrency by default', () => {
    expect(listByType(plan, 'aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig')).toEqual([]);
    expect(listByType(plan, 'aws:appautoscaling/target:Target')).toEqual([]);
  });
});

describe('the functions with other settings', () => {
  it('have other architecture, retention and overrides', async () => {
    const other = await functionsPlan({
      architecture: 'x86_64',
      log: { retentionDays: 7, auditKeyArn: key('audit') },
      overrides: { patients: { memoryMb: 512, timeoutSeconds: 10, reservedConcurrency: 40 } },
    });
    expect(findOnly(other, lambda, 'functions-patients-function').inputs).toMatchObject({
      architectures: ['x86_64'],
      memorySize: 512,
      timeout: 10,
      reservedConcurrentExecutions: 40,
    });
    expect(findOnly(other, lambda, 'functions-medics-function').inputs).not.toHaveProperty(
      'reservedConcurrentExecutions',
    );
    expect(findOnly(other, 'aws:cloudwatch/logGroup:LogGroup', 'functions-medics-log').inputs.retentionInDays).toBe(7);
  });

  it('use no IPv6 if the subnets have none: Lambda would reject the function', async () => {
    const other = await functionsPlan({
      network: { ...production.network, egressFunctions: { ...production.network.egressFunctions, ipv6: false } },
    });
    for (const { inputs } of listByType(other, lambda)) {
      expect(inputs.vpcConfig).toMatchObject({ ipv6AllowedForDualStack: false });
    }
  });

  it('stay warm at all hours', async () => {
    const other = await functionsPlan({ overrides: { patients: { provisionedConcurrency: { instances: 3 } } } });
    expect(findOnly(other, 'aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig').inputs).toEqual({
      functionName: 'healthcare-backend-test-patients',
      qualifier: 'live',
      provisionedConcurrentExecutions: 3,
    });
    expect(listByType(other, 'aws:appautoscaling/target:Target')).toEqual([]);
  });

  it("stay warm at the clinic's hours, in its time zone", async () => {
    const schedule = { startCron: 'cron(45 7 ? * MON-FRI *)', stopCron: 'cron(15 20 ? * MON-FRI *)' };
    const overrides = { reservations: { provisionedConcurrency: { instances: 5, schedule } } };
    const other = await functionsPlan({ overrides });
    const scaled = {
      serviceNamespace: 'lambda',
      resourceId: 'function:healthcare-backend-test-reservations:live',
      scalableDimension: 'lambda:function:ProvisionedConcurrency',
    };
    const target = findOnly(other, 'aws:appautoscaling/target:Target');
    expect(target.inputs).toEqual({ ...scaled, minCapacity: 0, maxCapacity: 0 });
    // A deployment during the day must not release what the schedule warmed.
    expect(target.ignoredChanges).toEqual(['minCapacity', 'maxCapacity']);
    expect(listByType(other, 'aws:appautoscaling/scheduledAction:ScheduledAction').map(({ inputs }) => inputs)).toEqual(
      [
        {
          ...scaled,
          schedule: schedule.startCron,
          timezone: 'America/New_York',
          scalableTargetAction: { minCapacity: 5, maxCapacity: 5 },
        },
        {
          ...scaled,
          schedule: schedule.stopCron,
          timezone: 'America/New_York',
          scalableTargetAction: { minCapacity: 0, maxCapacity: 0 },
        },
      ],
    );
    expect(listByType(other, 'aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig')).toEqual([]);
  });
});
