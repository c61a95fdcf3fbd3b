import type { Block, Page, PageTable, Section } from './page.js';

/**
 * Escapes text for one line of GitHub Markdown: backslashes for markup, table borders and math, and a comment after `@`, so
 * that GitHub notifies no one.
 */
export const escapeMarkdown = (text: string): string =>
  text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\\`*[\]<>&|~$]|(?<!\w)_|_(?!\w)/g, String.raw`\$&`)
    .replaceAll('@', '@<!-- -->');

const renderRow = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

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

function renderBlock(block: Block): string[] {
  switch (block.kind) {
    case 'paragraph':
      return [escapeMarkdown(block.text)];
    case 'list':
      return [block.items.map((item) => `- ${escapeMarkdown(item)}`).join('\n')];
    case 'table':
      return [renderMarkdownTable(block)];
    default:
      // GitHub removes SVG from Markdown. The table of the section has the same figures.
      return [];
  }
}

const renderSection = ({ title, blocks, parts = [] }: Section, level: number): string[] => [
  `${'#'.repeat(level)} ${escapeMarkdown(title)}`,
  ...blocks.flatMap(renderBlock),
  ...parts.flatMap((part) => renderSection(part, level + 1)),
];

export const renderMarkdownPage = ({ title, lead, sections }: Page): string =>
  [
    `# ${escapeMarkdown(title)}`,
    escapeMarkdown(lead),
    ...sections.flatMap((section) => renderSection(section, 2)),
  ].join('\n\n');
