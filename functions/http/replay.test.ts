import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client, TestResponse } from '../../test/support/api.js';
import { unlinkPatient } from '../../test/support/audit-table.js';
import { makeRecords, type Records, sha256 } from '../../test/support/records.js';
import { createWholeApi, type WholeApi } from '../../test/support/whole-api.js';
import type { Role } from './permissions.js';

let api: WholeApi;
beforeAll(async () => {
  api = await createWholeApi();
});
afterAll(() => api.close());

/** The records of one case, and values that only callers who can read its patient may see. */
interface Case {
  readonly records: Records;
  /** The caller's subject. */
  readonly subject: string;
  /** The family name of the patient, and part of every other planted value. */
  readonly name: string;
  readonly client: Client;
}

type Prepare = (one: Case) => { path: string; body: object } | Promise<{ path: string; body: object }>;

const openSession = async ({ client, records: { patient } }: Case): Promise<string> =>
  (await client.post('/v1/agent/sessions', { patientId: patient })).body.id;

/** A request for each operation that accepts an Idempotency-Key. */
const requests: Record<string, Prepare> = {
  createPatient: ({ name }) => ({
    path: '/v1/patients',
    body: { givenName: 'Ada', familyName: name, birthDate: '1990-01-01', gender: 'other' },
  }),
  invitePatient: async ({ records }) => {
    await unlinkPatient(api.db.sql, records, records.subject);
    return { path: `/v1/patients/${records.patient}/invitations`, body: {} };
  },
  linkOwnPatient: async ({ records }) => {
    await unlinkPatient(api.db.sql, records, records.subject);
    return { path: '/v1/patients/me/link', body: { code: records.code, birthDate: '1990-01-01' } };
  },
  createMedic: ({ name }) => ({
    path: '/v1/medics',
    body: { givenName: 'Omar', familyName: 'Medic', licenseNumber: name, email: `${name}@clinic.example` },
  }),
  createExam: ({ name }) => ({ path: '/v1/exams', body: { name, type: 'imaging', durationMinutes: 30 } }),
  createExamResult: ({ name, records: { patient: patientId } }) => ({
    path: '/v1/exam-results',
    body: { patientId, code: { display: name }, effectiveAt: '2026-03-01T00:00:00Z' },
  }),
  bookReservation: ({ name, records: { patient: patientId, medic: medicId, exam: examId } }) => ({
    path: '/v1/reservations',
    body: { patientId, medicId, examId, startsAt: '2026-03-04T15:00:00Z', notes: name },
  }),
  // One page, because every cursor is different.
  findAvailability: ({ records: { exam: examId, medic: medicId } }) => ({
    path: '/v1/reservations/availability',
    body: { examId, medicId, from: '2026-03-03T00:00:00Z', to: '2026-03-04T00:00:00Z' },
  }),
  uploadFile: ({ name, records: { patient: patientId } }) => ({
    path: '/v1/files/upload',
    body: { patientId, fileName: `${name}.txt`, contentType: 'text/plain', sizeBytes: 1, sha256 },
  }),
  completeFileUpload: ({ records: { file } }) => ({ path: `/v1/files/${file}/complete`, body: {} }),
  searchKnowledge: ({ name, records: { patient: patientId } }) => ({
    path: '/v1/agent/knowledge/search',
    body: { query: name, patientId },
  }),
  addKnowledgeDocument: ({ name, records: { patient: patientId } }) => ({
    path: '/v1/agent/knowledge/documents',
    body: { title: name, text: 'Eat nothing.', patientId },
  }),
  openAssistantSession: ({ name, records: { patient: patientId } }) => ({
    path: '/v1/agent/sessions',
    body: { patientId, title: name },
  }),
  askAssistant: async (one) => ({
    path: `/v1/agent/sessions/${await openSession(one)}/messages`,
    body: { content: `What about ${one.name}?` },
  }),
  lookUpPatients: ({ name }) => ({ path: '/v1/patient-lookup', body: { name: `Ada ${name}` } }),
};

type Change = (one: Case, first: TestResponse) => Promise<unknown>;

const removePatient: Change = ({ name }) =>
  api.db.sql`update patients set removed_at = now(), active = false where family_name = ${name}`;
const unlinkAccount: Change = ({ records: { patient } }) =>
  api.db.sql`update patients set account_subject = null where id = ${patient}`;
const inviteAgain: Change = async ({ records: { patient } }) =>
  expect((await api.as('admin').post(`/v1/patients/${patient}/invitations`, {})).status).toBe(201);
const useInvitation: Change = async ({ records }, { body: { code } }) =>
  expect(
    (await api.as('patient', records.subject).post('/v1/patients/me/link', { code, birthDate: '1990-01-01' })).status,
  ).toBe(201);
