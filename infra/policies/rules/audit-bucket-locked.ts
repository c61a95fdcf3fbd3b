import { type PlannedResource, unknownMark } from '../../preview/planned-resource.js';
import { inputOf, numberOf, ofType, type Policy, partsOf, type Violation } from '../policy.js';
import { bucketNameOf } from './buckets.js';

/** Six years: 45 CFR 164.316(b)(2)(i). */
const leastDays = 2192;

function faultOf(bucket: PlannedResource, resources: readonly PlannedResource[]): string | undefined {
  const lockType = 'aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration';
  const [lock] = partsOf(bucket, lockType, resources);
  if (lock === undefined || inputOf(bucket, 'objectLockEnabled') !== true) return 'holds the trail and locks nothing';
  const days = numberOf(lock, 'rule.defaultRetention.days');
  if (!(days >= leastDays)) return `locks for ${days} days, not ${leastDays} or more`;
  const mode = inputOf(lock, 'rule.defaultRetention.mode');
  return mode === 'COMPLIANCE' ? undefined : `locks in the mode ${mode}, which a privileged account can lift`;
}

export const auditBucketLocked: Policy = {
  id: 'audit-bucket-locked',
  severity: 'error',
  promise: 'For six years nobody can delete or change what the trail recorded.',
  safeguards: ['164.312(b)', '164.312(c)(1)', '164.316(b)(2)(i)'],
  publicRules: ['S3_BUCKET_DEFAULT_LOCK_ENABLED', 'CKV_AWS_143'],
  mend: 'Set storage.auditLockMode to compliance and storage.auditLockDays to 2192 or more.',
  check: (resources) =>
    ofType(resources, 'aws:cloudtrail/trail:Trail').flatMap((trail): Violation[] => {
      const name = inputOf(trail, 's3BucketName');
      const buckets = ofType(resources, 'aws:s3/bucket:Bucket').filter(
        (bucket) => bucketNameOf(bucket, resources) === name,
      );
      if (buckets.length === 0) return [{ resource: trail, detail: `writes into a bucket that nobody here locks` }];
      const faults = buckets.flatMap((bucket) => {
        const detail = faultOf(bucket, resources);
        return detail === undefined ? [] : [{ resource: bucket, detail }];
      });
      // Before a bucket has a name it can't be told from the others; one of them must be locked.
      return name === unknownMark && faults.length < buckets.length ? [] : faults;
    }),
};
