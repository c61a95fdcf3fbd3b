import type { LeftOutCost } from '../../bill.js';
import type { CostReport } from '../../cost-report.js';
import type { ZeroDemand } from '../../zero-demand.js';
import { formatQuantity, formatSignedUsd } from '../amounts.js';
import { bulletList, type Section } from '../page.js';

export const zeroDemandTitle = 'At 0 in this demand, so not on this bill';

/** A number that is 0, why it is, and what it would cost otherwise. */
export const describeZeroDemand = ({ key, source, quantity, isExpected, addsUsd }: ZeroDemand): string =>
  `usage.${key} (${source}): ${formatQuantity(quantity)}${isExpected ? ', which the rest of the demand makes of it,' : ''} would be ${formatSignedUsd(addsUsd)}`;

/** A resource that the stack's file leaves out, what it would add, and why it is left out. */
export const describeLeftOut = ({ resource, monthlyUsd, reason }: LeftOutCost): string =>
  `${resource}, ${formatSignedUsd(monthlyUsd)}: ${reason}`;

/** What the figures rest on: prices, what counts, where the demand contradicts itself, and what is at 0 in it. */
export function assumptionsSection({ book, preset, options, contradictions, zeroDemands }: CostReport): Section {
  return {
    title: 'Assumptions',
    blocks: bulletList([
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
              blocks: bulletList(contradictions.map(({ message }) => message)),
            },
          ]),
      ...(zeroDemands.length === 0
        ? []
        : [{ title: zeroDemandTitle, blocks: bulletList(zeroDemands.map(describeZeroDemand)) }]),
    ],
  };
}
