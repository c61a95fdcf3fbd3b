import { type Responder, resolveName } from './responder.js';

/** A part of a bucket's configuration has the bucket's name for its id. */
const respondWithBucketId: Responder = ({ inputs }) => ({ id: String(inputs.bucket) });

export const s3Resources: Readonly<Record<string, Responder>> = {
  'aws:s3/bucket:Bucket': (request, { partition, region }) => {
    const bucket = resolveName(request, 'bucket');
    return {
      id: bucket,
      bucket,
      arn: `arn:${partition}:s3:::${bucket}`,
      bucketDomainName: `${bucket}.s3.amazonaws.com`,
      bucketRegionalDomainName: `${bucket}.s3.${region}.amazonaws.com`,
    };
  },
  'aws:s3/bucketCorsConfiguration:BucketCorsConfiguration': respondWithBucketId,
  'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration': respondWithBucketId,
  'aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration': respondWithBucketId,
  'aws:s3/bucketOwnershipControls:BucketOwnershipControls': respondWithBucketId,
  'aws:s3/bucketPolicy:BucketPolicy': respondWithBucketId,
  'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock': respondWithBucketId,
  'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration': respondWithBucketId,
  'aws:s3/bucketVersioning:BucketVersioning': respondWithBucketId,
};
