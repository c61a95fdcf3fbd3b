import { checkEach, mustHave, type Policy } from '../policy.js';

export const securityGroupDescribed: Policy = {
  id: 'security-group-described',
  severity: 'warning',
  promise: 'Every security group and rule says what it is for.',
  safeguards: [],
  publicRules: [
    'CKV_AWS_23',
    'AwsSolutions-EC27',
    'W36',
    'ec2.SecurityGroup.missingDescription',
    'ec2.SecurityGroup.missingIngressRuleDescription',
    'ec2.SecurityGroup.missingEgressRuleDescription',
  ],
  fix: 'Set description.',
  check: checkEach(
    [
      'aws:ec2/securityGroup:SecurityGroup',
      'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule',
      'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule',
    ],
    mustHave('description'),
  ),
};
