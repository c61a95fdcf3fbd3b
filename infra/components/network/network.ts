import * as aws from '@pulumi/aws';
import * as awsx from '@pulumi/awsx';
import * as pulumi from '@pulumi/pulumi';
import { Component, type LogArgs } from '../component.js';
import { buildArn, type Place } from '../place.js';
import { buildEndpointPolicy, type EndpointService } from './endpoint-policy.js';
import { SecurityGroups } from './security-groups.js';
import { type SubnetKind, subnetKinds, subnetRanges } from './subnets.js';

export interface NetworkArgs {
  readonly place: Place;
  readonly cidrBlock: string;
  readonly availabilityZoneNames: readonly string[];
  readonly natStrategy: 'none' | 'single' | 'onePerAz';
  readonly dualStack: boolean;
  /** AWS services that get an interface endpoint, such as `bedrock-runtime`. */
  readonly interfaceEndpoints: readonly Exclude<EndpointService, 's3' | 'dynamodb'>[];
  readonly flowLog: LogArgs;
}

/** A place in the VPC where functions run. */
export interface FunctionNetwork {
  readonly subnetIds: pulumi.Input<string[]>;
  readonly securityGroupId: pulumi.Input<string>;
  /** Lets functions use the IPv6 addresses of the subnets, which must have some. */
  readonly ipv6: boolean;
}

const natStrategies = { none: 'None', single: 'Single', onePerAz: 'OnePerAz' } as const;

const subnetTypes = { public: 'Public', private: 'Private', isolated: 'Isolated' } as const;

/**
 * The VPC: public subnets for NAT gateways, private subnets for functions that call services outside the VPC, isolated
 * subnets for the database and all other functions. Nothing outside can open a connection into it. A new logical name or
 * address range creates a new VPC.
 */
export class Network extends Component<NetworkArgs> {
  readonly vpcId: pulumi.Output<string>;
  readonly privateSubnetIds: pulumi.Output<string[]>;
  readonly isolatedSubnetIds: pulumi.Output<string[]>;
  readonly databaseSecurityGroupId: pulumi.Output<string>;
  /** For functions that call nothing outside the VPC. */
  readonly isolatedFunctions: FunctionNetwork;
  /** For functions that call services outside the VPC. */
  readonly egressFunctions: FunctionNetwork;

  constructor(name: string, args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super('clinic:network:Network', name, args, opts);
    const vpc = this.createVpc();
    this.vpcId = vpc.vpcId;
    this.privateSubnetIds = vpc.privateSubnetIds;
    this.isolatedSubnetIds = vpc.isolatedSubnetIds;
    if (args.dualStack) this.routeOutOverIpv6(vpc);
    const groups = this.createSecurityGroups(this.createGatewayEndpoints(vpc));
    this.createInterfaceEndpoints(groups);
    this.createFlowLog();
    this.databaseSecurityGroupId = groups.database.id;
    this.isolatedFunctions = {
      subnetIds: vpc.isolatedSubnetIds,
      securityGroupId: groups.isolatedFunctions.id,
      ipv6: false,
    };
    this.egressFunctions = {
      subnetIds: vpc.privateSubnetIds,
      securityGroupId: groups.egressFunctions.id,
      ipv6: args.dualStack,
    };
    this.registerOutputs({
      vpcId: this.vpcId,
      privateSubnetIds: this.privateSubnetIds,
      isolatedSubnetIds: this.isolatedSubnetIds,
    });
  }

