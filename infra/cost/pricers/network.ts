import { hoursPerMonth, type PlannedUsage } from '../../../config/demand/usage.js';
import type { PlannedResource } from '../../preview/planned-resource.js';
import type { Charge } from '../line.js';
import { formatCountOf, formatNumber, type Pricer, readTextInput, selectByType } from './pricer.js';

const component = 'VPC and NAT';
const endpointType = 'aws:ec2/vpcEndpoint:VpcEndpoint';

const isInterface = (endpoint: PlannedResource): boolean => readTextInput(endpoint, 'vpcEndpointType') === 'Interface';

const parseService = (endpoint: PlannedResource): string =>
  readTextInput(endpoint, 'serviceName')?.split('.').slice(3).join('.') ?? endpoint.name;

/** What endpoints take: Bedrock's its part. What goes to other services is little, and no demand tells it apart. */
const endpointsGb = (endpoints: readonly PlannedResource[], { network }: PlannedUsage): number =>
  endpoints.filter(isInterface).some((endpoint) => parseService(endpoint) === 'bedrock-runtime')
    ? network.bedrockGb
    : 0;

export const natGateways: Pricer = {
  types: ['aws:ec2/natGateway:NatGateway'],
  charge(gateways, { plan, usage }) {
    if (gateways.length === 0) return [];
    const takenGb = endpointsGb(selectByType(plan, endpointType), usage);
    return [
      {
        component,
        item: 'NAT gateway, hours',
        price: 'natGatewayHour',
        quantity: gateways.length * hoursPerMonth,
        basis: `${formatCountOf(gateways.length, 'gateway')} × ${hoursPerMonth} h`,
      },
      {
        component,
        item: 'NAT gateway, data',
        price: 'natGatewayGb',
        quantity: Math.max(0, usage.network.outboundGb - takenGb),
        basis: `demand: what functions send out of the VPC${takenGb === 0 ? '' : ', less what Bedrock’s endpoint takes'}; gateways share it`,
      },
    ];
  },
};

/** Public IPv4 addresses: a NAT gateway's is billed like any other. */
export const elasticIps: Pricer = {
  types: ['aws:ec2/eip:Eip'],
  charge: (addresses) =>
    addresses.length === 0
      ? []
      : [
          {
            component,
            item: 'Public IPv4 addresses',
            price: 'publicIpv4Hour',
            quantity: addresses.length * hoursPerMonth,
            basis: `${formatCountOf(addresses.length, 'address', 'addresses')} × ${hoursPerMonth} h`,
          },
        ],
};

/** Endpoints: those of S3 and DynamoDB are gateways and cost nothing, the others are billed in each zone. */
export const vpcEndpoints: Pricer = {
  types: [endpointType],
  charge(endpoints, { usage }) {
    const interfaces = endpoints.filter(isInterface);
    if (interfaces.length === 0) return [];
    const hours = interfaces.map((endpoint): Charge => {
      const zones = (endpoint.inputs.subnetIds as unknown[] | undefined)?.length ?? 0;
      if (zones === 0) throw new Error(`${endpoint.name} is in no subnet, so it can't be priced.`);
      return {
        component,
        item: `Interface endpoint, ${parseService(endpoint)}, hours`,
        price: 'interfaceEndpointHour',
        quantity: zones * hoursPerMonth,
        basis: `${formatCountOf(zones, 'zone')} × ${hoursPerMonth} h`,
      };
    });
    const quantity = endpointsGb(interfaces, usage);
    const data: Charge = {
      component,
      item: 'Interface endpoints, data',
      price: 'interfaceEndpointGb',
      quantity,
      basis: `demand: ${formatNumber(quantity)} GB to Bedrock; what goes to other services is not told apart`,
    };
    return [...hours, data];
  },
};

/** What no resource stands for: bytes that leave for the internet, and those that cross zones, billed at both ends. */
export const dataTransfer: Pricer = {
  types: [],
  demand: 'dataTransfer',
  charge: (_resources, { usage: { network, registry } }) => [
    {
      component: 'Data transfer',
      item: 'Out to the internet',
      price: 'internetOutGb',
      quantity: network.internetOutGb + registry.internetPullGb,
      basis: 'demand: answers of the API, downloads, pulls of images from outside of the region',
    },
    {
      component: 'Data transfer',
      item: 'Between zones',
      price: 'betweenZonesGb',
      quantity: network.betweenZonesGb * 2,
      basis: 'demand: out of one zone and into the other; Aurora’s own copies cost nothing',
    },
  ],
};
