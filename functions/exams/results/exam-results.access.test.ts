import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApi, readPages, type TestApi } from '../../../test/support/api.js';
import { examResultsRouter } from './routes.js';

let api: TestApi;
const ids = { alice: '', bob: '' };
const absent = '00000000-0000-4000-8000-000000000000';

const patient = async (name: string) => {
  const [row] = await api.db.sql`
    insert into patients (given_name, family_name, birth_date, gender, account_subject)
    values (${name}, 'Test', '1990-01-01', 'other', ${name}) returning id`;
  return row?.id as string;
};

const record = async (patientId: string, display: string, effectiveAt: string, fields: object = {}) => {
  const body = { patientId, code: { code: display.toLowerCase(), display }, effectiveAt, ...fields };
  const answer = await api.as('medic').post('/v1/exam-results', body);
  expect(answer.status).toBe(201);
  return answer.body;
};

let wrong: { id: string };
let ofBob: { id: string };

beforeAll(async () => {
  api = await createTestApi([examResultsRouter]);
  ids.alice = await patient('alice');
  ids.bob = await patient('bob');
  await record(ids.alice, 'Second', '2026-01-02T00:00:00Z', { status: 'preliminary' });
  await record(ids.alice, 'First', '2026-01-01T00:00:00Z');
  wrong = await record(ids.alice, 'Wrong', '2026-01-03T00:00:00Z');
  await record(ids.alice, 'Third', '2026-01-03T00:00:00Z', { replacesId: wrong.id });
  ofBob = await record(ids.bob, 'Bobs', '2026-01-04T00:00:00Z');
});
afterAll(() => api.close());

const shown = async (query: string, client = api.as('medic')) => {
  const { status, body } = await client.get(`/v1/exam-results?${query}`);
  expect(status).toBe(200);
  return body.data.map((result: { code: { display: string } }) => result.code.display);
};

describe('listing results', () => {
  it('requires a patient, unless the caller is an administrator', async () => {
    for (const client of [api.as('medic'), api.as('patient', 'alice')]) {
      const answer = await client.get('/v1/exam-results');
      expect([answer.status, answer.body.errors]).toEqual([
        422,
        [{ pointer: 'query/patientId', detail: 'is required' }],
      ]);
    }
    expect(await shown('', api.as('admin'))).toEqual(['Bobs', 'Third', 'Second', 'First']);
  });

  it.each([
    ['', ['Third', 'Second', 'First']],
    ['sort=-effectiveAt', ['Third', 'Second', 'First']],
    ['sort=effectiveAt', ['First', 'Second', 'Third']],
    ['status=preliminary', ['Second']],
    ['code=first', ['First']],
    ['code=wrong', []],
    ['code=wrong&includeReplaced=true', ['Wrong']],
    ['from=2026-01-02T00:00:00Z', ['Third', 'Second']],
    ['to=2026-01-02T00:00:00Z', ['First']],
    ['from=2026-01-02T05:45:00%2B05:45&to=2026-01-02T00:00:00.001Z', ['Second']],
  ])('by "%s" shows %j', async (query, expected) => {
    expect(await shown(`patientId=${ids.alice}&${query}`)).toEqual(expected);
  });

  it('shows a corrected result only on request', async () => {
    const query = `patientId=${ids.alice}&sort=effectiveAt&count=exact`;
    const usual = await api.as('medic').get(`/v1/exam-results?${query}`);
    expect(usual.body.page.total).toBe(3);
    const all = await api.as('medic').get(`/v1/exam-results?${query}&includeReplaced=true`);
    expect(all.body.page.total).toBe(4);
    const old = all.body.data.find((result: { id: string }) => result.id === wrong.id);
    const corrected = all.body.data.find((result: { replacesId: string }) => result.replacesId === wrong.id);
    expect(old.replacedById).toBe(corrected.id);
  });

  it('has pages in order that repeat nothing, even for results with the same time', async () => {
    const query = `patientId=${ids.alice}&includeReplaced=true&sort=effectiveAt&limit=1`;
    const pages = await readPages(api.as('medic'), `/v1/exam-results?${query}`);
    const seen = pages.flatMap(({ data }) => data.map((result: { code: { display: string } }) => result.code.display));
    expect([seen.slice(0, 2), seen.slice(2).sort()]).toEqual([
      ['First', 'Second'],
      ['Third', 'Wrong'],
    ]);
  });

  it.each([
    ['patientId=alice', 'query/patientId'],
    ['from=2026-01-02', 'query/from'],
    ['status=done', 'query/status'],
    ['includeReplaced=1', 'query/includeReplaced'],
    ['sort=code', 'query/sort'],
  ])('refuses %s', async (query, pointer) => {
    const answer = await api.as('admin').get(`/v1/exam-results?${query}`);
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, pointer]);
  });
});

