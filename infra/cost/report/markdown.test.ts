import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeMarkdown, renderMarkdownPage, renderMarkdownTable } from './markdown.js';
import { figureColumn, textColumn } from './page.js';

/** Splits a row at every pipe that isn't escaped. */
const splitCells = (row: string): string[] => row.split(/(?<=(?:^|[^\\])(?:\\\\)*)\|/).slice(1, -1);

describe('text in Markdown', () => {
  it.each([
    ['a pipe', 'a|b', String.raw`a\|b`],
    ['markup', '<b>*x*</b> [y](z) `c`', String.raw`\<b\>\*x\*\</b\> \[y\](z) \`c\``],
    ['an entity', '&lt;', String.raw`\&lt;`],
    ['mathematics', '$x$', String.raw`\$x\$`],
    ['an underscore at the edge of a word', '_x_', String.raw`\_x\_`],
    ['lines', 'one\n\n# two', 'one # two'],
    ['a mention', '@octocat', '@<!-- -->octocat'],
  ])('keeps %s from being more than text', (_what, text, expected) => {
    expect(escapeMarkdown(text)).toBe(expected);
  });

  it('leaves names with underscores as they are', () => {
    expect(escapeMarkdown('functions.data_loader')).toBe('functions.data_loader');
  });
});

describe('a table in Markdown', () => {
  it('aligns figures to the right and has its total in bold', () => {
    const columns = [textColumn('Item'), figureColumn('USD'), textColumn('Basis')];
    const rows = [
      ['One', '1.00', 'x'],
      ['Total', '1.00', ''],
    ];
    expect(renderMarkdownTable({ columns, rows, hasTotal: true }).split('\n')).toEqual([
      '| Item | USD | Basis |',
      '| --- | ---: | --- |',
      '| One | 1.00 | x |',
      '| **Total** | **1.00** |  |',
    ]);
  });

  it('keeps its columns for any cell', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), fc.string()), { minLength: 1, maxLength: 4 }), (rows) => {
        const lines = renderMarkdownTable({ columns: [textColumn('One'), textColumn('Two')], rows }).split('\n');
        return lines.length === rows.length + 2 && lines.every((line) => splitCells(line).length === 2);
      }),
    );
  });
});

describe('a page in Markdown', () => {
  it('nests headings and leaves charts out', () => {
    const text = renderMarkdownPage({
      title: 'Cost',
      lead: 'Much.',
      sections: [
        {
          title: 'Parts',
          blocks: [{ kind: 'bars', title: 'Chart', description: 'Bars', bars: [] }],
          parts: [{ title: 'One', blocks: [{ kind: 'list', items: ['a', 'b'] }] }],
        },
      ],
    });
    expect(text).toBe('# Cost\n\nMuch.\n\n## Parts\n\n### One\n\n- a\n- b');
  });
});
