import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, createTestApi, missingId, type TestApi, type TestResponse } from '../../test/support/api.js';
import { patientsRouter } from './routes.js';
import { buildPatientPath, createPersonInput, registerPatient, toProblemPointers } from './testing.js';

let api: TestApi;
let alice: Client;
let ofAlice: TestResponse['body'];
let ofBob: TestResponse['body'];

const medicalHistory = { conditions: [{ display: 'Diabetes' }] };

beforeAll(async () => {
  api = await createTestApi([patientsRouter]);
  alice = api.as('patient', 'alice');
  ofAlice = await registerPatient(api.as('admin'), {
    accountSubject: 'alice',
    email: 'alice@clinic.example',
    medicalHistory,
  });
  ofBob = await registerPatient(api.as('admin'), {
    accountSubject: 'bob',
    email: 'bob@clinic.example',
    medicalHistory,
  });
});
afterAll(() => api.close());

const forbidden = (...fields: string[]) => [403, '/problems/forbidden', fields.map((field) => `/${field}`)];
const headers = { 'X-Request-Id': 'same' };

/** The fields that only administrators see. */
const adminOnly = ['accountSubject', 'removedAt'];
const without = (record: object, ...fields: string[]) =>
  Object.fromEntries(Object.entries(record).filter(([name]) => !fields.includes(name)));

describe('a patient', () => {
  it('can read their own record, including the clinical parts', async () => {
    const { body } = await alice.get(buildPatientPath(ofAlice));
    expect(body).toEqual(without(ofAlice, ...adminOnly));
    expect((await alice.get('/v1/patients/me')).body).toEqual(body);
    expect((await api.as('patient', 'bob').get('/v1/patients/me')).body.id).toBe(ofBob.id);
  });

  it("gets the same 404, byte for byte, for another's record as for a missing one", async () => {
    const requests: ((id: string) => Promise<TestResponse>)[] = [
      (id) => alice.get(buildPatientPath({ id }), headers),
      (id) => alice.get(buildPatientPath({ id }), { ...headers, 'If-None-Match': '*' }),
      (id) => alice.get(buildPatientPath({ id }), { ...headers, 'If-None-Match': 'broken' }),
      (id) => alice.patch(buildPatientPath({ id }), { phone: '+12025550123' }, headers),
      (id) => alice.patch(buildPatientPath({ id }), { email: 'alice@clinic.example' }, headers),
      (id) => alice.patch(buildPatientPath({ id }), {}, headers),
      (id) => alice.patch(buildPatientPath({ id }), {}, { ...headers, 'If-Match': '"1"' }),
      (id) => alice.patch(buildPatientPath({ id }), {}, { ...headers, 'If-Match': '"7"' }),
      (id) => alice.patch(buildPatientPath({ id }), {}, { ...headers, 'If-Match': 'broken' }),
    ];
    for (const [index, request] of requests.entries()) {
      const [foreign, missing] = [await request(ofBob.id), await request(missingId)];
      expect([index, ...toProblemPointers(foreign)]).toEqual([index, 404, '/problems/not-found', []]);
      expect(foreign.text.replaceAll(ofBob.id, missingId)).toBe(missing.text);
      expect([...foreign.headers]).toEqual([...missing.headers]);
    }
    expect((await api.as('admin').get(buildPatientPath(ofBob))).body).toEqual(ofBob);
  });

  it("gets the same refusal for any other operation on another's record", async () => {
    const requests: ((id: string) => Promise<TestResponse>)[] = [
      (id) => alice.delete(buildPatientPath({ id }), headers),
      (id) => alice.patch(buildPatientPath({ id }), { givenName: 'X' }, headers),
      (id) => alice.patch(buildPatientPath({ id }), { nickname: 'X' }, headers),
      (id) => alice.patch(buildPatientPath({ id }), { phone: 'X' }, headers),
      (id) =>
        alice.send('PATCH', buildPatientPath({ id }), {
          body: '{',
          headers: { ...headers, 'Content-Type': 'application/json' },
        }),
    ];
    const statuses = [];
    for (const request of requests) {
      const [foreign, missing] = [await request(ofBob.id), await request(missingId)];
      statuses.push(foreign.status);
      expect(foreign.text.replaceAll(ofBob.id, missingId)).toBe(missing.text);
      expect([...foreign.headers]).toEqual([...missing.headers]);
    }
    expect(statuses).toEqual([403, 403, 422, 422, 400]);
  });

  it("can't list, search, create or remove patients", async () => {
    for (const answer of [
      await alice.get('/v1/patients'),
      await alice.get('/v1/patients?search=Person'),
      await alice.post('/v1/patients', createPersonInput()),
      await alice.delete(buildPatientPath(ofAlice)),
    ]) {
      expect(toProblemPointers(answer)).toEqual(forbidden());
    }
  });

  it('can change their own contact data', async () => {
    const mine = await registerPatient(api.as('admin'), { accountSubject: 'carol', medicalHistory });
    const patch = { email: 'carol@clinic.example', phone: '+12025550123', address: { city: 'Cali' } };
    const answer = await api.as('patient', 'carol').patch(buildPatientPath(mine), patch, { 'If-Match': '"1"' });
    expect([answer.status, answer.body.version]).toEqual([200, 2]);
    expect(answer.body).toMatchObject({ ...patch, medicalHistory: mine.medicalHistory });
    const removed = await api
      .as('patient', 'carol')
      .patch(buildPatientPath(mine), { email: null, phone: null, address: null });
    expect(removed.body).toMatchObject({ email: null, phone: null, address: null });
  });

  it('can change them without knowing the id, with the same result', async () => {
    const mine = await registerPatient(api.as('admin'), { accountSubject: 'clara', medicalHistory });
    const client = api.as('patient', 'clara');
    const patch = { email: 'clara@clinic.example', address: { city: 'Cali' } };
    const answer = await client.patch('/v1/patients/me', patch, { 'If-Match': '"1"' });
    expect([answer.status, answer.headers.get('ETag'), answer.body]).toEqual([
      200,
      '"2"',
      (await client.get(buildPatientPath(mine))).body,
    ]);
    expect(answer.body).toMatchObject(patch);
    const stale = await client.patch('/v1/patients/me', { phone: null }, { 'If-Match': '"1"' });
    expect(toProblemPointers(stale)).toEqual([412, '/problems/precondition-failed', []]);
    const refused = await client.patch('/v1/patients/me', { phone: null, givenName: 'X', active: false });
    expect(toProblemPointers(refused)).toEqual(forbidden('givenName', 'active'));
    expect((await client.patch('/v1/patients/me', patch)).headers.get('ETag')).toBe('"2"');
  });

  it("can't change a record that is not linked to the account", async () => {
    const answer = await api.as('patient', 'unlinked').patch('/v1/patients/me', { phone: null });
    expect(toProblemPointers(answer)).toEqual([404, '/problems/not-found', []]);
  });

  it("can't change anything else, and learns every forbidden field", async () => {
    const fields: [string, unknown][] = [
      ['givenName', ofAlice.givenName],
      ['familyName', 'X'],
      ['birthDate', '1990-01-01'],
      ['gender', 'other'],
      ['nationalId', null],
      ['medicalHistory', null],
      ['accountSubject', 'mallory'],
      ['active', true],
    ];
    for (const [field, value] of fields) {
      expect(toProblemPointers(await alice.patch(buildPatientPath(ofAlice), { [field]: value }))).toEqual(
        forbidden(field),
      );
    }
    const several = await alice.patch(buildPatientPath(ofAlice), {
      phone: '+12025550123',
      ...Object.fromEntries(fields),
    });
    expect(toProblemPointers(several)).toEqual(forbidden(...fields.map(([field]) => field)));
    expect((await api.as('admin').get(buildPatientPath(ofAlice))).body).toEqual(ofAlice);
  });
});

