import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createEmptyDatabase } from '../test/support/database.js';
import { findIncompatibilities, readSurface, type SchemaSurface } from '../test/support/schema-surface.js';
import { type MigrationFile, migrate, readMigrations } from './migrate.js';

/**
 * Changes that migrations make on purpose although they break the code of the release before, whose functions still run
 * for minutes during a deployment, and for days after a rollback: docs/migrations.md.
 */
const contracts: readonly { by: string; lines: readonly string[]; reason: string }[] = [
  {
    by: '0002_rules',
    lines: ['medic', 'patient'].map(
      (who) =>
        `reservations: EXCLUDE USING gist (${who}_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE ((status = ANY (ARRAY['scheduled'::text, 'confirmed'::text])))`,
    ),
    reason: 'The rules came with the first release; the tables alone were never one.',
  },
  {
    by: '0004_files',
    lines: ['insert files.inline_text text', 'select files.inline_text text', 'update files.inline_text text'],
    reason: 'The text moved to file_texts before anything was released; only the loader wrote it.',
  },
];

/** Levels with tables. */
const all = await readMigrations();
const levels = all.map(({ name }) => name).slice(1);
const newest = levels.at(-1) ?? '';

const open: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const close of open.reverse()) await close();
});

async function emptyDatabase(): Promise<postgres.Sql> {
  const { url, drop } = await createEmptyDatabase();
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  open.push(drop, () => sql.end({ timeout: 5 }));
  return sql;
}

/** A row in each table of a level, marked with the level's number. */
async function fill(sql: postgres.Sql, level: string): Promise<void> {
  const n = level.slice(0, 4);
  const uuid = (number: number) => `${String(number).padStart(8, '0')}-${n}-4000-8000-000000000000`;
  const [patient, medic, exam, reservation, file, session] = [1, 2, 3, 4, 5, 6].map(uuid);
  const [inline] = await sql`
    select from information_schema.columns where table_name = 'files' and column_name = 'inline_text'`;
  await sql.unsafe(`
    insert into patients (id, given_name, family_name, birth_date, gender, email, account_subject, address)
      values ('${patient}', 'Ána', 'Level ${n}', '1990-01-01', 'other', 'a${n}@example.com', 'subject-${n}', '{"city": "Bogotá"}');
    insert into medics (id, given_name, family_name, license_number) values ('${medic}', 'Omar', 'Medic', 'L-${n}');
    insert into exams (id, name, type, duration_minutes) values ('${exam}', 'Exam ${n}', 'imaging', 30);
    insert into reservations (id, patient_id, medic_id, exam_id, starts_at, ends_at)
      values ('${reservation}', '${patient}', '${medic}', '${exam}', '2030-01-01T09:00Z', '2030-01-01T10:00Z');
    insert into medical_history_entries (patient_id, kind, display) values ('${patient}', 'allergy', 'Nuts');
    insert into exam_results (patient_id, display, effective_at, status, value)
      values ('${patient}', 'X', '2020-01-01T00:00Z', 'final', '"high"');
    insert into files (id, patient_id, file_name, content_type, size_bytes, sha256, category, object_key)
      values ('${file}', '${patient}', 'f', 'text/plain', 1, 'aa', 'other', 'key-${n}');
    insert into audit_events (request_id, action, resource_type, outcome, status, patient_ids)
      values ('r-${n}', 'a', 't', 'success', 200, array['${patient}']::uuid[]);
    insert into idempotency_keys (caller_subject, key, fingerprint, status, headers, body, trail, expires_at)
      values ('subject-${n}', 'k', 'f', 201, '{}', '', '{}', '2030-01-01T00:00Z');
    insert into loaded_resources (resource_type, resource_id, content_hash) values ('Patient', '${n}', 'h');
    insert into assistant_sessions (id, owner_subject) values ('${session}', 'subject-${n}');
    insert into assistant_messages (session_id, role, content) values ('${session}', 'user', 'hello');
    insert into bedrock_integration.knowledge_base (chunks, custom_metadata)
      values ('chunk ${n}', '{"patientId": "${patient}"}');
    ${
      inline
        ? `update files set inline_text = 'Dear ${n}' where id = '${file}'`
        : `insert into file_texts (id, patient_id, text) values ('${file}', '${patient}', 'Dear ${n}')`
    }`);
}

type Row = Record<string, unknown>;

async function readRows(sql: postgres.Sql, tables: readonly string[]): Promise<Map<string, Row[]>> {
  const found = new Map<string, Row[]>();
  for (const table of tables) {
    const rows = await sql.unsafe<{ row: Row }[]>(`select to_jsonb(t) as row from ${table} t order by t::text`);
    found.set(
      table,
      rows.map(({ row }) => row),
    );
  }
  return found;
}

