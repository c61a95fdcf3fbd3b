import { isForEverybody, list, statementsOf } from '../../preview/policy-statements.js';
import { each, type Policy } from '../policy.js';
import { strangerIn } from './accounts.js';

export const bucketPolicyClosed: Policy = {
  id: 'bucket-policy-closed',
  severity: 'error',
  promise: 'No bucket’s policy allows anything to everybody or to another account, or locks out everybody.',
  safeguards: ['164.308(a)(3)(i)', '164.312(a)(1)'],
  publicRules: ['CKV_AWS_70', 'CKV_AWS_93', 'F16'],
  mend: 'Name the principal that is allowed, of the own account; put a condition on what is denied to all.',
  check: each(['aws:s3/bucketPolicy:BucketPolicy', 'aws:s3/bucket:Bucket'], (policy, resources) => {
    const open = statementsOf([policy]).filter(({ statement }) => isForEverybody(statement));
    if (open.length > 0) return `allows ${list(open[0]?.statement.Action).join(', ')} to everybody`;
    const [stranger] = statementsOf([policy]).flatMap(({ statement }) => strangerIn(statement, resources) ?? []);
    if (stranger !== undefined) return `allows something to ${stranger}, who is of another account`;
    const locked = statementsOf([policy]).some(
      ({ statement }) => statement.Effect === 'Deny' && statement.Condition === undefined,
    );
    return locked ? 'denies without a condition, to its owner as well' : undefined;
  }),
};
