import { ofType } from '../../../policies/policy.js';
import type { PlannedResource } from '../../../preview/planned-resource.js';
import type { CostReport } from '../../cost-report.js';
import { say, usd } from '../amounts.js';
import { type Block, list, paragraph, type Section, words } from '../page.js';

const textOf = ({ inputs }: PlannedResource, key: string): string => {
  const value = inputs[key];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};

const comparisons: Readonly<Record<string, string>> = {
  GreaterThanOrEqualToThreshold: 'at least',
  GreaterThanThreshold: 'more than',
  LessThanThreshold: 'less than',
  LessThanOrEqualToThreshold: 'at most',
};

const conditionOf = (alarm: PlannedResource): string => {
  const threshold = textOf(alarm, 'threshold');
  const comparison = textOf(alarm, 'comparisonOperator');
  return threshold === '' ? '' : `${comparisons[comparison] ?? comparison} ${threshold}`;
};

const alarmRow = (alarm: PlannedResource): string[] => [
  textOf(alarm, 'name'),
  [textOf(alarm, 'namespace'), textOf(alarm, 'metricName')].filter((text) => text !== '').join(' '),
  conditionOf(alarm),
  textOf(alarm, 'alarmDescription'),
];

const budgetItem = (budget: PlannedResource): string =>
  `Budget ${textOf(budget, 'name') || budget.name}: ${textOf(budget, 'limitAmount')} ${textOf(budget, 'limitUnit')}, ${textOf(budget, 'timeUnit').toLowerCase()}`;

/** What watches the stack, and what watching costs. */
export function monitoringSection({ plan, lines }: CostReport): Section {
  const alarms = ofType(plan, 'aws:cloudwatch/metricAlarm:MetricAlarm');
  const watching = lines.filter(
    ({ item, monthlyUsd }) => /^(Alarms|Custom metrics|Dashboards)/.test(item) && !monthlyUsd.isZero(),
  );
  const table: Block[] =
    alarms.length === 0
      ? [paragraph('The plan has no alarms.')]
      : [
          {
            kind: 'table',
            columns: [words('Alarm'), words('Metric'), words('Condition'), words('Meaning')],
            rows: alarms.map(alarmRow),
          },
        ];
  return {
    title: 'Monitoring',
    blocks: [
      ...table,
      ...list([
        ...ofType(plan, 'aws:budgets/budget:Budget').map(budgetItem),
        ...ofType(plan, 'aws:costexplorer/anomalyMonitor:AnomalyMonitor').map(
          (monitor) => `Cost anomalies: ${textOf(monitor, 'name') || monitor.name}`,
        ),
        ...watching.map(
          ({ item, quantity, monthlyUsd }) => `${item}: ${say(quantity.toNumber())}, ${usd(monthlyUsd)} USD a month`,
        ),
      ]),
    ],
  };
}
