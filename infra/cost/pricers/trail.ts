import { Decimal } from 'decimal.js';
import type { PlannedUsage } from '../../../config/demand/usage.js';
import type { PlannedResource } from '../../preview/planned-resource.js';
import { formatNumber, type Pricer, selectByType } from './pricer.js';

const trailType = 'aws:cloudtrail/trail:Trail';
const bytesPerGb = 1e9;

interface Selector {
  readonly fieldSelectors?: readonly { readonly field: string; readonly equals?: readonly string[] }[];
}

const selectsEvents = ({ inputs }: PlannedResource, resourceType: string): boolean =>
  ((inputs.advancedEventSelectors ?? []) as Selector[]).some(({ fieldSelectors = [] }) =>
    fieldSelectors.some(({ field, equals = [] }) => field === 'resources.type' && equals.includes(resourceType)),
  );

/** The data events that the trails of a plan record, of those that the demand has. */
function countRecordedEvents(trails: readonly PlannedResource[], { trail }: PlannedUsage) {
  return {
    ofFiles: trails.some((each) => selectsEvents(each, 'AWS::S3::Object')) ? trail.fileEventsPerMonth : 0,
    ofFunctions: trails.some((each) => selectsEvents(each, 'AWS::Lambda::Function')) ? trail.functionEventsPerMonth : 0,
  };
}

/** What the trails write to their log group, in GB a month: changes of the account and data events. */
export function computeTrailLogGb(plan: readonly PlannedResource[], usage: PlannedUsage): number {
  const trails = selectByType(plan, trailType).filter(({ inputs }) => inputs.cloudWatchLogsGroupArn !== undefined);
  if (trails.length === 0) return 0;
  const { ofFiles, ofFunctions } = countRecordedEvents(trails, usage);
  const events = ofFiles + ofFunctions + usage.trail.managementEventsPerMonth;
  return (events * usage.trail.bytesPerEvent) / bytesPerGb;
}

/** CloudTrail's data events. A trail's management events are free, those of a second one are not. */
export const trails: Pricer = {
  types: [trailType],
  charge(resources, { usage }) {
    if (resources.length > 1) {
      const names = resources.map(({ name }) => name).join(', ');
      throw new Error(`There is no price for the management events of a second trail: ${names}.`);
    }
    if (resources.length === 0) return [];
    const { ofFiles, ofFunctions } = countRecordedEvents(resources, usage);
    return [
      {
        component: 'CloudWatch and CloudTrail',
        item: 'CloudTrail data events',
        price: 'trailDataEvents100K',
        quantity: new Decimal(ofFiles + ofFunctions).dividedBy(100_000),
        basis: `${formatNumber(ofFiles)} of S3, ${formatNumber(ofFunctions)} of Lambda, of what the trail selects`,
      },
    ];
  },
};
