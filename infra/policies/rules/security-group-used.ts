import { each, type Policy } from '../policy.js';

const users = /^aws:(lambda|rds|ec2\/vpcEndpoint)/;

export const securityGroupUsed: Policy = {
  id: 'security-group-used',
  severity: 'warning',
  promise: 'No security group lies about unused.',
  safeguards: [],
  publicRules: ['CKV2_AWS_5'],
  mend: 'Delete it, or put what needs it into it.',
  check: each('aws:ec2/securityGroup:SecurityGroup', ({ urn }, resources) =>
    resources.some(({ type, dependencies }) => users.test(type) && dependencies.includes(urn))
      ? undefined
      : 'is used by nothing',
  ),
};
