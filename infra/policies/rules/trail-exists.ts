import { filterByType, type Policy } from '../policy.js';

export const trailExists: Policy = {
  id: 'trail-exists',
  severity: 'error',
  promise: 'What is done in the account is recorded.',
  safeguards: ['164.308(a)(1)(ii)(D)', '164.312(b)'],
  publicRules: ['CLOUD_TRAIL_ENABLED'],
  fix: 'Make a trail.',
  check: (resources) => {
    const [database] = filterByType(resources, 'aws:rds/cluster:Cluster');
    if (database === undefined || filterByType(resources, 'aws:cloudtrail/trail:Trail').length > 0) return [];
    return [{ resource: database, detail: 'is in a stack without a trail' }];
  },
};
