import { hoursPerMonth, type PlannedUsage } from '../../../config/demand/usage.js';
import { formatCount, formatNumber } from '../../../config/format.js';
import { filterByType } from '../../policies/policy.js';
import type { PlannedResource } from '../../preview/planned-resource.js';
import type { Charge } from '../line.js';
import { createChargeBuilder, type Pricer, priceType, readTextInput } from './pricer.js';

const buildCharge = createChargeBuilder('VPC and NAT');
const buildTransferCharge = createChargeBuilder('Data transfer');
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
  return buildCharge(
    `Interface endpoint, ${parseService(endpoint)}, hours`,
    'interfaceEndpointHour',
    zones * hoursPerMonth,
    `${formatCount(zones, 'zone')} × ${hoursPerMonth} h`,
  );
}

export const networkPricers: readonly Pricer[] = [
  priceType('aws:ec2/natGateway:NatGateway', (gateways, { plan, usage }) => {
    const endpointGb = computeEndpointGb(filterByType(plan, endpointType), usage);
    return [
      buildCharge(
        'NAT gateway, hours',
        'natGatewayHour',
        gateways.length * hoursPerMonth,
        `${formatCount(gateways.length, 'gateway')} × ${hoursPerMonth} h`,
      ),
      buildCharge(
        'NAT gateway, data',
        'natGatewayGb',
        Math.max(0, usage.network.outboundGb - endpointGb),
        `demand: data that functions send out of the VPC through all gateways${endpointGb === 0 ? '' : ', less the data through the endpoint for Bedrock'}`,
      ),
    ];
  }),
  // The address of a NAT gateway is billed like any other.
  priceType('aws:ec2/eip:Eip', (addresses) => [
    buildCharge(
      'Public IPv4 addresses',
      'publicIpv4Hour',
      addresses.length * hoursPerMonth,
      `${formatCount(addresses.length, 'address', 'addresses')} × ${hoursPerMonth} h`,
    ),
  ]),
  priceType(endpointType, (endpoints, { usage }) => {
    const interfaces = endpoints.filter(isInterface);
    if (interfaces.length === 0) return [];
    const quantity = computeEndpointGb(interfaces, usage);
    return [
      ...interfaces.map(chargeEndpointHours),
      buildCharge(
        'Interface endpoints, data',
        'interfaceEndpointGb',
        quantity,
        `demand: ${formatNumber(quantity)} GB to Bedrock; data to other services isn't counted`,
      ),
    ];
  }),
  {
    types: [],
    demand: 'dataTransfer',
    charge: (_resources, { usage: { network, registry } }) => [
      buildTransferCharge(
        'Out to the internet',
        'internetOutGb',
        network.internetOutGb + registry.internetPullGb,
        'demand: API responses, downloads, and image pulls from outside the region',
      ),
      buildTransferCharge(
        'Between zones',
        'betweenZonesGb',
        network.betweenZonesGb * 2,
        'demand, billed out of one zone and into the other; replication within Aurora is free',
      ),
    ],
  },
];
