import type { CostReport } from '../../cost-report.js';
import { bulletList, listSection, type Section } from '../page.js';
import { describeZeroDemand, zeroDemandTitle } from '../phrases.js';

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
