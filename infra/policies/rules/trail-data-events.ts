import { type PlannedResource, unknownMark } from '../../preview/planned-resource.js';
import { checkEach, filterByType, type Policy, readInputList } from '../policy.js';
import { findBucketName } from './buckets.js';
import { readFieldPrefixes, readFieldValues, selectsAll, type TrailSelector } from './trail-selectors.js';

/** The buckets of patients' files. AWS names a bucket when it makes it; ours is known by its name in the program. */
const findFilesBuckets = (resources: readonly PlannedResource[]): readonly PlannedResource[] =>
  filterByType(resources, 'aws:s3/bucket:Bucket').filter(({ name }) => name.endsWith('-files-bucket'));

/** Whether what ARNs must begin with lets through all that is in a bucket. What isn't known yet may. */
function coversBucket(beginning: string, bucket: unknown): boolean {
  if (beginning === unknownMark) return true;
  return `${bucket}/`.startsWith(beginning.replace(/^arn:[^:]+:s3:::/, ''));
}

/** Whether a selector takes each access to what is in a bucket. */
const recordsAllObjects = (selector: TrailSelector, bucket: unknown): boolean =>
  selectsAll(selector, 'Data') &&
  readFieldValues(selector, 'resources.type')?.includes('AWS::S3::Object') === true &&
  readFieldPrefixes(selector, 'resources.ARN').some((beginning) => coversBucket(beginning, bucket));

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
  fix: 'Add files to audit.dataEvents.',
  check: checkEach('aws:cloudtrail/trail:Trail', (trail, resources) => {
    const selectors = readInputList<TrailSelector>(trail, 'advancedEventSelectors');
    const buckets = findFilesBuckets(resources);
    const isRecorded = (bucket: PlannedResource) =>
      selectors.some((selector) => recordsAllObjects(selector, findBucketName(bucket, resources)));
    return buckets.length > 0 && buckets.every(isRecorded) ? undefined : 'doesn’t record each access to files';
  }),
};
