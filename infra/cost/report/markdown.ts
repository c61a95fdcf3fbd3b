import type { Block, Page, PageTable, Section } from './page.js';

/**
 * Text as GitHub's Markdown shows it, on one line: a backslash keeps a character from being markup, a table's edge or
 * mathematics. The comment keeps a name from being notified.
 */
export const escapeMarkdown = (text: string): string =>
  text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\\`*[\]<>&|~$]|(?<!\w)_|_(?!\w)/g, String.raw`\$&`)
    .replaceAll('@', '@<!-- -->');

const renderRow = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** A table in GitHub's Markdown. */
export function renderMarkdownTable({ columns, rows, hasTotal = false }: Omit<PageTable, 'kind'>): string {
  const strong = (cells: readonly string[]) => cells.map((cell) => (cell === '' ? '' : `**${cell}**`));
  return [
    renderRow(columns.map(({ title }) => escapeMarkdown(title))),
    renderRow(columns.map(({ isFigure }) => (isFigure ? '---:' : '---'))),
    ...rows.map((row, index) => {
      const cells = row.map(escapeMarkdown);
      return renderRow(hasTotal && index === rows.length - 1 ? strong(cells) : cells);
    }),
  ].join('\n');
}

function blockText(block: Block): string[] {
  switch (block.kind) {
    case 'paragraph':
      return [escapeMarkdown(block.text)];
    case 'list':
      return [block.items.map((item) => `- ${escapeMarkdown(item)}`).join('\n')];
    case 'table':
      return [renderMarkdownTable(block)];
    default:
      // GitHub takes drawings out of Markdown; the section's table says the same.
      return [];
  }
}

const sectionText = ({ title, blocks, parts = [] }: Section, level: number): string[] => [
  `${'#'.repeat(level)} ${escapeMarkdown(title)}`,
  ...blocks.flatMap(blockText),
  ...parts.flatMap((part) => sectionText(part, level + 1)),
];

/** A report in GitHub's Markdown. */
export const renderMarkdownPage = ({ title, lead, sections }: Page): string =>
  [`# ${escapeMarkdown(title)}`, escapeMarkdown(lead), ...sections.flatMap((section) => sectionText(section, 2))].join(
    '\n\n',
  );
