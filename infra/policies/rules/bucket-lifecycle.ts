import { checkEach, findParts, type Policy, readInput } from '../policy.js';

interface Rule {
  readonly status?: string;
  readonly filter?: { readonly prefix?: string; readonly [other: string]: unknown };
  readonly abortIncompleteMultipartUpload?: { readonly daysAfterInitiation?: number };
}

/** Whether a rule is for all that is in its bucket: a filter by anything but an empty prefix leaves something out. */
const appliesToAllObjects = ({ filter = {} }: Rule): boolean => Object.values(filter).every((value) => value === '');

export const bucketLifecycle: Policy = {
  id: 'bucket-lifecycle',
  severity: 'error',
  promise: 'A bucket keeps nothing for ever that nobody finished sending.',
  safeguards: ['164.310(d)(2)(i)'],
  publicRules: ['S3_VERSION_LIFECYCLE_POLICY_CHECK', 'CKV_AWS_300', 'CKV2_AWS_61'],
  fix: 'Give the bucket a lifecycle rule with abortIncompleteMultipartUpload.',
  check: checkEach('aws:s3/bucket:Bucket', (bucket, resources) => {
    const rules = findParts(
      bucket,
      'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration',
      resources,
    ).flatMap((part) => (readInput(part, 'rules') ?? []) as Rule[]);
    const aborts = rules.some(
      (rule) =>
        rule.status === 'Enabled' &&
        appliesToAllObjects(rule) &&
        (rule.abortIncompleteMultipartUpload?.daysAfterInitiation ?? 0) > 0,
    );
    return aborts ? undefined : 'keeps unfinished uploads for ever';
  }),
};
