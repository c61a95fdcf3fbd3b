import { type PlannedResource, unknownMark } from '../../preview/planned-resource.js';
import { filterByType, findParts, type Policy, readInput, readInputNumber, type Violation } from '../policy.js';
import { findBucketName } from './buckets.js';

/** Six years: 45 CFR 164.316(b)(2)(i). */
const minimumDays = 2192;

function findLockFault(bucket: PlannedResource, resources: readonly PlannedResource[]): string | undefined {
  const lockType = 'aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration';
  const [lock] = findParts(bucket, lockType, resources);
  if (lock === undefined || readInput(bucket, 'objectLockEnabled') !== true) return 'holds the trail and locks nothing';
  const days = readInputNumber(lock, 'rule.defaultRetention.days');
  if (!(days >= minimumDays)) return `locks for ${days} days, not ${minimumDays} or more`;
  const mode = readInput(lock, 'rule.defaultRetention.mode');
  return mode === 'COMPLIANCE' ? undefined : `locks in the mode ${mode}, which a privileged account can lift`;
}

export const auditBucketLocked: Policy = {
  id: 'audit-bucket-locked',
  severity: 'error',
  promise: 'For six years nobody can delete or change what the trail recorded.',
  safeguards: ['164.312(b)', '164.312(c)(1)', '164.316(b)(2)(i)'],
  publicRules: ['S3_BUCKET_DEFAULT_LOCK_ENABLED', 'CKV_AWS_143'],
  fix: 'Set storage.auditLockMode to compliance and storage.auditLockDays to 2192 or more.',
  check: (resources) =>
    filterByType(resources, 'aws:cloudtrail/trail:Trail').flatMap((trail): Violation[] => {
      const name = readInput(trail, 's3BucketName');
      const buckets = filterByType(resources, 'aws:s3/bucket:Bucket').filter(
        (bucket) => findBucketName(bucket, resources) === name,
      );
      if (buckets.length === 0) return [{ resource: trail, detail: `writes into a bucket that nobody here locks` }];
      const faults = buckets.flatMap((bucket) => {
        const detail = findLockFault(bucket, resources);
        return detail === undefined ? [] : [{ resource: bucket, detail }];
      });
      // Before a bucket has a name it can't be told from the others; one of them must be locked.
      return name === unknownMark && faults.length < buckets.length ? [] : faults;
    }),
};
