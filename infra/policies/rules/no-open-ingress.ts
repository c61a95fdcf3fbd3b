import { BlockList, isIP } from 'node:net';
import { type PlannedResource, unknownMark } from '../../preview/planned-resource.js';
import { filterByType, type Policy, readInput } from '../policy.js';
import { checkEachGroupRule, listAddressRanges, listPrefixLists } from './security-group-rules.js';

/** RFC 1918, and RFC 4193 for IPv6: nobody's on the internet. */
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

/** What the stack's own networks have; a range of IPv6 that AWS gives is public, and no plan knows it. */
const listNetworkRanges = (resources: readonly PlannedResource[]): unknown[] =>
  filterByType(
    resources,
    'aws:ec2/vpc:Vpc',
    'aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation',
    'aws:ec2/vpcIpv6CidrBlockAssociation:VpcIpv6CidrBlockAssociation',
  ).flatMap((network) => [readInput(network, 'cidrBlock'), readInput(network, 'ipv6CidrBlock')]);

/** Whether somebody outside of private networks has an address in a range. A text that is none is taken for one. */
function isPublic(text: unknown, resources: readonly PlannedResource[]): boolean {
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

export const noOpenIngress: Policy = {
  id: 'no-open-ingress',
  severity: 'error',
  promise: 'Nothing in the VPC is reached from public addresses, or from those of a list that others may change.',
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
  fix: 'Name the security group that may call, in place of an address range or a list of them.',
  check: checkEachGroupRule('ingress', (rule, resources) => {
    const open = listAddressRanges(rule).find((range) => isPublic(range, resources));
    if (open !== undefined) return `lets in ${open}, which is no private network`;
    const [listed] = listPrefixLists(rule);
    return listed === undefined ? undefined : `lets in whoever is on the prefix list ${listed}`;
  }),
};
