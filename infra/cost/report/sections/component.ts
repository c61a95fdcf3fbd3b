import type { CostReport, DemandNumber } from '../../cost-report.js';
import { type ComponentName, type CostLine, componentNames } from '../../line.js';
import { percent, say, unitPrice, usd } from '../amounts.js';
import { figures, list, paragraph, type Section, type Table, words } from '../page.js';
import { settingRows } from './settings.js';

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
export const componentsOfDemand = (key: string): ComponentName[] =>
  componentNames.filter((component) => demandKeys[component].some((prefix) => key.startsWith(prefix)));

export const demandTable = (numbers: readonly DemandNumber[]): Table => ({
  kind: 'table',
  columns: [words('Demand'), figures('Value'), words('Source')],
  rows: numbers.map(({ key, value, source }) => [key, say(value), source]),
});

const breakdown = (lines: readonly CostLine[], sum: string): Table => ({
  kind: 'table',
  columns: [
    words('Item'),
    figures('Quantity'),
    words('Unit'),
    figures('Unit price, USD'),
    figures('Monthly, USD'),
    words('Basis'),
  ],
  rows: [
    ...lines.map((line) => [
      line.item,
      say(line.quantity.toNumber()),
      line.unit,
      unitPrice(line),
      usd(line.monthlyUsd),
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
  const numbers = report.demand.filter(({ key }) => componentsOfDemand(key).includes(component));
  const errors = report.statedLines.filter(
    (line) => report.mau === statedMau && line.component === component && line.why !== undefined,
  );
  const part = (title: string, ...blocks: Section['blocks'][]): Section => ({ title, blocks: blocks.flat() });
  return [
    {
      title: `Component ${index + 1}: ${component}`,
      blocks: [
        paragraph(
          `${usd(monthlyUsd)} USD a month, ${percent(monthlyUsd, report.totalMonthlyUsd)} of the bill; ${usd(monthlyUsd.times(monthsPerYear))} USD a year.`,
        ),
      ],
      parts: [
        part('Configuration', [
          {
            kind: 'table',
            columns: [words('Setting'), words('Planned')],
            rows: settingRows(component, report.plan),
          },
        ]),
        ...(numbers.length === 0 ? [] : [part('Usage assumptions', [demandTable(numbers)])]),
        part('Cost breakdown', [breakdown(lines, usd(monthlyUsd))]),
        ...(errors.length === 0
          ? []
          : [
              part(
                'Where the cost report has another figure',
                list(
                  errors.map(
                    ({ item, statedUsd, oursUsd, why }) =>
                      `${item}: ${usd(statedUsd)} in the report, ${usd(oursUsd)} here. ${why}`,
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
