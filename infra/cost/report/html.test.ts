import { describe, expect, it } from 'vitest';
import { renderHtmlPage } from './html.js';
import { figureColumn, type Page, textColumn } from './page.js';

const hostile = `</style></svg><script>alert("1")</script>&'`;

const page: Page = {
  title: `Cost ${hostile}`,
  lead: hostile,
  sections: [
    {
      title: `Section ${hostile}`,
      blocks: [
        { kind: 'paragraph', text: hostile },
        { kind: 'list', items: [hostile] },
        {
          kind: 'table',
          columns: [textColumn(hostile), figureColumn('USD')],
          rows: [
            [hostile, '1.00'],
            ['Total', '1.00'],
          ],
          hasTotal: true,
        },
        { kind: 'bars', title: hostile, description: hostile, bars: [{ label: hostile, value: 1, text: hostile }] },
        {
          kind: 'pairs',
          title: hostile,
          description: hostile,
          series: [hostile, hostile],
          pairs: [{ label: hostile, values: [1, 2] }],
        },
        {
          kind: 'growth',
          title: hostile,
          description: hostile,
          series: [
            {
              name: hostile,
              points: [
                { users: 10, usd: 1 },
                { users: 100, usd: 5 },
              ],
            },
          ],
        },
      ],
      parts: [{ title: hostile, blocks: [{ kind: 'bars', title: 'Second', description: '', bars: [] }] }],
    },
  ],
};

const html = renderHtmlPage(page);

describe('the page', () => {
  it('escapes markup', () => {
    expect(html).not.toContain('<script');
    expect(html.match(/<\/style>/g)).toHaveLength(1);
    expect(html).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;');
  });

  it('closes every element in order', () => {
    const open: string[] = [];
    for (const [, slash, name = ''] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*>/gi)) {
      if (name === 'meta') continue;
      if (slash === '') open.push(name);
      else expect(open.pop()).toBe(name);
    }
    expect(open).toEqual([]);
  });

  it('needs no network or script, and blocks both', () => {
    expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(html).not.toMatch(/<(link|img|iframe|object|script|base)\b|@import|https?:|\ssrc=|\son\w+=/);
    for (const [, target] of html.matchAll(/(?:url\(|href=")([^)"]*)/g)) expect(target).toMatch(/^#/);
  });

  it('labels every chart with a title and a description, and has unique ids', () => {
    const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const labelled = [...html.matchAll(/<svg role="img"[^>]*aria-labelledby="([^"]+) ([^"]+)"/g)];
    expect(labelled).toHaveLength(4);
    for (const [, title = '', description = ''] of labelled) {
      expect(html).toContain(`<title id="${title}">`);
      expect(html).toContain(`<desc id="${description}">`);
    }
  });

  it('marks the first cell of a row as its header, and aligns figures to the right', () => {
    expect(html).toContain('<tr class="total"><th scope="row">Total</th><td class="figure">1.00</td></tr>');
    expect(html).toContain('<th scope="col" class="figure">USD</th>');
  });

  it('has styles for light and dark color schemes and for print', () => {
    expect(html).toContain('@media (prefers-color-scheme: dark)');
    expect(html).toContain('@media print');
  });
});
