import { beforeAll, describe, expect, it } from 'vitest';
import { previewStack } from '../preview/preview.js';
import { judge, type PolicyFinding } from './judge.js';
import { policies } from './policies.js';
import { findingsSarif } from './sarif.js';
import { combineChanges, setInput } from './testing.js';
import { findingsMarkdown, findingsText } from './text.js';

const plain = { bold: (text: string) => text, dim: (text: string) => text };

let findings: readonly PolicyFinding[];
beforeAll(async () => {
  const { resources } = await previewStack('prod');
  const broken = combineChanges(
    setInput('aws:rds/cluster:Cluster', 'deletionProtection', false),
    setInput('aws:rds/cluster:Cluster', 'copyTagsToSnapshot', false),
  )(resources);
  findings = judge({ stack: 'prod', resources: broken, today: '2026-11-23' });
});

describe('findings', () => {
  it('have a policy, a resource, what is wrong and how to fix it, errors first', () => {
    const [summary, ...lines] = findingsText(findings, plain).split('\n');
    expect(summary).toMatch(/^Policies: 1 error, 1 warning, \d+ accepted$/);
    expect(lines).toEqual([
      '  database-deletion-protected  database-cluster has deletionProtection false; it must be true',
      '    Set database.deletionProtection to true.',
      '  database-snapshots-tagged  database-cluster has copyTagsToSnapshot false; it must be true',
      '    Set copyTagsToSnapshot to true.',
    ]);
  });

  it('are tables in Markdown, with the reason for accepted ones', () => {
    const text = findingsMarkdown('prod', findings);
    expect(text).toContain(
      '| database-deletion-protected | error | 164.308(a)(7)(ii)(A), 164.312(a)(2)(ii) | `database-cluster` |',
    );
    expect(text).toMatch(/\| secret-rotated \| error \|.*`secrets-bedrock-user`.*Expires on 2027-06-30\. \|/);
    expect(text).toMatch(/\| secret-rotated \| error \|.*`secrets-third-party`.* No expiry\. \|/);
    const rows = text.split('\n').filter((line) => line.startsWith('| '));
    for (const row of rows) expect(row.match(/(?<!\\)\|/g)).toHaveLength(7);
  });

  it('are results in SARIF, suppressed if accepted', () => {
    const { version, runs } = JSON.parse(findingsSarif('prod', findings));
    const [{ tool, results }] = runs;
    expect(version).toBe('2.1.0');
    expect(tool.driver.rules).toHaveLength(policies.length);
    expect(results).toHaveLength(findings.length);
    expect(results[0]).toMatchObject({
      ruleId: 'database-deletion-protected',
      level: 'error',
      message: { text: 'database-cluster has deletionProtection false; it must be true' },
    });
    expect(results[0].suppressions).toBeUndefined();
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex].id).toBe(ruleId);
    const suppressed = results.filter((result: { suppressions?: unknown[] }) => result.suppressions);
    for (const { suppressions } of suppressed)
      expect(suppressions[0].justification).toMatch(/ (No expiry|Expires on \d{4}-\d{2}-\d{2})\.$/);
    expect(suppressed).toHaveLength(findings.filter(({ accepted }) => accepted !== undefined).length);
  });
});
