import { each, inputOf, type Policy } from '../policy.js';

export const alarmActs: Policy = {
  id: 'alarm-acts',
  severity: 'error',
  promise: 'An alarm tells somebody.',
  safeguards: ['164.308(a)(1)(ii)(D)', '164.308(a)(6)(ii)'],
  publicRules: ['CLOUDWATCH_ALARM_ACTION_CHECK', 'HIPAA.Security-CloudWatchAlarmAction', 'CKV_AWS_319'],
  mend: 'Set alarmActions, and actionsEnabled to true.',
  check: each('aws:cloudwatch/metricAlarm:MetricAlarm', (alarm) => {
    const actions = (inputOf(alarm, 'alarmActions') ?? []) as unknown[];
    return actions.length > 0 && inputOf(alarm, 'actionsEnabled') !== false ? undefined : 'tells nobody';
  }),
};
