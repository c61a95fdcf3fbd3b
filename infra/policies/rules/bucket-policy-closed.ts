import { isForEverybody, list, statementsOf } from '../../preview/policy-statements.js';
import { each, type Policy } from '../policy.js';

export const bucketPolicyClosed: Policy = {
  id: 'bucket-policy-closed',
  severity: 'error',
  promise: 'No bucket’s policy allows anything to everybody, or locks out everybody.',
  safeguards: ['164.308(a)(3)(i)', '164.312(a)(1)'],
  publicRules: ['CKV_AWS_70', 'CKV_AWS_93', 'F16'],
  mend: 'Name the principal that is allowed; put a condition on what is denied to all.',
  check: each('aws:s3/bucketPolicy:BucketPolicy', (policy) => {
    const open = statementsOf([policy]).filter(({ statement }) => isForEverybody(statement));
    if (open.length > 0) return `allows ${list(open[0]?.statement.Action).join(', ')} to everybody`;
    const locked = statementsOf([policy]).some(
      ({ statement }) => statement.Effect === 'Deny' && statement.Condition === undefined,
    );
    return locked ? 'denies without a condition, to its owner as well' : undefined;
  }),
};
