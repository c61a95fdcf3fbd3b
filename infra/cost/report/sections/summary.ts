import { formatAmount, formatNumber, formatPercent, formatUsd } from '../../../../config/format.js';
import type { CostReport } from '../../cost-report.js';
import { bulletList, figureColumn, listSection, type Section, textColumn } from '../page.js';
import { describeLeftOut, describeZeroDemand, zeroDemandTitle } from '../phrases.js';

export const monthsPerYear = 12;
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

/** Lists what the figures are based on: prices, options, contradictions and zeros in the demand. */
export function assumptionsSection({ book, preset, options, contradictions, zeroDemands }: CostReport): Section {
  return {
    title: 'Assumptions',
    blocks: bulletList([
      `Prices: ${book.id}, ${book.region}, ${book.date}, in US dollars without tax.`,
      `Demand: ${preset}, scaled to this number of users. The section of each component lists its numbers and their sources.`,
      options.freeTier ? "The account's free tier is deducted." : "The account's free tier is not deducted.",
      options.savingsPlan
        ? 'A Database Savings Plan covers the capacity that always runs.'
        : 'All prices are on demand, without a commitment.',
      'Every line is rounded to the cent, as AWS bills it.',
    ]),
    parts: [
      ...listSection(
        'Contradictions in the demand',
        contradictions.map(({ message }) => message),
      ),
      ...listSection(zeroDemandTitle, zeroDemands.map(describeZeroDemand)),
    ],
  };
}
