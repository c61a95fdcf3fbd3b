import type { Policy } from '../policy.js';
import { eachGroupRule, type GroupRule } from './security-group-rules.js';

/** A range of which two or a few make the whole internet is no less open: `0.0.0.0/1`. */
const isOpen = (range: unknown): boolean => /^(\d+\.\d+\.\d+\.\d+|[\da-f:]*::)\/[0-7]$/i.test(String(range));

const rangesOf = ({ cidrIpv4, cidrIpv6, cidrBlocks, ipv6CidrBlocks }: GroupRule): unknown[] =>
  [cidrIpv4, cidrIpv6, cidrBlocks ?? [], ipv6CidrBlocks ?? []].flat();

export const noOpenIngress: Policy = {
  id: 'no-open-ingress',
  severity: 'error',
  promise: 'Nothing in the VPC is reached from everywhere.',
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
  mend: 'Name the security group that may call, in place of an address range.',
  check: eachGroupRule('ingress', (rule) => (rangesOf(rule).some(isOpen) ? 'lets everybody in' : undefined)),
};
