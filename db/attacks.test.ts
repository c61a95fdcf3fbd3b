import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asCaller, createTestDatabase, type TestDatabase } from '../test/support/database.js';
import type { CallerRole } from './schema/policies.js';

// Attacks by someone with the functions' own connection, or through a function that lacks a check.

let db: TestDatabase;
const ids = { alice: '', bob: '', removed: '', medic: '', exam: '' };

beforeAll(async () => {
  db = await createTestDatabase();
  const [row] = await db.sql<(typeof ids)[]>`
    with person as (
      insert into patients (given_name, family_name, birth_date, gender, account_subject, removed_at)
      values ('Alice', 'A', '1990-01-01', 'other', 'alice', null), ('Bob', 'B', '1990-01-01', 'other', 'bob', null),
        ('Carol', 'C', '1990-01-01', 'other', 'carol', now())
      returning id, account_subject
    ), medic as (
      insert into medics (given_name, family_name, license_number) values ('M', 'D', '1') returning id
    ), exam as (
      insert into exams (name, type, duration_minutes) values ('Blood', 'laboratory', 30) returning id
    )
    select (select id from person where account_subject = 'alice') as alice,
      (select id from person where account_subject = 'bob') as bob,
      (select id from person where account_subject = 'carol') as removed,
      medic.id as medic, exam.id as exam from medic, exam`;
  Object.assign(ids, row);
  for (const patient of [ids.alice, ids.removed]) {
    await db.sql`
      insert into exam_results (patient_id, display, effective_at, status) values (${patient}, 'X', now(), 'final')`;
    await db.sql`
      insert into files (patient_id, file_name, content_type, size_bytes, sha256, category, object_key)
      values (${patient}, 'f', 't', 1, 'a', 'other', ${patient})`;
  }
  await db.sql`
    insert into reservations (patient_id, medic_id, exam_id, starts_at, ends_at)
    values (${ids.removed}, ${ids.medic}, ${ids.exam}, '2020-01-01T09:00Z', '2020-01-01T10:00Z')`;
});
afterAll(() => db.close());

/** The SQLSTATE of the statements' error, or that they were permitted. */
const outcome = (role: CallerRole, subject: string, ...statements: string[]): Promise<string> =>
  asCaller(db.sql, { role, subject }, async (tx) => {
    for (const statement of statements) await tx.unsafe(statement);
  }).then(
    () => 'permitted',
    (error: { code: string }) => error.code,
  );

const refused = '42501';

describe('a temporary table that shadows a permanent one', () => {
  // A migration revokes this privilege. Granting it here shows that other defenses suffice.
  beforeAll(async () => {
    const [row] = await db.sql<{ name: string }[]>`select current_database() as name`;
    await db.sql`grant temporary on database ${db.sql(row?.name ?? '')} to app`;
  });

  it("doesn't divert the change history", async () => {
    await asCaller(db.sql, { role: 'staff', subject: 'desk' }, async (tx) => {
      await tx`create temp table row_history (like public.row_history including all)`;
      await tx`grant all on pg_temp.row_history to migrator`;
      await tx`update patients set phone = '+12025550100' where id = ${ids.bob}`;
    });
    expect((await db.sql`select from public.row_history where row_id = ${ids.bob}`).count).toBe(1);
  });

  it("doesn't give a patient another identity", async () => {
    const seen = await asCaller(db.sql, { role: 'patient', subject: 'alice' }, async (tx) => {
      await tx`create temp table patients (id uuid, account_subject text, removed_at timestamptz)`;
      await tx`grant all on pg_temp.patients to migrator`;
      await tx`insert into pg_temp.patients values (${ids.bob}, 'alice', null)`;
      return tx<{ name: string }[]>`select given_name as name from public.patients`;
    });
    expect(seen.map(({ name }) => name)).toEqual(['Alice']);
  });

  it("can't forge a change with the history's trigger", async () => {
    const statements = [
      'create temp table forged (id uuid, x integer)',
      'create trigger forge after update on forged for each row execute function public.record_history()',
    ];
    expect(await outcome('patient', 'alice', ...statements)).toBe(refused);
  });
});

it('no caller writes an audit event for another', async () => {
  const event = (subject: string, role: string) =>
    `insert into audit_events (request_id, actor_subject, actor_role, action, resource_type, outcome, status)
     values ('r', '${subject}', '${role}', 'x', 'y', 'success', 200)`;
  expect(await outcome('patient', 'alice', event('bob', 'patient'))).toBe(refused);
  expect(await outcome('patient', 'alice', event('alice', 'admin'))).toBe(refused);
  expect(await outcome('patient', 'alice', event('alice', 'patient'))).toBe('permitted');
});

it("a patient can't book a reservation as completed", async () => {
  const booking = (status: string) =>
    `insert into reservations (patient_id, medic_id, exam_id, starts_at, ends_at, status)
     values ('${ids.alice}', '${ids.medic}', '${ids.exam}', '2030-01-01T09:00Z', '2030-01-01T10:00Z', '${status}')`;
  expect(await outcome('patient', 'alice', booking('completed'))).toBe(refused);
  expect(await outcome('patient', 'alice', booking('scheduled'))).toBe('permitted');
});

describe("a removed patient's rows", () => {
  it.each(['exam_results', 'files', 'reservations'])('in %s are visible only to administrators', async (table) => {
    const seenBy = async (role: CallerRole) => {
      const query = `select from ${table} where patient_id = '${ids.removed}'`;
      return (await asCaller(db.sql, { role, subject: 'x' }, (tx) => tx.unsafe(query))).count;
    };
    expect(await seenBy('admin')).toBe(1);
    for (const role of ['medic', 'staff', 'service'] as const) expect([role, await seenBy(role)]).toEqual([role, 0]);
  });

  it("can't be added by a medic", async () => {
    const entry = `insert into medical_history_entries (patient_id, kind, display) values ('${ids.removed}', 'allergy', 'N')`;
    expect(await outcome('medic', 'm', entry)).toBe(refused);
  });
});

describe('an uploaded file', () => {
  it.each([
    ['object_key', "'another-patient/key'"],
    ['category', "'consent'"],
    ['classification', "'{}'"],
    ['removed_at', 'now()'],
    ['status', "'removed'"],
  ])('keeps its %s before patients and reception', async (column, value) => {
    const change = `update files set ${column} = ${value} where patient_id = '${ids.alice}'`;
    expect(await outcome('patient', 'alice', change)).toBe(refused);
    expect(await outcome('staff', 'desk', change)).toBe(refused);
  });
});
