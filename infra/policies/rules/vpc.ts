import { type PlannedResource, unknownMark } from '../../preview/planned-resource.js';
import {
  checkEach,
  filterByType,
  findVpcParts,
  mustBe,
  type PolicyDefinition,
  type ResourceCheck,
  readInput,
  readInputList,
} from '../policy.js';

const vpcType = 'aws:ec2/vpc:Vpc';
const routeType = 'aws:ec2/route:Route';

const internetRanges: readonly unknown[] = ['0.0.0.0/0', '::/0'];

const isInternetRoute = (route: PlannedResource): boolean =>
  internetRanges.includes(readInput(route, 'destinationCidrBlock') ?? readInput(route, 'destinationIpv6CidrBlock'));

const checkSubnetRoutes: ResourceCheck = (group, resources) => {
  const subnetIds = readInputList(group, 'subnetIds');
  // Unknown ids match every route table.
  if (subnetIds.includes(unknownMark)) return undefined;
  const associations = filterByType(resources, 'aws:ec2/routeTableAssociation:RouteTableAssociation');
  const routeTableBySubnet = new Map(associations.map(({ inputs }) => [inputs.subnetId, inputs.routeTableId]));
  const routeTables = new Set(subnetIds.map((subnetId) => routeTableBySubnet.get(subnetId)));
  const open = filterByType(resources, routeType).filter(
    (route) => isInternetRoute(route) && routeTables.has(readInput(route, 'routeTableId')),
  );
  return open.length === 0 ? undefined : `reaches the internet through ${open.map(({ name }) => name).join(', ')}`;
};

const checkDefaultGroup: ResourceCheck = (vpc, resources) => {
  const groups = findVpcParts(vpc, 'aws:ec2/defaultSecurityGroup:DefaultSecurityGroup', resources);
  if (groups.length === 0) return 'has a default security group that the stack does not manage';
  const isEmpty = (rules: unknown) => rules === undefined || (Array.isArray(rules) && rules.length === 0);
  const isClosed = groups.every((group) => ['ingress', 'egress'].every((rules) => isEmpty(readInput(group, rules))));
  return isClosed ? undefined : 'has a default security group with rules';
};

export const vpcPolicies: readonly PolicyDefinition[] = [
  {
    id: 'database-isolated',
    description: "The database's subnets have no route to the internet.",
    safeguards: ['164.312(a)(1)', '164.312(e)(1)'],
    fix: 'Put the database in isolated subnets.',
    check: checkEach('aws:rds/subnetGroup:SubnetGroup', checkSubnetRoutes),
  },
  {
    id: 'default-group-closed',
    description: "The VPC's default security group allows nothing.",
    safeguards: ['164.312(a)(1)', '164.312(e)(1)'],
    publicRules: ['VPC_DEFAULT_SECURITY_GROUP_CLOSED', 'HIPAA.Security-VPCDefaultSecurityGroupClosed', 'CKV2_AWS_12'],
    fix: 'Add an aws.ec2.DefaultSecurityGroup without rules.',
    check: checkEach(vpcType, checkDefaultGroup),
  },
  {
    id: 'flow-logs',
    description: 'Flow logs record accepted and rejected traffic of the VPC.',
    safeguards: ['164.308(a)(1)(ii)(D)', '164.312(b)'],
    publicRules: [
      'VPC_FLOW_LOGS_ENABLED',
      'HIPAA.Security-VPCFlowLogsEnabled',
      'AwsSolutions-VPC7',
      'CKV2_AWS_11',
      'vpc_flow_logs_enabled',
      'W60',
    ],
    fix: 'Add a flow log with the trafficType ALL.',
    check: checkEach(vpcType, (vpc, resources) =>
      findVpcParts(vpc, 'aws:ec2/flowLog:FlowLog', resources).some((log) => readInput(log, 'trafficType') === 'ALL')
        ? undefined
        : 'has no flow log with the trafficType ALL',
    ),
  },
  {
    id: 'internet-route-needed',
    severity: 'warning',
    description: 'No subnet has a route to the internet gateway.',
    safeguards: ['164.312(e)(1)'],
    publicRules: [
      'NO_UNRESTRICTED_ROUTE_TO_IGW',
      'INTERNET_GATEWAY_AUTHORIZED_VPC_ONLY',
      'HIPAA.Security-VPCNoUnrestrictedRouteToIGW',
    ],
    fix: 'Remove the route, or the public subnets.',
    check: checkEach(routeType, (route) =>
      readInput(route, 'gatewayId') !== undefined && isInternetRoute(route)
        ? 'leads to the internet gateway'
        : undefined,
    ),
  },
  {
    id: 'subnet-without-public-addresses',
    description: 'Subnets assign no public IPv4 addresses.',
    safeguards: ['164.312(a)(1)', '164.312(e)(1)'],
    publicRules: [
      'SUBNET_AUTO_ASSIGN_PUBLIC_IP_DISABLED',
      'HIPAA.Security-VPCSubnetAutoAssignPublicIpDisabled',
      'CKV_AWS_130',
      'W33',
    ],
    fix: 'Set mapPublicIpOnLaunch to false.',
    check: checkEach('aws:ec2/subnet:Subnet', mustBe('mapPublicIpOnLaunch', false, undefined)),
  },
];
