import { each, mustBe, type Policy } from '../policy.js';

export const databaseSnapshotsTagged: Policy = {
  id: 'database-snapshots-tagged',
  severity: 'warning',
  promise: 'A snapshot says whose it is.',
  safeguards: [],
  publicRules: ['CKV_AWS_313'],
  mend: 'Set copyTagsToSnapshot to true.',
  check: each('aws:rds/cluster:Cluster', mustBe('copyTagsToSnapshot', true)),
};
