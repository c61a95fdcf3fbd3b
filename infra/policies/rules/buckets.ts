import type { PlannedResource } from '../../preview/planned-resource.js';
import { inputOf, partsOf } from '../policy.js';

/** A bucket's own name is AWS's to give; its parts say it. */
export function bucketNameOf(bucket: PlannedResource, resources: readonly PlannedResource[]): unknown {
  const [block] = partsOf(bucket, 'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock', resources);
  return inputOf(bucket, 'bucket') ?? (block && inputOf(block, 'bucket'));
}
