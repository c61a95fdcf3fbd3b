import type { CostReport, DemandNumber } from '../../cost-report.js';
import { type ComponentName, type CostLine, componentNames } from '../../line.js';
import { formatPercent, formatQuantity, formatUnitPrice, formatUsd } from '../amounts.js';
import { bulletList, figureColumn, type PageTable, paragraph, type Section, textColumn } from '../page.js';
import { listSettingRows } from './settings.js';

/** What keys of the demand a component's price follows. */
const demandKeys: Readonly<Record<ComponentName, readonly string[]>> = {
  'Aurora PostgreSQL': ['database.'],
  'Amazon Cognito': ['users.'],
  'AWS Lambda': ['functions.', 'compute.'],
  'VPC and NAT': ['network.outboundGb', 'network.bedrockGb'],
  'API Gateway': ['api.'],
  'Secrets Manager and KMS': ['secrets.', 'keys.'],
  'CloudWatch and CloudTrail': ['logs.', 'monitoring.metricCount', 'trail.'],
  ECR: ['registry.'],
  'Amazon S3': ['files.'],
  'Amazon Bedrock': ['models.'],
  Messaging: ['queues.', 'monitoring.notificationsPerMonth'],
  'Data transfer': ['network.internetOutGb', 'network.betweenZonesGb'],
};

/** The components that a number of the demand is an assumption of. */
export const findComponentsForDemand = (key: string): ComponentName[] =>
  componentNames.filter((component) => demandKeys[component].some((prefix) => key.startsWith(prefix)));

export const buildDemandTable = (numbers: readonly DemandNumber[]): PageTable => ({
  kind: 'table',
  columns: [textColumn('Demand'), figureColumn('Value'), textColumn('Source')],
  rows: numbers.map(({ key, value, source }) => [key, formatQuantity(value), source]),
});

const buildBreakdown = (lines: readonly CostLine[], sum: string): PageTable => ({
  kind: 'table',
  columns: [
    textColumn('Item'),
    figureColumn('Quantity'),
    textColumn('Unit'),
    figureColumn('Unit price, USD'),
    figureColumn('Monthly, USD'),
    textColumn('Basis'),
  ],
  rows: [
    ...lines.map((line) => [
      line.item,
      formatQuantity(line.quantity.toNumber()),
      line.unit,
      formatUnitPrice(line),
      formatUsd(line.monthlyUsd),
      line.basis,
    ]),
    ['Total', '', '', '', sum, ''],
  ],
  hasTotal: true,
});

const monthsPerYear = 12;

/** The count of users that the cost report's tables of components are about. */
const statedMau = 10_000;

function componentSection(report: CostReport, index: number): Section[] {
  const cost = report.components[index];
  if (cost === undefined) return [];
  const { component, monthlyUsd } = cost;
  const lines = report.lines.filter((line) => line.component === component);
  const numbers = report.demand.filter(({ key }) => findComponentsForDemand(key).includes(component));
  const errors = report.statedLines.filter(
    (line) => report.mau === statedMau && line.component === component && line.why !== undefined,
  );
  const part = (title: string, ...blocks: Section['blocks'][]): Section => ({ title, blocks: blocks.flat() });
  return [
    {
      title: `Component ${index + 1}: ${component}`,
      blocks: [
        paragraph(
          `${formatUsd(monthlyUsd)} USD a month, ${formatPercent(monthlyUsd, report.totalMonthlyUsd)} of the bill; ${formatUsd(monthlyUsd.times(monthsPerYear))} USD a year.`,
        ),
      ],
      parts: [
        part('Configuration', [
          {
            kind: 'table',
            columns: [textColumn('Setting'), textColumn('Planned')],
            rows: listSettingRows(component, report.plan),
          },
        ]),
        ...(numbers.length === 0 ? [] : [part('Usage assumptions', [buildDemandTable(numbers)])]),
        part('Cost breakdown', [buildBreakdown(lines, formatUsd(monthlyUsd))]),
        ...(errors.length === 0
          ? []
          : [
              part(
                'Where the cost report has another figure',
                bulletList(
                  errors.map(
                    ({ item, statedUsd, oursUsd, why }) =>
                      `${item}: ${formatUsd(statedUsd)} in the report, ${formatUsd(oursUsd)} here. ${why}`,
                  ),
                ),
              ),
            ]),
      ],
    },
  ];
}

/** A section for each component: what is planned, what is assumed, what it costs a month and a year. */
export const componentSections = (report: CostReport): Section[] =>
  report.components.flatMap((_, index) => componentSection(report, index));
