import { isPolicyUnreadable } from '../../preview/policy-statements.js';
import type { Policy } from '../policy.js';

export const policyReadable: Policy = {
  id: 'policy-readable',
  severity: 'error',
  promise: 'What a policy allows can be read by whoever reviews it, and by these rules.',
  safeguards: ['164.308(a)(4)(ii)(B)', '164.308(a)(8)'],
  publicRules: [],
  fix: 'Write the policy from ARNs and not from secret values.',
  check: (resources) =>
    resources.filter(isPolicyUnreadable).map((resource) => ({
      resource,
      detail: 'has a policy that is secret or no JSON: nobody can say what it allows',
    })),
};
