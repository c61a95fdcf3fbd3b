import type { CostReport } from '../../cost-report.js';
import { formatPercent, formatQuantity, formatUsd } from '../amounts.js';
import { bulletList, figureColumn, type Section, textColumn } from '../page.js';
import { describeLeftOut, describeZeroDemand } from './assumptions.js';

const monthsPerYear = 12;
const perThousand = 1000;

/** The bill in a few figures, and what its reader must know first. */
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
          ['Total a month, USD', formatUsd(totalMonthlyUsd)],
          ['Total a year, USD', formatUsd(totalMonthlyUsd.times(monthsPerYear))],
          ['A month under low and high demand, USD', `${formatUsd(lowUsd)} to ${formatUsd(highUsd)}`],
          ['Monthly active users', formatQuantity(mau)],
          ['A user and month, USD', perMauUsd.toFixed(4)],
          ...(requests === 0
            ? []
            : [['A thousand API requests, USD', totalMonthlyUsd.times(perThousand).dividedBy(requests).toFixed(4)]]),
        ],
      },
      ...bulletList([
        ...unmet.map(({ message }) => `Not met: ${message}`),
        ...leftOut.map((each) => `Planned, and not on this bill: ${describeLeftOut(each)}`),
        ...zeroDemands
          .filter(({ isExpected }) => isExpected)
          .map((zero) => `Not on this bill, for the demand has none: ${describeZeroDemand(zero)}`),
      ]),
    ],
  };
}

/** What each component has of the bill. */
export function distributionSection({ components, totalMonthlyUsd }: CostReport): Section {
  const share = (amount: typeof totalMonthlyUsd) => formatPercent(amount, totalMonthlyUsd);
  const charged = components
    .filter(({ monthlyUsd }) => monthlyUsd.greaterThan(0))
    .sort((one, other) => other.monthlyUsd.comparedTo(one.monthlyUsd));
  return {
    title: 'Cost distribution',
    blocks: [
      {
        kind: 'bars',
        title: 'Monthly cost by component',
        description: `Of ${formatUsd(totalMonthlyUsd)} USD a month, the greatest first. The table below has those that cost nothing as well.`,
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
          figureColumn('Monthly, USD'),
          figureColumn('Share'),
          figureColumn('Annual, USD'),
        ],
        rows: [
          ...components.map(({ component, monthlyUsd }) => [
            component,
            formatUsd(monthlyUsd),
            share(monthlyUsd),
            formatUsd(monthlyUsd.times(monthsPerYear)),
          ]),
          [
            'Total',
            formatUsd(totalMonthlyUsd),
            share(totalMonthlyUsd),
            formatUsd(totalMonthlyUsd.times(monthsPerYear)),
          ],
        ],
        hasTotal: true,
      },
    ],
  };
}
