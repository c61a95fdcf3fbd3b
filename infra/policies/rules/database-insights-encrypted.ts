import { checkAll, checkEach, mustBe, mustHaveOwnKey, type Policy } from '../policy.js';

export const databaseInsightsEncrypted: Policy = {
  id: 'database-insights-encrypted',
  severity: 'error',
  promise: 'What the database spends its time on is recorded, under a key of our own: statements are part of it.',
  safeguards: ['164.312(a)(2)(iv)'],
  publicRules: [
    'CKV_AWS_353',
    'CKV_AWS_354',
    'rds.ClusterInstance.enablePerformanceInsights',
    'rds.ClusterInstance.disallowUnencryptedPerformanceInsights',
  ],
  fix: 'Set performanceInsightsEnabled and performanceInsightsKmsKeyId.',
  check: checkEach(
    'aws:rds/cluster:Cluster',
    checkAll(mustBe('performanceInsightsEnabled', true), mustHaveOwnKey('performanceInsightsKmsKeyId')),
  ),
};
