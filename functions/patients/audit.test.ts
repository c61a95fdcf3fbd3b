import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, createTestApi, missingId, type TestApi, type TestResponse } from '../../test/support/api.js';
import { patientsRouter } from './routes.js';
import { buildPatientPath, createPersonInput, readAuditEvents, registerPatient } from './testing.js';

let api: TestApi;
let record: TestResponse['body'];

beforeAll(async () => {
  api = await createTestApi([patientsRouter]);
  record = await registerPatient(api.as('admin'), {
    accountSubject: 'alice',
    nationalId: { type: 'NI', number: 'ALICE-1' },
  });
});
afterAll(() => api.close());

let requests = 0;

/** Sends a request under its own request id. Returns the response and the audit events it left. */
async function asked(ask: (headers: { 'X-Request-Id': string }) => Promise<TestResponse>) {
  requests += 1;
  const requestId = `audited-${requests}`;
  const answer = await ask({ 'X-Request-Id': requestId });
  return { answer, events: await readAuditEvents(api, requestId) };
}

const event = (fields: object) => ({
  actor: 'boss',
  role: 'admin',
  type: 'Patient',
  resource: null,
  patients: [],
  outcome: 'success',
  ...fields,
});

const boss = () => api.as('admin', 'boss');

describe('exactly one audit event is left by', () => {
  it('a registration', async () => {
    const { answer, events } = await asked((headers) => boss().post('/v1/patients', createPersonInput(), headers));
    const { id } = answer.body;
    expect(events).toEqual([event({ action: 'patients.create', resource: id, patients: [id], status: 201 })]);
  });

  it("a read, including of an unchanged record and of the caller's own", async () => {
    const seen = { action: 'patients.read', resource: record.id, patients: [record.id] };
    const read = await asked((headers) => boss().get(buildPatientPath(record), headers));
    expect(read.events).toEqual([event({ ...seen, status: 200 })]);
    const unchanged = await asked((headers) =>
      boss().get(buildPatientPath(record), { ...headers, 'If-None-Match': '*' }),
    );
    expect(unchanged.events).toEqual([event({ ...seen, status: 304 })]);
    const own = await asked((headers) => api.as('patient', 'alice').get('/v1/patients/me', headers));
    expect(own.events).toEqual([event({ ...seen, actor: 'alice', role: 'patient', status: 200 })]);
  });

  it('a list, with exactly the patients on the page', async () => {
    await registerPatient(boss());
    const { answer, events } = await asked((headers) => boss().get('/v1/patients?limit=2', headers));
    const ids = answer.body.data.map(({ id }: { id: string }) => id);
    expect(ids).toHaveLength(2);
    expect(events).toEqual([event({ action: 'patients.list', patients: ids, status: 200 })]);
    const empty = await asked((headers) => boss().get('/v1/patients?search=Wolfeschlegel', headers));
    expect(empty.events).toEqual([event({ action: 'patients.list', status: 200 })]);
  });

  it('a change, even if it changes nothing', async () => {
    const changed = { action: 'patients.change', resource: record.id, patients: [record.id], status: 200 };
    const dr = { actor: 'dr', role: 'medic' };
    for (const patch of [{ phone: '+12025550123' }, {}]) {
      const { events } = await asked((headers) =>
        api.as('medic', 'dr').patch(buildPatientPath(record), patch, headers),
      );
      expect(events).toEqual([event({ ...changed, ...dr })]);
    }
  });

  it('a removal', async () => {
    const { id } = await registerPatient(boss());
    const remove = () => asked((headers) => boss().delete(buildPatientPath({ id }), headers));
    const about = { action: 'patients.remove', resource: id, patients: [id] };
    expect((await remove()).events).toEqual([event({ ...about, status: 204 })]);
    const again = { action: 'patients.remove', outcome: 'refused', status: 404 };
    expect((await remove()).events).toMatchObject([again]);
  });

  it('each denial because of a role, a field, missing authentication or a hidden record', async () => {
    const bob = { client: api.as('patient', 'bob'), actor: { actor: 'bob', role: 'patient' } };
    const desk = { client: api.as('staff', 'desk'), actor: { actor: 'desk', role: 'staff' } };
    const agent = {
      client: api.as('service', 'agent'),
      actor: { actor: 'arn:aws:iam::123456789012:role/agent', role: 'service' },
    };
    const anyone = { client: api.anonymous, actor: { actor: null, role: null } };
    const path = buildPatientPath(record);
    const missing = buildPatientPath({ id: missingId });
    const get = (of: string) => (client: Client, headers: object) => client.get(of, { ...headers });
    const patch = (fields: object) => (client: Client, headers: object) => client.patch(path, fields, { ...headers });
    const remove = (client: Client, headers: object) => client.delete(path, { ...headers });
    const create = (client: Client, headers: object) =>
      client.post('/v1/patients', createPersonInput(), { ...headers });
    const about = { resource: record.id };
    const cases: [
      caller: { client: Client; actor: object },
      ask: (client: Client, headers: object) => Promise<TestResponse>,
      expected: object,
    ][] = [
      [bob, get('/v1/patients'), { action: 'patients.list', status: 403 }],
      [bob, get(path), { ...about, action: 'patients.read', status: 404 }],
      [bob, patch({ phone: '+12025550123' }), { ...about, action: 'patients.change', status: 404 }],
      [desk, patch({ medicalHistory: null }), { ...about, action: 'patients.change', status: 403 }],
      [desk, remove, { ...about, action: 'patients.remove', status: 403 }],
      [agent, get(path), { ...about, action: 'patients.read', status: 403 }],
      [anyone, create, { action: 'patients.create', status: 401 }],
      [{ client: boss(), actor: {} }, get(missing), { action: 'patients.read', resource: missingId, status: 404 }],
    ];
    for (const [{ client, actor }, ask, expected] of cases) {
      const { answer, events } = await asked((headers) => ask(client, headers));
      expect(events).toEqual([event({ ...actor, ...expected, outcome: 'refused' })]);
      expect(answer.status).toBe(events[0]?.status);
    }
  });

  it('a failed change, with its patient', async () => {
    const other = await registerPatient(boss());
    const about = { action: 'patients.change', resource: other.id, patients: [other.id], outcome: 'failed' };
    const taken = await asked((headers) =>
      boss().patch(buildPatientPath(other), { nationalId: { type: 'NI', number: 'ALICE-1' } }, headers),
    );
    expect(taken.events).toEqual([event({ ...about, status: 409 })]);
    const stale = await asked((headers) =>
      boss().patch(buildPatientPath(other), {}, { ...headers, 'If-Match': '"9"' }),
    );
    expect(stale.events).toEqual([event({ ...about, status: 412 })]);
  });
});

