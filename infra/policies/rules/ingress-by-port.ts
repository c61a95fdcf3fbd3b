import type { Policy } from '../policy.js';
import { checkEachGroupRule, findPortFault } from './security-group-rules.js';

export const ingressByPort: Policy = {
  id: 'ingress-by-port',
  severity: 'error',
  promise: 'What is let in is let in by one port.',
  safeguards: ['164.312(e)(1)'],
  publicRules: ['W27', 'W42'],
  fix: 'Name protocol and port of the rule; a rule for each port.',
  check: checkEachGroupRule('ingress', findPortFault),
};
