import { renderBarChart, renderPairChart } from './charts/bars.js';
import { renderGrowthChart } from './charts/growth.js';
import { type Attributes, element, escapeHtml } from './charts/svg.js';
import { style } from './html-style.js';
import type { Block, Chart, Column, Page, PageTable, Section } from './page.js';

function renderChart(chart: Chart, id: string): string {
  switch (chart.kind) {
    case 'bars':
      return renderBarChart(chart, id);
    case 'pairs':
      return renderPairChart(chart, id);
    case 'growth':
      return renderGrowthChart(chart, id);
  }
}

/** Wraps wide content in a region that can have the focus, so that it scrolls by keyboard. */
const renderScrollable = (label: string, content: string): string =>
  element('div', { class: 'wide', role: 'region', tabindex: 0, 'aria-label': label }, content);

const toClass = (column: Column | undefined): Attributes => (column?.isFigure ? { class: 'figure' } : {});

function renderTable({ columns, rows, hasTotal = false }: PageTable, name: string): string {
  const head = columns.map((column) => element('th', { scope: 'col', ...toClass(column) }, escapeHtml(column.title)));
  const body = rows.map((row, index) => {
    const cells = row.map((cell, at) =>
      at === 0
        ? element('th', { scope: 'row' }, escapeHtml(cell))
        : element('td', toClass(columns[at]), escapeHtml(cell)),
    );
    return element('tr', hasTotal && index === rows.length - 1 ? { class: 'total' } : {}, ...cells);
  });
  const table = element(
    'table',
    { 'aria-label': name },
    element('thead', {}, element('tr', {}, ...head)),
    element('tbody', {}, ...body),
  );
  return renderScrollable(`Table: ${name}`, table);
}

function renderBlock(block: Block, name: string, id: string): string {
  switch (block.kind) {
    case 'paragraph':
      return element('p', {}, escapeHtml(block.text));
    case 'list':
      return element('ul', {}, ...block.items.map((item) => element('li', {}, escapeHtml(item))));
    case 'table':
      return renderTable(block, name);
    default:
      return element(
        'figure',
        {},
        element('figcaption', {}, element('strong', {}, escapeHtml(block.title)), ` ${escapeHtml(block.description)}`),
        renderScrollable(`Chart: ${block.title}`, renderChart(block, id)),
      );
  }
}

const renderBlocks = (blocks: readonly Block[], name: string, id: string): string[] =>
  blocks.map((block, index) => renderBlock(block, name, `${id}-${index + 1}`));

function renderSection({ title, blocks, parts = [] }: Section, id: string): string {
  return element(
    'section',
    { 'aria-labelledby': id },
    element('h2', { id }, escapeHtml(title)),
    ...renderBlocks(blocks, title, id),
    ...parts.flatMap((part, index) => [
      element('h3', {}, escapeHtml(part.title)),
      ...renderBlocks(part.blocks, `${title}, ${part.title}`, `${id}-part-${index + 1}`),
    ]),
  );
}

/** Renders the report as one HTML file without scripts, whose content security policy blocks every other resource. */
export function renderHtmlPage({ title, lead, sections }: Page): string {
  const toSectionId = (index: number) => `section-${index + 1}`;
  const contents = sections.map((section, index) =>
    element('li', {}, element('a', { href: `#${toSectionId(index)}` }, escapeHtml(section.title))),
  );
  const policy = "default-src 'none'; style-src 'unsafe-inline'";
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    element('title', {}, escapeHtml(title)),
    element('style', {}, style),
    '</head>',
    '<body>',
    element('header', {}, element('h1', {}, escapeHtml(title)), element('p', { class: 'lead' }, escapeHtml(lead))),
    element('nav', { 'aria-label': 'Contents' }, element('ul', {}, ...contents)),
    element('main', {}, ...sections.map((section, index) => renderSection(section, toSectionId(index)))),
    '</body>',
    '</html>',
    '',
  ].join('\n');
}
