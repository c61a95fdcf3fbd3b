import { isPublicStatement, listStatements } from '../../preview/policy-statements.js';
import { checkEach, type Policy } from '../policy.js';
import { findForeignPrincipal } from './accounts.js';

export const imagePrivate: Policy = {
  id: 'image-private',
  severity: 'error',
  promise: 'No registry gives its images to everybody or to another account.',
  safeguards: ['164.312(a)(1)'],
  publicRules: ['AwsSolutions-ECR1', 'CKV_AWS_32'],
  fix: 'Name who may pull, of the own account.',
  check: checkEach('aws:ecr/repositoryPolicy:RepositoryPolicy', (policy, resources) => {
    const statements = listStatements([policy]).map(({ statement }) => statement);
    if (statements.some(isPublicStatement)) return 'gives images to everybody';
    const stranger = statements.map((statement) => findForeignPrincipal(statement, resources)).find(Boolean);
    return stranger && `gives images to ${stranger}, who is of another account`;
  }),
};