describe('reception', () => {
  it('sees demographics but no clinical parts', async () => {
    const { body } = await api.as('staff').get(buildPatientPath(ofAlice));
    expect(body).toEqual(without(ofAlice, ...adminOnly, 'medicalHistory'));
  });

  it('creates patients without clinical parts and account, and can send null for both', async () => {
    const fields = { medicalHistory: null, accountSubject: null };
    const created = await registerPatient(api.as('staff'), fields);
    expect(created).not.toHaveProperty('medicalHistory');
    const refused = await api
      .as('staff')
      .post('/v1/patients', createPersonInput({ medicalHistory, accountSubject: 'x' }));
    expect(toProblemPointers(refused)).toEqual(forbidden('medicalHistory', 'accountSubject'));
    const empty = await api.as('staff').post('/v1/patients', createPersonInput({ medicalHistory: {} }));
    expect(toProblemPointers(empty)).toEqual(forbidden('medicalHistory'));
  });

  it('changes demographics without affecting the clinical parts', async () => {
    const before = await registerPatient(api.as('admin'), { medicalHistory });
    const patch = {
      givenName: 'Eva',
      birthDate: '1990-01-01',
      active: false,
      nationalId: { type: 'NI', number: 'F-1' },
    };
    const answer = await api.as('staff').patch(buildPatientPath(before), patch);
    expect([answer.status, answer.body.version]).toEqual([200, 2]);
    expect(answer.body).not.toHaveProperty('medicalHistory');
    const after = (await api.as('medic').get(buildPatientPath(before))).body;
    expect(after).toMatchObject({ ...patch, medicalHistory: before.medicalHistory });
  });

  it("can't change clinical parts or accounts, not even to null", async () => {
    for (const patch of [{ medicalHistory: null }, { medicalHistory: {} }, { medicalHistory }]) {
      expect(toProblemPointers(await api.as('staff').patch(buildPatientPath(ofAlice), patch))).toEqual(
        forbidden('medicalHistory'),
      );
    }
    for (const accountSubject of [null, 'mallory']) {
      const answer = await api.as('staff').patch(buildPatientPath(ofAlice), { accountSubject });
      expect(toProblemPointers(answer)).toEqual(forbidden('accountSubject'));
    }
    expect(toProblemPointers(await api.as('staff').delete(buildPatientPath(ofAlice)))).toEqual(forbidden());
    expect((await api.as('admin').get(buildPatientPath(ofAlice))).body).toEqual(ofAlice);
  });
});

