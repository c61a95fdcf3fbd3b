import type { StackConfig } from '../settings/stack.js';
import { type Advice, type AdviceInput, formatAdviceNumber } from './advised.js';

/** US dollars a month in us-east-1 (https://aws.amazon.com/vpc/pricing/, https://aws.amazon.com/privatelink/pricing/). */
const natGatewayUsd = 36.5;
const interfaceEndpointUsd = 7.3;

const pluralize = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

const withoutNat = 'Set network.natStrategy to none and give services without IPv6 an interface endpoint';

/** What makes endpoints fewer depends on which other way their services have. */
function describeEndpointFix({ dualStack, natStrategy }: StackConfig['network']): string {
  if (dualStack) return 'Leave out the endpoints of services that have IPv6.';
  if (natStrategy !== 'none') return 'Leave out endpoints: the NAT gateway reaches their services too.';
  return 'Set network.dualStack and leave out the endpoints of services that have IPv6.';
}

export function* networkAdvice({ config: { network } }: AdviceInput): Generator<Advice> {
  const zones = network.availabilityZoneCount;
  if (network.natStrategy === 'single' && zones > 1) {
    yield {
      id: 'nat-in-one-zone',
      severity: 'warning',
      found: 1,
      needed: network.dualStack ? 0 : zones,
      message: `One NAT gateway is the way out of all zones: when its zone fails, no function reaches a service outside${network.dualStack ? ' that has no IPv6' : ''}.`,
      mend: network.dualStack
        ? `${withoutNat}.`
        : 'Set network.natStrategy to onePerAz, or to none with network.dualStack and an interface endpoint for services without IPv6.',
    };
  }
  if (network.natStrategy !== 'none' && network.dualStack) {
    const gateways = network.natStrategy === 'single' ? 1 : zones;
    yield {
      id: 'nat-beside-ipv6',
      severity: 'warning',
      found: network.natStrategy,
      needed: 'none',
      message: `What leaves the VPC can go out over IPv6, which costs nothing; ${pluralize(gateways, 'NAT gateway')} ${gateways === 1 ? 'is' : 'are'} ${formatAdviceNumber(gateways * natGatewayUsd)} US$ a month before data.`,
      mend: `${withoutNat}.`,
    };
  }
  const endpointsUsd = network.interfaceEndpoints.length * zones * interfaceEndpointUsd;
  if (endpointsUsd > natGatewayUsd) {
    yield {
      id: 'endpoints-dearer-than-nat',
      severity: 'warning',
      found: endpointsUsd,
      needed: natGatewayUsd,
      message: `${network.interfaceEndpoints.length} interface endpoints in ${zones} zones are ${formatAdviceNumber(endpointsUsd)} US$ a month; a NAT gateway is ${formatAdviceNumber(natGatewayUsd)}.`,
      mend: describeEndpointFix(network),
    };
  }
}