const moveReservation: Change = async (_one, { body: { id } }) => {
  const { patient } = await makeRecords(api);
  return api.db.sql`update reservations set patient_id = ${patient}, notes = null where id = ${id}`;
};
const moveReservationAndRemovePatient: Change = async (one, first) => {
  await moveReservation(one, first);
  await removePatient(one, first);
};
const unlinkMedic: Change = ({ subject }) =>
  api.db.sql`update medics set account_subject = null where account_subject = ${subject}`;
/** The answer was about a patient whom the session isn't tied to. */
const removeMentionedPatient: Change = async ({ subject }) => {
  const { patient } = await makeRecords(api);
  const { sql } = api.db;
  await sql`update patients set removed_at = now(), active = false where id = ${patient}`;
  await sql`
    update idempotency_keys set trail = jsonb_set(trail, '{patientIds,0}', to_jsonb(${patient}::text))
    where caller_subject = ${subject}`;
};
const closeSessions: Change = ({ subject }) =>
  api.db.sql`update assistant_sessions set closed_at = now() where owner_subject = ${subject}`;
const giveSessionsAway: Change = ({ subject }) =>
  api.db.sql`update assistant_sessions set owner_subject = 'another' where owner_subject = ${subject}`;
const removeFile: Change = async ({ records: { file } }, { body }) =>
  expect((await api.as('admin').delete(`/v1/files/${body?.id ?? file}`)).status).toBe(204);
const removeDocument: Change = async (_one, { body: { id } }) =>
  expect((await api.as('admin').delete(`/v1/agent/knowledge/documents/${id}`)).status).toBe(204);
const removeCreated = (table: 'medics' | 'exams'): Change => {
  return (_one, { body: { id } }) =>
    api.db.sql`update ${api.db.sql(table)} set removed_at = now(), active = false where id = ${id}`;
};

/**
 * `first`: the same bytes. `part`: what the new role can read of the resource. `again`: the operation ran again. A
 * number: a problem with this status.
 */
type Expected = 'first' | 'part' | 'again' | number;

type Row = readonly [operationId: string, by: Role, change: string, expected: Expected, Change | { becomes: Role }];

const rows: readonly Row[] = [
  ['createPatient', 'staff', 'the patient is removed', 404, removePatient],
  ['createPatient', 'medic', 'the patient is removed', 404, removePatient],
  // Administrators can read removed records.
  ['createPatient', 'admin', 'the patient is removed', 'first', removePatient],
  ['createPatient', 'admin', 'the caller becomes staff', 'part', { becomes: 'staff' }],
  ['createPatient', 'admin', 'the caller becomes a patient', 403, { becomes: 'patient' }],
  ['invitePatient', 'staff', 'the patient is removed', 404, removePatient],
  ['invitePatient', 'staff', 'the invitation is withdrawn by a later one', 404, inviteAgain],
  ['invitePatient', 'admin', 'the caller becomes a medic', 403, { becomes: 'medic' }],
  ['invitePatient', 'admin', 'the caller becomes staff', 422, { becomes: 'staff' }],
  ['invitePatient', 'admin', 'the code is used', 404, useInvitation],
  ['linkOwnPatient', 'patient', 'the patient is removed', 404, removePatient],
  ['linkOwnPatient', 'patient', 'the account is unlinked', 404, unlinkAccount],
  ['linkOwnPatient', 'patient', 'the caller becomes staff', 403, { becomes: 'staff' }],
  ['createMedic', 'admin', 'the medic is removed', 'first', removeCreated('medics')],
  ['createMedic', 'admin', 'the caller becomes staff', 403, { becomes: 'staff' }],
  ['createExam', 'admin', 'the exam is removed', 'first', removeCreated('exams')],
  ['createExam', 'admin', 'the caller becomes staff', 403, { becomes: 'staff' }],
  ['createExamResult', 'medic', 'the patient is removed', 404, removePatient],
  ['createExamResult', 'medic', "the caller's account is unlinked from the medic", 'first', unlinkMedic],
  ['createExamResult', 'medic', 'the caller becomes staff', 403, { becomes: 'staff' }],
  ['bookReservation', 'medic', 'the patient is removed', 404, removePatient],
  ['bookReservation', 'staff', 'the patient is removed', 404, removePatient],
  ['bookReservation', 'service', 'the patient is removed', 404, removePatient],
  ['bookReservation', 'patient', 'the patient is removed', 404, removePatient],
  ['bookReservation', 'patient', 'the account is unlinked', 404, unlinkAccount],
  ['bookReservation', 'patient', 'the reservation is moved to another patient', 404, moveReservation],
  [
    'bookReservation',
    'medic',
    'the reservation is moved to another patient and the first one is removed',
    'part',
    moveReservationAndRemovePatient,
  ],
  ['bookReservation', 'staff', 'the caller becomes a patient', 404, { becomes: 'patient' }],
  ['bookReservation', 'patient', 'the caller becomes staff', 'part', { becomes: 'staff' }],
  ['findAvailability', 'patient', 'the patient is removed', 'again', removePatient],
  ['uploadFile', 'staff', 'the patient is removed', 404, removePatient],
  ['uploadFile', 'patient', 'the account is unlinked', 404, unlinkAccount],
  ['uploadFile', 'patient', 'the file is removed', 404, removeFile],
  ['uploadFile', 'admin', 'the file is removed', 404, removeFile],
  ['uploadFile', 'medic', 'the caller becomes staff', 422, { becomes: 'staff' }],
  ['uploadFile', 'staff', 'the caller becomes a patient', 404, { becomes: 'patient' }],
  ['completeFileUpload', 'medic', 'the patient is removed', 404, removePatient],
  ['completeFileUpload', 'patient', 'the account is unlinked', 404, unlinkAccount],
  ['completeFileUpload', 'patient', 'the file is removed', 404, removeFile],
  ['completeFileUpload', 'admin', 'the caller becomes staff', 'part', { becomes: 'staff' }],
  ['searchKnowledge', 'medic', 'the patient is removed', 422, removePatient],
  ['searchKnowledge', 'medic', 'the caller becomes staff', 403, { becomes: 'staff' }],
  ['addKnowledgeDocument', 'service', 'the patient is removed', 404, removePatient],
  ['addKnowledgeDocument', 'admin', 'the document is removed', 404, removeDocument],
  ['addKnowledgeDocument', 'admin', 'the caller becomes a medic', 403, { becomes: 'medic' }],
  ['openAssistantSession', 'medic', 'the patient is removed', 404, removePatient],
  ['openAssistantSession', 'medic', 'the session is closed', 404, closeSessions],
  ['openAssistantSession', 'medic', 'the session gets another owner', 404, giveSessionsAway],
  ['openAssistantSession', 'medic', 'the caller becomes staff', 403, { becomes: 'staff' }],
  ['askAssistant', 'medic', 'the patient is removed', 404, removePatient],
  ['askAssistant', 'medic', 'a patient of the answer is removed', 404, removeMentionedPatient],
  ['askAssistant', 'medic', 'the session is closed', 404, closeSessions],
  ['askAssistant', 'medic', 'the session gets another owner', 404, giveSessionsAway],
  ['askAssistant', 'admin', 'the caller becomes a medic', 422, { becomes: 'medic' }],
  ['lookUpPatients', 'service', 'the patient is removed', 'again', removePatient],
  ['lookUpPatients', 'medic', 'the caller becomes staff', 403, { becomes: 'staff' }],
];

