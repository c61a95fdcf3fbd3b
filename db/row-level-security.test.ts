import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asCaller, createTestDatabase, type TestDatabase } from '../test/support/database.js';
import { type RowRules, rowRuleRoles, rowRules } from '../test/support/row-rules.js';
import type { CallerRole } from './schema/policies.js';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
  await db.sql.unsafe(fixture);
});
afterAll(() => db.close());

const uuid = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** Alice signs in as `patient-account`; Bob is another patient. */
const [alice, bob, medic, exam] = [uuid(1), uuid(2), uuid(3), uuid(4)];
const toSubject = (role: string) => `${role}-account`;
const findSessionId = (subject: string) =>
  uuid(100 + [...rowRuleRoles.map(toSubject), 'somebody-else'].indexOf(subject));
const subjects = [...rowRuleRoles.map(toSubject), 'somebody-else'];

/** An attack on one table: its rows and their owners, an insert, and a valid update. */
interface Target {
  readonly own: (subject: string) => string;
  readonly foreign: string;
  readonly insert: (whose: 'own' | 'foreign', subject: string) => string;
  readonly set: string;
}

const pickPatient = (whose: 'own' | 'foreign') => (whose === 'own' ? alice : bob);
const ofPatient = { own: () => `patient_id = '${alice}'`, foreign: `patient_id = '${bob}'` };
const common = { own: () => 'true', foreign: 'true' };
const pickOwner = (whose: 'own' | 'foreign', subject: string) => (whose === 'own' ? subject : 'somebody-else');

