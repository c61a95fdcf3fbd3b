import type { Policy } from '../policy.js';
import { eachGroupRule, portFault } from './security-group-rules.js';

export const egressByPort: Policy = {
  id: 'egress-by-port',
  severity: 'error',
  promise: 'What leaves the VPC leaves by named ports.',
  safeguards: ['164.312(e)(1)'],
  publicRules: ['CKV_AWS_382', 'W29', 'W40'],
  mend: 'Name protocol and port of the rule; a rule for each port.',
  check: eachGroupRule('egress', portFault),
};