let made = 0;

/** Plants values in new records, and sends a first request about them. */
async function sendFirst(operationId: string, role: Role) {
  made += 1;
  const name = `Planted${String.fromCharCode(
    ...String(made)
      .split('')
      .map((digit) => 97 + Number(digit)),
  )}value`;
  const records = await makeRecords(api);
  const subject = role === 'patient' ? records.subject : `keyed-${made}`;
  const { sql } = api.db;
  await sql`update patients set given_name = 'Ada', family_name = ${name} where id = ${records.patient}`;
  await sql`update medics set account_subject = ${subject} where id = ${records.medic}`;
  await sql`update files set file_name = ${`${name}.txt`} where id = ${records.file}`;
  const chunk = { documentId: crypto.randomUUID(), title: name, source: null, patientId: records.patient };
  await sql`
    insert into bedrock_integration.knowledge_base (chunks, custom_metadata) values (${name}, ${sql.json(chunk)})`;
  const one: Case = { records, subject, name, client: api.as(role, subject) };
  const { path, body } = await (requests[operationId] as Prepare)(one);
  const key = `replay-${made}`;
  const send = (client: Client, requestId = 'any') =>
    client.post(path, body, { 'Idempotency-Key': key, 'X-Request-Id': requestId });
  const first = await send(one.client, 'first');
  expect([first.status, first.status < 300]).toEqual([first.status, true]);
  return { one, first, key, send };
}

const isReplay = ({ headers }: TestResponse) => headers.get('Idempotency-Replayed') === 'true';

