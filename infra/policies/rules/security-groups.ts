import { BlockList, isIP } from 'node:net';
import { type PlannedResource, unknownMark } from '../../preview/planned-resource.js';
import {
  checkEach,
  filterByType,
  mustHave,
  type Policy,
  type PolicyDefinition,
  readInput,
  readInputList,
} from '../policy.js';

const groupType = 'aws:ec2/securityGroup:SecurityGroup';
/** Its `type` says whether it is ingress or egress. */
const legacyRuleType = 'aws:ec2/securityGroupRule:SecurityGroupRule';
const ruleTypes = {
  ingress: 'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule',
  egress: 'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule',
};

const httpsPort = 443;
const databasePort = 5432;

/** Resources that can use a security group. */
const userTypes = /^aws:(lambda|rds|ec2\/vpcEndpoint)/;

/** A security group rule: part of a group, a legacy rule, or a resource of its own. */
interface GroupRule {
  readonly ipProtocol?: string;
  readonly protocol?: string;
  readonly fromPort?: number | null;
  readonly toPort?: number | null;
  readonly cidrIpv4?: string;
  readonly cidrIpv6?: string;
  readonly cidrBlocks?: readonly string[];
  readonly ipv6CidrBlocks?: readonly string[];
  readonly referencedSecurityGroupId?: string;
  readonly sourceSecurityGroupId?: string;
  readonly securityGroups?: readonly string[];
  readonly prefixListId?: string;
  readonly prefixListIds?: readonly string[];
}

type Direction = 'ingress' | 'egress';

const presentValues = (...values: readonly unknown[]): unknown[] =>
  values.flat().filter((value) => value !== undefined && value !== null && value !== '');

const listAddressRanges = ({ cidrIpv4, cidrIpv6, cidrBlocks, ipv6CidrBlocks }: GroupRule): unknown[] =>
  presentValues(cidrIpv4, cidrIpv6, cidrBlocks, ipv6CidrBlocks);

const listPrefixLists = ({ prefixListId, prefixListIds }: GroupRule): unknown[] =>
  presentValues(prefixListId, prefixListIds);

const listReferencedGroups = (rule: GroupRule): unknown[] =>
  presentValues(rule.referencedSecurityGroupId, rule.sourceSecurityGroupId, rule.securityGroups);

function readGroupRules(resource: PlannedResource, direction: Direction): readonly GroupRule[] {
  if (resource.type === groupType) return readInputList<GroupRule>(resource, direction);
  return resource.type === legacyRuleType && resource.inputs.type !== direction ? [] : [resource.inputs];
}

type GroupRuleCheck = (rule: GroupRule, resources: readonly PlannedResource[]) => string | undefined;

const checkEachGroupRule = (direction: Direction, check: GroupRuleCheck): Policy['check'] =>
  checkEach([ruleTypes[direction], legacyRuleType, groupType], (resource, resources) =>
    readGroupRules(resource, direction)
      .map((rule) => check(rule, resources))
      .find((detail) => detail !== undefined),
  );

function findPortFault({ ipProtocol, protocol, fromPort, toPort }: GroupRule): string | undefined {
  if (['-1', 'all'].includes(String(ipProtocol ?? protocol))) return 'allows all protocols and ports';
  return typeof fromPort === 'number' && fromPort === toPort ? undefined : 'allows more than one port';
}

const targetsOnlyGroups = (rule: GroupRule): boolean =>
  listReferencedGroups(rule).length > 0 && listAddressRanges(rule).length === 0 && listPrefixLists(rule).length === 0;

function findEgressFault(rule: GroupRule): string | undefined {
  const fault = findPortFault(rule);
  if (fault !== undefined) return fault;
  const { ipProtocol, protocol = ipProtocol, fromPort } = rule;
  const service = `${protocol} ${fromPort}`;
  if (service === `tcp ${httpsPort}`) return undefined;
  if (service !== `tcp ${databasePort}`) return `allows ${service}, which is neither HTTPS nor PostgreSQL`;
  return targetsOnlyGroups(rule) ? undefined : `allows ${service} to other targets than security groups`;
}

/** RFC 1918 and RFC 4193 ranges, which are not routed on the internet. */
const privateRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'];

interface Range {
  readonly address: string;
  readonly bits: number;
  readonly family: 'ipv4' | 'ipv6';
}

function parseRange(range: unknown): Range | undefined {
  const [, address = '', bits] = /^([^/]+)\/(\d{1,3})$/.exec(String(range)) ?? [];
  const version = isIP(address);
  if (version === 0 || Number(bits) > (version === 4 ? 32 : 128)) return undefined;
  return { address, bits: Number(bits), family: version === 4 ? 'ipv4' : 'ipv6' };
}

