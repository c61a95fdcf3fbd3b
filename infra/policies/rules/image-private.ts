import { isForEverybody, statementsOf } from '../../preview/policy-statements.js';
import { each, type Policy } from '../policy.js';

export const imagePrivate: Policy = {
  id: 'image-private',
  severity: 'error',
  promise: 'No registry gives its images to everybody.',
  safeguards: ['164.312(a)(1)'],
  publicRules: ['AwsSolutions-ECR1', 'CKV_AWS_32'],
  mend: 'Name who may pull.',
  check: each('aws:ecr/repositoryPolicy:RepositoryPolicy', (policy) =>
    statementsOf([policy]).some(({ statement }) => isForEverybody(statement)) ? 'gives images to everybody' : undefined,
  ),
};
