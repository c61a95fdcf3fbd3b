import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { policies } from './policies.js';
import { decisions } from './public-rules.js';

/** Where the public catalogues are at hand. */
const catalogue = await readFile('../shared/rules.md', 'utf8').catch(() => undefined);

describe('the public catalogues', () => {
  it('have each rule held or decided once', () => {
    const decided = [...policies, ...decisions].flatMap(({ publicRules }) => publicRules);
    const twice = decided.filter((rule, index) => decided.indexOf(rule) !== index);
    expect(twice).toEqual([]);
    for (const { reason } of decisions) expect(reason.length).toBeGreaterThan(30);
  });

  it.skipIf(catalogue === undefined)('have no rule of our resource types that nobody decided', () => {
    const decided = new Set([...policies, ...decisions].flatMap(({ publicRules }) => publicRules));
    const rules = publicRulesOf(catalogue ?? '');
    expect(rules.length).toBeGreaterThan(350);
    expect(rules.filter((rule) => !decided.has(rule))).toEqual([]);
    const names = pulumiRulesOf(catalogue ?? '');
    expect(names.length).toBeGreaterThan(30);
    expect(names.filter((name) => ![...decided].some((rule) => rule === name || rule.includes(`.${name}`)))).toEqual(
      [],
    );
  });
});

/** The ids in the tables and lists of a page on public rules. */
function publicRulesOf(text: string): string[] {
  const between = (start: string, end: string) => text.slice(text.indexOf(start), text.indexOf(end));
  const config = ['Apply from our program', 'Exception or choice', 'Account level'].flatMap((label) =>
    [...(new RegExp(`${label}.*`).exec(between('### A3', '### A4'))?.[0] ?? '').matchAll(/`([A-Z][A-Z0-9_]+)`/g)].map(
      ([, id]) => id,
    ),
  );
  const serverless = [...between('Serverless pack', '### A3').matchAll(/`(\w+)` (?:apply|see|cond|REST)/g)].map(
    ([, id]) => id,
  );
  const prowler = [...between('### A7', '### A8').matchAll(/^\| (\w+_\w+) \|/gm)].map(([, id]) => id);
  // A sentence in brackets follows the list.
  const squawk = [...(/^adding-field-with-default.*?(?= \()/m.exec(text)?.[0] ?? '').matchAll(/[a-z-]+/g)].map(
    ([id]) => id,
  );
  const cfnNag = [...between('### A5', '### A6').matchAll(/\*\*([FW]\d+)\*\*/g)].map(([, id]) => id);
  const named = [...text.matchAll(/HIPAA\.Security-\w+|AwsSolutions-\w+|CKV2?_AWS_\d+/g)].map(([id]) => id);
  return [...new Set([...config, ...serverless, ...prowler, ...squawk, ...cfnNag, ...named])].filter(
    (id) => id !== undefined,
  );
}

/** Names in prose, after their types: `rds Cluster enableBackupRetention`; those of awsguard have dashes. */
function pulumiRulesOf(text: string): string[] {
  const [, page = ''] = /relevant names: ([\s\S]*?)### A7/.exec(text) ?? [];
  const checks = [...page.matchAll(/\b(?:configure|enable|disallow|missing)[A-Z]\w+/g)].map(([id]) => id);
  const guards = [...page.matchAll(/\b[a-z\d]+(?:-[a-z\d]+){3,}\b/g)].map(([id]) => id);
  return [...checks, ...guards];
}
