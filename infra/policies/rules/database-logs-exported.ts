import { checkEach, type Policy, readInput } from '../policy.js';

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
  fix: 'Add postgresql to enabledCloudwatchLogsExports.',
  check: checkEach('aws:rds/cluster:Cluster', (cluster) => {
    const exported = readInput(cluster, 'enabledCloudwatchLogsExports');
    return Array.isArray(exported) && exported.includes('postgresql') ? undefined : 'exports no log of PostgreSQL';
  }),
};
