import { checkEach, type Policy, readInput, readInputList } from '../policy.js';

export const alarmActs: Policy = {
  id: 'alarm-acts',
  severity: 'error',
  promise: 'An alarm tells somebody, of silence as well.',
  safeguards: ['164.308(a)(1)(ii)(D)', '164.308(a)(6)(ii)'],
  publicRules: ['CLOUDWATCH_ALARM_ACTION_CHECK', 'HIPAA.Security-CloudWatchAlarmAction', 'CKV_AWS_319'],
  fix: 'Set alarmActions and insufficientDataActions, and actionsEnabled to true.',
  check: checkEach(
    ['aws:cloudwatch/metricAlarm:MetricAlarm', 'aws:cloudwatch/compositeAlarm:CompositeAlarm'],
    (alarm) => {
      const isEnabled = readInput(alarm, 'actionsEnabled') !== false;
      if (!isEnabled || readInputList(alarm, 'alarmActions').length === 0) return 'tells nobody';
      return readInputList(alarm, 'insufficientDataActions').length > 0
        ? undefined
        : 'tells nobody when its data stops coming';
    },
  ),
};