/** Rows with different values in the columns that both levels have. */
function lostRows(before: Map<string, Row[]>, after: Map<string, Row[]>): string[] {
  return [...before].flatMap(([table, rows]) => {
    const kept = after.get(table) ?? [];
    const columns = Object.keys(kept[0] ?? {});
    const only = (row: Row) =>
      JSON.stringify(columns.filter((name) => rows[0] && name in rows[0]).map((name) => row[name]));
    const there = new Set(kept.map(only));
    return rows.filter((row) => !there.has(only(row))).map((row) => `${table} ${JSON.stringify(row)}`);
  });
}

describe('a database that is migrated through every level', () => {
  const surfaces = new Map<string, SchemaSurface>();
  const lost: string[] = [];
  const notUndone: string[] = [];
  let sql: postgres.Sql;

  beforeAll(async () => {
    sql = await emptyDatabase();
    await migrate(sql, { target: all[0]?.name ?? '' });
    for (const [index, level] of levels.entries()) {
      const tables = surfaces.get(levels[index - 1] ?? '')?.tables ?? [];
      const before = await readRows(sql, tables);
      // First it fails at its end, then it is fixed and runs again.
      const broken = all.map((migration): MigrationFile => {
        return migration.name === level ? { ...migration, sql: `${migration.sql}\n;\nselect 1 / 0` } : migration;
      });
      const failure = await migrate(sql, { migrations: broken, target: level }).catch((error: Error) => error.message);
      if (failure !== `Migration ${level} failed and was rolled back: division by zero`)
        notUndone.push(`${level}: ${failure}`);
      if (JSON.stringify([...(await readRows(sql, tables))]) !== JSON.stringify([...before]))
        notUndone.push(`${level}: rows`);
      await migrate(sql, { target: level });
      lost.push(...lostRows(before, await readRows(sql, tables)));
      await fill(sql, level);
      surfaces.set(level, await readSurface(sql));
    }
  });

  /** Lists what a change of the newest level would break, and rolls it back. */
  async function findBrokenBy(change: string): Promise<string[]> {
    const then = await readSurface(sql);
    await sql.unsafe('begin');
    try {
      await sql.unsafe(change);
      return findIncompatibilities(then, await readSurface(sql));
    } finally {
      await sql.unsafe('rollback');
    }
  }

  it('keeps every row of every level', async () => {
    expect(lost).toEqual([]);
    const [row] = await sql`select count(*)::int as patients from patients`;
    expect(row?.patients).toBe(levels.length);
    const texts = await sql`select text from file_texts order by text`;
    expect(texts.map(({ text }) => text)).toEqual(levels.map((level) => `Dear ${level.slice(0, 4)}`));
  });

  it('is unchanged after a migration that failed at its end, which then runs', () => {
    expect(notUndone).toEqual([]);
  });

  it.each(levels)('supports the code of %s at the newest level, except for the listed contracts', (level) => {
    const last = surfaces.get(newest);
    const then = surfaces.get(level);
    if (!last || !then) throw new Error('A level was not reached.');
    const accepted = contracts.filter(({ by }) => by > level).flatMap(({ lines }) => lines);
    expect(findIncompatibilities(then, last).filter((line) => !accepted.includes(line))).toEqual([]);
  });

  it('breaks everything in the list of contracts', () => {
    const last = surfaces.get(newest);
    const missing = levels.flatMap((level) => {
      const then = surfaces.get(level);
      return then && last ? findIncompatibilities(then, last) : [];
    });
    expect(contracts.flatMap(({ lines }) => lines).filter((line) => !missing.includes(line))).toEqual([]);
  });

  it.each([
    ['a column that goes', 'alter table patients drop column phone', 'select patients.phone text'],
    ['a column that gets another name', 'alter table medics rename specialty to field', 'update medics.specialty text'],
    [
      'a column of another type',
      'alter table exams alter duration_minutes type bigint',
      'select exams.duration_minutes integer',
    ],
    ['a column that may be null', 'alter table patients alter gender drop not null', 'never null patients.gender'],
    ['a right that is taken away', 'revoke insert on exam_results from app', 'insert exam_results.display text'],
    ['a function that goes', 'drop function patient_access_log(uuid)', 'call patient_access_log(uuid) returns TABLE'],
    [
      'a new column that must be given',
      "alter table patients add code text not null default 'x'; alter table patients alter code drop default",
      'patients.code must be given',
    ],
    ['a new rule for an old column', 'alter table medics add check (phone is not null) not valid', 'medics: CHECK'],
    ['a new uniqueness', 'create unique index on medics (email, phone)', '(email, phone)'],
  ])('would be told of %s', async (_what, change, promise) => {
    expect((await findBrokenBy(change)).filter((line) => line.includes(promise))).toHaveLength(1);
  });

  it.each([
    ['a new column', 'alter table patients add code text'],
    ['a new column with a default', `alter table patients add code text not null default ''`],
    ['a rule of a new column', 'alter table patients add code text check (length(code) < 9)'],
    ['a new table', 'create table later (id integer not null unique)'],
  ])('lets %s pass', async (_what, change) => {
    expect(await findBrokenBy(change)).toEqual([]);
  });
});

