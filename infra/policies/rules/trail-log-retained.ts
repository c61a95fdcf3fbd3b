import type { PlannedResource } from '../../preview/planned-resource.js';
import { filterByType, type Policy, readInput, readInputNumber, type Violation } from '../policy.js';

/** Six years: 45 CFR 164.316(b)(2)(i). */
const minimumDays = 2192;

/** The trail's log group: by its name where it has one of its own, or else what the trail waits for. */
function findLogGroups(trail: PlannedResource, resources: readonly PlannedResource[]): readonly PlannedResource[] {
  const [, named] = /:log-group:([^:]+)/.exec(String(readInput(trail, 'cloudWatchLogsGroupArn'))) ?? [];
  return filterByType(resources, 'aws:cloudwatch/logGroup:LogGroup').filter((group) => {
    const name = readInput(group, 'name');
    return name === undefined || named === undefined ? trail.dependencies.includes(group.urn) : name === named;
  });
}

function* findFaults(trail: PlannedResource, resources: readonly PlannedResource[]): Generator<Violation> {
  const groups = findLogGroups(trail, resources);
  if (readInput(trail, 'cloudWatchLogsGroupArn') === undefined || groups.length === 0)
    yield { resource: trail, detail: 'writes into no log group of the stack' };
  for (const group of groups) {
    // None, or 0, is for ever; that is log-retained's.
    const days = readInputNumber(group, 'retentionInDays') || Number.POSITIVE_INFINITY;
    if (days < minimumDays)
      yield { resource: group, detail: `keeps the trail for ${days} days, not ${minimumDays} or more` };
  }
}

export const trailLogRetained: Policy = {
  id: 'trail-log-retained',
  severity: 'error',
  promise: 'What the trail recorded can be looked through for six years.',
  safeguards: ['164.312(b)', '164.316(b)(2)(i)'],
  publicRules: [],
  fix: 'Set audit.logRetentionDays to 2192 or more.',
  check: (resources) =>
    filterByType(resources, 'aws:cloudtrail/trail:Trail').flatMap((trail) => [...findFaults(trail, resources)]),
};
