import { stableHex } from './cloud/responder.js';
import type { PlannedResource } from './planned-resource.js';

export const awsxVpcType = 'awsx:ec2:Vpc';

/** The inputs of `awsx.ec2.Vpc` that our network gives it. */
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

/** An Amazon-provided range has 56 bits; this one stands for it in a plan. */
const previewIpv6Prefix = '2600:1f18:0:';

const buildId = (kind: string, name: string): string => `${kind}-0${stableHex(`${kind} ${name}`, 16)}`;

interface PlannedSubnet {
  readonly name: string;
  readonly type: 'Public' | 'Private' | 'Isolated';
  readonly zoneIndex: number;
  readonly zoneName: string;
  readonly cidrBlock: string;
  readonly ipv6CidrBlock: string | undefined;
}

/** Zone by zone, in each public before private before isolated, as awsx makes them. */
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

/** What the component answers; of its resources the ids, which is all that a program may need of them offline. */
export function buildVpcOutputs(name: string, inputs: VpcInputs): Record<string, unknown> {
  const subnets = planSubnets(name, inputs);
  const listSubnetIds = (type: string) =>
    subnets.filter((subnet) => subnet.type === type).map((subnet) => buildId('subnet', subnet.name));
  return {
    vpcId: buildId('vpc', name),
    publicSubnetIds: listSubnetIds('Public'),
    privateSubnetIds: listSubnetIds('Private'),
    isolatedSubnetIds: listSubnetIds('Isolated'),
    routeTables: subnets.map((subnet) => ({ id: buildId('rtb', subnet.name) })),
  };
}

/**
 * The resources that awsx 3.9.0 makes for a VPC. It runs in a provider, so an offline program sees one registration; what
 * judges a plan must see its subnets, NAT gateways and routes. After
 * https://github.com/pulumi/pulumi-awsx/blob/master/awsx/ec2/vpc.ts with an explicit layout.
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
  const vpcId = buildId('vpc', name);
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
    const routeTableId = buildId('rtb', subnet.name);
    const table = add('aws:ec2/routeTable:RouteTable', subnet.name, planned, { vpcId, tags: subnetTags });
    add('aws:ec2/routeTableAssociation:RouteTableAssociation', subnet.name, table, {
      routeTableId,
      subnetId: buildId('subnet', subnet.name),
    });
    addNatAndRoute(subnet, planned, table);
  }
  return resources;

  function addNatAndRoute(subnet: PlannedSubnet, planned: PlannedResource, table: PlannedResource): void {
    const routeTableId = buildId('rtb', subnet.name);
    const nat = `${name}-${subnet.zoneIndex + 1}`;
    if (subnet.type === 'Public') {
      if (hasNat(inputs, subnet.zoneIndex)) {
        add('aws:ec2/eip:Eip', nat, planned, { tags: { Name: nat } });
        add('aws:ec2/natGateway:NatGateway', nat, planned, {
          subnetId: buildId('subnet', subnet.name),
          allocationId: buildId('eipalloc', nat),
          tags: { Name: nat },
        });
      }
      add('aws:ec2/route:Route', subnet.name, table, {
        routeTableId,
        gatewayId: buildId('igw', name),
        destinationCidrBlock: '0.0.0.0/0',
      });
    }
    if (subnet.type === 'Private' && inputs.natGateways.strategy !== 'None') {
      const used = inputs.natGateways.strategy === 'Single' ? `${name}-1` : nat;
      add('aws:ec2/route:Route', subnet.name, table, {
        routeTableId,
        natGatewayId: buildId('nat', used),
        destinationCidrBlock: '0.0.0.0/0',
      });
    }
  }
}