describe('a medic', () => {
  it('reads and writes clinical parts, but links no accounts and removes no one', async () => {
    expect((await api.as('medic').get(buildPatientPath(ofAlice))).body).toEqual(without(ofAlice, ...adminOnly));
    const created = await registerPatient(api.as('medic'), { medicalHistory });
    expect(created.medicalHistory.conditions).toHaveLength(1);
    const account = { accountSubject: 'x' };
    expect(toProblemPointers(await api.as('medic').post('/v1/patients', createPersonInput(account)))).toEqual(
      forbidden('accountSubject'),
    );
    expect(toProblemPointers(await api.as('medic').patch(buildPatientPath(created), account))).toEqual(
      forbidden('accountSubject'),
    );
    expect(toProblemPointers(await api.as('medic').delete(buildPatientPath(created)))).toEqual(forbidden());
  });
});

describe('the account and the time of removal', () => {
  it('are visible to administrators only, in records and lists', async () => {
    expect(ofAlice).toMatchObject({ accountSubject: 'alice', removedAt: null });
    const search = `/v1/patients?search=${ofAlice.familyName}&limit=1`;
    expect((await api.as('admin').get(search)).body.data[0]).toEqual(without(ofAlice, 'medicalHistory'));
    for (const role of ['medic', 'staff'] as const) {
      const [seen] = (await api.as(role).get(search)).body.data;
      expect(seen).toEqual(without(ofAlice, 'medicalHistory', ...adminOnly));
    }
    const moved = await registerPatient(api.as('admin'), { accountSubject: 'dora' });
    const answer = await api.as('admin').patch(buildPatientPath(moved), { accountSubject: 'dora-new' });
    expect(answer.body.accountSubject).toBe('dora-new');
    expect((await api.as('patient', 'dora').get(buildPatientPath(moved))).status).toBe(404);
    expect((await api.as('patient', 'dora-new').get(buildPatientPath(moved))).status).toBe(200);
  });
});

/** Every patient operation, called for an existing record. */
const operations: [name: string, ask: (client: Client) => Promise<TestResponse>][] = [
  ['list', (client) => client.get('/v1/patients')],
  ['create', (client) => client.post('/v1/patients', createPersonInput())],
  ['own', (client) => client.get('/v1/patients/me')],
  ['change own', (client) => client.patch('/v1/patients/me', {})],
  ['read', (client) => client.get(buildPatientPath(ofAlice))],
  ['change', (client) => client.patch(buildPatientPath(ofAlice), {})],
  ['remove', (client) => client.delete(buildPatientPath(ofAlice))],
];

describe('every operation', () => {
  it.each(operations)('returns 401 without authentication: %s', async (_name, ask) => {
    const answer = await ask(api.anonymous);
    expect(toProblemPointers(answer)).toEqual([401, '/problems/unauthenticated', []]);
    expect(answer.headers.get('WWW-Authenticate')).toBe('Bearer');
  });

  it.each(operations)('returns 403 to a machine: %s', async (_name, ask) => {
    expect(toProblemPointers(await ask(api.as('service')))).toEqual(forbidden());
  });

  it('returns 403 to an account without a known group', async () => {
    const claims = { sub: 'alice', token_use: 'access' };
    for (const groups of [
      {},
      { 'cognito:groups': '[]' },
      { 'cognito:groups': '[service]' },
      { 'cognito:groups': '[Admin administrators]' },
    ]) {
      const requestContext = { authorizer: { jwt: { claims: { ...claims, ...groups } } } };
      for (const path of ['/v1/patients', '/v1/patients/me', buildPatientPath(ofAlice)]) {
        const answer = await api.app.request(path, {}, { requestContext });
        expect([path, groups, answer.status]).toEqual([path, groups, 403]);
      }
    }
  });

  it('returns 401 for claims that are not from an access token', async () => {
    for (const claims of [{}, { sub: 'alice' }, { sub: '', token_use: 'access' }, { sub: 'alice', token_use: 'id' }]) {
      const requestContext = { authorizer: { jwt: { claims: { 'cognito:groups': '[admin]', ...claims } } } };
      expect((await api.app.request('/v1/patients', {}, { requestContext })).status).toBe(401);
    }
    const forged = await api.anonymous.get('/v1/patients', { Authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.' });
    expect(toProblemPointers(forged)).toEqual([401, '/problems/unauthenticated', []]);
  });

  it('uses the most privileged of several groups', async () => {
    const claims = { sub: 'alice', token_use: 'access', 'cognito:groups': '[patient staff medic]' };
    const answer = await api.app.request(
      buildPatientPath(ofBob),
      {},
      { requestContext: { authorizer: { jwt: { claims } } } },
    );
    expect(await answer.json()).toEqual(without(ofBob, ...adminOnly));
  });
});
