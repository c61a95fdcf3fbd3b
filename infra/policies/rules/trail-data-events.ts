import { type PlannedResource, unknownMark } from '../../preview/planned-resource.js';
import { each, listOf, ofType, type Policy } from '../policy.js';
import { bucketNameOf } from './buckets.js';
import { beginningsOf, selectsAll, type TrailSelector, valuesOf } from './trail-selectors.js';

/** The buckets of patients' files. AWS names a bucket when it makes it; ours is known by its name in the program. */
const filesBucketsOf = (resources: readonly PlannedResource[]): readonly PlannedResource[] =>
  ofType(resources, 'aws:s3/bucket:Bucket').filter(({ name }) => name.endsWith('-files-bucket'));

/** Whether what ARNs must begin with lets through all that is in a bucket. What isn't known yet may. */
function begins(beginning: string, bucket: unknown): boolean {
  if (beginning === unknownMark) return true;
  return `${bucket}/`.startsWith(beginning.replace(/^arn:[^:]+:s3:::/, ''));
}

/** Whether a selector takes each access to what is in a bucket. */
const takesAllOf = (selector: TrailSelector, bucket: unknown): boolean =>
  selectsAll(selector, 'Data') &&
  valuesOf(selector, 'resources.type')?.includes('AWS::S3::Object') === true &&
  beginningsOf(selector, 'resources.ARN').some((beginning) => begins(beginning, bucket));

export const trailDataEvents: Policy = {
  id: 'trail-data-events',
  severity: 'error',
  promise: 'Who read or wrote a patient’s file is on the trail.',
  safeguards: ['164.312(b)', '164.308(a)(1)(ii)(D)'],
  publicRules: [
    'CLOUDTRAIL_S3_DATAEVENTS_ENABLED',
    'cloudtrail_s3_dataevents_read_enabled',
    'cloudtrail_s3_dataevents_write_enabled',
  ],
  mend: 'Add files to audit.dataEvents.',
  check: each('aws:cloudtrail/trail:Trail', (trail, resources) => {
    const selectors = listOf<TrailSelector>(trail, 'advancedEventSelectors');
    const buckets = filesBucketsOf(resources);
    const isRecorded = (bucket: PlannedResource) =>
      selectors.some((selector) => takesAllOf(selector, bucketNameOf(bucket, resources)));
    return buckets.length > 0 && buckets.every(isRecorded) ? undefined : 'doesn’t record each access to files';
  }),
};
