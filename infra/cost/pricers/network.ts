import { hoursPerMonth, type Usage } from '../../../config/usage.js';
import type { PlannedResource } from '../../preview/planned-resource.js';
import type { Charge } from '../line.js';
import { counted, ofType, type Pricer, say, textInput } from './pricer.js';

const component = 'VPC and NAT';
const endpointType = 'aws:ec2/vpcEndpoint:VpcEndpoint';

const isInterface = (endpoint: PlannedResource): boolean => textInput(endpoint, 'vpcEndpointType') === 'Interface';

/** What still goes through a NAT gateway when endpoints take their part. */
const natGb = ({ network }: Usage, hasEndpoints: boolean): number =>
  Math.max(0, network.outboundGb - (hasEndpoints ? network.endpointGb : 0));

export const natGateways: Pricer = {
  types: ['aws:ec2/natGateway:NatGateway'],
  charge(gateways, { plan, usage }) {
    if (gateways.length === 0) return [];
    const hasEndpoints = ofType(plan, endpointType).some(isInterface);
    return [
      {
        component,
        item: 'NAT gateway, hours',
        price: 'natGatewayHour',
        quantity: gateways.length * hoursPerMonth,
        basis: `${counted(gateways.length, 'gateway')} × ${hoursPerMonth} h`,
      },
      {
        component,
        item: 'NAT gateway, data',
        price: 'natGatewayGb',
        quantity: natGb(usage, hasEndpoints),
        basis: `demand: what functions send out of the VPC${hasEndpoints ? ', less what endpoints take' : ''}; gateways share it`,
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
            basis: `${counted(addresses.length, 'address', 'addresses')} × ${hoursPerMonth} h`,
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
      const service = textInput(endpoint, 'serviceName')?.split('.').slice(3).join('.') ?? endpoint.name;
      return {
        component,
        item: `Interface endpoint, ${service}, hours`,
        price: 'interfaceEndpointHour',
        quantity: zones * hoursPerMonth,
        basis: `${counted(zones, 'zone')} × ${hoursPerMonth} h`,
      };
    });
    const data: Charge = {
      component,
      item: 'Interface endpoints, data',
      price: 'interfaceEndpointGb',
      quantity: usage.network.endpointGb,
      basis: `demand: ${say(usage.network.endpointGb)} GB to services with an endpoint`,
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
