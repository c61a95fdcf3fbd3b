import type { PlannedResource } from '../../preview/planned-resource.js';
import { checkEach, type Policy, readInput } from '../policy.js';

const internetRanges: readonly unknown[] = ['0.0.0.0/0', '::/0'];

const readDestination = (route: PlannedResource): unknown =>
  readInput(route, 'destinationCidrBlock') ?? readInput(route, 'destinationIpv6CidrBlock');

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
  fix: 'Leave the public subnets out.',
  check: checkEach('aws:ec2/route:Route', (route) =>
    readInput(route, 'gatewayId') !== undefined && internetRanges.includes(readDestination(route))
      ? 'leads to the internet gateway'
      : undefined,
  ),
};
