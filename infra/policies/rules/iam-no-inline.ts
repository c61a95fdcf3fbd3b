import { each, type Policy } from '../policy.js';

export const iamNoInline: Policy = {
  id: 'iam-no-inline',
  severity: 'warning',
  promise: 'Rights are policies that can be looked through by themselves.',
  safeguards: ['164.308(a)(4)(ii)(B)'],
  publicRules: ['IAM_NO_INLINE_POLICY_CHECK', 'HIPAA.Security-IAMNoInlinePolicy'],
  mend: 'Make an aws.iam.Policy and attach it.',
  check: each('aws:iam/rolePolicy:RolePolicy', () => 'is written into its role'),
};
