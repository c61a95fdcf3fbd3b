import { checkEach, type Policy, readInputList } from '../policy.js';

export const iamNoInline: Policy = {
  id: 'iam-no-inline',
  severity: 'warning',
  promise: 'Rights are policies that can be looked through by themselves.',
  safeguards: ['164.308(a)(4)(ii)(B)'],
  publicRules: ['IAM_NO_INLINE_POLICY_CHECK', 'HIPAA.Security-IAMNoInlinePolicy'],
  fix: 'Make an aws.iam.Policy and attach it.',
  check: checkEach(
    [
      'aws:iam/rolePolicy:RolePolicy',
      'aws:iam/userPolicy:UserPolicy',
      'aws:iam/groupPolicy:GroupPolicy',
      'aws:iam/role:Role',
    ],
    (resource) => {
      if (resource.type !== 'aws:iam/role:Role') return 'is written into what it is for';
      return readInputList(resource, 'inlinePolicies').length > 0 ? 'has policies written into it' : undefined;
    },
  ),
};
