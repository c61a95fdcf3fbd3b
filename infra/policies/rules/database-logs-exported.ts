import { each, inputOf, type Policy } from '../policy.js';

export const databaseLogsExported: Policy = {
  id: 'database-logs-exported',
  severity: 'error',
  promise: 'What the database logs is kept outside of it.',
  safeguards: ['164.312(b)'],
  publicRules: [
    'RDS_LOGGING_ENABLED',
    'HIPAA.Security-RDSLoggingEnabled',
    'AwsSolutions-RDS16',
    'CKV_AWS_324',
    'rds_instance_integration_cloudwatch_logs',
  ],
  mend: 'Add postgresql to enabledCloudwatchLogsExports.',
  check: each('aws:rds/cluster:Cluster', (cluster) => {
    const exported = inputOf(cluster, 'enabledCloudwatchLogsExports');
    return Array.isArray(exported) && exported.includes('postgresql') ? undefined : 'exports no log of PostgreSQL';
  }),
};
