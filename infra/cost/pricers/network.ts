import { hoursPerMonth, type PlannedUsage } from '../../../config/demand/usage.js';
import { formatCount, formatNumber } from '../../../config/format.js';
import type { PlannedResource } from '../../preview/planned-resource.js';
import type { Charge } from '../line.js';
import { type Pricer, priceType, readTextInput, selectByType } from './pricer.js';

const component = 'VPC and NAT';
const endpointType = 'aws:ec2/vpcEndpoint:VpcEndpoint';

/** Gateway endpoints, which are those of S3 and DynamoDB, are free. */
const isInterface = (endpoint: PlannedResource): boolean => readTextInput(endpoint, 'vpcEndpointType') === 'Interface';

const parseService = (endpoint: PlannedResource): string =>
  readTextInput(endpoint, 'serviceName')?.split('.').slice(3).join('.') ?? endpoint.name;

/** Data through interface endpoints. The demand has a figure for Bedrock alone; other services receive little. */
const computeEndpointGb = (endpoints: readonly PlannedResource[], { network }: PlannedUsage): number =>
  endpoints.filter(isInterface).some((endpoint) => parseService(endpoint) === 'bedrock-runtime')
    ? network.bedrockGb
    : 0;

function chargeEndpointHours(endpoint: PlannedResource): Charge {
  const zones = (endpoint.inputs.subnetIds as unknown[] | undefined)?.length ?? 0;
  if (zones === 0) throw new Error(`Can't price ${endpoint.name}: it is in no subnet.`);
  return {
    component,
    item: `Interface endpoint, ${parseService(endpoint)}, hours`,
    price: 'interfaceEndpointHour',
    quantity: zones * hoursPerMonth,
    basis: `${formatCount(zones, 'zone')} × ${hoursPerMonth} h`,
  };
}

/** NAT gateways, public IPv4 addresses, VPC endpoints and data transfer. */
export const networkPricers: readonly Pricer[] = [
  priceType('aws:ec2/natGateway:NatGateway', (gateways, { plan, usage }) => {
    const endpointGb = computeEndpointGb(selectByType(plan, endpointType), usage);
    return [
      {
        component,
        item: 'NAT gateway, hours',
        price: 'natGatewayHour',
        quantity: gateways.length * hoursPerMonth,
        basis: `${formatCount(gateways.length, 'gateway')} × ${hoursPerMonth} h`,
      },
      {
        component,
        item: 'NAT gateway, data',
        price: 'natGatewayGb',
        quantity: Math.max(0, usage.network.outboundGb - endpointGb),
        basis: `demand: data that functions send out of the VPC through all gateways${endpointGb === 0 ? '' : ', less the data through the endpoint for Bedrock'}`,
      },
    ];
  }),
  // The address of a NAT gateway is billed like any other.
  priceType('aws:ec2/eip:Eip', (addresses) => [
    {
      component,
      item: 'Public IPv4 addresses',
      price: 'publicIpv4Hour',
      quantity: addresses.length * hoursPerMonth,
      basis: `${formatCount(addresses.length, 'address', 'addresses')} × ${hoursPerMonth} h`,
    },
  ]),
  priceType(endpointType, (endpoints, { usage }) => {
    const interfaces = endpoints.filter(isInterface);
    if (interfaces.length === 0) return [];
    const quantity = computeEndpointGb(interfaces, usage);
    return [
      ...interfaces.map(chargeEndpointHours),
      {
        component,
        item: 'Interface endpoints, data',
        price: 'interfaceEndpointGb',
        quantity,
        basis: `demand: ${formatNumber(quantity)} GB to Bedrock; data to other services isn't counted`,
      },
    ];
  }),
  {
    types: [],
    demand: 'dataTransfer',
    charge: (_resources, { usage: { network, registry } }) => [
      {
        component: 'Data transfer',
        item: 'Out to the internet',
        price: 'internetOutGb',
        quantity: network.internetOutGb + registry.internetPullGb,
        basis: 'demand: API responses, downloads, and image pulls from outside the region',
      },
      {
        component: 'Data transfer',
        item: 'Between zones',
        price: 'betweenZonesGb',
        quantity: network.betweenZonesGb * 2,
        basis: 'demand, billed out of one zone and into the other; replication within Aurora is free',
      },
    ],
  },
];
