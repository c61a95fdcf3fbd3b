import { barChart } from './charts/bars.js';
import { growthChart } from './charts/growth.js';
import { pairChart } from './charts/pairs.js';
import { type Attributes, element, escapeHtml } from './charts/svg.js';
import { style } from './html-style.js';
import type { Block, Chart, Column, Page, Section, Table } from './page.js';

function drawn(chart: Chart, id: string): string {
  switch (chart.kind) {
    case 'bars':
      return barChart(chart, id);
    case 'pairs':
      return pairChart(chart, id);
    case 'growth':
      return growthChart(chart, id);
  }
}

const classOf = (column: Column | undefined): Attributes => (column?.isFigure ? { class: 'figure' } : {});

function tableOf({ columns, rows, hasTotal = false }: Table, name: string): string {
  const head = columns.map((column) => element('th', { scope: 'col', ...classOf(column) }, escapeHtml(column.title)));
  const body = rows.map((row, index) => {
    const cells = row.map((cell, at) =>
      at === 0
        ? element('th', { scope: 'row' }, escapeHtml(cell))
        : element('td', classOf(columns[at]), escapeHtml(cell)),
    );
    return element('tr', hasTotal && index === rows.length - 1 ? { class: 'total' } : {}, ...cells);
  });
  const table = element(
    'table',
    { 'aria-label': name },
    element('thead', {}, element('tr', {}, ...head)),
    element('tbody', {}, ...body),
  );
  // Who has no mouse scrolls a wide table once it has the focus.
  return element('div', { class: 'wide', role: 'region', tabindex: 0, 'aria-label': `Table: ${name}` }, table);
}

function blockOf(block: Block, name: string, id: string): string {
  switch (block.kind) {
    case 'paragraph':
      return element('p', {}, escapeHtml(block.text));
    case 'list':
      return element('ul', {}, ...block.items.map((item) => element('li', {}, escapeHtml(item))));
    case 'table':
      return tableOf(block, name);
    default:
      return element(
        'figure',
        {},
        element('figcaption', {}, element('strong', {}, escapeHtml(block.title)), ` ${escapeHtml(block.description)}`),
        element(
          'div',
          { class: 'wide', role: 'region', tabindex: 0, 'aria-label': `Chart: ${block.title}` },
          drawn(block, id),
        ),
      );
  }
}

const blocksOf = (blocks: readonly Block[], name: string, id: string): string[] =>
  blocks.map((block, index) => blockOf(block, name, `${id}-${index + 1}`));

function sectionOf({ title, blocks, parts = [] }: Section, id: string): string {
  return element(
    'section',
    { 'aria-labelledby': id },
    element('h2', { id }, escapeHtml(title)),
    ...blocksOf(blocks, title, id),
    ...parts.flatMap((part, index) => [
      element('h3', {}, escapeHtml(part.title)),
      ...blocksOf(part.blocks, `${title}, ${part.title}`, `${id}-part-${index + 1}`),
    ]),
  );
}

/** A report as one file that needs nothing else: no network, no script, and the policy in it lets nothing be loaded. */
export function htmlPage({ title, lead, sections }: Page): string {
  const idOf = (index: number) => `section-${index + 1}`;
  const contents = sections.map((section, index) =>
    element('li', {}, element('a', { href: `#${idOf(index)}` }, escapeHtml(section.title))),
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
    element('main', {}, ...sections.map((section, index) => sectionOf(section, idOf(index)))),
    '</body>',
    '</html>',
    '',
  ].join('\n');
}
