import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { policies } from './policies.js';
import { publicRuleDecisions } from './public-rules.js';

const decided = [...policies, ...publicRuleDecisions].flatMap(({ publicRules }) => publicRules);

/** A list of its own: what is dropped from a policy or a decision is missed here. */
const listed = (await readFile(new URL('./public-rule-ids.txt', import.meta.url), 'utf8'))
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));

describe('the public catalogues', () => {
  it('have no rule of our resource types that nobody holds or decided, and none that nobody listed', () => {
    expect(listed.filter((rule) => !decided.includes(rule))).toEqual([]);
    expect(decided.filter((rule) => !listed.includes(rule))).toEqual([]);
  });

  it('have each rule held or decided once', () => {
    expect(decided.filter((rule, index) => decided.indexOf(rule) !== index)).toEqual([]);
    expect(listed.filter((rule, index) => listed.indexOf(rule) !== index)).toEqual([]);
    for (const { reason } of publicRuleDecisions) expect(reason.length).toBeGreaterThan(30);
  });
});
