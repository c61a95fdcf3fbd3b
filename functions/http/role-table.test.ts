import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client, TestResponse } from '../../test/support/api.js';
import { unlinkPatient } from '../../test/support/audit-table.js';
import { makeRecords as makeRecordsOf, type Records, sha256 } from '../../test/support/records.js';
import { createWholeApi, type WholeApi } from '../../test/support/whole-api.js';

let api: WholeApi;
beforeAll(async () => {
  api = await createWholeApi();
});
afterAll(() => api.close());

const makeRecords = () => makeRecordsOf(api);

/** Removes a record that has no upcoming reservation. */
const removeUnreserved = (buildPath: (records: Records) => string) => async (client: Client, records: Records) => {
  await api.db.sql`delete from reservations where id = ${records.reservation}`;
  return client.delete(buildPath(records));
};

const columns = ['admin', 'medic', 'staff', 'patient', 'service'] as const;

/**
 * `own`: permitted for the caller's own records; another's looks as if it didn't exist. `none`: permitted, but the
 * caller has no record of this kind.
 */
type Cell = 'yes' | 'no' | 'own' | 'none';

/** How another's record looks where a cell says `own`. */
type Absence = 'not found' | 'an empty page' | 'a dangling reference';

type Row = readonly [
  operationId: string,
  cells: readonly [admin: Cell, medic: Cell, staff: Cell, patient: Cell, service: Cell],
  send: (client: Client, records: Records) => Promise<TestResponse>,
  absence?: Absence,
];

const person = { givenName: 'A', familyName: 'B', birthDate: '1990-01-01', gender: 'other' };
const result = (patientId: string) => ({ patientId, code: { display: 'X' }, effectiveAt: '2026-03-01T00:00:00Z' });
const booking = ({ patient, medic, exam }: Records) => ({
  patientId: patient,
  medicId: medic,
  examId: exam,
  startsAt: '2026-03-04T15:00:00Z',
});
const stretch = { from: '2026-03-03T00:00:00Z', to: '2026-03-04T00:00:00Z' };

/** Links the medic of the records to their account, then reads it. */
const readOwnMedic = async (client: Client, { medic, subject }: Records): Promise<TestResponse> => {
  await api.db.sql`update medics set account_subject = ${subject} where id = ${medic}`;
  return client.get('/v1/medics/me');
};

/** Opens a session of the client's own. If it can't have one, returns the path of one that doesn't exist. */
const openSession = async (client: Client, { patient }: Records): Promise<string> => {
  const { body } = await client.post('/v1/agent/sessions', {});
  return `/v1/agent/sessions/${body.id ?? patient}`;
};