const targets: Record<string, Target> = {
  patients: {
    own: () => `id = '${alice}'`,
    foreign: `id = '${bob}'`,
    insert: () => `(given_name, family_name, birth_date, gender) values ('N', 'N', '1990-01-01', 'other')`,
    set: 'phone = phone',
  },
  patient_invitations: {
    ...ofPatient,
    insert: (whose) => `(patient_id, code_hash) values ('${pickPatient(whose)}', '\\x00')`,
    set: 'status = status',
  },
  patient_name_words: {
    ...ofPatient,
    insert: (whose) => `(patient_id, word) values ('${pickPatient(whose)}', 'new')`,
    set: 'word = word',
  },
  name_words: { ...common, insert: () => `(word) values ('new')`, set: 'word = word' },
  medical_history_entries: {
    ...ofPatient,
    insert: (whose) => `(patient_id, kind, display) values ('${pickPatient(whose)}', 'allergy', 'Nuts')`,
    set: 'note = note',
  },
  medics: {
    ...common,
    insert: () => `(given_name, family_name, license_number) values ('N', 'N', 'new')`,
    set: 'phone = phone',
  },
  medic_contacts: {
    ...common,
    insert: () => `(medic_id, phone) values ('${uuid(15)}', 'new')`,
    set: 'phone = phone',
  },
  exams: {
    ...common,
    insert: () => `(name, type, duration_minutes) values ('new', 'imaging', 30)`,
    set: 'type = type',
  },
  exam_results: {
    ...ofPatient,
    insert: (whose) =>
      `(patient_id, display, effective_at, status) values ('${pickPatient(whose)}', 'X', now(), 'final')`,
    set: 'display = display',
  },
  reservations: {
    ...ofPatient,
    insert: (whose) => `(patient_id, medic_id, exam_id, starts_at, ends_at)
      values ('${pickPatient(whose)}', '${medic}', '${exam}', '2030-01-01T12:00Z', '2030-01-01T13:00Z')`,
    set: `status = 'cancelled'`,
  },
  reservation_reasons: {
    ...ofPatient,
    insert: (whose) =>
      `(id, patient_id, reason) values ('${whose === 'own' ? uuid(12) : uuid(14)}', '${pickPatient(whose)}', 'new')`,
    set: 'reason = reason',
  },
  files: {
    ...ofPatient,
    insert: (whose) => `(patient_id, file_name, content_type, size_bytes, sha256, category, object_key)
      values ('${pickPatient(whose)}', 'f', 'text/plain', 1, 'aa', 'other', 'new')`,
    set: 'file_name = file_name',
  },
  file_texts: {
    ...ofPatient,
    insert: (whose) =>
      `(id, patient_id, text) values ('${whose === 'own' ? uuid(6) : uuid(8)}', '${pickPatient(whose)}', 'new')`,
    set: 'text = text',
  },
  assistant_sessions: {
    own: (subject) => `owner_subject = '${subject}'`,
    foreign: `owner_subject = 'somebody-else'`,
    insert: (whose, subject) => `(owner_subject) values ('${pickOwner(whose, subject)}')`,
    set: 'title = title',
  },
  assistant_messages: {
    own: (subject) => `session_id = '${findSessionId(subject)}'`,
    foreign: `session_id = '${findSessionId('somebody-else')}'`,
    insert: (whose, subject) =>
      `(session_id, role, content) values ('${findSessionId(pickOwner(whose, subject))}', 'user', 'hello')`,
    set: 'content = content',
  },
  audit_events: {
    ...common,
    insert: () => `(request_id, actor_subject, actor_role, action, resource_type, outcome, status)
      values ('r', caller_subject(), caller_role(), 'a', 't', 'success', 200)`,
    set: 'action = action',
  },
  row_history: {
    ...ofPatient,
    insert: (whose) => `(table_name, row_id, patient_id, operation)
      values ('patients', '${pickPatient(whose)}', '${pickPatient(whose)}', 'UPDATE')`,
    set: 'operation = operation',
  },
  idempotency_keys: {
    own: (subject) => `caller_subject = '${subject}'`,
    foreign: `caller_subject = 'somebody-else'`,
    insert: (whose, subject) => `(caller_subject, key, fingerprint, status, headers, body, trail, expires_at)
      values ('${pickOwner(whose, subject)}', 'new', 'f', 201, '{}', '', '{}', now())`,
    set: 'body = body',
  },
  loaded_resources: {
    ...common,
    insert: () => `(resource_type, resource_id, content_hash) values ('Patient', 'new', 'h')`,
    set: 'content_hash = content_hash',
  },
  referenced_resources: {
    ...common,
    insert: () => `(resource_type, resource_id, content) values ('Medication', 'new', '{}')`,
    set: 'content = content',
  },
  application_keys: {
    ...common,
    insert: () => `(purpose, key) values ('new', '\\x00')`,
    set: 'key = key',
  },
  // Callers add and remove documents only with their passages.
  knowledge_documents: {
    own: () => `patient_id = '${alice}'`,
    foreign: `patient_id = '${bob}'`,
    insert: (whose) => `(title, patient_id, passage_ids) values ('new', '${pickPatient(whose)}', '{}')`,
    set: 'title = title',
  },
  'bedrock_integration.knowledge_base': {
    own: () => `custom_metadata ->> 'patientId' = '${alice}'`,
    foreign: `custom_metadata ->> 'patientId' = '${bob}'`,
    insert: (whose) => `(chunks, custom_metadata) values ('new', '{"patientId": "${pickPatient(whose)}"}')`,
    set: 'chunks = chunks',
  },
};

