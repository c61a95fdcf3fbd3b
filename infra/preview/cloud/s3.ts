import { autoName, type Responder } from './responder.js';

/** A part of a bucket's configuration has the bucket's name for its id. */
const ofBucket: Responder = ({ inputs }) => ({ id: String(inputs.bucket) });

export const s3Resources: Readonly<Record<string, Responder>> = {
  'aws:s3/bucket:Bucket': (request, { partition, region }) => {
    const bucket = autoName(request, 'bucket');
    return {
      id: bucket,
      bucket,
      arn: `arn:${partition}:s3:::${bucket}`,
      bucketDomainName: `${bucket}.s3.amazonaws.com`,
      bucketRegionalDomainName: `${bucket}.s3.${region}.amazonaws.com`,
    };
  },
  'aws:s3/bucketCorsConfiguration:BucketCorsConfiguration': ofBucket,
  'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration': ofBucket,
  'aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration': ofBucket,
  'aws:s3/bucketOwnershipControls:BucketOwnershipControls': ofBucket,
  'aws:s3/bucketPolicy:BucketPolicy': ofBucket,
  'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock': ofBucket,
  'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration': ofBucket,
  'aws:s3/bucketVersioning:BucketVersioning': ofBucket,
};
