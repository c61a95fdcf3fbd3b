import { isPublicStatement, listStatements, toArray } from '../../preview/policy-statements.js';
import { checkEach, type Policy } from '../policy.js';
import { findForeignPrincipal } from './accounts.js';

export const bucketPolicyClosed: Policy = {
  id: 'bucket-policy-closed',
  severity: 'error',
  promise: 'No bucket’s policy allows anything to everybody or to another account, or locks out everybody.',
  safeguards: ['164.308(a)(3)(i)', '164.312(a)(1)'],
  publicRules: ['CKV_AWS_70', 'CKV_AWS_93', 'F16'],
  fix: 'Name the principal that is allowed, of the own account; put a condition on what is denied to all.',
  check: checkEach(['aws:s3/bucketPolicy:BucketPolicy', 'aws:s3/bucket:Bucket'], (policy, resources) => {
    const open = listStatements([policy]).filter(({ statement }) => isPublicStatement(statement));
    if (open.length > 0) return `allows ${toArray(open[0]?.statement.Action).join(', ')} to everybody`;
    const [stranger] = listStatements([policy]).flatMap(
      ({ statement }) => findForeignPrincipal(statement, resources) ?? [],
    );
    if (stranger !== undefined) return `allows something to ${stranger}, who is of another account`;
    const locked = listStatements([policy]).some(
      ({ statement }) => statement.Effect === 'Deny' && statement.Condition === undefined,
    );
    return locked ? 'denies without a condition, to its owner as well' : undefined;
  }),
};