describe('a retry returns', () => {
  it.each(rows)(
    'what the caller can still read of %s by %s after %s: %s',
    async (operationId, role, _, expected, change) => {
      const { one, first, send } = await sendFirst(operationId, role);
      if (typeof change === 'function') await change(one, first);
      const becomes = typeof change === 'function' ? role : change.becomes;
      made += 1;
      const requestId = `again-${made}`;
      const again = await send(api.as(becomes, one.subject), requestId);
      // The permission is checked, and a handler that runs again fails, before there is a replay.
      const isReplayed = again.status < 300 || again.status === 404;
      expect([again.status, isReplay(again)]).toEqual([
        typeof expected === 'number' ? expected : first.status,
        isReplayed,
      ]);
      if (expected === 'first') {
        expect(again.text).toBe(first.text);
        return;
      }
      if (expected === 'part') {
        const read = await api
          .as(becomes, one.subject)
          .get(first.headers.get('Location') ?? `/v1/files/${first.body.id}`);
        expect([again.text, again.headers.get('ETag')]).toEqual([read.text, read.headers.get('ETag')]);
        expect(again.headers.get('Location')).toBe(first.headers.get('Location'));
        return;
      }
      // A problem names the path of the request, which the caller knows.
      const text = again.text.replace(`"${again.body?.instance}"`, '');
      for (const hidden of [one.name, one.records.patient, 'https://', 'http://', first.body.code ?? one.records.code])
        expect(text).not.toContain(hidden);
      if (expected !== 404) return;
      const events = await api.db.sql`
      select outcome, status, patient_ids from audit_events where request_id = ${requestId}`;
      expect([...events]).toEqual([{ outcome: 'refused', status: 404, patient_ids: [] }]);
    },
  );

  const unchanged = [
    ...new Map(rows.map(([operationId, role]) => [`${operationId} ${role}`, [operationId, role] as const])).values(),
  ];
  it.each(unchanged)('the same bytes of %s by %s while nothing has changed', async (operationId, role) => {
    const { one, first, send } = await sendFirst(operationId, role);
    const again = await send(one.client);
    const headers = ['Content-Type', 'ETag', 'Location'];
    expect([again.status, again.text, isReplay(again)]).toEqual([first.status, first.text, true]);
    expect(headers.map((name) => again.headers.get(name))).toEqual(headers.map((name) => first.headers.get(name)));
  });

  it("only the fields that the caller's new role can read", async () => {
    const person = { givenName: 'Ada', familyName: 'Fields', birthDate: '1990-01-01', gender: 'other' };
    const body = { ...person, medicalHistory: { conditions: [{ display: 'Plantedcondition' }] } };
    const headers = { 'Idempotency-Key': 'fields' };
    const first = await api.as('medic', 'promoted').post('/v1/patients', body, headers);
    expect(first.text).toContain('Plantedcondition');
    const again = await api.as('staff', 'promoted').post('/v1/patients', body, headers);
    expect([again.status, again.body.id, isReplay(again)]).toEqual([201, first.body.id, true]);
    expect(again.text).not.toContain('Plantedcondition');
    expect(again.body).not.toHaveProperty('medicalHistory');
  });

  it('the first refusal to the same role only', async () => {
    const { one, first } = await sendFirst('bookReservation', 'staff');
    const { patientId, medicId, examId, startsAt } = first.body;
    const [taken, headers] = [{ patientId, medicId, examId, startsAt }, { 'Idempotency-Key': 'taken' }];
    const refused = await one.client.post('/v1/reservations', taken, headers);
    expect([refused.status, isReplay(refused)]).toEqual([409, false]);
    expect((await one.client.post('/v1/reservations', taken, headers)).text).toBe(refused.text);
    const other = await api.as('medic', one.subject).post('/v1/reservations', taken, headers);
    expect([other.status, other.body.type]).toEqual([422, '/problems/idempotency-key-reused']);
  });

  it('is tested for every operation that accepts an Idempotency-Key', () => {
    const keyed = api.operations.flatMap(({ operationId = '', parameters }) =>
      JSON.stringify(parameters ?? []).includes('Idempotency-Key') ? [operationId] : [],
    );
    expect(keyed.length).toBeGreaterThan(10);
    expect(Object.keys(requests).sort()).toEqual(keyed.sort());
    expect([...new Set(rows.map(([operationId]) => operationId))].sort()).toEqual(keyed);
  });
});

describe('a stored response', () => {
  it.each(Object.keys(requests))('of %s contains nothing of a patient in clear', async (operationId) => {
    const by = rows.find(([id]) => id === operationId)?.[1] ?? 'admin';
    const { one, first, key } = await sendFirst(operationId, by);
    const [row] = await api.db.sql`
      select headers, body, trail, encode(sealed_body, 'escape') as sealed, to_jsonb(stored)::text as everything
      from idempotency_keys stored where key = ${key}`;
    expect(row).toMatchObject({ body: '' });
    expect(Object.keys(row?.headers).sort()).toEqual(
      ['Content-Type', 'ETag', 'Location'].filter((header) => first.headers.has(header)),
    );
    expect(Object.keys(row?.trail).sort()).toEqual(['patientIds', 'resourceId']);
    for (const text of [row?.everything, row?.sealed ?? '']) {
      expect(text).not.toContain(one.name);
      expect(text).not.toContain('Ada');
    }
  });
});
