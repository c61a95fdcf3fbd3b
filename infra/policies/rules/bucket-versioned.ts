import { each, inputOf, type Policy, partsOf } from '../policy.js';

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
  mend: 'Give the bucket a BucketVersioning that is Enabled.',
  check: each('aws:s3/bucket:Bucket', (bucket, resources) => {
    const versioning = partsOf(bucket, 'aws:s3/bucketVersioning:BucketVersioning', resources);
    const isEnabled = versioning.some((part) => inputOf(part, 'versioningConfiguration.status') === 'Enabled');
    return isEnabled ? undefined : 'keeps no versions';
  }),
};
