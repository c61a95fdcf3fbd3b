import type { PlannedResource } from '../../preview/planned-resource.js';
import {
  checkEach,
  mustHaveCustomerKey,
  type PolicyDefinition,
  readInput,
  readInputList,
  readInputNumber,
} from '../policy.js';

const alarmTypes = ['aws:cloudwatch/metricAlarm:MetricAlarm', 'aws:cloudwatch/compositeAlarm:CompositeAlarm'];
const logGroupType = 'aws:cloudwatch/logGroup:LogGroup';

/** checkov's minimum. Records that must be kept for six years are covered by trail-log-retained and audit-bucket-locked. */
const minimumRetentionDays = 365;

function checkNotifications(alarm: PlannedResource): string | undefined {
  const isEnabled = readInput(alarm, 'actionsEnabled') !== false;
  if (!isEnabled || readInputList(alarm, 'alarmActions').length === 0) return 'notifies no one';
  const actions = readInputList(alarm, 'insufficientDataActions');
  return actions.length > 0 ? undefined : 'notifies no one when its data stops';
}

export const cloudWatchPolicies: readonly PolicyDefinition[] = [
  {
    id: 'alarm-acts',
    description: 'Alarms notify someone, both when they fire and when their data stops.',
    safeguards: ['164.308(a)(1)(ii)(D)', '164.308(a)(6)(ii)'],
    publicRules: ['CLOUDWATCH_ALARM_ACTION_CHECK', 'HIPAA.Security-CloudWatchAlarmAction', 'CKV_AWS_319'],
    fix: 'Set alarmActions and insufficientDataActions, and set actionsEnabled to true.',
    check: checkEach(alarmTypes, checkNotifications),
  },
  {
    id: 'log-encrypted',
    description: 'Logs are encrypted with a customer managed key.',
    safeguards: ['164.312(a)(2)(iv)', '164.312(e)(2)(ii)'],
    publicRules: [
      'CLOUDWATCH_LOG_GROUP_ENCRYPTED',
      'HIPAA.Security-CloudWatchLogGroupEncrypted',
      'CKV_AWS_158',
      'cloudwatch_log_group_kms_encryption_enabled',
      'W84',
    ],
    fix: 'Set kmsKeyId on the log group.',
    check: checkEach(logGroupType, mustHaveCustomerKey('kmsKeyId')),
  },
  {
    id: 'log-retained',
    description: 'Logs are kept for at least a year, and expire.',
    safeguards: ['164.312(b)', '164.316(b)(2)(i)'],
    publicRules: [
      'CW_LOGGROUP_RETENTION_PERIOD_CHECK',
      'HIPAA.Security-CloudWatchLogGroupRetentionPeriod',
      'CKV_AWS_66',
      'CKV_AWS_338',
      'cloudwatch_log_group_retention_policy_specific_days_enabled',
      'W86',
    ],
    fix: `Set the log group's setting ending in RetentionDays to ${minimumRetentionDays} or more.`,
    check: checkEach(logGroupType, (group) => {
      const days = readInputNumber(group, 'retentionInDays');
      if (Number.isNaN(days) || days === 0) return 'keeps log events forever';
      return days >= minimumRetentionDays
        ? undefined
        : `keeps log events for ${days} days; the minimum is ${minimumRetentionDays}`;
    }),
  },
];
