import { each, inputOf, type Policy } from '../policy.js';

export const egressByPort: Policy = {
  id: 'egress-by-port',
  severity: 'error',
  promise: 'What leaves the VPC leaves by named ports.',
  safeguards: ['164.312(e)(1)'],
  publicRules: ['CKV_AWS_382'],
  mend: 'Name protocol and ports of the rule.',
  check: each('aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule', (rule) =>
    inputOf(rule, 'ipProtocol') === '-1' || inputOf(rule, 'fromPort') === undefined ? 'lets everything out' : undefined,
  ),
};
