import { checkEach, mustBe, type Policy } from '../policy.js';

export const subnetWithoutPublicAddresses: Policy = {
  id: 'subnet-without-public-addresses',
  severity: 'error',
  promise: 'Nothing gets a public IPv4 address by lying in a subnet.',
  safeguards: ['164.312(a)(1)', '164.312(e)(1)'],
  publicRules: [
    'SUBNET_AUTO_ASSIGN_PUBLIC_IP_DISABLED',
    'HIPAA.Security-VPCSubnetAutoAssignPublicIpDisabled',
    'CKV_AWS_130',
    'W33',
  ],
  fix: 'Set mapPublicIpOnLaunch to false.',
  check: checkEach('aws:ec2/subnet:Subnet', mustBe('mapPublicIpOnLaunch', false, undefined)),
};