  private createVpc(): awsx.ec2.Vpc {
    const { cidrBlock, availabilityZoneNames, natStrategy, dualStack } = this.args;
    const ranges = subnetRanges(cidrBlock, availabilityZoneNames.length);
    return new awsx.ec2.Vpc(
      this.name,
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
          // Isolated subnets need no IPv6: they have no route out.
          assignIpv6AddressOnCreation: dualStack && kind !== 'isolated',
        })),
      },
      { parent: this },
    );
  }

  /** awsx creates one route table per subnet, zone by zone in the order public, private, isolated. */
  private listRouteTableIds(vpc: awsx.ec2.Vpc, kind: SubnetKind): pulumi.Output<string>[] {
    return this.args.availabilityZoneNames.map((_, zone) =>
      vpc.routeTables.apply((tables) => {
        const table = tables[zone * subnetKinds.length + subnetKinds.indexOf(kind)];
        if (table === undefined) throw new Error(`The VPC has no ${kind} route table in zone ${zone}.`);
        return table.id;
      }),
    );
  }

  /** IPv6 addresses are public. The egress-only gateway, which is free, allows connections out and none in. */
  private routeOutOverIpv6(vpc: awsx.ec2.Vpc): void {
    const gateway = new aws.ec2.EgressOnlyInternetGateway(
      `${this.name}-egress-only`,
      { vpcId: this.vpcId },
      { parent: this },
    );
    for (const [zone, routeTableId] of this.listRouteTableIds(vpc, 'private').entries()) {
      new aws.ec2.Route(
        `${this.name}-private-${zone + 1}-ipv6`,
        { routeTableId, destinationIpv6CidrBlock: '::/0', egressOnlyGatewayId: gateway.id },
        { parent: this },
      );
    }
  }

  private createGatewayEndpoints(vpc: awsx.ec2.Vpc): Record<'s3' | 'dynamodb', aws.ec2.VpcEndpoint> {
    const routeTableIds = [...this.listRouteTableIds(vpc, 'private'), ...this.listRouteTableIds(vpc, 'isolated')];
    const createGateway = (service: 's3' | 'dynamodb') =>
      this.createEndpoint(service, { vpcEndpointType: 'Gateway', routeTableIds });
    return { s3: createGateway('s3'), dynamodb: createGateway('dynamodb') };
  }

  private createSecurityGroups({ s3, dynamodb }: Record<'s3' | 'dynamodb', aws.ec2.VpcEndpoint>): SecurityGroups {
    return new SecurityGroups(
      this.name,
      {
        vpcId: this.vpcId,
        dualStack: this.args.dualStack,
        gatewayPrefixListIds: { s3: s3.prefixListId, dynamodb: dynamodb.prefixListId },
      },
      { parent: this },
    );
  }

  private createInterfaceEndpoints({ endpoints }: SecurityGroups): void {
    for (const service of this.args.interfaceEndpoints) {
      this.createEndpoint(service, {
        vpcEndpointType: 'Interface',
        subnetIds: this.isolatedSubnetIds,
        securityGroupIds: [endpoints.id],
        privateDnsEnabled: true,
      });
    }
  }

  private createEndpoint(
    service: EndpointService,
    args: Omit<aws.ec2.VpcEndpointArgs, 'vpcId' | 'serviceName' | 'policy'>,
  ): aws.ec2.VpcEndpoint {
    const { place } = this.args;
    return new aws.ec2.VpcEndpoint(
      `${this.name}-${service}`,
      {
        vpcId: this.vpcId,
        serviceName: `com.amazonaws.${place.region}.${service}`,
        policy: buildEndpointPolicy(service, place),
        ...args,
      },
      { parent: this },
    );
  }

  private createFlowLog(): void {
    const { place, flowLog } = this.args;
    const group = this.createLogGroup('flows', flowLog);
    const role = this.createServiceRole('flows', {
      service: 'vpc-flow-logs.amazonaws.com',
      description: 'Lets the VPC write its flow logs',
      condition: {
        StringEquals: { 'aws:SourceAccount': place.accountId },
        ArnLike: { 'aws:SourceArn': `arn:${place.partition}:ec2:*:${place.accountId}:vpc-flow-log/*` },
      },
    });
    const policy = this.allow(role, 'flows', [
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
        Resource: pulumi.interpolate`${group.arn}:*`,
      },
      { Effect: 'Allow', Action: 'logs:DescribeLogGroups', Resource: buildArn(place, 'logs', 'log-group:*') },
    ]);
    new aws.ec2.FlowLog(
      `${this.name}-flows`,
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
