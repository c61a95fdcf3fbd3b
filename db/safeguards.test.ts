import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asCaller, createTestDatabase, type TestDatabase } from '../test/support/database.js';
import { liveStatuses } from './schema/index.js';
import type { CallerRole } from './schema/policies.js';

let db: TestDatabase;
const ids = { alice: '', bob: '', medic: '', exam: '', reservation: '' };

beforeAll(async () => {
  db = await createTestDatabase();
  const [row] = await db.sql`
    with alice as (
      insert into patients (given_name, family_name, birth_date, gender, account_subject, email)
      values ('Alice', 'Archer', '1990-01-01', 'other', 'alice', 'alice@home.example') returning id
    ), bob as (
      insert into patients (given_name, family_name, birth_date, gender, account_subject)
      values ('Bob', 'Baker', '1990-01-01', 'other', 'bob') returning id
    ), medic as (
      insert into medics (given_name, family_name, license_number) values ('M', 'D', '1') returning id
    ), exam as (
      insert into exams (name, type, duration_minutes) values ('Blood', 'laboratory', 30) returning id
    )
    select alice.id as alice, bob.id as bob, medic.id as medic, exam.id as exam from alice, bob, medic, exam`;
  Object.assign(ids, row);
  const [booked] = await db.sql`
    insert into reservations (patient_id, medic_id, exam_id, starts_at, ends_at) values
      (${ids.alice}, ${ids.medic}, ${ids.exam}, '2030-01-01T09:00Z', '2030-01-01T10:00Z'),
      (${ids.bob}, ${ids.medic}, ${ids.exam}, '2030-01-01T11:00Z', '2030-01-01T12:00Z')
    returning id`;
  ids.reservation = booked?.id;
  await db.sql`
    insert into reservations (patient_id, medic_id, exam_id, starts_at, ends_at, status)
    values (${ids.bob}, ${ids.medic}, ${ids.exam}, '2030-01-01T13:00Z', '2030-01-01T14:00Z', 'cancelled')`;
  await db.sql`insert into audit_events (request_id, action, resource_type, outcome, status)
    values ('r', 'a', 't', 'success', 200)`;
});
afterAll(() => db.close());

const asRole = <Result>(role: string, work: (tx: Parameters<Parameters<typeof asCaller>[2]>[0]) => Promise<Result>) =>
  db.sql.begin(async (tx) => {
    await tx.unsafe(`set local role ${role}`);
    return work(tx);
  }) as Promise<Result>;

const refusal = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => new Error('was permitted'),
    (thrown: Error) => thrown,
  );
  return { code: (error as { code?: string }).code, message: error.message };
};

describe('every table', () => {
  it('has row-level security, also for its owner, except the list of migrations', async () => {
    const rows = await db.sql`
      select oid::regclass::text as name from pg_class
      where relkind in ('r', 'p')
        and relnamespace in ('public'::regnamespace, 'bedrock_integration'::regnamespace)
        and not (relrowsecurity and relforcerowsecurity)`;
    expect(rows.map(({ name }) => name)).toEqual(['schema_migrations']);
  });

  it("belongs to the migrations' role, which like the other roles is no superuser and obeys policies", async () => {
    const owners = await db.sql`
      select distinct relowner::regrole::text as owner from pg_class
      where relkind = 'r' and relrowsecurity and relnamespace in ('public'::regnamespace, 'bedrock_integration'::regnamespace)`;
    expect([...owners]).toEqual([{ owner: 'migrator' }]);
    const mighty = await db.sql`
      select rolname from pg_roles where rolname in ('app', 'migrator', 'readonly', 'bedrock_user')
        and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)`;
    expect([...mighty]).toEqual([]);
    const members = await db.sql`
      select member::regrole::text as member from pg_auth_members
      where member::regrole::text in ('app', 'readonly', 'bedrock_user') and roleid::regrole::text <> 'rds_iam'`;
    expect([...members]).toEqual([]);
  });

  it("can be changed by the functions' role only through row statements", async () => {
    const rows = await db.sql`
      select oid::regclass::text as name, privilege from pg_class
      cross join unnest(array['TRUNCATE', 'REFERENCES', 'TRIGGER']) privilege
      where relkind = 'r' and relnamespace in ('public'::regnamespace, 'bedrock_integration'::regnamespace)
        and has_table_privilege('app', oid, privilege)`;
    expect([...rows]).toEqual([]);
    for (const schema of ['public', 'bedrock_integration']) {
      const [row] = await db.sql`select has_schema_privilege('app', ${schema}, 'CREATE') as permitted`;
      expect(row?.permitted).toBe(false);
    }
  });

  it('has an index for each of its foreign keys', async () => {
    const rows = await db.sql`
      select conrelid::regclass::text || ': ' || conname as unserved from pg_constraint
      where contype = 'f' and not exists (
        select from pg_index where indrelid = conrelid and indpred is null
          and (indkey::smallint[])[0:cardinality(conkey) - 1] @> conkey
      )`;
    expect(rows.map(({ unserved }) => unserved)).toEqual([]);
  });
});