/** The contract's table "Who may do what", written out by hand. */
const table: Row[] = [
  ['listPatients', ['yes', 'yes', 'yes', 'no', 'no'], (client) => client.get('/v1/patients')],
  [
    'getPatient',
    ['yes', 'yes', 'yes', 'own', 'no'],
    (client, { patient }) => client.get(`/v1/patients/${patient}`),
    'not found',
  ],
  ['getOwnPatient', ['none', 'none', 'none', 'yes', 'no'], (client) => client.get('/v1/patients/me')],
  [
    'changeOwnPatient',
    ['none', 'none', 'none', 'yes', 'no'],
    (client) => client.patch('/v1/patients/me', { address: { city: 'Bogotá' } }),
  ],
  ['createPatient', ['yes', 'yes', 'yes', 'no', 'no'], (client) => client.post('/v1/patients', person)],
  [
    'changePatient',
    ['yes', 'yes', 'yes', 'own', 'no'],
    (client, { patient }) => client.patch(`/v1/patients/${patient}`, { address: { city: 'Bogotá' } }),
    'not found',
  ],
  ['removePatient', ['yes', 'no', 'no', 'no', 'no'], removeUnreserved(({ patient }) => `/v1/patients/${patient}`)],
  [
    'invitePatient',
    ['yes', 'no', 'yes', 'no', 'no'],
    async (client, records) => {
      await unlinkPatient(api.db.sql, records, records.subject);
      return client.send('POST', `/v1/patients/${records.patient}/invitations`);
    },
  ],
  [
    'listInvitations',
    ['yes', 'no', 'yes', 'no', 'no'],
    (client, { patient }) => client.get(`/v1/patients/${patient}/invitations`),
  ],
  [
    'getInvitation',
    ['yes', 'no', 'yes', 'no', 'no'],
    (client, { patient, invitation }) => client.get(`/v1/patients/${patient}/invitations/${invitation}`),
  ],
  [
    'withdrawInvitation',
    ['yes', 'no', 'yes', 'no', 'no'],
    (client, { patient, invitation }) => client.delete(`/v1/patients/${patient}/invitations/${invitation}`),
  ],
  [
    'linkOwnPatient',
    ['no', 'no', 'no', 'yes', 'no'],
    async (client, records) => {
      await unlinkPatient(api.db.sql, records, records.subject);
      return client.post('/v1/patients/me/link', { code: records.code, birthDate: '1990-01-01' });
    },
  ],
  ['listAuditEvents', ['yes', 'no', 'no', 'no', 'no'], (client) => client.get('/v1/audit-events')],
  [
    'listRecordAccesses',
    ['yes', 'no', 'no', 'own', 'no'],
    (client, { patient }) => client.get(`/v1/patients/${patient}/access-log`),
    'not found',
  ],
  [
    'lookUpPatients',
    ['yes', 'yes', 'no', 'no', 'yes'],
    (client) => client.post('/v1/patient-lookup', { name: 'Pat Ient' }),
  ],
  [
    'searchKnowledge',
    ['yes', 'yes', 'no', 'no', 'yes'],
    (client, { patient }) => client.post('/v1/agent/knowledge/search', { query: 'fever', patientId: patient }),
  ],
  [
    'addKnowledgeDocument',
    ['yes', 'no', 'no', 'no', 'yes'],
    (client) => client.post('/v1/agent/knowledge/documents', { title: 'Fasting', text: 'Eat nothing.' }),
  ],
  [
    'listKnowledgeDocuments',
    ['yes', 'yes', 'no', 'no', 'yes'],
    (client) => client.get('/v1/agent/knowledge/documents'),
  ],
  [
    'getKnowledgeDocument',
    ['yes', 'yes', 'no', 'no', 'yes'],
    (client, { document }) => client.get(`/v1/agent/knowledge/documents/${document}`),
  ],
  [
    'removeKnowledgeDocument',
    ['yes', 'no', 'no', 'no', 'yes'],
    (client, { document }) => client.delete(`/v1/agent/knowledge/documents/${document}`),
  ],
  [
    'openAssistantSession',
    ['yes', 'yes', 'no', 'no', 'yes'],
    (client, { patient }) => client.post('/v1/agent/sessions', { patientId: patient }),
  ],
  ['listAssistantSessions', ['yes', 'yes', 'no', 'no', 'yes'], (client) => client.get('/v1/agent/sessions')],
  [
    'getAssistantSession',
    ['yes', 'yes', 'no', 'no', 'yes'],
    async (client, records) => client.get(await openSession(client, records)),
  ],
  [
    'closeAssistantSession',
    ['yes', 'yes', 'no', 'no', 'yes'],
    async (client, records) => client.delete(await openSession(client, records)),
  ],
  [
    'listAssistantMessages',
    ['yes', 'yes', 'no', 'no', 'yes'],
    async (client, records) => client.get(`${await openSession(client, records)}/messages`),
  ],
  [
    'askAssistant',
    ['yes', 'yes', 'no', 'no', 'yes'],
    async (client, records) => client.post(`${await openSession(client, records)}/messages`, { content: 'Hello' }),
  ],
  ['listMedics', ['yes', 'yes', 'yes', 'yes', 'yes'], (client) => client.get('/v1/medics')],
  ['getOwnMedic', ['none', 'yes', 'none', 'none', 'none'], readOwnMedic],
  ['listSpecialties', ['yes', 'yes', 'yes', 'yes', 'yes'], (client) => client.get('/v1/medics/specialties')],
  ['getMedic', ['yes', 'yes', 'yes', 'yes', 'yes'], (client, { medic }) => client.get(`/v1/medics/${medic}`)],
  [
    'createMedic',
    ['yes', 'no', 'no', 'no', 'no'],
    (client, { exam }) => client.post('/v1/medics', { givenName: 'A', familyName: 'B', licenseNumber: exam }),
  ],
  [
    'changeMedic',
    ['yes', 'no', 'no', 'no', 'no'],
    (client, { medic }) => client.patch(`/v1/medics/${medic}`, { department: 'North' }),
  ],
  ['removeMedic', ['yes', 'no', 'no', 'no', 'no'], removeUnreserved(({ medic }) => `/v1/medics/${medic}`)],
  ['listExams', ['yes', 'yes', 'yes', 'yes', 'yes'], (client) => client.get('/v1/exams')],
  ['getExam', ['yes', 'yes', 'yes', 'yes', 'yes'], (client, { exam }) => client.get(`/v1/exams/${exam}`)],
  [
    'createExam',
    ['yes', 'no', 'no', 'no', 'no'],
    (client, { medic }) => client.post('/v1/exams', { name: medic, type: 'imaging', durationMinutes: 30 }),
  ],
  [
    'changeExam',
    ['yes', 'no', 'no', 'no', 'no'],
    (client, { exam }) => client.patch(`/v1/exams/${exam}`, { durationMinutes: 45 }),
  ],
  ['removeExam', ['yes', 'no', 'no', 'no', 'no'], removeUnreserved(({ exam }) => `/v1/exams/${exam}`)],
  [
    'listExamResults',
    ['yes', 'yes', 'no', 'own', 'no'],
    (client, { patient }) => client.get(`/v1/exam-results?patientId=${patient}`),
    'an empty page',
  ],
  [
    'getExamResult',
    ['yes', 'yes', 'no', 'own', 'no'],
    (client, records) => client.get(`/v1/exam-results/${records.result}`),
    'not found',
  ],
  [
    'createExamResult',
    ['no', 'yes', 'no', 'no', 'no'],
    (client, { patient }) => client.post('/v1/exam-results', result(patient)),
  ],
  [
    'listReservations',
    ['yes', 'yes', 'yes', 'own', 'yes'],
    (client, { patient }) => client.get(`/v1/reservations?patientId=${patient}`),
    'an empty page',
  ],
  [
    'getReservation',
    ['yes', 'yes', 'yes', 'own', 'yes'],
    (client, { reservation }) => client.get(`/v1/reservations/${reservation}`),
    'not found',
  ],
  [
    'bookReservation',
    ['yes', 'yes', 'yes', 'own', 'yes'],
    (client, records) => client.post('/v1/reservations', booking(records)),
    'a dangling reference',
  ],
  [
    'changeReservation, to cancel',
    ['yes', 'yes', 'yes', 'own', 'no'],
    (client, { reservation }) => client.patch(`/v1/reservations/${reservation}`, { status: 'cancelled' }),
    'not found',
  ],
  [
    'changeReservation, to annotate',
    ['yes', 'yes', 'yes', 'no', 'no'],
    (client, { reservation }) => client.patch(`/v1/reservations/${reservation}`, { notes: 'Fasting' }),
  ],
  [
    'changeReservation, to move',
    ['yes', 'yes', 'yes', 'no', 'no'],
    (client, { reservation }) => client.patch(`/v1/reservations/${reservation}`, { startsAt: '2026-03-04T16:00:00Z' }),
  ],
  [
    'changeReservation, to confirm',
    ['yes', 'yes', 'yes', 'no', 'no'],
    (client, { reservation }) => client.patch(`/v1/reservations/${reservation}`, { status: 'confirmed' }),
  ],
  [
    'listFiles',
    ['yes', 'yes', 'yes', 'own', 'no'],
    (client, { patient }) => client.get(`/v1/files?patientId=${patient}`),
    'an empty page',
  ],
  ['getFile', ['yes', 'yes', 'yes', 'own', 'no'], (client, { file }) => client.get(`/v1/files/${file}`), 'not found'],
  [
    'uploadFile',
    ['yes', 'yes', 'yes', 'own', 'no'],
    (client, { patient: patientId }) =>
      client.post('/v1/files/upload', {
        patientId,
        fileName: 'x.txt',
        contentType: 'text/plain',
        sizeBytes: 1,
        sha256,
      }),
    'a dangling reference',
  ],
  [
    'completeFileUpload',
    ['yes', 'yes', 'yes', 'own', 'no'],
    (client, { file }) => client.send('POST', `/v1/files/${file}/complete`),
    'not found',
  ],
  [
    'downloadFile',
    ['yes', 'yes', 'no', 'own', 'no'],
    (client, { file }) => client.get(`/v1/files/${file}/download`),
    'not found',
  ],
  [
    'classifyFile',
    ['yes', 'yes', 'no', 'no', 'no'],
    (client, { file }) =>
      client.send('PUT', `/v1/files/${file}/classification`, {
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ category: 'imaging', confidence: 1, source: 'review' }),
      }),
  ],
  ['removeFile', ['yes', 'yes', 'no', 'no', 'no'], (client, { file }) => client.delete(`/v1/files/${file}`)],
  [
    'findAvailability',
    ['yes', 'yes', 'yes', 'yes', 'yes'],
    (client, { exam }) => client.post('/v1/reservations/availability', { examId: exam, ...stretch }),
  ],
];

