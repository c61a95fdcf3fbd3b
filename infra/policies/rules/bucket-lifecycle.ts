import { each, inputOf, type Policy, partsOf } from '../policy.js';

interface Rule {
  readonly status?: string;
  readonly filter?: { readonly prefix?: string; readonly [other: string]: unknown };
  readonly abortIncompleteMultipartUpload?: { readonly daysAfterInitiation?: number };
}

/** Whether a rule is for all that is in its bucket: a filter by anything but an empty prefix leaves something out. */
const isForAll = ({ filter = {} }: Rule): boolean => Object.values(filter).every((value) => value === '');

export const bucketLifecycle: Policy = {
  id: 'bucket-lifecycle',
  severity: 'error',
  promise: 'A bucket keeps nothing for ever that nobody finished sending.',
  safeguards: ['164.310(d)(2)(i)'],
  publicRules: ['S3_VERSION_LIFECYCLE_POLICY_CHECK', 'CKV_AWS_300', 'CKV2_AWS_61'],
  mend: 'Give the bucket a lifecycle rule with abortIncompleteMultipartUpload.',
  check: each('aws:s3/bucket:Bucket', (bucket, resources) => {
    const rules = partsOf(
      bucket,
      'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration',
      resources,
    ).flatMap((part) => (inputOf(part, 'rules') ?? []) as Rule[]);
    const aborts = rules.some(
      (rule) =>
        rule.status === 'Enabled' &&
        isForAll(rule) &&
        (rule.abortIncompleteMultipartUpload?.daysAfterInitiation ?? 0) > 0,
    );
    return aborts ? undefined : 'keeps unfinished uploads for ever';
  }),
};
