import { describe, expect, it } from 'vitest';
import type { BenchmarkResult } from './benchmark.js';
import { renderResultSection, renderResultText, replaceSection } from './present.js';

const result: BenchmarkResult = {
  title: 'Requests',
  database: 'PostgreSQL 17, server',
  measurements: [
    { name: 'get', figure: 1234.5, unit: 'requests/s', baseline: 1500, goal: { atLeast: 0.9 } },
    { name: 'size', figure: 41.26, unit: 'KB', goal: { atMost: 450 } },
    { name: 'seen', figure: 3, unit: 'rows' },
  ],
  notes: ['The baseline is bare.'],
};

describe('results', () => {
  it('are a table in a terminal that shows missed goals', () => {
    expect(renderResultText(result)).toBe(
      [
        'Requests (PostgreSQL 17, server)',
        '                  figure          baseline  ratio      goal  met',
        '  get   1,235 requests/s  1,500 requests/s  0.823   ≥ 0.9 ×   no',
        '  size           41.3 KB                           ≤ 450 KB  yes',
        '  seen            3 rows',
        '  The baseline is bare.',
      ].join('\n'),
    );
  });

  it('replace the section of the same name in a page, or are appended', () => {
    const section = renderResultSection('throughput', result, 'Node 24, 2 CPUs');
    expect(section).toContain('| get | 1,235 requests/s | 1,500 requests/s | 0.823 | ≥ 0.9 × | no |');
    const page = '# Benchmarks\n\n## throughput\n\nold\n\n## start\n\nkept\n';
    const replaced = replaceSection(page, 'throughput', section);
    expect(replaced).toBe(`# Benchmarks\n\n${section.trimEnd()}\n\n## start\n\nkept\n`);
    expect(replaceSection(replaced, 'scale', '## scale\n\nnew\n')).toBe(`${replaced}\n## scale\n\nnew\n`);
  });

  it('have a column for each detail, empty where a measurement lacks it', () => {
    const detailed: BenchmarkResult = {
      title: 'Demand',
      notes: [],
      measurements: [
        { name: 'get', figure: 1, unit: 'ms', details: { rows: 3 } },
        { name: 'list', figure: 2, unit: 'ms', details: { rows: 25, 'I/O': 0.5 } },
      ],
    };
    expect(renderResultSection('demand', detailed, 'here').split('\n').slice(4, 8)).toEqual([
      '|  | figure | baseline | ratio | goal | met | rows | I/O |',
      '|---|---:|---:|---:|---:|---|---:|---:|',
      '| get | 1 ms |  |  |  |  | 3 |  |',
      '| list | 2 ms |  |  |  |  | 25 | 0.5 |',
    ]);
  });
});
