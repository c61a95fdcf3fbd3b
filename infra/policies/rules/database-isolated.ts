import { type PlannedResource, unknownMark } from '../../preview/planned-resource.js';
import { each, inputOf, listOf, ofType, type Policy } from '../policy.js';

/** Whether a route leads out of the VPC to the internet. */
const leadsOut = (route: PlannedResource): boolean =>
  ['0.0.0.0/0', '::/0'].includes(
    String(inputOf(route, 'destinationCidrBlock') ?? inputOf(route, 'destinationIpv6CidrBlock')),
  );

export const databaseIsolated: Policy = {
  id: 'database-isolated',
  severity: 'error',
  promise: 'The database’s subnets have no route to or from the internet.',
  safeguards: ['164.312(a)(1)', '164.312(e)(1)'],
  publicRules: [],
  mend: 'Put the database into isolated subnets.',
  check: each('aws:rds/subnetGroup:SubnetGroup', (group, resources) => {
    const subnetIds = listOf(group, 'subnetIds');
    // Not known yet: every table would be taken for the database's.
    if (subnetIds.includes(unknownMark)) return undefined;
    const tableOf = new Map(
      ofType(resources, 'aws:ec2/routeTableAssociation:RouteTableAssociation').map(({ inputs }) => [
        inputs.subnetId,
        inputs.routeTableId,
      ]),
    );
    const tables = new Set(subnetIds.map((subnetId) => tableOf.get(subnetId)));
    const out = ofType(resources, 'aws:ec2/route:Route').filter(
      (route) => leadsOut(route) && tables.has(inputOf(route, 'routeTableId')),
    );
    return out.length === 0 ? undefined : `reaches the internet by ${out.map(({ name }) => name).join(', ')}`;
  }),
};
