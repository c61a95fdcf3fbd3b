import { checkEach, type Policy, readInput, readInputList } from '../policy.js';

const awsManaged = /^arn:[a-z-]+:iam::aws:policy\//;

export const iamNoAwsManaged: Policy = {
  id: 'iam-no-aws-managed',
  severity: 'error',
  promise: 'No role has AWS’s ready-made policies, which are for everybody and so too wide, or belongs to a user.',
  safeguards: ['164.308(a)(4)(ii)(B)', '164.312(a)(1)'],
  publicRules: [
    'AwsSolutions-IAM4',
    'CKV_AWS_40',
    'CKV_AWS_274',
    'CKV_AWS_275',
    'CKV2_AWS_56',
    'iam_aws_attached_policy_no_administrative_privileges',
  ],
  fix: 'Write a policy with what is needed.',
  check: checkEach(
    [
      'aws:iam/rolePolicyAttachment:RolePolicyAttachment',
      'aws:iam/groupPolicyAttachment:GroupPolicyAttachment',
      'aws:iam/policyAttachment:PolicyAttachment',
      'aws:iam/userPolicyAttachment:UserPolicyAttachment',
      'aws:iam/userPolicy:UserPolicy',
      'aws:iam/role:Role',
    ],
    (resource) => {
      if (resource.type.includes('/user') || readInputList(resource, 'users').length > 0)
        return 'gives a user rights of its own';
      const arns = [readInput(resource, 'policyArn'), readInput(resource, 'managedPolicyArns')].flat();
      const found = arns.find((arn) => awsManaged.test(String(arn)));
      return found === undefined ? undefined : `has ${found}`;
    },
  ),
};