describe('no audit event is left by', () => {
  it('a request that fails validation', async () => {
    const json = { 'Content-Type': 'application/json' };
    const asks: ((headers: { 'X-Request-Id': string }) => Promise<TestResponse>)[] = [
      (headers) => boss().post('/v1/patients', createPersonInput({ email: 'x' }), headers),
      (headers) => boss().patch(buildPatientPath(record), { nickname: 'x' }, headers),
      (headers) => boss().get('/v1/patients/x', headers),
      (headers) => boss().get('/v1/patients?limit=0', headers),
      (headers) => boss().send('POST', '/v1/patients', { body: '{', headers: { ...json, ...headers } }),
      (headers) => boss().send('POST', '/v1/patients', { body: '{}', headers }),
      (headers) => boss().get('/v1/nothing', headers),
      (headers) => boss().send('PUT', '/v1/patients', { headers }),
    ];
    const statuses = [];
    for (const ask of asks) {
      const { answer, events } = await asked(ask);
      statuses.push(answer.status);
      expect(events).toEqual([]);
    }
    expect(statuses).toEqual([422, 422, 422, 422, 400, 415, 404, 405]);
  });
});

describe('the audit trail', () => {
  it("is written with the change: if the event can't be written, nothing is", async () => {
    const before = await api.db.sql`select count(*)::int as rows from patients`;
    await api.db.sql.unsafe(`
      create function break_audit() returns trigger language plpgsql as $$ begin raise 'broken'; end $$;
      create trigger break_audit before insert on audit_events for each row execute function break_audit()`);
    const created = await boss().post('/v1/patients', createPersonInput());
    const read = await boss().get(buildPatientPath(record));
    await api.db.sql.unsafe('drop trigger break_audit on audit_events; drop function break_audit()');
    expect([created.status, created.body.type]).toEqual([500, '/problems/internal']);
    expect([read.status, read.body.type]).toEqual([500, '/problems/internal']);
    expect(await api.db.sql`select count(*)::int as rows from patients`).toEqual(before);
  });
});
