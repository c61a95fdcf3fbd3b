import { type Advice, type Advised, say } from './advised.js';

/** US dollars a month in us-east-1 (https://aws.amazon.com/vpc/pricing/, https://aws.amazon.com/privatelink/pricing/). */
const natGatewayUsd = 36.5;
const interfaceEndpointUsd = 7.3;

export function* networkAdvice({ config: { network } }: Advised): Generator<Advice> {
  const zones = network.availabilityZoneCount;
  if (network.natStrategy === 'single' && zones > 1) {
    yield {
      id: 'nat-in-one-zone',
      severity: 'warning',
      found: 1,
      needed: zones,
      message:
        'One NAT gateway is the way out of all zones: when its zone fails, no function reaches a service outside.',
      mend: 'Set network.natStrategy to none with network.dualStack, or to onePerAz.',
    };
  }
  if (network.natStrategy !== 'none' && network.dualStack) {
    yield {
      id: 'nat-beside-ipv6',
      severity: 'warning',
      found: network.natStrategy,
      needed: 'none',
      message: `What leaves the VPC can go out over IPv6, which costs nothing; a NAT gateway is ${say(natGatewayUsd)} US$ a month before data.`,
      mend: 'Set network.natStrategy to none and give services without IPv6 an interface endpoint.',
    };
  }
  const endpointsUsd = network.interfaceEndpoints.length * zones * interfaceEndpointUsd;
  if (endpointsUsd > natGatewayUsd) {
    yield {
      id: 'endpoints-dearer-than-nat',
      severity: 'warning',
      found: endpointsUsd,
      needed: natGatewayUsd,
      message: `${network.interfaceEndpoints.length} interface endpoints in ${zones} zones are ${say(endpointsUsd)} US$ a month; a NAT gateway is ${say(natGatewayUsd)}.`,
      mend: 'Leave out the endpoints of services that have IPv6.',
    };
  }
}
