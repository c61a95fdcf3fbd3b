import { formatAmount, formatNumber, formatPercent, formatUnitPrice, formatUsd } from '../../../../config/format.js';
import { type CostReport, type DemandNumber, statedUsers } from '../../cost-report.js';
import { type ComponentName, type CostLine, componentNames } from '../../line.js';
import { figureColumn, listSection, type PageTable, paragraph, type Section, textColumn } from '../page.js';
import { listSettingRows } from './settings.js';
import { monthsPerYear } from './summary.js';

/** The keys of the demand behind each component, by prefix. */
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

export const findComponentsForDemand = (key: string): ComponentName[] =>
  componentNames.filter((component) => demandKeys[component].some((prefix) => key.startsWith(prefix)));

const buildDemandTable = (numbers: readonly DemandNumber[]): PageTable => ({
  kind: 'table',
  columns: [textColumn('Demand'), figureColumn('Value'), textColumn('Source')],
  rows: numbers.map(({ key, value, source }) => [key, formatNumber(value), source]),
});

const buildBreakdown = (lines: readonly CostLine[], sum: string): PageTable => ({
  kind: 'table',
  columns: [
    textColumn('Item'),
    figureColumn('Quantity'),
    textColumn('Unit'),
    figureColumn('Unit price, US$'),
    figureColumn('Monthly, US$'),
    textColumn('Basis'),
  ],
  rows: [
    ...lines.map((line) => [
      line.item,
      formatNumber(line.quantity),
      line.unit,
      formatUnitPrice(line.unitPriceUsd),
      formatAmount(line.monthlyUsd),
      line.basis,
    ]),
    ['Total', '', '', '', sum, ''],
  ],
  hasTotal: true,
});

/** Builds a section for each component: configuration, demand, and monthly and yearly cost. */
export const componentSections = (report: CostReport): Section[] =>
  report.components.map(({ component, monthlyUsd }, index): Section => {
    const lines = report.lines.filter((line) => line.component === component);
    const numbers = report.demand.filter(({ key }) => findComponentsForDemand(key).includes(component));
    const errors =
      report.mau === statedUsers
        ? report.statedLines.filter((line) => line.component === component && line.why !== undefined)
        : [];
    const settings: PageTable = {
      kind: 'table',
      columns: [textColumn('Setting'), textColumn('Planned')],
      rows: listSettingRows(component, report.plan),
    };
    return {
      title: `Component ${index + 1}: ${component}`,
      blocks: [
        paragraph(
          `${formatUsd(monthlyUsd)} a month, ${formatPercent(monthlyUsd, report.totalMonthlyUsd)} of the bill; ${formatUsd(monthlyUsd.times(monthsPerYear))} a year.`,
        ),
      ],
      parts: [
        { title: 'Configuration', blocks: [settings] },
        ...(numbers.length === 0 ? [] : [{ title: 'Usage assumptions', blocks: [buildDemandTable(numbers)] }]),
        { title: 'Cost breakdown', blocks: [buildBreakdown(lines, formatAmount(monthlyUsd))] },
        ...listSection(
          'Differences from the 2025 cost study',
          errors.map(
            ({ item, statedUsd, oursUsd, why }) =>
              `${item}: ${formatUsd(statedUsd)} in the study, ${formatUsd(oursUsd)} here. ${why}`,
          ),
        ),
      ],
    };
  });