describe('the policies', () => {
  it('look up the caller in a sub-select, which runs once per statement instead of once per row', async () => {
    const rows = await db.sql<{ name: string; rule: string }[]>`
      select tablename || '.' || policyname as name, concat_ws(' ', qual, with_check) as rule
      from pg_policies where schemaname in ('public', 'bedrock_integration')`;
    const asking = rows.filter(({ rule }) => rule.includes('caller_'));
    expect(asking.length).toBeGreaterThan(30);
    const bare = asking.filter(({ rule }) =>
      rule
        .replace(/\( SELECT caller_(role|subject|patient_id)\(\) AS caller_\1\)/g, '')
        .match(/caller_(role|subject|patient_id)\(/),
    );
    expect(bare.map(({ name }) => name)).toEqual([]);
  });

  it.each(['patients', 'medical_history_entries', 'exam_results', 'reservations', 'files', 'idempotency_keys'])(
    'look up the caller before they scan %s',
    async (table) => {
      const rows = await asCaller(db.sql, { role: 'patient', subject: 'alice' }, (tx) =>
        tx.unsafe(`explain select * from ${table}`),
      );
      const plan = rows.map((row) => String(row['QUERY PLAN']));
      expect(plan.filter((line) => /InitPlan \d+$/.test(line.trim())).length).toBeGreaterThan(0);
      expect(plan.filter((line) => /caller_\w+\(\)/.test(line))).toEqual([]);
    },
  );
});

describe('other users than the functions', () => {
  const privileges = async (role: string) => {
    const rows = await db.sql`
      select oid::regclass::text as name, string_agg(privilege, ' ' order by place) as granted from pg_class
      cross join unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER'])
        with ordinality as privileges (privilege, place)
      where relkind = 'r' and relnamespace in ('public'::regnamespace, 'bedrock_integration'::regnamespace)
        and has_table_privilege(${role}, oid, privilege)
      group by oid order by 1`;
    return Object.fromEntries(rows.map(({ name, granted }) => [name, granted]));
  };

  /** Keys, what they protect, and copies of data in other tables. */
  const unread = ['application_keys', 'idempotency_keys', 'name_words', 'patient_invitations', 'patient_name_words'];

  it('with read-only access read every table but keys, invitations and words of names, and write none', async () => {
    const granted = await privileges('readonly');
    const [all] = await db.sql`
      select array_agg(oid::regclass::text order by oid::regclass::text collate "C") as names from pg_class
      where relkind = 'r' and relnamespace in ('public'::regnamespace, 'bedrock_integration'::regnamespace)`;
    const readable = all?.names.filter((name: string) => !unread.includes(name));
    expect(Object.keys(granted).sort()).toEqual(readable);
    expect(new Set(Object.values(granted))).toEqual(new Set(['SELECT']));
    const rows = await asRole('readonly', (tx) => tx`select given_name from patients order by given_name`);
    expect(rows.map((row) => row.given_name)).toEqual(['Alice', 'Bob']);
    expect((await refusal(asRole('readonly', (tx) => tx`update patients set phone = null`))).code).toBe('42501');
  });

  it('Bedrock reads and writes only the knowledge base', async () => {
    expect(await privileges('bedrock_user')).toEqual({
      'bedrock_integration.knowledge_base': 'SELECT INSERT UPDATE DELETE',
    });
    const stored = await asRole('bedrock_user', async (tx) => {
      await tx`insert into bedrock_integration.knowledge_base (chunks) values ('x')`;
      return tx`delete from bedrock_integration.knowledge_base where chunks = 'x'`;
    });
    expect(stored.count).toBe(1);
    expect((await refusal(asRole('bedrock_user', (tx) => tx`select from patients`))).code).toBe('42501');
  });
});

describe('append-only tables', () => {
  const tables = ['audit_events', 'row_history'];
  const statements = tables.flatMap((table) => [
    { table, what: 'changes', statement: `update ${table} set request_id = 'x'` },
    { table, what: 'deletes', statement: `delete from ${table}` },
    { table, what: 'empties', statement: `truncate ${table}` },
  ]);

  it.each(statements)(
    'reject everyone who $what $table, including owner and administrator',
    async ({ table, statement }) => {
      expect((await refusal(asRole('app', (tx) => tx.unsafe(statement)))).code).toBe('42501');
      for (const role of ['migrator', 'postgres']) {
        const { code, message } = await refusal(asRole(role, (tx) => tx.unsafe(statement)));
        expect([code, message]).toEqual(['42501', `${table} is append-only`]);
      }
    },
  );

  it('the history of a row records what changed and who changed it, and ignores updates without a change', async () => {
    await asCaller(db.sql, { role: 'staff', subject: 'desk' }, async (tx) => {
      await tx`select set_config('app.request_id', 'history-1', true)`;
      await tx`update patients set phone = '+12025550100' where id = ${ids.bob}`;
      await tx`update patients set phone = '+12025550100' where id = ${ids.bob}`;
    });
    const rows = await db.sql`
      select table_name, patient_id, operation, before ->> 'phone' as before, after ->> 'phone' as after,
        actor_subject, actor_role
      from row_history where request_id = 'history-1'`;
    expect([...rows]).toEqual([
      {
        table_name: 'patients',
        patient_id: ids.bob,
        operation: 'UPDATE',
        before: null,
        after: '+12025550100',
        actor_subject: 'desk',
        actor_role: 'staff',
      },
    ]);
  });
});

it('the exclusion constraints apply to the live statuses of the schema', async () => {
  const constraints = await db.sql<{ definition: string }[]>`
    select pg_get_constraintdef(oid) as definition from pg_constraint
    where contype = 'x' and conrelid = 'reservations'::regclass`;
  const statuses = constraints.map(({ definition }) =>
    [...definition.matchAll(/'(\w+)'/g)].map(([, status]) => status),
  );
  expect(statuses).toEqual([liveStatuses, liveStatuses]);
});

describe("columns that a role can't set", () => {
  const as = (role: CallerRole, statement: string) =>
    refusal(asCaller(db.sql, { role, subject: 'alice' }, (tx) => tx.unsafe(statement)));

  it('patients can change the contact data in their own record and no other column', async () => {
    const columns = await db.sql<{ name: string; type: string }[]>`
      select column_name as name, data_type as type from information_schema.columns
      where table_name = 'patients' and table_schema = 'public' and is_generated = 'NEVER'
        and column_name not in ('email', 'phone', 'address', 'version', 'updated_at')`;
    expect(columns.length).toBeGreaterThan(8);
    const values: Record<string, string> = {
      uuid: 'gen_random_uuid()',
      boolean: 'false',
      date: `'1970-01-01'`,
      jsonb: `'[]'`,
    };
    for (const { name, type } of columns) {
      const value = values[type] ?? (type.startsWith('timestamp') ? `'2000-01-01Z'` : `'x'`);
      const { code, message } = await as('patient', `update patients set "${name}" = ${value}`);
      expect([name, code, message]).toEqual([name, '42501', 'a patient may change contact data only']);
    }
    expect((await as('patient', `update patients set phone = '+12025550123'`)).message).toBe('was permitted');
  });

  it.each(['staff', 'medic'] as const)('%s neither ties an account to a patient nor removes one', async (role) => {
    const tie = await as(role, `update patients set account_subject = 'mine' where id = '${ids.bob}'`);
    expect(tie.code).toBe('42501');
    const untie = await as(role, `update patients set account_subject = null where id = '${ids.bob}'`);
    expect(untie.code).toBe('42501');
    const born = await as(
      role,
      `insert into patients (given_name, family_name, birth_date, gender, account_subject)
       values ('N', 'N', '1990-01-01', 'other', 'mine')`,
    );
    expect(born.code).toBe('42501');
    expect((await as(role, `update patients set removed_at = now() where id = '${ids.bob}'`)).code).toBe('42501');
  });

  it.each([
    ['patient_id', `'${'00000000-0000-4000-8000-000000000000'}'`],
    ['starts_at', `'2030-01-01T08:00Z'`],
    ['notes', `'x'`],
    ['status', `'completed'`],
  ])('a patient does not change %s of an own reservation', async (column, value) => {
    const statement = `update reservations set ${column} = ${value} where id = '${ids.reservation}'`;
    expect((await as('patient', statement)).code).toBe('42501');
  });
});

describe('SECURITY DEFINER functions', () => {
  it('are exactly these, with a fixed search_path and granted only to the role that needs them', async () => {
    const rows = await db.sql`
      select proname as name, proconfig[1] as path, has_function_privilege('app', oid, 'EXECUTE') as app,
        has_function_privilege('readonly', oid, 'EXECUTE') as everyone
      from pg_proc where prosecdef and prorettype <> 'trigger'::regtype and pronamespace in ('public'::regnamespace, 'bedrock_integration'::regnamespace)
      order by proname`;
    const summary = rows.map(({ name, path, app, everyone }) => [name, path.startsWith('search_path='), app, everyone]);
    expect(summary).toEqual([
      ['access_allowance', true, true, false],
      ['audit_events_about', true, true, false],
      ['busy_time', true, true, false],
      ['busy_times', true, true, false],
      // Policies call it for every reader.
      ['caller_patient_id', true, true, true],
      ['clear_abandoned_uploads', true, true, false],
      ['document_passages', true, true, false],
      ['link_patient_account', true, true, false],
      ['lookup_patients', true, true, false],
      ['patient_access_log', true, true, false],
      ['patients_with_identifiers', true, true, false],
      ['purge_idempotency_keys', true, true, false],
      ['search_knowledge', true, true, false],
      ['search_patients', true, true, false],
      ['seconds_until_allowed', true, true, false],
    ]);
  });

  it('search for patients only on behalf of roles with the permission', async () => {
    const found = async (caller: Parameters<typeof asCaller>[1], search: string) =>
      (await asCaller(db.sql, caller, (tx) => tx`select patient_id from search_patients(${search})`)).map(
        (row) => row.patient_id,
      );
    for (const role of ['admin', 'medic', 'staff', 'service'] as const) {
      expect(await found({ role, subject: 'x' }, 'Baker')).toEqual([ids.bob]);
    }
    for (const search of ['Baker', 'Archer', 'alice@home.example']) {
      expect(await found({ role: 'patient', subject: 'alice' }, search)).toEqual([]);
      expect(await found({ role: 'loader', subject: 'x' }, search)).toEqual([]);
      expect(await found(undefined, search)).toEqual([]);
    }
  });

  it('search for one page of patients only on behalf of roles with the permission', async () => {
    const count = async (caller: Parameters<typeof asCaller>[1]) => {
      const rows = await asCaller(
        db.sql,
        caller,
        (tx) => tx`select * from search_patients('Baker', null, null, null, null, null, 10)`,
      );
      return rows.length;
    };
    expect(await count({ role: 'staff', subject: 'x' })).toBe(1);
    for (const role of ['patient', 'loader'] as const) expect(await count({ role, subject: 'alice' })).toBe(0);
    expect(await count(undefined)).toBe(0);
  });

  it('return events about a patient to administrators, and busy times to any known caller', async () => {
    await db.sql`
      insert into audit_events (request_id, action, resource_type, patient_ids, outcome, status)
      values ('about', 'patients.read', 'Patient', array[${ids.bob}::uuid], 'success', 200)`;
    const told = async (caller: Parameters<typeof asCaller>[1]) => {
      const [row] = await asCaller(
        db.sql,
        caller,
        (tx) => tx`
          select (select count(*)::integer from audit_events_about(${ids.bob})) > 0 as events,
            (select count(*)::integer from busy_times(array[${ids.medic}::uuid], '2030-01-01', '2030-01-02')) as medics`,
      );
      return { ...row };
    };
    expect(await told({ role: 'admin', subject: 'x' })).toEqual({ events: true, medics: 1 });
    for (const role of ['medic', 'staff', 'patient', 'service', 'loader'] as const) {
      expect(await told({ role, subject: 'alice' })).toEqual({ events: false, medics: 1 });
    }
    expect(await told(undefined)).toEqual({ events: false, medics: 0 });
  });

  it("return a medic's busy time to a patient without names, and nothing without a caller", async () => {
    const ask = async (caller: Parameters<typeof asCaller>[1]) => {
      const [row] = await asCaller(
        db.sql,
        caller,
        (tx) => tx`
          select busy_time(${ids.medic}, '2030-01-01', '2030-01-02')
            = '{[2030-01-01 09:00Z,2030-01-01 10:00Z),[2030-01-01 11:00Z,2030-01-01 12:00Z)}'::tstzmultirange as taken,
            isempty(busy_time(${ids.medic}, '2030-01-01', '2030-01-02')) as nothing`,
      );
      return { ...row };
    };
    expect(await ask({ role: 'patient', subject: 'alice' })).toEqual({ taken: true, nothing: false });
    expect(await ask(undefined)).toEqual({ taken: false, nothing: true });
  });

  it('delete only expired idempotency keys', async () => {
    const keep = (subject: string, hours: number) => db.sql`
      insert into idempotency_keys (caller_subject, key, fingerprint, status, headers, body, trail, expires_at)
      values (${subject}, 'k', 'f', 201, '{}', '', '{}', now() + make_interval(hours => ${hours}))`;
    await Promise.all([keep('old', -2), keep('older', -3), keep('young', 1)]);
    const left = async () =>
      (await db.sql`select caller_subject from idempotency_keys order by 1`).map((row) => row.caller_subject);
    await asRole('app', (tx) => tx`select purge_idempotency_keys(1)`);
    expect(await left()).toEqual(['old', 'young']);
    await asRole('app', (tx) => tx`select purge_idempotency_keys(10)`);
    expect(await left()).toEqual(['young']);
  });
});
