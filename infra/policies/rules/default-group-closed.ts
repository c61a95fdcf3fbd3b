import { checkEach, findVpcParts, type Policy, readInput } from '../policy.js';

const isEmpty = (rules: unknown): boolean => rules === undefined || (Array.isArray(rules) && rules.length === 0);

export const defaultGroupClosed: Policy = {
  id: 'default-group-closed',
  severity: 'error',
  promise: 'The security group that a VPC comes with lets nobody do anything.',
  safeguards: ['164.312(a)(1)', '164.312(e)(1)'],
  publicRules: ['VPC_DEFAULT_SECURITY_GROUP_CLOSED', 'HIPAA.Security-VPCDefaultSecurityGroupClosed', 'CKV2_AWS_12'],
  fix: 'Take the default group over with an aws.ec2.DefaultSecurityGroup without rules.',
  check: checkEach('aws:ec2/vpc:Vpc', (vpc, resources) => {
    const groups = findVpcParts(vpc, 'aws:ec2/defaultSecurityGroup:DefaultSecurityGroup', resources);
    if (groups.length === 0) return 'has a default security group that nobody closed';
    const isClosed = groups.every(
      (group) => isEmpty(readInput(group, 'ingress')) && isEmpty(readInput(group, 'egress')),
    );
    return isClosed ? undefined : 'has a default security group with rules';
  }),
};
