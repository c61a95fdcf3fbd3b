import { beforeAll, describe, expect, it } from 'vitest';
import { findOnly, listByType, planProgram } from '../../../test/support/plan.js';
import type { PlannedResource } from '../../preview/planned-resource.js';
import { buildKeyArn, testPlace } from '../testing.js';
import { Network, type NetworkArgs } from './network.js';

const args: NetworkArgs = {
  place: testPlace,
  cidrBlock: '10.0.0.0/16',
  availabilityZoneNames: ['us-east-1a', 'us-east-1b'],
  natStrategy: 'none',
  dualStack: true,
  interfaceEndpoints: ['bedrock-runtime'],
  flowLog: { retentionDays: 365, logClass: 'standard', auditKeyArn: buildKeyArn('logs') },
};

const plan = (changes: Partial<NetworkArgs> = {}) => planProgram(() => new Network('network', { ...args, ...changes }));

const countByType = (resources: readonly PlannedResource[], ...types: string[]) =>
  types.map((type) => listByType(resources, `aws:ec2/${type[0]?.toLowerCase()}${type.slice(1)}:${type}`).length);

const rules = (resources: readonly PlannedResource[], direction: 'Ingress' | 'Egress') =>
  listByType(resources, `aws:vpc/securityGroup${direction}Rule:SecurityGroup${direction}Rule`);

let usual: readonly PlannedResource[];
beforeAll(async () => {
  usual = await plan();
});