const cells = table.flatMap(([operationId, row, send, absence]) =>
  columns.map((role, column) => ({ operationId, role, cell: row[column] ?? 'no', send, absence })),
);

const isPermitted = ({ status }: TestResponse) => status >= 200 && status < 300;

describe('the role table', () => {
  it('has a row for every operation', () => {
    const operations = api.operations.map(({ operationId }) => operationId);
    const rows = new Set(table.map(([operationId]) => operationId.replace(/,.*/, '')));
    expect([...rows].sort()).toEqual(operations.sort());
  });

  it('is what the OpenAPI document says', () => {
    // The gateway authenticates machines alone on the lookup's route, so the role table can't be tried with people there.
    const expected = new Map<string, readonly string[]>([['lookUpPatients', ['service']]]);
    for (const [operationId, row] of table) {
      const callers = columns.filter((_role, column) => row[column] === 'yes' || row[column] === 'own');
      const name = operationId.replace(/,.*/, '');
      if (name !== 'lookUpPatients') expected.set(name, [...new Set([...(expected.get(name) ?? []), ...callers])]);
    }
    for (const { operationId = '', description, 'x-roles': documented } of api.operations) {
      expect([operationId, [...(documented ?? [])].sort()]).toEqual([
        operationId,
        [...(expected.get(operationId) ?? [])].sort(),
      ]);
      for (const role of documented ?? []) expect(description).toMatch(new RegExp(`Roles: .*\`${role}\``));
    }
  });

  it.each(cells.filter(({ cell }) => cell === 'yes'))('lets $role do $operationId', async ({ role, send }) => {
    const records = await makeRecords();
    const answer = await send(api.as(role, records.subject), records);
    expect([answer.status, isPermitted(answer)]).toEqual([answer.status, true]);
  });

  it.each(cells.filter(({ cell }) => cell === 'no'))('denies $operationId to $role', async ({ role, send }) => {
    const records = await makeRecords();
    const answer = await send(api.as(role, records.subject), records);
    expect([answer.status, answer.body?.type]).toEqual([403, '/problems/forbidden']);
  });

  it.each(cells.filter(({ cell }) => cell === 'none'))('has no $operationId for $role', async ({ role, send }) => {
    const records = await makeRecords();
    expect((await send(api.as(role), records)).status).toBe(404);
  });

  it.each(cells.filter(({ cell }) => cell === 'own'))(
    "lets $role do $operationId on its own records, with another's as $absence",
    async ({ role, send, absence }) => {
      const [own, foreign] = [await makeRecords(), await makeRecords()];
      const client = api.as(role, own.subject);
      const permitted = await send(client, own);
      expect([permitted.status, isPermitted(permitted)]).toEqual([permitted.status, true]);
      if (absence === 'an empty page') expect(permitted.body.data).toHaveLength(1);
      const refused = await send(client, foreign);
      if (absence === 'not found') expect([refused.status, refused.body.type]).toEqual([404, '/problems/not-found']);
      if (absence === 'an empty page') expect([refused.status, refused.body.data]).toEqual([200, []]);
      if (absence === 'a dangling reference') {
        expect([refused.status, refused.body.errors]).toEqual([
          422,
          [{ pointer: '/patientId', detail: 'does not exist' }],
        ]);
      }
    },
  );

  const operations = table.map(([operationId, , send]) => ({ operationId, send }));
  it.each(operations)('requires authentication for $operationId', async ({ send }) => {
    const answer = await send(api.anonymous, await makeRecords());
    expect([answer.status, answer.body.type]).toEqual([401, '/problems/unauthenticated']);
    expect(answer.headers.get('WWW-Authenticate')).toBe('Bearer');
  });
});

