import { isForEverybody, statementsOf } from '../../preview/policy-statements.js';
import { each, type Policy } from '../policy.js';
import { strangerIn } from './accounts.js';

export const imagePrivate: Policy = {
  id: 'image-private',
  severity: 'error',
  promise: 'No registry gives its images to everybody or to another account.',
  safeguards: ['164.312(a)(1)'],
  publicRules: ['AwsSolutions-ECR1', 'CKV_AWS_32'],
  mend: 'Name who may pull, of the own account.',
  check: each('aws:ecr/repositoryPolicy:RepositoryPolicy', (policy, resources) => {
    const statements = statementsOf([policy]).map(({ statement }) => statement);
    if (statements.some(isForEverybody)) return 'gives images to everybody';
    const stranger = statements.map((statement) => strangerIn(statement, resources)).find(Boolean);
    return stranger && `gives images to ${stranger}, who is of another account`;
  }),
};
