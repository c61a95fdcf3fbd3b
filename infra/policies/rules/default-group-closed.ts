import { each, inputOf, type Policy, partsOfVpc } from '../policy.js';

const isEmpty = (rules: unknown): boolean => rules === undefined || (Array.isArray(rules) && rules.length === 0);

export const defaultGroupClosed: Policy = {
  id: 'default-group-closed',
  severity: 'error',
  promise: 'The security group that a VPC comes with lets nobody do anything.',
  safeguards: ['164.312(a)(1)', '164.312(e)(1)'],
  publicRules: ['VPC_DEFAULT_SECURITY_GROUP_CLOSED', 'HIPAA.Security-VPCDefaultSecurityGroupClosed', 'CKV2_AWS_12'],
  mend: 'Take the default group over with an aws.ec2.DefaultSecurityGroup without rules.',
  check: each('aws:ec2/vpc:Vpc', (vpc, resources) => {
    const groups = partsOfVpc(vpc, 'aws:ec2/defaultSecurityGroup:DefaultSecurityGroup', resources);
    if (groups.length === 0) return 'has a default security group that nobody closed';
    const isClosed = groups.every((group) => isEmpty(inputOf(group, 'ingress')) && isEmpty(inputOf(group, 'egress')));
    return isClosed ? undefined : 'has a default security group with rules';
  }),
};
