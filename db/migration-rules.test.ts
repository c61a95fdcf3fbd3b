import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../test/support/database.js';
import { readMigrations } from './migrate.js';

const migrations = await readMigrations();

/** The statements of a file, without comments and function bodies. */
const splitStatements = (sql: string): string[] =>
  sql
    .replaceAll(/--.*$/gm, '')
    .replaceAll(/\$(\w*)\$[\s\S]*?\$\1\$/g, "''")
    .replaceAll(/begin\s+atomic[\s\S]*?\bend\s*;/gi, ';')
    .split(';')
    .map((statement) => statement.replaceAll(/\s+/g, ' ').trim())
    .filter((statement) => statement !== '');

const parseTable = (statement: string): string | undefined =>
  /^(?:create|alter) table (?:if not exists |only )?"?([\w".]+?)"?(?: |\()/i.exec(statement)?.[1];

/** Constraints from before the first release, when tables were empty. */
const beforeRelease: readonly string[] = ['files: files_rejection_reason_known'];

/** Constraints that a file adds to tables of earlier files, which checks all of their rows under a lock. */
function findScans(files: readonly { sql: string }[]): string[] {
  const known = new Set<string>();
  return files.flatMap(({ sql }) => {
    const statements = splitStatements(sql);
    const found = statements.flatMap((statement) => {
      const table = parseTable(statement) ?? '';
      const added = /add constraint "?(\w+)"? (?:check|foreign key)/i.exec(statement)?.[1];
      const required = /alter (?:column )?"?(\w+)"? set not null/i.exec(statement)?.[1];
      const name = added !== undefined && !/not valid$/i.test(statement) ? added : required;
      return known.has(table) && name !== undefined ? [`${table}: ${name}`] : [];
    });
    for (const statement of statements) {
      if (/^create table/i.test(statement)) known.add(parseTable(statement) ?? '');
    }
    return found;
  });
}

/** Migrations from before the first release that move data while they lock out readers. A later one must not. */
const lockedBefore: readonly string[] = ['0004_files'];

/**
 * Files that lock a table of earlier files against all reads, and hold the lock while they work through rows: a dropped
 * index or an altered table stays locked until the migration commits.
 */
function findLockedWork(files: readonly { name: string; sql: string }[]): string[] {
  const known = new Set<string>();
  return files.flatMap(({ name, sql }) => {
    const statements = splitStatements(sql);
    const locksAt = statements.findIndex(
      (statement) =>
        /^drop index/i.test(statement) ||
        (/^alter table/i.test(statement) &&
          known.has(parseTable(statement) ?? '') &&
          // These lock out writers at most.
          !/validate constraint|(?:dis|en)able trigger/i.test(statement)),
    );
    for (const statement of statements) {
      if (/^create table/i.test(statement)) known.add(parseTable(statement) ?? '');
    }
    const work = /^(?:update|delete from|with)\b|^insert into [^;]*?\b(?:select|with)\b/i;
    return locksAt >= 0 && statements.slice(locksAt).some((statement) => work.test(statement)) ? [name] : [];
  });
}

describe('a migration', () => {
  it.each(migrations)('has no statements about transactions or whole databases: $name', ({ sql }) => {
    const forbidden = /^(begin|start transaction|commit|rollback|end|truncate|drop (database|schema))\b/i;
    expect(splitStatements(sql).filter((statement) => forbidden.test(statement))).toEqual([]);
  });

  it('validates a constraint on a large table in a later file than the one that adds it', () => {
    expect(findScans(migrations).filter((scan) => !beforeRelease.includes(scan))).toEqual([]);
  });

  it("doesn't move data while it locks out readers", () => {
    expect(findLockedWork(migrations).filter((name) => !lockedBefore.includes(name))).toEqual([]);
  });

  it.each([
    ['alter table people add column age integer; update people set age = 1', ['second']],
    ['drop index people_name; insert into pets (id) select id from people', ['second']],
    ['update people set age = 1; alter table people add column height integer', []],
    ['alter table people validate constraint of_age; update people set age = 1', []],
    ['alter table people disable trigger touch_row; update people set age = 1', []],
    ["alter table people add column age integer; insert into pets (name) values ('Rex')", []],
    ['create table cats (id uuid); alter table cats force row level security; delete from people', []],
  ])('is known to lock out readers while it works: %s', (sql, found) => {
    expect(
      findLockedWork([
        { name: 'first', sql: 'create table people (id uuid)' },
        { name: 'second', sql },
      ]),
    ).toEqual(found);
  });

  it.each([
    ['alter table "people" add constraint "of_age" check (age > 17)', ['people: of_age']],
    ['alter table people add constraint boss foreign key (boss) references people (id)', ['people: boss']],
    ['alter table people alter column name set not null', ['people: name']],
    ['alter table people add constraint of_age check (age > 17) not valid', []],
    ['alter table people validate constraint of_age', []],
    ['create table pets (id uuid); alter table pets add constraint p check (id is not null)', []],
  ])('is read right: %s', (sql, scans) => {
    expect(findScans([{ sql: 'create table people (id uuid)' }, { sql }])).toEqual(scans);
  });
});

describe('the schema', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await createTestDatabase();
  });
  afterAll(() => db.close());

  const ours = `relnamespace in (select oid from pg_namespace where nspname in ('public', 'bedrock_integration'))
    and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')`;

  it('uses text without a length, timestamps with a time zone, and identity columns', async () => {
    const columns = await db.sql.unsafe(`
      select relname || '.' || attname as name, format_type(atttypid, atttypmod) as type
      from pg_class c join pg_attribute on attrelid = c.oid and attnum > 0 and not attisdropped
      where relkind in ('r', 'p') and ${ours}
        and (format_type(atttypid, atttypmod) ~ '^(character|timestamp.*without|time[ (])'
          or (attidentity = '' and pg_get_serial_sequence(format('%I.%I', relnamespace::regnamespace, relname), attname) is not null))`);
    expect([...columns]).toEqual([]);
  });

  it('has no enumerations, domains or partitions, whose changes lock or rewrite', async () => {
    const types = await db.sql.unsafe(`
      select typname from pg_type t where typtype in ('e', 'd') and typnamespace = 'public'::regnamespace
        and not exists (select from pg_depend d where d.objid = t.oid and d.deptype = 'e')
      union all select relname from pg_class c where relkind = 'p' and ${ours}`);
    expect([...types]).toEqual([]);
  });

  it('has names that PostgreSQL did not truncate', async () => {
    const longest = await db.sql.unsafe(`
      select relname as name from pg_class c where ${ours} and length(relname) >= 63
      union all select conname from pg_constraint where length(conname) >= 63
      union all select proname from pg_proc where pronamespace = 'public'::regnamespace and length(proname) >= 63`);
    expect([...longest]).toEqual([]);
  });
});
