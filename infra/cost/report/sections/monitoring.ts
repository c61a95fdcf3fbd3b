import { formatNumber, formatUsd } from '../../../../config/format.js';
import { filterByType, readInput } from '../../../policies/policy.js';
import type { PlannedResource } from '../../../preview/planned-resource.js';
import type { CostReport } from '../../cost-report.js';
import { type Block, bulletList, paragraph, type Section, textColumn } from '../page.js';

const readText = (resource: PlannedResource, key: string): string => String(readInput(resource, key) ?? '');

const comparisons: Readonly<Record<string, string>> = {
  GreaterThanOrEqualToThreshold: 'at least',
  GreaterThanThreshold: 'more than',
  LessThanThreshold: 'less than',
  LessThanOrEqualToThreshold: 'at most',
};

const describeCondition = (alarm: PlannedResource): string => {
  const threshold = readText(alarm, 'threshold');
  const comparison = readText(alarm, 'comparisonOperator');
  return threshold === '' ? '' : `${comparisons[comparison] ?? comparison} ${threshold}`;
};

const toAlarmRow = (alarm: PlannedResource): string[] => [
  readText(alarm, 'name'),
  [readText(alarm, 'namespace'), readText(alarm, 'metricName')].filter((text) => text !== '').join(' '),
  describeCondition(alarm),
  readText(alarm, 'alarmDescription'),
];

const describeBudget = (budget: PlannedResource): string =>
  `Budget ${readText(budget, 'name') || budget.name}: ${readText(budget, 'limitAmount')} ${readText(budget, 'limitUnit')}, ${readText(budget, 'timeUnit').toLowerCase()}`;

/** Lists alarms, budgets and anomaly monitors, and what monitoring costs. */
export function monitoringSection({ plan, lines }: CostReport): Section {
  const alarms = filterByType(plan, 'aws:cloudwatch/metricAlarm:MetricAlarm');
  const charged = lines.filter(
    ({ item, monthlyUsd }) => /^(Alarms|Custom metrics|Dashboards)/.test(item) && !monthlyUsd.isZero(),
  );
  const table: Block =
    alarms.length === 0
      ? paragraph('The plan has no alarms.')
      : {
          kind: 'table',
          columns: [textColumn('Alarm'), textColumn('Metric'), textColumn('Condition'), textColumn('Description')],
          rows: alarms.map(toAlarmRow),
        };
  return {
    title: 'Monitoring',
    blocks: [
      table,
      ...bulletList([
        ...filterByType(plan, 'aws:budgets/budget:Budget').map(describeBudget),
        ...filterByType(plan, 'aws:costexplorer/anomalyMonitor:AnomalyMonitor').map(
          (monitor) => `Cost anomaly detection: ${readText(monitor, 'name') || monitor.name}`,
        ),
        ...charged.map(
          ({ item, quantity, monthlyUsd }) => `${item}: ${formatNumber(quantity)}, ${formatUsd(monthlyUsd)} a month`,
        ),
      ]),
    ],
  };
}