describe('the parts of a record', () => {
  it('staff can read and write demographics, but nothing clinical', async () => {
    const { patient } = await makeRecords();
    const history = { conditions: [{ display: 'Diabetes' }] };
    await api.as('medic').patch(`/v1/patients/${patient}`, { medicalHistory: history });
    const read = await api.as('staff').get(`/v1/patients/${patient}`);
    expect([read.status, 'medicalHistory' in read.body]).toEqual([200, false]);
    const set = await api.as('staff').patch(`/v1/patients/${patient}`, { medicalHistory: {}, familyName: 'New' });
    expect([set.status, set.body.errors.map((error: { pointer: string }) => error.pointer)]).toEqual([
      403,
      ['/medicalHistory'],
    ]);
    const created = await api.as('staff').post('/v1/patients', { ...person, medicalHistory: history });
    expect(created.status).toBe(403);
  });

  it('patients can write only their own contact data', async () => {
    const { patient, subject } = await makeRecords();
    const client = api.as('patient', subject);
    const changes = { givenName: 'X', birthDate: '1991-01-01', medicalHistory: {}, accountSubject: 'X', active: false };
    for (const [field, value] of Object.entries(changes)) {
      const answer = await client.patch(`/v1/patients/${patient}`, { phone: '+12025550123', [field]: value });
      expect([answer.status, answer.body.errors[0].pointer]).toEqual([403, `/${field}`]);
    }
    const contact = { email: 'pat@home.example', phone: '+12025550123', address: { city: 'Bogotá' } };
    expect((await client.patch(`/v1/patients/${patient}`, contact)).body).toMatchObject(contact);
  });
});

