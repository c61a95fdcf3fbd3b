import { beforeAll, describe, expect, it } from 'vitest';
import { findOnly, listByType, planProgram } from '../../../test/support/plan.js';
import type { PlannedResource } from '../../preview/planned-resource.js';
import { AccountAlarms, accountAlarms } from './account-alarms.js';

const topicArn = 'arn:aws:sns:us-east-1:123456789012:healthcare-backend-test-alerts';
const alarmType = 'aws:cloudwatch/metricAlarm:MetricAlarm';
const filterType = 'aws:cloudwatch/logMetricFilter:LogMetricFilter';

let plan: readonly PlannedResource[];
beforeAll(async () => {
  plan = await planProgram(() => {
    new AccountAlarms('account', { logGroupName: 'audit-log', topicArn });
  });
});

describe('the alarms on the account', () => {
  it('count recorded events and notify at once', () => {
    expect(findOnly(plan, filterType, 'account-root-used-filter').inputs).toEqual({
      logGroupName: 'audit-log',
      pattern: accountAlarms['root-used'].pattern,
      metricTransformation: { namespace: 'healthcare-backend-test/account', name: 'root-used', value: '1' },
    });
    expect(findOnly(plan, alarmType, 'account-root-used-alarm').inputs).toEqual({
      name: 'healthcare-backend-test-root-used',
      alarmDescription: expect.stringContaining('docs/runbook.md#root-used'),
      namespace: 'healthcare-backend-test/account',
      metricName: 'root-used',
      statistic: 'Sum',
      period: 300,
      evaluationPeriods: 1,
      threshold: 1,
      comparisonOperator: 'GreaterThanOrEqualToThreshold',
      treatMissingData: 'notBreaching',
      alarmActions: [topicArn],
      insufficientDataActions: [topicArn],
    });
  });

  it('each watch the metric of their own filter', () => {
    const names = Object.keys(accountAlarms).sort();
    const metrics = (type: string, of: (inputs: PlannedResource['inputs']) => unknown) =>
      listByType(plan, type).map(({ inputs }) => of(inputs));
    expect(metrics(alarmType, ({ metricName }) => metricName).sort()).toEqual(names);
    expect(
      metrics(filterType, ({ metricTransformation }) => (metricTransformation as { name: string }).name).sort(),
    ).toEqual(names);
    expect(findOnly(plan, alarmType, 'account-sign-in-failures-alarm').inputs.threshold).toBe(5);
  });

  it('match every event that could stop the recording', () => {
    const { pattern } = accountAlarms['trail-changed'];
    const events = ['CreateTrail', 'UpdateTrail', 'DeleteTrail', 'StartLogging', 'StopLogging', 'PutEventSelectors'];
    expect(events.filter((event) => !pattern.includes(`($.eventName = ${event})`))).toEqual([]);
  });

  it("have patterns of at most 1,024 characters, CloudWatch's limit", () => {
    for (const { pattern } of Object.values(accountAlarms)) expect(pattern.length).toBeLessThanOrEqual(1024);
  });
});
