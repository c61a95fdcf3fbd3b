import { checkEach, type Policy, readInputNumber } from '../policy.js';

export const databaseMonitored: Policy = {
  id: 'database-monitored',
  severity: 'warning',
  promise: 'The operating system under each instance is measured.',
  safeguards: ['164.312(b)'],
  publicRules: ['RDS_ENHANCED_MONITORING_ENABLED', 'HIPAA.Security-RDSEnhancedMonitoringEnabled', 'CKV_AWS_118'],
  fix: 'Set database.monitoringSeconds.',
  check: checkEach('aws:rds/clusterInstance:ClusterInstance', (instance) =>
    readInputNumber(instance, 'monitoringInterval') > 0 ? undefined : 'has no enhanced monitoring',
  ),
};
