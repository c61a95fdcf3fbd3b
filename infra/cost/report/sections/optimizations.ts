import { formatAmountChange } from '../../../../config/format.js';
import type { CostReport } from '../../cost-report.js';
import { bulletList, figureColumn, paragraph, type Section, textColumn } from '../page.js';
import { describeCombinedSaving, describeStatedSaving, statusNames } from '../phrases.js';

/** Lists the study's optimizations and ours, each priced for this plan. */
export function optimizationSections({ optimizations }: CostReport): Section[] {
  if (optimizations === undefined) return [];
  const { each } = optimizations;
  return [
    {
      title: 'Optimization',
      blocks: [
        paragraph(
          'The monthly saving of each is the difference between the bills of this stack without it and with it. Number and stated saving are from the list in the 2025 cost study.',
        ),
        {
          kind: 'table',
          columns: [
            textColumn('Optimization'),
            figureColumn('No.'),
            figureColumn('Study, US$'),
            figureColumn('Saving, US$'),
            textColumn('Status'),
            textColumn('Drawback'),
          ],
          rows: each.map((one) => [
            one.title,
            one.stated === undefined ? '–' : `${one.stated.number}`,
            describeStatedSaving(one),
            formatAmountChange(one.savingUsd),
            statusNames[one.status],
            one.risk,
          ]),
        },
        ...bulletList(
          each.flatMap(({ title, remarks, breaks }) => [
            ...breaks.map((text) => `${title} would break ${text.replace(/\.$/, '')}.`),
            ...remarks.map((text) => `${title}: ${text}`),
          ]),
        ),
        paragraph(describeCombinedSaving(optimizations)),
      ],
    },
  ];
}