describe('the network in production', () => {
  it('has two zones of public, private and isolated subnets, and no NAT gateway', () => {
    expect(countByType(usual, 'Vpc', 'Subnet', 'RouteTable', 'NatGateway', 'Eip', 'InternetGateway')).toEqual([
      1, 6, 6, 0, 0, 1,
    ]);
    const subnets = listByType(usual, 'aws:ec2/subnet:Subnet');
    expect(subnets.map(({ name, inputs }) => [name, inputs.availabilityZone, inputs.cidrBlock])).toEqual([
      ['network-isolated-1', 'us-east-1a', '10.0.0.0/20'],
      ['network-isolated-2', 'us-east-1b', '10.0.64.0/20'],
      ['network-private-1', 'us-east-1a', '10.0.16.0/20'],
      ['network-private-2', 'us-east-1b', '10.0.80.0/20'],
      ['network-public-1', 'us-east-1a', '10.0.32.0/21'],
      ['network-public-2', 'us-east-1b', '10.0.96.0/21'],
    ]);
    const withIpv6 = subnets.filter(({ inputs }) => inputs.ipv6CidrBlock !== undefined).map(({ name }) => name);
    expect(withIpv6).toEqual(['network-private-1', 'network-private-2', 'network-public-1', 'network-public-2']);
  });

  it('passes exactly these arguments to awsx', () => {
    expect(findOnly(usual, 'awsx:ec2:Vpc').inputs).toEqual({
      cidrBlock: '10.0.0.0/16',
      availabilityZoneNames: ['us-east-1a', 'us-east-1b'],
      natGateways: { strategy: 'None' },
      enableDnsSupport: true,
      enableDnsHostnames: true,
      assignGeneratedIpv6CidrBlock: true,
      subnetStrategy: 'Auto',
      subnetSpecs: [
        { type: 'Public', cidrBlocks: ['10.0.32.0/21', '10.0.96.0/21'], assignIpv6AddressOnCreation: true },
        { type: 'Private', cidrBlocks: ['10.0.16.0/20', '10.0.80.0/20'], assignIpv6AddressOnCreation: true },
        { type: 'Isolated', cidrBlocks: ['10.0.0.0/20', '10.0.64.0/20'], assignIpv6AddressOnCreation: false },
      ],
    });
  });

  it('routes private subnets out over IPv6 only, and isolated ones not at all', () => {
    const routes = listByType(usual, 'aws:ec2/route:Route').map(({ name, inputs }) => [
      name,
      inputs.destinationCidrBlock ?? inputs.destinationIpv6CidrBlock,
      Object.keys(inputs).find((key) => key.endsWith('Id') && key !== 'routeTableId'),
    ]);
    expect(routes).toEqual([
      ['network-private-1-ipv6', '::/0', 'egressOnlyGatewayId'],
      ['network-private-2-ipv6', '::/0', 'egressOnlyGatewayId'],
      ['network-public-1', '0.0.0.0/0', 'gatewayId'],
      ['network-public-2', '0.0.0.0/0', 'gatewayId'],
    ]);
    expect(findOnly(usual, 'aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway').inputs).toEqual({
      vpcId: expect.stringMatching(/^vpc-/),
    });
    for (const { inputs } of listByType(usual, 'aws:ec2/route:Route')) {
      expect(inputs.gatewayId ?? inputs.egressOnlyGatewayId).toMatch(/^(igw|eigw)-/);
    }
    const findRouteTableId = (name: string) =>
      findOnly(usual, 'aws:ec2/routeTableAssociation:RouteTableAssociation', name).inputs.routeTableId;
    expect(findOnly(usual, 'aws:ec2/route:Route', 'network-private-2-ipv6').inputs.routeTableId).toBe(
      findRouteTableId('network-private-2'),
    );
  });

  it('has gateway endpoints for S3 and DynamoDB, and an interface endpoint for the model', () => {
    const endpoints = listByType(usual, 'aws:ec2/vpcEndpoint:VpcEndpoint');
    expect(endpoints.map(({ inputs }) => [inputs.vpcEndpointType, inputs.serviceName])).toEqual([
      ['Interface', 'com.amazonaws.us-east-1.bedrock-runtime'],
      ['Gateway', 'com.amazonaws.us-east-1.dynamodb'],
      ['Gateway', 'com.amazonaws.us-east-1.s3'],
    ]);
    const [model, , s3] = endpoints;
    const tables = listByType(usual, 'aws:ec2/routeTableAssociation:RouteTableAssociation');
    const listTableInputs = (kind: string, key: string) =>
      tables.filter(({ name }) => name.startsWith(`network-${kind}-`)).map(({ inputs }) => inputs[key]);
    const vpcId = expect.stringMatching(/^vpc-/);
    const policy = expect.any(String);
    expect(s3?.inputs).toEqual({
      vpcId,
      vpcEndpointType: 'Gateway',
      serviceName: 'com.amazonaws.us-east-1.s3',
      routeTableIds: [...listTableInputs('private', 'routeTableId'), ...listTableInputs('isolated', 'routeTableId')],
      policy,
    });
    const [endpointsGroup] = rules(usual, 'Ingress').filter(({ name }) => name === 'network-isolated-to-endpoints-in');
    expect(model?.inputs).toEqual({
      vpcId,
      vpcEndpointType: 'Interface',
      serviceName: 'com.amazonaws.us-east-1.bedrock-runtime',
      subnetIds: listTableInputs('isolated', 'subnetId'),
      securityGroupIds: [endpointsGroup?.inputs.securityGroupId],
      privateDnsEnabled: true,
      policy,
    });
    for (const { inputs } of endpoints) {
      const { Statement: statements } = JSON.parse(String(inputs.policy));
      expect(statements[0].Condition.StringEquals['aws:PrincipalAccount']).toBe('123456789012');
      expect(statements[0].Action.filter((action: string) => action.includes('*'))).toEqual([]);
      expect(statements[0].Resource).not.toContain('*');
    }
    expect(JSON.parse(String(s3?.inputs.policy)).Statement[0].Condition.StringEquals['aws:ResourceAccount']).toBe(
      '123456789012',
    );
  });

  it('lets only functions reach the database', () => {
    const findGroupId = (name: string) =>
      rules(usual, 'Egress').find((rule) => rule.name === `network-${name}-to-database-out`)?.inputs.securityGroupId;
    const database = rules(usual, 'Ingress').filter(({ inputs }) => inputs.fromPort === 5432);
    expect(database.map(({ inputs }) => inputs.referencedSecurityGroupId).sort()).toEqual(
      [findGroupId('isolated'), findGroupId('egress')].sort(),
    );
    expect(new Set(database.map(({ inputs }) => inputs.securityGroupId)).size).toBe(1);
    expect(
      rules(usual, 'Ingress').every(({ inputs }) => inputs.cidrIpv4 === undefined && inputs.cidrIpv6 === undefined),
    ).toBe(true);
    expect(findOnly(usual, 'aws:ec2/defaultSecurityGroup:DefaultSecurityGroup').inputs).toMatchObject({
      ingress: [],
      egress: [],
    });
  });

  it('has exactly these rules between its groups', () => {
    const https = { ipProtocol: 'tcp', fromPort: 443, toPort: 443 };
    const postgres = { ipProtocol: 'tcp', fromPort: 5432, toPort: 5432 };
    const named = (direction: 'Ingress' | 'Egress') =>
      rules(usual, direction).map(({ name, inputs }) => {
        const { securityGroupId, referencedSecurityGroupId, prefixListId, description, ...others } = inputs;
        expect(description).toMatch(/^Functions to /);
        const to = [referencedSecurityGroupId, prefixListId].find((id) => id !== undefined);
        return [name, String(securityGroupId).slice(0, 3), String(to).slice(0, 3), others];
      });
    expect(named('Ingress')).toEqual([
      ['network-egress-to-database-in', 'sg-', 'sg-', postgres],
      ['network-egress-to-endpoints-in', 'sg-', 'sg-', https],
      ['network-isolated-to-database-in', 'sg-', 'sg-', postgres],
      ['network-isolated-to-endpoints-in', 'sg-', 'sg-', https],
    ]);
    expect(named('Egress')).toEqual([
      ['network-egress-to-database-out', 'sg-', 'sg-', postgres],
      ['network-egress-to-dynamodb', 'sg-', 'pl-', https],
      ['network-egress-to-endpoints-out', 'sg-', 'sg-', https],
      ['network-egress-to-internet', 'sg-', 'und', { ...https, cidrIpv4: '0.0.0.0/0' }],
      ['network-egress-to-internet-ipv6', 'sg-', 'und', { ...https, cidrIpv6: '::/0' }],
      ['network-egress-to-s3', 'sg-', 'pl-', https],
      ['network-isolated-to-database-out', 'sg-', 'sg-', postgres],
      ['network-isolated-to-dynamodb', 'sg-', 'pl-', https],
      ['network-isolated-to-endpoints-out', 'sg-', 'sg-', https],
      ['network-isolated-to-s3', 'sg-', 'pl-', https],
    ]);
  });

  it('lets only egress functions leave the VPC, over HTTPS', () => {
    const out = rules(usual, 'Egress').filter(
      ({ inputs }) => inputs.cidrIpv4 !== undefined || inputs.cidrIpv6 !== undefined,
    );
    expect(
      out.map(({ name, inputs }) => [name, inputs.cidrIpv4 ?? inputs.cidrIpv6, inputs.fromPort, inputs.toPort]),
    ).toEqual([
      ['network-egress-to-internet', '0.0.0.0/0', 443, 443],
      ['network-egress-to-internet-ipv6', '::/0', 443, 443],
    ]);
  });

  it('encrypts flow logs, written by a role that can do nothing else', () => {
    expect(findOnly(usual, 'aws:cloudwatch/logGroup:LogGroup').inputs).toEqual({
      retentionInDays: 365,
      kmsKeyId: args.flowLog.auditKeyArn,
    });
    expect(findOnly(usual, 'aws:ec2/flowLog:FlowLog').inputs).toEqual({
      vpcId: expect.stringMatching(/^vpc-/),
      trafficType: 'ALL',
      logDestinationType: 'cloud-watch-logs',
      logDestination: expect.stringMatching(/:log-group:network-flows-[0-9a-f]{7}$/),
      iamRoleArn: expect.stringMatching(/:role\/network-flows-[0-9a-f]{7}$/),
      maxAggregationInterval: 600,
    });
    const role = findOnly(usual, 'aws:iam/role:Role').inputs;
    expect(role.description).toBe('Lets the VPC write its flow logs');
    expect(JSON.parse(String(role.assumeRolePolicy)).Statement).toEqual([
      {
        Effect: 'Allow',
        Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: {
          StringEquals: { 'aws:SourceAccount': '123456789012' },
          ArnLike: { 'aws:SourceArn': 'arn:aws:ec2:*:123456789012:vpc-flow-log/*' },
        },
      },
    ]);
    const { Statement: statements } = JSON.parse(
      String(findOnly(usual, 'aws:iam/rolePolicy:RolePolicy').inputs.policy),
    );
    expect(statements.map(({ Action }: { Action: unknown }) => Action)).toEqual([
      ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
      'logs:DescribeLogGroups',
    ]);
    expect(findOnly(usual, 'aws:ec2/flowLog:FlowLog').dependencies).toContain(
      findOnly(usual, 'aws:iam/rolePolicy:RolePolicy').urn,
    );
    expect(statements[0].Resource).toMatch(
      /^arn:aws:logs:us-east-1:123456789012:log-group:network-flows-[0-9a-f]{7}:\*$/,
    );
  });
});

