import { beforeAll, describe, expect, it } from 'vitest';
import type { SettingChanges } from '../preview/changed-stack.js';
import type { PlannedResource } from '../preview/planned-resource.js';
import { previewStack } from '../preview/preview.js';

/**
 * Resource types that `up` can create again without a loss, by what makes them replaceable. A new type must be added here or
 * to `protectedTypes`.
 */
const replaceableTypes: Readonly<Record<string, readonly string[]>> = {
  'the program states all of it': [
    'aws:apigatewayv2/api:Api',
    'aws:apigatewayv2/authorizer:Authorizer',
    'aws:apigatewayv2/integration:Integration',
    'aws:apigatewayv2/route:Route',
    'aws:apigatewayv2/stage:Stage',
    'aws:budgets/budget:Budget',
    'aws:cloudwatch/dashboard:Dashboard',
    'aws:cloudwatch/logMetricFilter:LogMetricFilter',
    'aws:cloudwatch/metricAlarm:MetricAlarm',
    'aws:cognito/riskConfiguration:RiskConfiguration',
    'aws:costexplorer/anomalyMonitor:AnomalyMonitor',
    'aws:costexplorer/anomalySubscription:AnomalySubscription',
    'aws:ecr/lifecyclePolicy:LifecyclePolicy',
    'aws:lambda/alias:Alias',
    'aws:lambda/function:Function',
    'aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig',
    'aws:lambda/invocation:Invocation',
    'aws:lambda/permission:Permission',
    'aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig',
    // A major version needs another group, and the old one is kept.
    'aws:rds/clusterParameterGroup:ClusterParameterGroup',
    'aws:s3/bucketCorsConfiguration:BucketCorsConfiguration',
    'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration',
    'aws:sns/topic:Topic',
    'aws:sns/topicPolicy:TopicPolicy',
    'aws:sqs/queuePolicy:QueuePolicy',
    'pulumi:providers:aws',
  ],
  'AWS refuses while the database uses it, and it has no data': [
    'aws:ec2/defaultSecurityGroup:DefaultSecurityGroup',
    'aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway',
    'aws:ec2/eip:Eip',
    'aws:ec2/internetGateway:InternetGateway',
    'aws:ec2/natGateway:NatGateway',
    'aws:ec2/route:Route',
    'aws:ec2/routeTable:RouteTable',
    'aws:ec2/routeTableAssociation:RouteTableAssociation',
    'aws:ec2/securityGroup:SecurityGroup',
    'aws:ec2/subnet:Subnet',
    'aws:ec2/vpc:Vpc',
    'aws:ec2/vpcEndpoint:VpcEndpoint',
    'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule',
    'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule',
  ],
  'images are built from the sources': ['aws:ecr/repository:Repository'],
  'it holds failed invocations for days, which are loaded again': ['aws:sqs/queue:Queue'],
};

const rolesOfRecords = ['audit-log', 'audit-role', 'network-flows'];

/** Some roles are protected by name. */
const partlyProtectedTypes = ['aws:iam/role:Role', 'aws:iam/rolePolicy:RolePolicy'];

const listCustom = async (changes: SettingChanges = {}) =>
  (await previewStack('prod', process.cwd(), changes)).resources.filter(({ isCustom }) => isCustom);

const listNames = (resources: readonly PlannedResource[], isProtected: boolean) =>
  [...new Set(resources.filter((resource) => resource.isProtected === isProtected).map(({ type }) => type))].sort();

describe('protection in production', () => {
  let resources: PlannedResource[];
  beforeAll(async () => {
    resources = await listCustom();
  });

  it('covers each type that is not listed as replaceable', () => {
    const expected = [...Object.values(replaceableTypes).flat(), ...partlyProtectedTypes];
    expect(listNames(resources, false).filter((type) => !expected.includes(type))).toEqual([]);
    expect(listNames(resources, true).filter((type) => Object.values(replaceableTypes).flat().includes(type))).toEqual(
      [],
    );
  });

  it('covers the roles without which the trail and the flow logs stop', () => {
    const roles = resources.filter(({ type, isProtected }) => isProtected && partlyProtectedTypes.includes(type));
    expect([...new Set(roles.map(({ name }) => name))].sort()).toEqual(rolesOfRecords);
  });
});

describe('protection by setting', () => {
  it('keeps buckets, evidence and keys while only the database can be deleted', async () => {
    const resources = await listCustom({ database: { deletionProtection: false } });
    const names = listNames(resources, true);
    expect(names).toContain('aws:s3/bucketPolicy:BucketPolicy');
    expect(names).toContain('aws:kms/key:Key');
    expect(names).toContain('aws:cloudtrail/trail:Trail');
    expect(names.filter((type) => /rds|cognito/.test(type))).toEqual([]);
  });

  it('ends when both the database and the buckets can be deleted', async () => {
    const resources = await listCustom({ database: { deletionProtection: false }, storage: { forceDestroy: true } });
    expect(listNames(resources, true)).toEqual([]);
  });
});
