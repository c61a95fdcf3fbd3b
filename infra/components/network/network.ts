import * as aws from '@pulumi/aws';
import * as awsx from '@pulumi/awsx';
import * as pulumi from '@pulumi/pulumi';
import type { LogClass } from '../../../config/settings/fields.js';
import { toLogGroupClass } from '../log-class.js';
import type { Place } from '../place.js';
import { buildEndpointPolicy, type EndpointService } from './endpoint-policy.js';
import { SecurityGroups } from './security-groups.js';
import { type SubnetKind, subnetKinds, subnetRanges } from './subnets.js';

export interface NetworkArgs extends Place {
  readonly cidrBlock: string;
  readonly availabilityZoneNames: readonly string[];
  readonly natStrategy: 'none' | 'single' | 'onePerAz';
  readonly dualStack: boolean;
  /** AWS services that get an interface endpoint, such as `bedrock-runtime`. */
  readonly interfaceEndpoints: readonly Exclude<EndpointService, 's3' | 'dynamodb'>[];
  readonly flowLogRetentionDays: number;
  readonly flowLogClass: LogClass;
  readonly auditKeyArn: pulumi.Input<string>;
}

const natStrategies = { none: 'None', single: 'Single', onePerAz: 'OnePerAz' } as const;

const subnetTypes = { public: 'Public', private: 'Private', isolated: 'Isolated' } as const;

/**
 * The VPC: public subnets for NAT gateways, private ones for functions that call out, isolated ones for the database and
 * the functions that don't. A new logical name or another range is a new VPC.
 */
export class Network extends pulumi.ComponentResource {
  readonly vpcId: pulumi.Output<string>;
  readonly privateSubnetIds: pulumi.Output<string[]>;
  readonly isolatedSubnetIds: pulumi.Output<string[]>;
  readonly securityGroups: SecurityGroups;
  private readonly dualStack: boolean;
  private readonly interfaceEndpoints: NetworkArgs['interfaceEndpoints'];

  constructor(name: string, args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super('clinic:network:Network', name, {}, opts);
    this.dualStack = args.dualStack;
    this.interfaceEndpoints = args.interfaceEndpoints;
    const vpc = this.createVpc(name, args);
    this.vpcId = vpc.vpcId;
    this.privateSubnetIds = vpc.privateSubnetIds;
    this.isolatedSubnetIds = vpc.isolatedSubnetIds;
    if (args.dualStack) this.routeOutOverIpv6(name, vpc, args.availabilityZoneNames.length);
    const gateways = this.createGatewayEndpoints(name, vpc, args);
    this.securityGroups = new SecurityGroups(
      name,
      {
        vpcId: vpc.vpcId,
        dualStack: args.dualStack,
        gatewayPrefixListIds: { s3: gateways.s3.prefixListId, dynamodb: gateways.dynamodb.prefixListId },
      },
      { parent: this },
    );
    this.createInterfaceEndpoints(name, vpc, args);
    this.createFlowLog(name, args);
    this.registerOutputs({
      vpcId: this.vpcId,
      privateSubnetIds: this.privateSubnetIds,
      isolatedSubnetIds: this.isolatedSubnetIds,
    });
  }

  /** Where the database lies. */
  get database() {
    return { subnetIds: this.isolatedSubnetIds, securityGroupId: this.securityGroups.database.id };
  }

  /** Where functions lie: those that call out of the VPC, and those that don't. */
  get functions() {
    const { isolatedSubnetIds, privateSubnetIds, dualStack, interfaceEndpoints, securityGroups } = this;
    return {
      isolatedSubnetIds,
      privateSubnetIds,
      isolatedSecurityGroupId: securityGroups.isolatedFunctions.id,
      egressSecurityGroupId: securityGroups.egressFunctions.id,
      dualStack,
      interfaceEndpoints,
    };
  }

  private createVpc(name: string, { cidrBlock, availabilityZoneNames, natStrategy, dualStack }: NetworkArgs) {
    const ranges = subnetRanges(cidrBlock, availabilityZoneNames.length);
    return new awsx.ec2.Vpc(
      name,
      {
        cidrBlock,
        availabilityZoneNames: [...availabilityZoneNames],
        natGateways: { strategy: natStrategies[natStrategy] },
        enableDnsSupport: true,
        enableDnsHostnames: true,
        assignGeneratedIpv6CidrBlock: dualStack,
        subnetStrategy: 'Auto',
        subnetSpecs: subnetKinds.map((kind) => ({
          type: subnetTypes[kind],
          cidrBlocks: ranges[kind],
          // Isolated subnets stay without IPv6: nothing in them has anywhere to go.
          assignIpv6AddressOnCreation: dualStack && kind !== 'isolated',
        })),
      },
      { parent: this },
    );
  }

