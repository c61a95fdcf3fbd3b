import { formatAmount, formatNumber, formatPercent, formatUsd } from '../../../../config/format.js';
import type { CostReport } from '../../cost-report.js';
import { bulletList, figureColumn, type Section, textColumn } from '../page.js';
import { describeLeftOut, describeZeroDemand } from '../phrases.js';

const monthsPerYear = 12;
const perThousand = 1000;

/** Summarizes the bill and lists what it doesn't cover. */
export function summarySection(report: CostReport): Section {
  const { mau, totalMonthlyUsd, perMauUsd, lowUsd, highUsd, usage, unmet, zeroDemands, leftOut } = report;
  const requests = usage.api.requestsPerMonth;
  return {
    title: 'Executive summary',
    blocks: [
      {
        kind: 'table',
        columns: [textColumn('Figure'), figureColumn('Value')],
        rows: [
          ['Monthly total, US$', formatAmount(totalMonthlyUsd)],
          ['Yearly total, US$', formatAmount(totalMonthlyUsd.times(monthsPerYear))],
          ['Monthly total at low and high demand, US$', `${formatAmount(lowUsd)} to ${formatAmount(highUsd)}`],
          ['Monthly active users', formatNumber(mau)],
          ['Per user and month, US$', formatAmount(perMauUsd, 4)],
          ...(requests === 0
            ? []
            : [
                [
                  'Per thousand API requests, US$',
                  formatAmount(totalMonthlyUsd.times(perThousand).dividedBy(requests), 4),
                ],
              ]),
        ],
      },
      ...bulletList([
        ...unmet.map(({ message }) => `Unmet demand: ${message}`),
        ...leftOut.map((each) => `Planned, but left out of this bill: ${describeLeftOut(each)}`),
        ...zeroDemands
          .filter(({ isExpected }) => isExpected)
          .map((zero) => `Missing from the demand: ${describeZeroDemand(zero)}`),
      ]),
    ],
  };
}

/** Shows the share of each component in the bill. */
export function distributionSection({ components, totalMonthlyUsd }: CostReport): Section {
  const share = (amount: typeof totalMonthlyUsd) => formatPercent(amount, totalMonthlyUsd);
  const charged = components
    .filter(({ monthlyUsd }) => monthlyUsd.greaterThan(0))
    .sort((one, other) => other.monthlyUsd.comparedTo(one.monthlyUsd));
  const toRow = (name: string, amount: typeof totalMonthlyUsd) => [
    name,
    formatAmount(amount),
    share(amount),
    formatAmount(amount.times(monthsPerYear)),
  ];
  return {
    title: 'Cost distribution',
    blocks: [
      {
        kind: 'bars',
        title: 'Monthly cost by component',
        description: `Shares of ${formatUsd(totalMonthlyUsd)} a month, the largest first. The table below includes components that cost nothing.`,
        bars: charged.map(({ component, monthlyUsd }) => ({
          label: component,
          value: monthlyUsd.toNumber(),
          text: `${formatUsd(monthlyUsd)} (${share(monthlyUsd)})`,
        })),
      },
      {
        kind: 'table',
        columns: [
          textColumn('Component'),
          figureColumn('Monthly, US$'),
          figureColumn('Share'),
          figureColumn('Yearly, US$'),
        ],
        rows: [
          ...components.map(({ component, monthlyUsd }) => toRow(component, monthlyUsd)),
          toRow('Total', totalMonthlyUsd),
        ],
        hasTotal: true,
      },
    ],
  };
}
