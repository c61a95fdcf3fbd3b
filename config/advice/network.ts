import { formatCount, formatUsd } from '../format.js';
import type { StackConfig } from '../settings/stack.js';
import { type Advice, type AdviceInput, adviseWarning } from './types.js';

/** US dollars per month in us-east-1 (https://aws.amazon.com/vpc/pricing/, https://aws.amazon.com/privatelink/pricing/). */
const natGatewayUsd = 36.5;
const interfaceEndpointUsd = 7.3;

const withoutNat = 'Set network.natStrategy to none and add an interface endpoint for services without IPv6';

/** The way to remove endpoints depends on how else their services can be reached. */
function describeEndpointFix({ dualStack, natStrategy }: StackConfig['network']): string {
  if (dualStack) return 'Remove the endpoints of services that have IPv6 from network.interfaceEndpoints.';
  if (natStrategy !== 'none')
    return 'Remove endpoints from network.interfaceEndpoints: the NAT gateway reaches their services too.';
  return 'Set network.dualStack to true and remove the endpoints of services that have IPv6 from network.interfaceEndpoints.';
}

export function* networkAdvice({ config: { network } }: AdviceInput): Generator<Advice> {
  const zones = network.availabilityZoneCount;
  if (network.natStrategy === 'single' && zones > 1) {
    yield adviseWarning('nat-in-one-zone', {
      found: 1,
      needed: network.dualStack ? 0 : zones,
      message: `network.natStrategy is single: if the zone of the NAT gateway fails, no function reaches an outside service${network.dualStack ? ' without IPv6' : ''}.`,
      fix: network.dualStack
        ? `${withoutNat}.`
        : 'Set network.natStrategy to onePerAz, or to none with network.dualStack and an interface endpoint for services without IPv6.',
    });
  }
  if (network.natStrategy !== 'none' && network.dualStack) {
    const gateways = network.natStrategy === 'single' ? 1 : zones;
    yield adviseWarning('nat-beside-ipv6', {
      found: network.natStrategy,
      needed: 'none',
      message: `network.natStrategy is ${network.natStrategy}, but outbound traffic can use IPv6 for free; ${formatCount(gateways, 'NAT gateway')} ${gateways === 1 ? 'costs' : 'cost'} ${formatUsd(gateways * natGatewayUsd)} a month, plus data processing.`,
      fix: `${withoutNat}.`,
    });
  }
  const endpointsUsd = network.interfaceEndpoints.length * zones * interfaceEndpointUsd;
  if (endpointsUsd > natGatewayUsd) {
    yield adviseWarning('endpoints-dearer-than-nat', {
      found: endpointsUsd,
      needed: natGatewayUsd,
      message: `network.interfaceEndpoints has ${network.interfaceEndpoints.length} services, which cost ${formatUsd(endpointsUsd)} a month in ${zones} zones; a NAT gateway costs ${formatUsd(natGatewayUsd)}.`,
      fix: describeEndpointFix(network),
    });
  }
}
