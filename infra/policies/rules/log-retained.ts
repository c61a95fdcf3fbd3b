import { checkEach, type Policy, readInputNumber } from '../policy.js';

/** A year: what checkov asks for. What must be kept for six is on the trails: trail-log-retained, audit-bucket-locked. */
const minimumDays = 365;

export const logRetained: Policy = {
  id: 'log-retained',
  severity: 'error',
  promise: 'Logs are kept for a year, and not for ever.',
  safeguards: ['164.312(b)', '164.316(b)(2)(i)'],
  publicRules: [
    'CW_LOGGROUP_RETENTION_PERIOD_CHECK',
    'HIPAA.Security-CloudWatchLogGroupRetentionPeriod',
    'CKV_AWS_66',
    'CKV_AWS_338',
    'cloudwatch_log_group_retention_policy_specific_days_enabled',
    'W86',
  ],
  fix: 'Raise the setting whose name ends in RetentionDays to 365 or more.',
  check: checkEach('aws:cloudwatch/logGroup:LogGroup', (group) => {
    const days = readInputNumber(group, 'retentionInDays');
    if (Number.isNaN(days) || days === 0) return 'keeps its lines for ever';
    return days >= minimumDays ? undefined : `keeps its lines for ${days} days, not ${minimumDays} or more`;
  }),
};
