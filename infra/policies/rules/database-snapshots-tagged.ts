import { checkEach, mustBe, type Policy } from '../policy.js';

export const databaseSnapshotsTagged: Policy = {
  id: 'database-snapshots-tagged',
  severity: 'warning',
  promise: 'A snapshot says whose it is.',
  safeguards: [],
  publicRules: ['CKV_AWS_313'],
  fix: 'Set copyTagsToSnapshot to true.',
  check: checkEach('aws:rds/cluster:Cluster', mustBe('copyTagsToSnapshot', true)),
};
