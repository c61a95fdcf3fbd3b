import type { CostReport } from '../../cost-report.js';
import type { Optimisations, PricedOptimisation } from '../../optimizations/optimizations.js';
import { signedUsd, usd } from '../amounts.js';
import { figures, list, paragraph, type Section, words } from '../page.js';

/** How an optimisation stands, in words. */
export const standingNames: Readonly<Record<PricedOptimisation['standing'], string>> = {
  open: 'open',
  dearer: 'saves nothing',
  unsafe: 'breaks something',
  inPlace: 'in place',
  impossible: 'not possible',
};

/** What the cost report says that it saves. */
export const statedText = ({ stated }: Pick<PricedOptimisation, 'stated'>): string => {
  if (stated === undefined) return '–';
  const [from, to] = stated.usd;
  return from === to ? `${from}` : `${from} to ${to}`;
};

export function togetherText({ togetherUsd, apart }: Pick<Optimisations, 'togetherUsd' | 'apart'>): string {
  if (togetherUsd.isZero()) return 'Nothing that is safe is left open.';
  const without = apart.length === 0 ? '' : ` Not among them, because they exclude others: ${apart.join('; ')}.`;
  return `All that are open and go together, taken at once: ${usd(togetherUsd)} US$ a month. They overlap, so this is not their sum.${without}`;
}

/** The report's optimisations and ours, each priced on this plan. */
export function optimisationSections({ optimisations }: CostReport): Section[] {
  if (optimisations === undefined) return [];
  const { each } = optimisations;
  return [
    {
      title: 'Optimisation',
      blocks: [
        paragraph(
          'Each is this stack planned and priced once more, a month, with it or, where it is in place, without it. The number is that of the cost report’s list, with what that says it saves.',
        ),
        {
          kind: 'table',
          columns: [
            words('Optimisation'),
            figures('No.'),
            figures('Report, USD'),
            figures('Saves, USD'),
            words('Standing'),
            words('What is given up'),
          ],
          rows: each.map((one) => [
            one.title,
            one.stated === undefined ? '–' : `${one.stated.number}`,
            statedText(one),
            signedUsd(one.savingUsd),
            standingNames[one.standing],
            one.risk,
          ]),
        },
        ...list(
          each.flatMap(({ title, remarks, breaks }) => [
            ...breaks.map((text) => `${title} would break ${text.replace(/\.$/, '')}.`),
            ...remarks.map((text) => `${title}: ${text}`),
          ]),
        ),
        paragraph(togetherText(optimisations)),
      ],
    },
  ];
}