describe('other settings of the network', () => {
  it('infrequent access changes only the class of the flow log', async () => {
    const flows = 'aws:cloudwatch/logGroup:LogGroup';
    expect(findOnly(await plan({ flowLog: { ...args.flowLog, logClass: 'infrequentAccess' } }), flows).inputs).toEqual({
      ...findOnly(await plan({}), flows).inputs,
      logGroupClass: 'INFREQUENT_ACCESS',
    });
  });

  it.each([
    ['single', 1, 'network-1'],
    ['onePerAz', 2, 'network-2'],
  ] as const)(
    '%s makes that many NAT gateways, each with its address, and routes to them',
    async (natStrategy, count, last) => {
      const resources = await plan({ natStrategy });
      expect(countByType(resources, 'NatGateway', 'Eip')).toEqual([count, count]);
      const used = listByType(resources, 'aws:ec2/route:Route').filter(
        ({ inputs }) => inputs.natGatewayId !== undefined,
      );
      expect(used.map(({ name }) => name)).toEqual(['network-private-1', 'network-private-2']);
      expect(new Set(used.map(({ inputs }) => inputs.natGatewayId)).size).toBe(count);
      expect(listByType(resources, 'aws:ec2/natGateway:NatGateway').at(-1)).toMatchObject({
        name: last,
        inputs: { subnetId: expect.stringMatching(/^subnet-/), allocationId: expect.stringMatching(/^eipalloc-/) },
      });
    },
  );

  it('IPv4 alone has no egress-only gateway, no IPv6 range and no IPv6 rule', async () => {
    const resources = await plan({ dualStack: false, interfaceEndpoints: [] });
    expect(countByType(resources, 'EgressOnlyInternetGateway', 'VpcEndpoint')).toEqual([0, 2]);
    expect(JSON.stringify(resources.map(({ inputs }) => inputs))).not.toContain('::/0');
    expect(
      listByType(resources, 'aws:ec2/subnet:Subnet').every(({ inputs }) => inputs.ipv6CidrBlock === undefined),
    ).toBe(true);
  });

  it.each([true, false])('functions that leave the VPC use IPv6 if the subnets have it: %s', async (dualStack) => {
    let network: Network | undefined;
    await planProgram(() => {
      network = new Network('network', { ...args, dualStack });
    });
    expect([network?.egressFunctions.ipv6, network?.isolatedFunctions.ipv6]).toEqual([dualStack, false]);
  });

  it('three zones have nine subnets', async () => {
    const resources = await plan({ availabilityZoneNames: ['us-east-1a', 'us-east-1b', 'us-east-1c'] });
    expect(countByType(resources, 'Subnet')).toEqual([9]);
  });
});
