import type { CostReport } from '../../cost-report.js';
import { percent, say, usd } from '../amounts.js';
import { figures, list, type Section, words } from '../page.js';
import { leftOutText, zeroDemandText } from './assumptions.js';

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
        columns: [words('Figure'), figures('Value')],
        rows: [
          ['Total a month, USD', usd(totalMonthlyUsd)],
          ['Total a year, USD', usd(totalMonthlyUsd.times(monthsPerYear))],
          ['A month under low and high demand, USD', `${usd(lowUsd)} to ${usd(highUsd)}`],
          ['Monthly active users', say(mau)],
          ['A user and month, USD', perMauUsd.toFixed(4)],
          ...(requests === 0
            ? []
            : [['A thousand API requests, USD', totalMonthlyUsd.times(perThousand).dividedBy(requests).toFixed(4)]]),
        ],
      },
      ...list([
        ...unmet.map(({ message }) => `Not met: ${message}`),
        ...leftOut.map((each) => `Planned, and not on this bill: ${leftOutText(each)}`),
        ...zeroDemands
          .filter(({ isExpected }) => isExpected)
          .map((zero) => `Not on this bill, for the demand has none: ${zeroDemandText(zero)}`),
      ]),
    ],
  };
}

/** What each component has of the bill. */
export function distributionSection({ components, totalMonthlyUsd }: CostReport): Section {
  const share = (amount: typeof totalMonthlyUsd) => percent(amount, totalMonthlyUsd);
  const charged = components
    .filter(({ monthlyUsd }) => monthlyUsd.greaterThan(0))
    .sort((one, other) => other.monthlyUsd.comparedTo(one.monthlyUsd));
  return {
    title: 'Cost distribution',
    blocks: [
      {
        kind: 'bars',
        title: 'Monthly cost by component',
        description: `Of ${usd(totalMonthlyUsd)} USD a month, the greatest first. The table below has those that cost nothing as well.`,
        bars: charged.map(({ component, monthlyUsd }) => ({
          label: component,
          value: monthlyUsd.toNumber(),
          text: `${usd(monthlyUsd)} (${share(monthlyUsd)})`,
        })),
      },
      {
        kind: 'table',
        columns: [words('Component'), figures('Monthly, USD'), figures('Share'), figures('Annual, USD')],
        rows: [
          ...components.map(({ component, monthlyUsd }) => [
            component,
            usd(monthlyUsd),
            share(monthlyUsd),
            usd(monthlyUsd.times(monthsPerYear)),
          ]),
          ['Total', usd(totalMonthlyUsd), share(totalMonthlyUsd), usd(totalMonthlyUsd.times(monthsPerYear))],
        ],
        hasTotal: true,
      },
    ],
  };
}
