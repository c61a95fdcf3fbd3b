import { each, inputOf, type Policy } from '../policy.js';

const isOpen = (range: unknown): boolean => range === '0.0.0.0/0' || range === '::/0';

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
  ],
  mend: 'Name the security group that may call, in place of an address range.',
  check: each(
    ['aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule', 'aws:ec2/securityGroup:SecurityGroup'],
    (resource) => {
      if (isOpen(inputOf(resource, 'cidrIpv4')) || isOpen(inputOf(resource, 'cidrIpv6'))) return 'lets everybody in';
      const inline = (inputOf(resource, 'ingress') ?? []) as { cidrBlocks?: unknown[]; ipv6CidrBlocks?: unknown[] }[];
      const open = inline.some(({ cidrBlocks = [], ipv6CidrBlocks = [] }) =>
        [...cidrBlocks, ...ipv6CidrBlocks].some(isOpen),
      );
      return open ? 'lets everybody in' : undefined;
    },
  ),
};
