import { type PlannedResource, unknownMark } from '../../preview/planned-resource.js';
import { checkEach, filterByType, type Policy, readInput, readInputList } from '../policy.js';

/** Whether a route leads out of the VPC to the internet. */
const isInternetRoute = (route: PlannedResource): boolean =>
  ['0.0.0.0/0', '::/0'].includes(
    String(readInput(route, 'destinationCidrBlock') ?? readInput(route, 'destinationIpv6CidrBlock')),
  );

export const databaseIsolated: Policy = {
  id: 'database-isolated',
  severity: 'error',
  promise: 'The database’s subnets have no route to or from the internet.',
  safeguards: ['164.312(a)(1)', '164.312(e)(1)'],
  publicRules: [],
  fix: 'Put the database into isolated subnets.',
  check: checkEach('aws:rds/subnetGroup:SubnetGroup', (group, resources) => {
    const subnetIds = readInputList(group, 'subnetIds');
    // Not known yet: every table would be taken for the database's.
    if (subnetIds.includes(unknownMark)) return undefined;
    const routeTableBySubnet = new Map(
      filterByType(resources, 'aws:ec2/routeTableAssociation:RouteTableAssociation').map(({ inputs }) => [
        inputs.subnetId,
        inputs.routeTableId,
      ]),
    );
    const tables = new Set(subnetIds.map((subnetId) => routeTableBySubnet.get(subnetId)));
    const out = filterByType(resources, 'aws:ec2/route:Route').filter(
      (route) => isInternetRoute(route) && tables.has(readInput(route, 'routeTableId')),
    );
    return out.length === 0 ? undefined : `reaches the internet by ${out.map(({ name }) => name).join(', ')}`;
  }),
};
