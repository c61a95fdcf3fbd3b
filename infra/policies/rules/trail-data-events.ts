import { each, listOf, type Policy } from '../policy.js';
import { selectsAll, type TrailSelector, valuesOf } from './trail-selectors.js';

/** Whether a selector takes each access to some objects: those of a bucket, or all that there are. */
const takesFiles = (selector: TrailSelector): boolean =>
  selectsAll(selector, 'Data') &&
  valuesOf(selector, 'resources.type')?.includes('AWS::S3::Object') === true &&
  valuesOf(selector, 'resources.ARN')?.length !== 0;

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
  check: each('aws:cloudtrail/trail:Trail', (trail) => {
    const records = listOf<TrailSelector>(trail, 'advancedEventSelectors').some(takesFiles);
    return records ? undefined : 'doesn’t record each access to files';
  }),
};
