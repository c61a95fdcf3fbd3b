import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { policies } from './policies.js';
import { publicRuleDecisions } from './public-rules.js';

const decided = [...policies, ...publicRuleDecisions].flatMap(({ publicRules }) => publicRules);

/** A separate list, so that an id dropped from a policy or a decision is noticed. */
const listed = (await readFile(new URL('./public-rule-ids.txt', import.meta.url), 'utf8'))
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));

describe('the public catalogs', () => {
  it('have a policy or a decision for each listed rule, and list each rule that has one', () => {
    expect(listed.filter((rule) => !decided.includes(rule))).toEqual([]);
    expect(decided.filter((rule) => !listed.includes(rule))).toEqual([]);
  });

  it('have one policy or decision for each rule, with a reason', () => {
    expect(decided.filter((rule, index) => decided.indexOf(rule) !== index)).toEqual([]);
    expect(listed.filter((rule, index) => listed.indexOf(rule) !== index)).toEqual([]);
    for (const { reason } of publicRuleDecisions) expect(reason.length).toBeGreaterThan(30);
  });
});
