import type { CostReport } from '../../cost-report.js';
import { usd } from '../amounts.js';
import { list, type Section } from '../page.js';

/** What the figures rest on: prices, what counts, where the demand contradicts itself, and what is not on the bill. */
export function assumptionsSection({ book, preset, options, contradictions, leftOut }: CostReport): Section {
  return {
    title: 'Assumptions',
    blocks: list([
      `Prices: ${book.id}, ${book.region}, ${book.date}, in US dollars without tax.`,
      `Demand: ${preset}, grown to these users; each number with its source stands with its component.`,
      options.freeTier ? 'The account’s free tier counts.' : 'The account’s free tier does not count.',
      options.savingsPlan
        ? 'A Database Savings Plan covers the capacity that is always there.'
        : 'No commitment: every price is on demand.',
      'Every line is rounded to the cent, as AWS bills it.',
    ]),
    parts: [
      ...(contradictions.length === 0
        ? []
        : [
            {
              title: 'Where the demand contradicts itself',
              blocks: list(contradictions.map(({ key, message }) => `${key}: ${message}`)),
            },
          ]),
      ...(leftOut.length === 0
        ? []
        : [
            {
              title: 'Priced, and not on this bill',
              blocks: list(
                leftOut.map(({ resource, reason, monthlyUsd }) => `${resource}, ${usd(monthlyUsd)} USD: ${reason}`),
              ),
            },
          ]),
    ],
  };
}