/** Two rows of each table: one for each caller or patient, and another's. */
const fixture = `
  insert into patients (id, given_name, family_name, birth_date, gender, account_subject) values
    ('${alice}', 'Alice', 'A', '1990-01-01', 'other', 'patient-account'),
    ('${bob}', 'Bob', 'B', '1990-01-01', 'other', 'bobs-account');
  insert into medics (id, given_name, family_name, license_number) values
    ('${medic}', 'M', 'D', 'first'), ('${uuid(15)}', 'N', 'D', 'second');
  insert into medic_contacts (medic_id, phone) values ('${medic}', '+12025550123');
  insert into exams (id, name, type, duration_minutes) values ('${exam}', 'first', 'imaging', 30);
  insert into reservations (id, patient_id, medic_id, exam_id, starts_at, ends_at) values
    ('${uuid(11)}', '${alice}', '${medic}', '${exam}', '2030-01-01T09:00Z', '2030-01-01T10:00Z'),
    ('${uuid(12)}', '${alice}', '${medic}', '${exam}', '2030-01-01T10:00Z', '2030-01-01T11:00Z'),
    ('${uuid(13)}', '${bob}', '${medic}', '${exam}', '2030-01-01T11:00Z', '2030-01-01T12:00Z'),
    ('${uuid(14)}', '${bob}', '${medic}', '${exam}', '2030-01-01T13:00Z', '2030-01-01T14:00Z');
  insert into reservation_reasons (id, patient_id, reason)
    values ('${uuid(11)}', '${alice}', 'a'), ('${uuid(13)}', '${bob}', 'b');
  insert into patient_invitations (patient_id, code_hash, status)
    values ('${alice}', '\\x01', 'used'), ('${bob}', '\\x02', 'withdrawn');
  insert into medical_history_entries (patient_id, kind, display)
    values ('${alice}', 'allergy', 'Nuts'), ('${bob}', 'allergy', 'Nuts');
  insert into exam_results (patient_id, display, effective_at, status)
    values ('${alice}', 'X', now(), 'final'), ('${bob}', 'X', now(), 'final');
  insert into files (id, patient_id, file_name, content_type, size_bytes, sha256, category, object_key) values
    ('${uuid(5)}', '${alice}', 'f', 'text/plain', 1, 'aa', 'other', 'one'),
    ('${uuid(6)}', '${alice}', 'f', 'text/plain', 1, 'aa', 'other', 'two'),
    ('${uuid(7)}', '${bob}', 'f', 'text/plain', 1, 'aa', 'other', 'three'),
    ('${uuid(8)}', '${bob}', 'f', 'text/plain', 1, 'aa', 'other', 'four');
  insert into file_texts (id, patient_id, text) values ('${uuid(5)}', '${alice}', 'a'), ('${uuid(7)}', '${bob}', 'b');
  insert into row_history (table_name, row_id, patient_id, operation)
    values ('patients', '${alice}', '${alice}', 'UPDATE'), ('patients', '${bob}', '${bob}', 'UPDATE');
  insert into audit_events (request_id, action, resource_type, outcome, status) values ('r', 'a', 't', 'success', 200);
  insert into loaded_resources (resource_type, resource_id, content_hash) values ('Patient', '1', 'h');
  insert into referenced_resources (resource_type, resource_id, content) values ('Medication', '1', '{}');
  insert into bedrock_integration.knowledge_base (chunks, custom_metadata)
    values ('a', '{"patientId": "${alice}"}'), ('b', '{"patientId": "${bob}"}');
  insert into knowledge_documents (title, patient_id, passage_ids) values ('a', '${alice}', '{}'), ('b', '${bob}', '{}');
  ${subjects
    .map(
      (subject) => `
  insert into assistant_sessions (id, owner_subject) values ('${findSessionId(subject)}', '${subject}');
  insert into assistant_messages (session_id, role, content) values ('${findSessionId(subject)}', 'user', 'hello');
  insert into idempotency_keys (caller_subject, key, fingerprint, status, headers, body, trail, expires_at)
    values ('${subject}', 'k', 'f', 201, '{}', '', '{}', now() + interval '1 day');`,
    )
    .join('')}`;

class Undo extends Error {}

/** Checks whether a statement affects a row, and rolls it back. */
async function affectsRows(role: CallerRole | 'nobody', subject: string, statement: string): Promise<boolean> {
  let count = 0;
  const caller = role === 'nobody' ? undefined : { role, subject };
  try {
    await asCaller(db.sql, caller, async (tx) => {
      ({ count } = await tx.unsafe(statement));
      throw new Undo();
    });
  } catch (error) {
    if ((error as { code?: string }).code === '42501') return false;
    if (!(error instanceof Undo)) throw error;
  }
  return count > 0;
}

