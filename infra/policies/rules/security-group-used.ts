import { checkEach, type Policy } from '../policy.js';

const userTypes = /^aws:(lambda|rds|ec2\/vpcEndpoint)/;

export const securityGroupUsed: Policy = {
  id: 'security-group-used',
  severity: 'warning',
  promise: 'No security group lies about unused.',
  safeguards: [],
  publicRules: ['CKV2_AWS_5'],
  fix: 'Delete it, or put what needs it into it.',
  check: checkEach('aws:ec2/securityGroup:SecurityGroup', ({ urn }, resources) =>
    resources.some(({ type, dependencies }) => userTypes.test(type) && dependencies.includes(urn))
      ? undefined
      : 'is used by nothing',
  ),
};
