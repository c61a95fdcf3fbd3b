import type { PlannedResource } from '../../preview/planned-resource.js';
import { each, inputOf, type Policy } from '../policy.js';

const everywhere: readonly unknown[] = ['0.0.0.0/0', '::/0'];

const destinationOf = (route: PlannedResource): unknown =>
  inputOf(route, 'destinationCidrBlock') ?? inputOf(route, 'destinationIpv6CidrBlock');

export const internetRouteNeeded: Policy = {
  id: 'internet-route-needed',
  severity: 'warning',
  promise: 'No subnet has a route to the internet gateway.',
  safeguards: ['164.312(e)(1)'],
  publicRules: [
    'NO_UNRESTRICTED_ROUTE_TO_IGW',
    'INTERNET_GATEWAY_AUTHORIZED_VPC_ONLY',
    'HIPAA.Security-VPCNoUnrestrictedRouteToIGW',
  ],
  mend: 'Leave the public subnets out.',
  check: each('aws:ec2/route:Route', (route) =>
    inputOf(route, 'gatewayId') !== undefined && everywhere.includes(destinationOf(route))
      ? 'leads to the internet gateway'
      : undefined,
  ),
};