async function findAllowedOperations(
  table: string,
  target: Target,
  role: CallerRole | 'nobody',
  whose: 'own' | 'foreign',
) {
  const subject = toSubject(role === 'nobody' ? 'patient' : role);
  const where = whose === 'own' ? target.own(subject) : target.foreign;
  const statements = {
    s: `select from ${table} where ${where}`,
    i: `insert into ${table} ${target.insert(whose, subject)}`,
    u: `update ${table} set ${target.set} where ${where}`,
    d: `delete from ${table} where ${where}`,
  };
  let reach = '';
  for (const [letter, statement] of Object.entries(statements)) {
    if (await affectsRows(role, subject, statement)) reach += letter;
  }
  return reach;
}

const cells = Object.entries(rowRules).flatMap(([table, row]) =>
  Object.entries(row).map(([role, rule]) => ({ table, role: role as keyof RowRules, rule, shown: rule || 'nothing' })),
);

describe("the functions' role in the database", () => {
  it('is tested for every table', async () => {
    const rows = await db.sql<{ name: string }[]>`
      select oid::regclass::text as name from pg_class
      where relkind in ('r', 'p', 'v', 'm', 'f')
        and relnamespace in ('public'::regnamespace, 'bedrock_integration'::regnamespace)
        and oid::regclass::text <> 'schema_migrations'`;
    const names = rows.map(({ name }) => name).sort();
    expect(Object.keys(rowRules).sort()).toEqual(names);
    expect(Object.keys(targets).sort()).toEqual(names);
  });

  it.each(cells)('has access to $shown in $table on behalf of $role', async ({ table, role, rule }) => {
    const target = targets[table] as Target;
    const [scope = '', letters = ''] = rule.split(' ');
    const reach = {
      own: await findAllowedOperations(table, target, role, 'own'),
      foreign: await findAllowedOperations(table, target, role, 'foreign'),
    };
    const ownLetters = scope === 'own' && table === 'patients' ? letters.replace('i', '') : letters;
    expect(reach).toEqual({ own: ownLetters, foreign: scope === 'all' ? letters : '' });
  });

  it('sees a removed patient on behalf of administrators only', async () => {
    const [row] = await db.sql<{ id: string }[]>`
      insert into patients (given_name, family_name, birth_date, gender, account_subject, removed_at)
      values ('Gone', 'G', '1990-01-01', 'other', 'gone-account', now()) returning id`;
    const see = (role: CallerRole, subject: string) =>
      affectsRows(role, subject, `select from patients where id = '${row?.id}'`);
    expect(await see('admin', 'a')).toBe(true);
    for (const role of ['medic', 'staff', 'service', 'loader'] as const) expect(await see(role, 'a')).toBe(false);
    expect(await see('patient', 'gone-account')).toBe(false);
  });

  it('has no caller in the next transaction on the same connection', async () => {
    const connection = await db.sql.reserve();
    try {
      await connection`begin`;
      await connection`set local role app`;
      await connection`select set_config('app.role', 'admin', true)`;
      expect((await connection`select from patients`).count).toBeGreaterThan(0);
      await connection`commit`;
      await connection`begin`;
      await connection`set local role app`;
      expect((await connection`select from patients`).count).toBe(0);
      await connection`commit`;
    } finally {
      connection.release();
    }
  });

  it('treats an unknown role as no role', async () => {
    for (const role of ['', 'superuser', 'ADMIN', 'admin ']) {
      const rows = await asCaller(db.sql, { role: role as CallerRole, subject: 'x' }, (tx) => tx`select from patients`);
      expect(rows.count).toBe(0);
    }
  });
});