  /** awsx makes one route table for each subnet, zone by zone in the order public, private, isolated. */
  private routeTableIds(vpc: awsx.ec2.Vpc, kind: SubnetKind, zoneCount: number): pulumi.Output<string>[] {
    return Array.from({ length: zoneCount }, (_, zone) =>
      vpc.routeTables.apply((tables) => {
        const table = tables[zone * subnetKinds.length + subnetKinds.indexOf(kind)];
        if (table === undefined) throw new Error(`The VPC has no ${kind} route table in zone ${zone}.`);
        return table.id;
      }),
    );
  }

  /** IPv6 addresses are public; the egress-only gateway lets connections out and none in, and costs nothing. */
  private routeOutOverIpv6(name: string, vpc: awsx.ec2.Vpc, zoneCount: number) {
    const gateway = new aws.ec2.EgressOnlyInternetGateway(
      `${name}-egress-only`,
      { vpcId: vpc.vpcId },
      { parent: this },
    );
    this.routeTableIds(vpc, 'private', zoneCount).forEach((routeTableId, zone) => {
      new aws.ec2.Route(
        `${name}-private-${zone + 1}-ipv6`,
        { routeTableId, destinationIpv6CidrBlock: '::/0', egressOnlyGatewayId: gateway.id },
        { parent: this },
      );
    });
  }

  private createGatewayEndpoints(name: string, vpc: awsx.ec2.Vpc, args: NetworkArgs) {
    const zoneCount = args.availabilityZoneNames.length;
    const routeTableIds = [
      ...this.routeTableIds(vpc, 'private', zoneCount),
      ...this.routeTableIds(vpc, 'isolated', zoneCount),
    ];
    const createEndpoint = (service: 's3' | 'dynamodb') =>
      new aws.ec2.VpcEndpoint(
        `${name}-${service}`,
        {
          vpcId: vpc.vpcId,
          vpcEndpointType: 'Gateway',
          serviceName: `com.amazonaws.${args.region}.${service}`,
          routeTableIds,
          policy: buildEndpointPolicy(service, args),
        },
        { parent: this },
      );
    return { s3: createEndpoint('s3'), dynamodb: createEndpoint('dynamodb') };
  }

  private createInterfaceEndpoints(name: string, vpc: awsx.ec2.Vpc, args: NetworkArgs) {
    for (const service of args.interfaceEndpoints) {
      new aws.ec2.VpcEndpoint(
        `${name}-${service}`,
        {
          vpcId: vpc.vpcId,
          vpcEndpointType: 'Interface',
          serviceName: `com.amazonaws.${args.region}.${service}`,
          subnetIds: vpc.isolatedSubnetIds,
          securityGroupIds: [this.securityGroups.endpoints.id],
          privateDnsEnabled: true,
          policy: buildEndpointPolicy(service, args),
        },
        { parent: this },
      );
    }
  }

  private createFlowLog(name: string, args: NetworkArgs) {
    const { partition, region, accountId, flowLogRetentionDays, flowLogClass, auditKeyArn } = args;
    const group = new aws.cloudwatch.LogGroup(
      `${name}-flows`,
      {
        retentionInDays: flowLogRetentionDays,
        kmsKeyId: auditKeyArn,
        logGroupClass: toLogGroupClass(flowLogClass),
      },
      { parent: this },
    );
    const role = new aws.iam.Role(
      `${name}-flows`,
      {
        description: 'Lets the VPC write its flow logs',
        assumeRolePolicy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
              Action: 'sts:AssumeRole',
              Condition: {
                StringEquals: { 'aws:SourceAccount': accountId },
                ArnLike: { 'aws:SourceArn': `arn:${partition}:ec2:*:${accountId}:vpc-flow-log/*` },
              },
            },
          ],
        }),
      },
      { parent: this },
    );
    const policy = new aws.iam.RolePolicy(
      `${name}-flows`,
      {
        role: role.name,
        policy: pulumi.jsonStringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
              Resource: pulumi.interpolate`${group.arn}:*`,
            },
            {
              Effect: 'Allow',
              Action: 'logs:DescribeLogGroups',
              Resource: `arn:${partition}:logs:${region}:${accountId}:log-group:*`,
            },
          ],
        }),
      },
      { parent: this },
    );
    new aws.ec2.FlowLog(
      `${name}-flows`,
      {
        vpcId: this.vpcId,
        trafficType: 'ALL',
        logDestinationType: 'cloud-watch-logs',
        logDestination: group.arn,
        iamRoleArn: role.arn,
        maxAggregationInterval: 600,
      },
      { parent: this, dependsOn: [policy] },
    );
  }
}