describe('the role of an account', () => {
  const requestStatus = async (claims: object, path = '/v1/exams') => {
    const all = { sub: 'somebody', token_use: 'access', ...claims };
    const answer = await api.app.request(path, {}, { requestContext: { authorizer: { jwt: { claims: all } } } });
    return answer.status;
  };
  const groups = (value: unknown) => ({ 'cognito:groups': value });

  it('is missing without a known group, and then nothing is permitted', async () => {
    const accounts = [{}, groups('[]'), groups(''), groups([]), groups('[nurses]'), groups('[Admin]'), groups(7)];
    for (const account of accounts) expect([account, await requestStatus(account)]).toEqual([account, 403]);
  });

  it('is the more privileged of two groups, in any order', async () => {
    for (const both of ['[patient medic]', '[medic patient]', ['patient', 'medic']]) {
      expect(await requestStatus(groups(both), '/v1/patients')).toBe(200);
    }
    expect(await requestStatus(groups('[staff admin]'), '/v1/exam-results')).toBe(200);
    expect(await requestStatus(groups('[staff nurses]'), '/v1/exam-results')).toBe(403);
  });

  it('is never `service` because of a group with that name', async () => {
    expect(await requestStatus(groups('[service]'))).toBe(403);
    expect(await requestStatus(groups(['service']))).toBe(403);
    const { reservation } = await makeRecords();
    expect(await requestStatus(groups('[service patient]'), `/v1/reservations/${reservation}`)).toBe(404);
  });

  it('is not taken from a token other than an access token', async () => {
    expect(await requestStatus({ ...groups('[admin]'), token_use: 'id' })).toBe(401);
    expect(await requestStatus({ ...groups('[admin]'), sub: '' })).toBe(401);
  });
});
