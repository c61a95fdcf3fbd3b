import { describe, expect, it } from 'vitest';
import { readFirstKeyword, redactStatement } from './sql-text.js';

describe("a statement's first keyword", () => {
  it.each([
    ['select 1', 'select'],
    [' \n( (SELECT 1)', 'select'],
    ['-- select\ndelete from patients', 'delete'],
    ['/* select */ delete from patients', 'delete'],
    ['/**/with a as (select 1) select 2', 'with'],
    ['DO$$begin end$$', 'do'],
    ['', ''],
    [';', ''],
    ['-- select', ''],
  ])('of %j is %j', (statement, keyword) => expect(readFirstKeyword(statement)).toBe(keyword));

  it('is the one that PostgreSQL reads, whose block comments nest', () => {
    expect(readFirstKeyword('/* /* */ select 1 /* */ */ do $$x$$')).toBe('do');
    expect(readFirstKeyword('/* /* */ select 1')).toBe('');
    expect(readFirstKeyword('*/ select 1')).toBe('');
    expect(readFirstKeyword('/* -- */ delete from patients')).toBe('delete');
  });
});

describe('a redacted statement', () => {
  it.each([
    [`select "a"."b_1" from t where x = 'Ada' and n=1990`, 'select "a"."b_1" from t where x = ? and n=?'],
    ["select 'it''s Ada', E'it\\'s Ada', $$Ada$$, $q$Ada$q$", 'select ? ? , ? , ? , ?'],
    ['select 1.5e3, -20, col1, $1', 'select ?, -?, col1, $1'],
    ['select 1 -- Ada\n, /* Ada */ 2', 'select ? , ?'],
    [`select * from t where name = "Ada Example"`, 'select * from t where name = ?'],
    ["select 'Ada", 'select ?'],
    ['select "Ada', 'select ?'],
    ['select $q$Ada', 'select ?'],
    ['select /* Ada', 'select'],
  ])('of %j is %j', (statement, redacted) => expect(redactStatement(statement)).toBe(redacted));
});