describe('a patient', () => {
  it('can read their own results', async () => {
    const alice = api.as('patient', 'alice');
    expect(await shown(`patientId=${ids.alice}`, alice)).toEqual(['Third', 'Second', 'First']);
    const answer = await alice.get(`/v1/exam-results/${wrong.id}`, { 'If-None-Match': '"1-replaced"' });
    expect([answer.status, answer.text]).toEqual([304, '']);
  });

  it("gets the same 404, byte for byte, for another patient's result as for a missing one", async () => {
    const headers = { 'X-Request-Id': 'same' };
    const alice = api.as('patient', 'alice');
    const foreign = await alice.get(`/v1/exam-results/${ofBob.id}`, headers);
    const missing = await alice.get(`/v1/exam-results/${absent}`, headers);
    expect([foreign.status, foreign.body.type]).toEqual([404, '/problems/not-found']);
    expect(foreign.text.replace(ofBob.id, absent)).toBe(missing.text);
    expect([...foreign.headers]).toEqual([...missing.headers]);
    const conditional = await alice.get(`/v1/exam-results/${ofBob.id}`, { ...headers, 'If-None-Match': '*' });
    expect(conditional.text).toBe(foreign.text);
  });

  it('gets an empty page for another patient, as for a missing one', async () => {
    const alice = api.as('patient', 'alice');
    const foreign = await alice.get(`/v1/exam-results?patientId=${ids.bob}&count=exact&includeReplaced=true`);
    const missing = await alice.get(`/v1/exam-results?patientId=${absent}&count=exact&includeReplaced=true`);
    expect(foreign.body).toEqual({ data: [], page: { limit: 25, nextCursor: null, total: 0 } });
    expect(foreign.text).toBe(missing.text);
  });

  it("can't record results", async () => {
    const body = { patientId: ids.alice, code: { display: 'Own' }, effectiveAt: '2026-01-05T00:00:00Z' };
    expect((await api.as('patient', 'alice').post('/v1/exam-results', body)).status).toBe(403);
  });
});

describe('other roles', () => {
  it('staff and machines neither read nor record results', async () => {
    const body = { patientId: ids.alice, code: { display: 'X' }, effectiveAt: '2026-01-05T00:00:00Z' };
    for (const role of ['staff', 'service'] as const) {
      const client = api.as(role);
      expect((await client.get(`/v1/exam-results?patientId=${ids.alice}`)).status).toBe(403);
      expect((await client.get(`/v1/exam-results/${wrong.id}`)).status).toBe(403);
      expect((await client.post('/v1/exam-results', body)).status).toBe(403);
    }
  });

  it('an administrator can read but not record', async () => {
    const body = { patientId: ids.alice, code: { display: 'X' }, effectiveAt: '2026-01-05T00:00:00Z' };
    expect((await api.as('admin').get(`/v1/exam-results/${ofBob.id}`)).status).toBe(200);
    expect((await api.as('admin').post('/v1/exam-results', body)).status).toBe(403);
  });

  it("can't see results of a removed patient, except administrators", async () => {
    const gone = await patient('gone');
    const result = await record(gone, 'Last', '2026-01-06T00:00:00Z');
    await api.db.sql`update patients set removed_at = now() where id = ${gone}`;
    for (const client of [api.as('medic'), api.as('patient', 'gone')]) {
      expect((await client.get(`/v1/exam-results/${result.id}`)).status).toBe(404);
      expect(await shown(`patientId=${gone}`, client)).toEqual([]);
    }
    expect((await api.as('admin').get(`/v1/exam-results/${result.id}`)).status).toBe(200);
  });

  it('leave an audit event of every read, with the patient', async () => {
    await api.as('medic').get(`/v1/exam-results/${ofBob.id}`, { 'X-Request-Id': 'trace-read' });
    await api.as('staff').get(`/v1/exam-results/${ofBob.id}`, { 'X-Request-Id': 'trace-refused' });
    const events = await api.db.sql`
      select action, actor_role, outcome, status, resource_id, patient_ids from audit_events
      where request_id in ('trace-read', 'trace-refused') order by status`;
    expect([...events]).toEqual([
      {
        action: 'exam-results.read',
        actor_role: 'medic',
        outcome: 'success',
        status: 200,
        resource_id: ofBob.id,
        patient_ids: [ids.bob],
      },
      {
        action: 'exam-results.read',
        actor_role: 'staff',
        outcome: 'refused',
        status: 403,
        resource_id: ofBob.id,
        patient_ids: [],
      },
    ]);
  });
});
