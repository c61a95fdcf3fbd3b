import { each, numberOf, type Policy } from '../policy.js';

export const databaseMonitored: Policy = {
  id: 'database-monitored',
  severity: 'warning',
  promise: 'The operating system under each instance is measured.',
  safeguards: ['164.312(b)'],
  publicRules: ['RDS_ENHANCED_MONITORING_ENABLED', 'HIPAA.Security-RDSEnhancedMonitoringEnabled', 'CKV_AWS_118'],
  mend: 'Set database.monitoringSeconds.',
  check: each('aws:rds/clusterInstance:ClusterInstance', (instance) =>
    numberOf(instance, 'monitoringInterval') > 0 ? undefined : 'has no enhanced monitoring',
  ),
};
