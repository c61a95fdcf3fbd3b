import type { CostReport } from '../../cost-report.js';
import type { PricedOptimization, PricedOptimizations } from '../../optimizations/optimizations.js';
import { formatSignedUsd, formatUsd } from '../amounts.js';
import { bulletList, figureColumn, paragraph, type Section, textColumn } from '../page.js';

/** How an optimisation stands, in words. */
export const standingNames: Readonly<Record<PricedOptimization['standing'], string>> = {
  open: 'open',
  dearer: 'saves nothing',
  unsafe: 'breaks something',
  inPlace: 'in place',
  impossible: 'not possible',
};

/** What the cost report says that it saves. */
export const describeStatedSaving = ({ stated }: Pick<PricedOptimization, 'stated'>): string => {
  if (stated === undefined) return '–';
  const [from, to] = stated.usd;
  return from === to ? `${from}` : `${from} to ${to}`;
};

export function describeCombinedSaving({
  togetherUsd,
  apart,
}: Pick<PricedOptimizations, 'togetherUsd' | 'apart'>): string {
  if (togetherUsd.isZero()) return 'Nothing that is safe is left open.';
  const without = apart.length === 0 ? '' : ` Not among them, because they exclude others: ${apart.join('; ')}.`;
  return `All that are open and go together, taken at once: ${formatUsd(togetherUsd)} US$ a month. They overlap, so this is not their sum.${without}`;
}

/** The report's optimisations and ours, each priced on this plan. */
export function optimizationSections({ optimisations }: CostReport): Section[] {
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
            textColumn('Optimisation'),
            figureColumn('No.'),
            figureColumn('Report, USD'),
            figureColumn('Saves, USD'),
            textColumn('Standing'),
            textColumn('What is given up'),
          ],
          rows: each.map((one) => [
            one.title,
            one.stated === undefined ? '–' : `${one.stated.number}`,
            describeStatedSaving(one),
            formatSignedUsd(one.savingUsd),
            standingNames[one.standing],
            one.risk,
          ]),
        },
        ...bulletList(
          each.flatMap(({ title, remarks, breaks }) => [
            ...breaks.map((text) => `${title} would break ${text.replace(/\.$/, '')}.`),
            ...remarks.map((text) => `${title}: ${text}`),
          ]),
        ),
        paragraph(describeCombinedSaving(optimisations)),
      ],
    },
  ];
}
