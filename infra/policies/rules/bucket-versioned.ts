import { checkEach, findParts, type Policy, readInput } from '../policy.js';

export const bucketVersioned: Policy = {
  id: 'bucket-versioned',
  severity: 'error',
  promise: 'What is replaced or deleted in a bucket can be brought back.',
  safeguards: ['164.308(a)(7)(ii)(A)', '164.312(c)(1)'],
  publicRules: [
    'S3_BUCKET_VERSIONING_ENABLED',
    'HIPAA.Security-S3BucketVersioningEnabled',
    'CKV_AWS_21',
    's3_bucket_object_versioning',
  ],
  fix: 'Give the bucket a BucketVersioning that is Enabled.',
  check: checkEach('aws:s3/bucket:Bucket', (bucket, resources) => {
    const versioning = findParts(bucket, 'aws:s3/bucketVersioning:BucketVersioning', resources);
    const isEnabled = versioning.some((part) => readInput(part, 'versioningConfiguration.status') === 'Enabled');
    return isEnabled ? undefined : 'keeps no versions';
  }),
};
