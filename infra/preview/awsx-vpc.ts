import { buildEc2Id } from './cloud/responder.js';
import type { PlannedResource } from './planned-resource.js';

export const awsxVpcType = 'awsx:ec2:Vpc';

/** The inputs of `awsx.ec2.Vpc` that the network component sets. */
interface VpcInputs {
  readonly cidrBlock: string;
  readonly availabilityZoneNames: readonly string[];
  readonly natGateways: { readonly strategy: 'None' | 'Single' | 'OnePerAz' };
  readonly assignGeneratedIpv6CidrBlock: boolean;
  readonly enableDnsSupport: boolean;
  readonly enableDnsHostnames: boolean;
  readonly subnetSpecs: readonly {
    readonly type: 'Public' | 'Private' | 'Isolated';
    readonly cidrBlocks: readonly string[];
    readonly assignIpv6AddressOnCreation: boolean;
  }[];
}

/** Replaces the /56 range that Amazon assigns. */
const previewIpv6Prefix = '2600:1f18:0:';

interface PlannedSubnet {
  readonly name: string;
  readonly type: 'Public' | 'Private' | 'Isolated';
  readonly zoneIndex: number;
  readonly zoneName: string;
  readonly cidrBlock: string;
  readonly ipv6CidrBlock: string | undefined;
}

/** Lists the subnets zone by zone, in awsx's order: public, private, isolated. */
function planSubnets(name: string, inputs: VpcInputs): PlannedSubnet[] {
  let ipv6Index = 0;
  return inputs.availabilityZoneNames.flatMap((zoneName, zoneIndex) =>
    inputs.subnetSpecs.map(({ type, cidrBlocks, assignIpv6AddressOnCreation }) => {
      const index = ipv6Index;
      ipv6Index += 1;
      return {
        name: `${name}-${type.toLowerCase()}-${zoneIndex + 1}`,
        type,
        zoneIndex,
        zoneName,
        cidrBlock: cidrBlocks[zoneIndex] ?? '',
        ipv6CidrBlock: assignIpv6AddressOnCreation
          ? `${previewIpv6Prefix}${index.toString(16).padStart(2, '0')}00::/64`
          : undefined,
      };
    }),
  );
}

const hasNat = ({ natGateways: { strategy } }: VpcInputs, zoneIndex: number): boolean =>
  strategy === 'OnePerAz' || (strategy === 'Single' && zoneIndex === 0);

/** Builds the component's outputs. Resources have only their ids, because the program needs nothing else offline. */
export function buildVpcOutputs(name: string, inputs: VpcInputs): Record<string, unknown> {
  const subnets = planSubnets(name, inputs);
  const listSubnetIds = (type: string) =>
    subnets.filter((subnet) => subnet.type === type).map((subnet) => buildEc2Id('subnet', subnet.name));
  return {
    vpcId: buildEc2Id('vpc', name),
    publicSubnetIds: listSubnetIds('Public'),
    privateSubnetIds: listSubnetIds('Private'),
    isolatedSubnetIds: listSubnetIds('Isolated'),
    routeTables: subnets.map((subnet) => ({ id: buildEc2Id('rtb', subnet.name) })),
  };
}

/**
 * Lists the resources that awsx 3.9.0 creates for a VPC with an explicit layout
 * (https://github.com/pulumi/pulumi-awsx/blob/master/awsx/ec2/vpc.ts). awsx runs in its provider, so an offline program
 * registers only the component, but policies and prices need the subnets, NAT gateways and routes.
 */
export function expandVpc(component: PlannedResource): PlannedResource[] {
  const inputs = component.inputs as unknown as VpcInputs;
  const { name } = component;
  const resources: PlannedResource[] = [];
  const add = (type: string, child: string, parent: PlannedResource, fields: Record<string, unknown>) => {
    const [head = '', tail = ''] = [parent.urn.slice(0, parent.urn.lastIndexOf('::')), type];
    const resource: PlannedResource = {
      urn: `${head}$${tail}::${child}`,
      type,
      name: child,
      parent: parent.urn,
      dependencies: parent === component ? [] : [parent.urn],
      inputs: fields,
      secretInputs: [],
      isCustom: true,
      isProtected: component.isProtected,
      isRetainedOnDelete: component.isRetainedOnDelete,
      ignoredChanges: [],
    };
    resources.push(resource);
    return resource;
  };
  const tags = { Name: name };
  const { cidrBlock, enableDnsHostnames, enableDnsSupport, assignGeneratedIpv6CidrBlock } = inputs;
  const vpc = add('aws:ec2/vpc:Vpc', name, component, {
    cidrBlock,
    enableDnsHostnames,
    enableDnsSupport,
    assignGeneratedIpv6CidrBlock,
    tags,
  });
  const vpcId = buildEc2Id('vpc', name);
  add('aws:ec2/internetGateway:InternetGateway', name, vpc, { vpcId, tags });
  for (const subnet of planSubnets(name, inputs)) {
    const subnetTags = { Name: subnet.name, SubnetType: subnet.type };
    const planned = add('aws:ec2/subnet:Subnet', subnet.name, vpc, {
      vpcId,
      availabilityZone: subnet.zoneName,
      mapPublicIpOnLaunch: subnet.type === 'Public',
      cidrBlock: subnet.cidrBlock,
      ...(subnet.ipv6CidrBlock !== undefined && {
        ipv6CidrBlock: subnet.ipv6CidrBlock,
        assignIpv6AddressOnCreation: true,
      }),
      tags: subnetTags,
    });
    const routeTableId = buildEc2Id('rtb', subnet.name);
    const table = add('aws:ec2/routeTable:RouteTable', subnet.name, planned, { vpcId, tags: subnetTags });
    add('aws:ec2/routeTableAssociation:RouteTableAssociation', subnet.name, table, {
      routeTableId,
      subnetId: buildEc2Id('subnet', subnet.name),
    });
    addNatAndRoute(subnet, planned, table);
  }
  return resources;

  function addNatAndRoute(subnet: PlannedSubnet, planned: PlannedResource, table: PlannedResource): void {
    const routeTableId = buildEc2Id('rtb', subnet.name);
    const nat = `${name}-${subnet.zoneIndex + 1}`;
    if (subnet.type === 'Public') {
      if (hasNat(inputs, subnet.zoneIndex)) {
        add('aws:ec2/eip:Eip', nat, planned, { tags: { Name: nat } });
        add('aws:ec2/natGateway:NatGateway', nat, planned, {
          subnetId: buildEc2Id('subnet', subnet.name),
          allocationId: buildEc2Id('eipalloc', nat),
          tags: { Name: nat },
        });
      }
      add('aws:ec2/route:Route', subnet.name, table, {
        routeTableId,
        gatewayId: buildEc2Id('igw', name),
        destinationCidrBlock: '0.0.0.0/0',
      });
    }
    if (subnet.type === 'Private' && inputs.natGateways.strategy !== 'None') {
      const used = inputs.natGateways.strategy === 'Single' ? `${name}-1` : nat;
      add('aws:ec2/route:Route', subnet.name, table, {
        routeTableId,
        natGatewayId: buildEc2Id('nat', used),
        destinationCidrBlock: '0.0.0.0/0',
      });
    }
  }
}
