import type { PlannedResource } from '../../preview/planned-resource.js';
import { findParts, readInput } from '../policy.js';

/** A bucket's own name is AWS's to give; its parts say it. */
export function findBucketName(bucket: PlannedResource, resources: readonly PlannedResource[]): unknown {
  const [block] = findParts(bucket, 'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock', resources);
  return readInput(bucket, 'bucket') ?? (block && readInput(block, 'bucket'));
}
