import { checkEach, findParts, type Policy, readInput } from '../policy.js';

const switches = ['blockPublicAcls', 'blockPublicPolicy', 'ignorePublicAcls', 'restrictPublicBuckets'] as const;

export const bucketPrivate: Policy = {
  id: 'bucket-private',
  severity: 'error',
  promise: 'No access list and no policy can make a bucket public.',
  safeguards: ['164.308(a)(3)(i)', '164.312(a)(1)'],
  publicRules: [
    'S3_BUCKET_PUBLIC_READ_PROHIBITED',
    'S3_BUCKET_PUBLIC_WRITE_PROHIBITED',
    'HIPAA.Security-S3BucketLevelPublicAccessProhibited',
    'HIPAA.Security-S3BucketPublicReadProhibited',
    'HIPAA.Security-S3BucketPublicWriteProhibited',
    'AwsSolutions-S2',
    'CKV_AWS_20',
    'CKV_AWS_53',
    'CKV_AWS_54',
    'CKV_AWS_55',
    'CKV_AWS_56',
    'CKV_AWS_57',
    'CKV2_AWS_6',
    's3_bucket_policy_public_write_access',
    's3_bucket_public_access',
    'F14',
    's3.Bucket.disallowPublicRead',
  ],
  fix: 'Give the bucket a BucketPublicAccessBlock with all four switches on.',
  check: checkEach('aws:s3/bucket:Bucket', (bucket, resources) => {
    const [block] = findParts(bucket, 'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock', resources);
    if (block === undefined) return 'has no public access block';
    const off = switches.filter((name) => readInput(block, name) !== true);
    return off.length === 0 ? undefined : `leaves ${off.join(', ')} off`;
  }),
};
