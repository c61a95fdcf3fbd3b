import { Decimal } from 'decimal.js';
import type { PlannedUsage } from '../../../config/demand/usage.js';
import type { PlannedResource } from '../../preview/planned-resource.js';
import type { Charge } from '../line.js';
import { formatCountOf, formatNumber, type Pricer, readTextInput } from './pricer.js';
import { computeTrailLogGb } from './trail.js';

const component = 'CloudWatch and CloudTrail';

type Source = Exclude<keyof PlannedUsage['logs'], 'storedGb'> | 'trail';

/** Whose log a group holds, by its logical name. */
const sources: readonly (readonly [RegExp, Source, string])[] = [
  [/^(functions|identity)-.*-log$/, 'functionsGb', 'functions'],
  [/-access-log$/, 'accessGb', 'API access'],
  [/^database-(.*-)?log$/, 'databaseGb', 'database'],
  [/-flows$/, 'flowGb', 'VPC flows'],
  [/^audit-log$/, 'trail', 'CloudTrail'],
];

function findSource({ name }: PlannedResource): Source {
  const found = sources.find(([pattern]) => pattern.test(name));
  if (found === undefined) throw new Error(`Nothing says how much is logged to ${name}; usage.logs must.`);
  return found[1];
}

const isInfrequentAccess = (group: PlannedResource): boolean =>
  readTextInput(group, 'logGroupClass') === 'INFREQUENT_ACCESS';

/** Log groups: a source's volume is shared evenly by its groups, which matters only where their classes differ. */
export const logGroups: Pricer = {
  types: ['aws:cloudwatch/logGroup:LogGroup'],
  charge(groups, { plan, usage }) {
    if (groups.length === 0) return [];
    const sourced = groups.map((group) => ({ group, source: findSource(group) }));
    const volumes = sources.flatMap(([, source, label]) => {
      const members = sourced.filter((each) => each.source === source).map(({ group }) => group);
      if (members.length === 0) return [];
      const infrequent = members.filter(isInfrequentAccess).length;
      const shareGb = new Decimal(source === 'trail' ? computeTrailLogGb(plan, usage) : usage.logs[source]).dividedBy(
        members.length,
      );
      return { label, infrequentGb: shareGb.times(infrequent), standardGb: shareGb.times(members.length - infrequent) };
    });
    const ingestion = (item: string, price: Charge['price'], part: 'standardGb' | 'infrequentGb'): Charge[] => {
      const parts = volumes.filter((volume) => volume[part].greaterThan(0));
      if (parts.length === 0) return [];
      const basis = parts.map((volume) => `${volume.label} ${formatNumber(volume[part].toNumber())} GB`).join(', ');
      return [{ component, item, price, quantity: Decimal.sum(...parts.map((volume) => volume[part])), basis }];
    };
    return [
      ...ingestion('Log ingestion', 'logIngestionGb', 'standardGb'),
      ...ingestion('Log ingestion, infrequent access', 'logIngestionGbInfrequentAccess', 'infrequentGb'),
      {
        component,
        item: 'Log storage',
        price: 'logStorageGbMonth',
        quantity: usage.logs.storedGb,
        basis: `demand: what ${formatCountOf(groups.length, 'log group')} keep, compressed`,
      },
    ];
  },
};
