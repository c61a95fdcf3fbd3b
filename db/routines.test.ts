import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../test/support/database.js';
import { compareRoutines, type RoutineFile, readRoutineFiles } from './routines.js';

let db: TestDatabase;
let files: RoutineFile[];
beforeAll(async () => {
  db = await createTestDatabase();
  files = await readRoutineFiles();
});
afterAll(() => db.close());

async function compare(compared: readonly RoutineFile[] = files) {
  const { changed, mismatches } = await compareRoutines(db.sql, compared);
  return { changed: changed.map(({ name }) => name), mismatches };
}

/** Replaces text in one file, which must contain it. */
function edit(name: string, text: string, replacement: string): RoutineFile[] {
  expect(files.find((file) => file.name === name)?.sql).toContain(text);
  return files.map((file) => (file.name === name ? { name, sql: file.sql.replace(text, replacement) } : file));
}

describe('the files of db/routines', () => {
  it('equal the functions and triggers of a migrated database', async () => {
    expect(await compare()).toEqual({ changed: [], mismatches: [] });
  });

  it.each([
    ['code', 'busy_time', "('scheduled', 'confirmed')", "('scheduled')"],
    ['white space in a literal', 'search_patients', "'.,-''', '   '", "'.,-''', ' '"],
    ['a setting', 'busy_times', 'SET enable_seqscan = off', ''],
    ['the rights it runs with', 'busy_time', 'SECURITY DEFINER ', ''],
    ['a grant', 'search_knowledge', 'GRANT EXECUTE', '-- GRANT EXECUTE'],
    ['a revoke', 'record_history', 'REVOKE ALL', '-- REVOKE ALL'],
    ['a trigger', 'guard_new_file', 'BEFORE INSERT ON files', 'BEFORE INSERT OR UPDATE ON files'],
  ])('need a migration after a change of %s', async (_what, name, text, replacement) => {
    expect(await compare(edit(name, text, replacement))).toEqual({ changed: [name], mismatches: [] });
  });

  it('need no migration after a change of a comment or of white space', async () => {
    const edited = edit('search_patients', 'BEGIN\n', 'BEGIN\n\n  -- "Reworded", it\'s fine.\n');
    expect(await compare(edited)).toEqual({ changed: [], mismatches: [] });
  });

  it('need a migration for a new routine', async () => {
    const added = { name: 'added', sql: 'CREATE FUNCTION added() RETURNS integer LANGUAGE sql RETURN 1' };
    expect(await compare([...files, added])).toEqual({ changed: ['added'], mismatches: [] });
  });

  it('have each routine in the file of its function, and only there', async () => {
    const [busyTimes] = files.filter(({ name }) => name === 'busy_times');
    const moved = [...files.filter(({ name }) => name !== 'busy_times'), { ...busyTimes, name: 'x' } as RoutineFile];
    const id = 'function busy_times(uuid[],timestamp with time zone,timestamp with time zone)';
    expect((await compare(moved)).mismatches).toEqual([`${id} belongs in busy_times.sql (found in x.sql).`]);
    const repeated = [...files, { name: 'x', sql: busyTimes?.sql ?? '' }, { name: 'y', sql: 'select 1' }];
    expect((await compare(repeated)).mismatches).toEqual([
      'y.sql has no routine.',
      `${id} belongs in busy_times.sql (found in busy_times.sql, x.sql).`,
    ]);
  });

  it('name the file whose statements fail', async () => {
    const broken = edit('caller_role', 'RETURNS text', 'RETURNS integer');
    await expect(compare(broken)).rejects.toThrow(/^db\/routines\/caller_role\.sql failed: cannot change return type/);
  });
});

describe('a migration without its file', () => {
  it.each([
    [
      'changes a function',
      'create or replace function caller_role() returns text language sql stable return null',
      'caller_role',
    ],
    ['changes a grant', 'grant execute on function busy_time(uuid, timestamptz, timestamptz) to readonly', 'busy_time'],
    ['drops a trigger', 'drop trigger append_only on row_history', 'refuse_change'],
  ])('is noticed when it %s', async (_what, migration, name) => {
    await db.sql.unsafe(migration);
    try {
      expect(await compare()).toEqual({ changed: [name], mismatches: [] });
    } finally {
      await db.sql.unsafe(`revoke all on function busy_time(uuid, timestamptz, timestamptz) from readonly`);
      await db.sql.unsafe(`set role migrator; ${files.find((file) => file.name === name)?.sql}; reset role`).simple();
    }
  });

  it('is noticed when it adds a function or a trigger', async () => {
    await db.sql.unsafe(`
      create function bedrock_integration.added() returns integer language sql return 1;
      create trigger added before update on exams for each row execute function touch_row()`);
    expect((await compare()).mismatches).toEqual([
      'function bedrock_integration.added() belongs in added.sql (found in no file).',
      'trigger added on exams belongs in touch_row.sql (found in no file).',
    ]);
    await db.sql.unsafe('drop function bedrock_integration.added(); drop trigger added on exams');
    expect(await compare()).toEqual({ changed: [], mismatches: [] });
  });
});
