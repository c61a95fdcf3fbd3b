import { each, inputOf, type Policy } from '../policy.js';

interface Selector {
  readonly fieldSelectors?: readonly { readonly field: string; readonly equals?: readonly string[] }[];
}

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
    const selectors = (inputOf(trail, 'advancedEventSelectors') ?? []) as Selector[];
    const records = selectors.some(({ fieldSelectors = [] }) =>
      fieldSelectors.some(({ field, equals = [] }) => field === 'resources.type' && equals.includes('AWS::S3::Object')),
    );
    return records ? undefined : 'records no access to files';
  }),
};