describe('a database with data at one level', () => {
  // Only a server creates databases fast enough; the embedded database is tested by the steps above.
  it.runIf('url' in inject('testDatabase')).each(levels)('migrates from %s to the newest at once', async (level) => {
    const sql = await emptyDatabase();
    await migrate(sql, { target: level });
    await fill(sql, level);
    const { tables } = await readSurface(sql);
    const before = await readRows(sql, tables);
    const report = await migrate(sql);
    expect(report).toMatchObject({ from: level, to: newest });
    expect(lostRows(before, await readRows(sql, tables))).toEqual([]);
  });
});

describe('the contacts of medics', () => {
  const reach = `select medic_contacts.email, medic_contacts.phone, medics.email as old, version from medics
    left join medic_contacts on medic_id = id where license_number`;

  it('move to a table that patients cannot read, without a new version or an entry in the change history', async () => {
    const sql = await emptyDatabase();
    await migrate(sql, { target: levels[levels.indexOf('0024_medic_contacts') - 1] ?? '' });
    await sql`insert into medics (given_name, family_name, license_number, email) values ('Mo', 'Ved', 'M', 'mo@clinic.example')`;
    await migrate(sql);
    expect(await sql.unsafe(`${reach} = 'M'`)).toEqual([
      { email: 'mo@clinic.example', phone: null, old: null, version: 1 },
    ]);
    expect(await sql`select from row_history where table_name in ('medics', 'medic_contacts')`).toHaveLength(0);
  });

  it('are moved when the previous release writes them, as one change of the medic', async () => {
    const sql = await emptyDatabase();
    await migrate(sql);
    await sql`insert into medics (given_name, family_name, license_number, email) values ('New', 'Medic', 'N', 'a@clinic.example')`;
    await sql`update medics set phone = '+12025550123', specialty = 'Radiology' where license_number = 'N'`;
    await sql`update medics set email = null, department = null where license_number = 'N'`;
    await sql`
      insert into medics (id, given_name, family_name, license_number, email)
      select id, given_name, family_name, license_number, 'b@clinic.example' from medics where license_number = 'N'
      on conflict (id) do update set email = coalesce(excluded.email, medics.email)`;
    expect(await sql.unsafe(`${reach} = 'N'`)).toEqual([
      { email: 'b@clinic.example', phone: '+12025550123', old: null, version: 2 },
    ]);
    const changes = await sql`
      select operation, after ->> 'email' as email from row_history where table_name = 'medic_contacts' order by id`;
    expect(changes).toEqual([
      { operation: 'INSERT', email: 'a@clinic.example' },
      { operation: 'UPDATE', email: 'a@clinic.example' },
      { operation: 'UPDATE', email: 'b@clinic.example' },
    ]);
  });
});

describe('the words of names in Katakana', () => {
  it('are found in Hiragana after the migration, which is no change of the patient', async () => {
    const sql = await emptyDatabase();
    await migrate(sql, { target: levels[levels.indexOf('0026_fold_kana') - 1] ?? '' });
    await sql`
      insert into patients (given_name, family_name, birth_date, gender, active)
      values ('サクラ', 'タナカ', '1990-01-01', 'female', false), ('ﾊﾅ', 'Smith', '1990-01-01', 'female', true)`;
    await migrate(sql);
    await sql`select set_config('app.role', 'staff', false), set_config('app.subject', 'desk', false)`;
    const find = (text: string) => sql`
      select given_name, active, version, updated_at = created_at as is_untouched
      from search_patients(${text}) join patients on id = patient_id`;
    const sakura = { given_name: 'サクラ', active: false, version: 1, is_untouched: true };
    expect(await find('たなか')).toEqual([sakura]);
    expect(await find('たなかさくら')).toEqual([sakura]);
    expect(await find('はな')).toEqual([{ given_name: 'ﾊﾅ', active: true, version: 1, is_untouched: true }]);
    expect(await sql`select from row_history where table_name = 'patients'`).toHaveLength(0);
  });
});