function isWithin(range: Range, whole: Range): boolean {
  if (range.family !== whole.family || range.bits < whole.bits) return false;
  const block = new BlockList();
  block.addSubnet(whole.address, whole.bits, whole.family);
  return block.check(range.address, range.family);
}

/** Lists the ranges of the stack's networks. Plans don't know the IPv6 ranges that AWS assigns, which are public. */
const listNetworkRanges = (resources: readonly PlannedResource[]): unknown[] =>
  filterByType(
    resources,
    'aws:ec2/vpc:Vpc',
    'aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation',
    'aws:ec2/vpcIpv6CidrBlockAssociation:VpcIpv6CidrBlockAssociation',
  ).flatMap((network) => [readInput(network, 'cidrBlock'), readInput(network, 'ipv6CidrBlock')]);

/** A malformed range counts as public. */
function isPublicRange(text: unknown, resources: readonly PlannedResource[]): boolean {
  if (text === unknownMark) return false;
  const range = parseRange(text);
  return (
    range === undefined ||
    ![...privateRanges, ...listNetworkRanges(resources)].some((network) => {
      const whole = parseRange(network);
      return whole !== undefined && isWithin(range, whole);
    })
  );
}

const findOpenSource: GroupRuleCheck = (rule, resources) => {
  const range = listAddressRanges(rule).find((source) => isPublicRange(source, resources));
  if (range !== undefined) return `allows traffic from ${range}, which is not a private network`;
  const [list] = listPrefixLists(rule);
  return list === undefined ? undefined : `allows traffic from the prefix list ${list}, which others can change`;
};

export const securityGroupPolicies: readonly PolicyDefinition[] = [
  {
    id: 'egress-by-port',
    description: 'Security groups allow only outbound HTTPS, and PostgreSQL to other security groups.',
    safeguards: ['164.312(e)(1)'],
    publicRules: ['CKV_AWS_382', 'W29', 'W40'],
    fix: `Allow tcp ${httpsPort}, or tcp ${databasePort} to a security group, with a rule for each port.`,
    check: checkEachGroupRule('egress', findEgressFault),
  },
  {
    id: 'ingress-by-port',
    description: 'Each ingress rule allows one port.',
    safeguards: ['164.312(e)(1)'],
    publicRules: ['W27', 'W42'],
    fix: 'Set protocol and port, with a rule for each port.',
    check: checkEachGroupRule('ingress', findPortFault),
  },
  {
    id: 'no-open-ingress',
    description: 'Nothing in the VPC is reachable from public addresses or from prefix lists.',
    safeguards: ['164.308(a)(3)(i)', '164.312(a)(1)', '164.312(e)(1)'],
    publicRules: [
      'RESTRICTED_INCOMING_TRAFFIC',
      'INCOMING_SSH_DISABLED',
      'VPC_SG_OPEN_ONLY_TO_AUTHORIZED_PORTS',
      'HIPAA.Security-EC2RestrictedCommonPorts',
      'HIPAA.Security-EC2RestrictedSSH',
      'AwsSolutions-EC23',
      'CKV_AWS_24',
      'CKV_AWS_25',
      'CKV_AWS_260',
      'CKV_AWS_277',
      'ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_22',
      'W2',
      'ec2.SecurityGroup.disallowInboundHttpTraffic',
      'ec2.SecurityGroup.disallowPublicInternetIngress',
    ],
    fix: 'Allow a security group instead of an address range or prefix list.',
    check: checkEachGroupRule('ingress', findOpenSource),
  },
  {
    id: 'security-group-described',
    severity: 'warning',
    description: 'Security groups and their rules have a description.',
    publicRules: [
      'CKV_AWS_23',
      'AwsSolutions-EC27',
      'W36',
      'ec2.SecurityGroup.missingDescription',
      'ec2.SecurityGroup.missingIngressRuleDescription',
      'ec2.SecurityGroup.missingEgressRuleDescription',
    ],
    fix: 'Set description.',
    check: checkEach([groupType, ruleTypes.ingress, ruleTypes.egress], mustHave('description')),
  },
  {
    id: 'security-group-used',
    severity: 'warning',
    description: 'Each security group is used.',
    publicRules: ['CKV2_AWS_5'],
    fix: 'Delete the group, or assign it.',
    check: checkEach(groupType, ({ urn }, resources) =>
      resources.some(({ type, dependencies }) => userTypes.test(type) && dependencies.includes(urn))
        ? undefined
        : 'is not used',
    ),
  },
];
