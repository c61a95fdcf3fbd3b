import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApi, readPages, type TestApi } from '../../../test/support/api.js';
import { expectCreated } from '../../http/testing.js';
import { examResultsRouter } from './routes.js';

let api: TestApi;
const ids = { alice: '', bob: '', removed: '', exam: '', medic: '', otherMedic: '', ofAlice: '', ofBob: '' };
const absent = '00000000-0000-4000-8000-000000000000';

beforeAll(async () => {
  api = await createTestApi([examResultsRouter]);
  const { sql } = api.db;
  const readId = async (rows: PromiseLike<Record<string, string>[]>) => (await rows)[0]?.id ?? '';
  const patient = (name: string, removedAt: Date | null = null) =>
    readId(sql`
      insert into patients (given_name, family_name, birth_date, gender, account_subject, removed_at)
      values (${name}, 'Test', '1990-01-01', 'other', ${name}, ${removedAt}) returning id`);
  const medic = (subject: string) =>
    readId(sql`
      insert into medics (given_name, family_name, license_number, account_subject)
      values ('M', 'D', ${subject}, ${subject}) returning id`);
  ids.alice = await patient('alice');
  ids.bob = await patient('bob');
  ids.removed = await patient('removed', new Date());
  ids.medic = await medic('dr-tied');
  ids.otherMedic = await medic('dr-other');
  ids.exam = await readId(sql`
    insert into exams (name, type, duration_minutes) values ('Blood', 'laboratory', 15) returning id`);
  const reservation = (patientId: string, hour: number) =>
    readId(sql`
      insert into reservations (patient_id, medic_id, exam_id, starts_at, ends_at)
      values (${patientId}, ${ids.medic}, ${ids.exam}, ${new Date(Date.UTC(2026, 0, 5, hour))},
        ${new Date(Date.UTC(2026, 0, 5, hour, 15))}) returning id`);
  ids.ofAlice = await reservation(ids.alice, 9);
  ids.ofBob = await reservation(ids.bob, 10);
});
afterAll(() => api.close());

const glucose = { system: 'http://loinc.org', code: '2339-0', display: 'Glucose' };
const minimal = () => ({ patientId: ids.alice, code: { display: 'Glucose' }, effectiveAt: '2026-01-05T09:10:00Z' });
const record = (fields: object = {}, subject = 'dr-tied') =>
  api.as('medic', subject).post('/v1/exam-results', { ...minimal(), ...fields });
const recorded = async (fields: object = {}) => {
  const answer = await record(fields);
  expect(answer.status).toBe(201);
  return answer.body;
};
const pointersOf = (answer: { body: { errors: { pointer: string }[] } }) =>
  answer.body.errors.map(({ pointer }) => pointer);

describe('recording a result', () => {
  it('returns the resource, its location and its version', async () => {
    const input = {
      patientId: ids.alice,
      examId: ids.exam,
      reservationId: ids.ofAlice,
      medicId: ids.otherMedic,
      code: glucose,
      effectiveAt: '2026-01-05T14:40:00+05:45',
      value: { value: 5.4, unit: 'mmol/L', comparator: '<' },
      dataAbsentReason: null,
      referenceRange: { low: 3.9, high: 5.5, unit: 'mmol/L', text: 'fasting' },
      interpretation: 'N',
      note: 'Fasting for nine hours',
      status: 'preliminary',
    };
    const answer = await record(input);
    expect(expectCreated(answer, '/v1/exam-results')).toEqual({
      ...input,
      effectiveAt: '2026-01-05T08:55:00.000Z',
      version: 1,
      replacesId: null,
      replacedById: null,
    });
    const read = await api.as('medic').get(`/v1/exam-results/${answer.body.id}`);
    expect(read.body).toEqual(answer.body);
  });

  it('needs only patient, code and time, and is then final without a value', async () => {
    expect(await recorded()).toMatchObject({
      code: { system: null, code: null, display: 'Glucose' },
      value: null,
      referenceRange: null,
      interpretation: null,
      examId: null,
      reservationId: null,
      status: 'final',
    });
  });

  it.each([
    ['a quantity', { value: 7.25, unit: 'mmol/L' }, { value: 7.25, unit: 'mmol/L', comparator: null }],
    ['a quantity without a unit', { value: 0 }, { value: 0, unit: null, comparator: null }],
    ['a negative quantity', { value: -1.5, unit: '{SD}' }, { value: -1.5, unit: '{SD}', comparator: null }],
    ['a text', ' No growth. ', ' No growth. '],
    [
      'a code',
      { system: 'http://snomed.info/sct', code: '260385009', display: 'Negative' },
      { system: 'http://snomed.info/sct', code: '260385009', display: 'Negative' },
    ],
    ['a code with only a display name', { display: 'Negative' }, { system: null, code: null, display: 'Negative' }],
    ['nothing', null, null],
  ])('accepts %s as its value', async (_what, value, expected) => {
    const { id, value: answered } = await recorded({ value });
    expect(answered).toEqual(expected);
    expect((await api.as('medic').get(`/v1/exam-results/${id}`)).body.value).toEqual(expected);
  });

  it.each([
    ['a bare number', 5],
    ['empty text', ''],
    ['a blank text', ' \n\t'],
    ['text with NUL', 'A\u0000'],
    ['an unknown comparator', { value: 5, comparator: '~' }],
    ['a quantity with text', { value: '5', unit: 'mmol/L' }],
    ['a mixture of types', { value: 5, display: 'five' }],
    ['a list', [{ value: 5 }]],
    ['an implausibly large number', { value: 1e16 }],
  ])('rejects %s as its value', async (_what, value) => {
    const answer = await record({ value });
    expect(answer.status).toBe(422);
    expect(pointersOf(answer).every((pointer) => pointer.startsWith('/value'))).toBe(true);
  });

  it('accepts a reference range with one end, and rejects unknown fields and statuses', async () => {
    const { referenceRange } = await recorded({ referenceRange: { high: 5.5 } });
    expect(referenceRange).toEqual({ low: null, high: 5.5, unit: null, text: null });
    const answer = await record({ referenceRange: { low: 'a', mean: 4 }, status: 'done', comment: 'x' });
    expect(answer.status).toBe(422);
    expect(pointersOf(answer).sort()).toEqual(['/comment', '/referenceRange/low', '/referenceRange/mean', '/status']);
  });

  it("is by the medic of the caller's account, unless another is set", async () => {
    expect((await recorded()).medicId).toBe(ids.medic);
    expect((await recorded({ medicId: ids.otherMedic })).medicId).toBe(ids.otherMedic);
    expect((await record({}, 'dr-untied')).body.medicId).toBeNull();
  });

  it('is not by a removed medic whose account was linked to another', async () => {
    await api.db.sql`
      insert into medics (given_name, family_name, license_number, account_subject, removed_at)
      values ('Gone', 'D', 'gone', 'dr-tied', now()), ('Gone', 'D', 'gone', 'dr-gone', now())`;
    expect((await recorded()).medicId).toBe(ids.medic);
    expect((await record({}, 'dr-gone')).body.medicId).toBeNull();
  });

  it('rejects all dangling references at once', async () => {
    const answer = await record({ patientId: absent, examId: absent, medicId: absent, reservationId: absent });
    expect([answer.status, answer.body.type]).toEqual([422, '/problems/validation-failed']);
    expect(pointersOf(answer)).toEqual(['/patientId', '/examId', '/medicId', '/reservationId']);
  });

  it('rejects a reservation of another patient', async () => {
    const answer = await record({ reservationId: ids.ofBob });
    expect([answer.status, pointersOf(answer)]).toEqual([422, ['/reservationId']]);
  });

  it('rejects a removed patient like a missing one', async () => {
    const answer = await record({ patientId: ids.removed });
    expect([answer.status, pointersOf(answer)]).toEqual([422, ['/patientId']]);
  });

  it('replays the first response when retried with its key, and records nothing', async () => {
    const headers = { 'Idempotency-Key': 'record-once' };
    const send = (interpretation: string) =>
      api.as('medic').post('/v1/exam-results', { ...minimal(), interpretation }, headers);
    const [first, again, reused] = [await send('once'), await send('once'), await send('twice')];
    expect([again.status, again.text, again.headers.get('Idempotency-Replayed')]).toEqual([201, first.text, 'true']);
    expect([reused.status, reused.body.type]).toEqual([422, '/problems/idempotency-key-reused']);
    expect(await api.db.sql`select from exam_results where interpretation in ('once', 'twice')`).toHaveLength(1);
  });
});

describe('correcting a result', () => {
  it('creates the next version and keeps the old one unchanged', async () => {
    const old = await recorded({ value: 'wrong' });
    const answer = await record({ value: 'right', replacesId: old.id, status: 'corrected' });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('ETag')).toBe('"2"');
    expect(answer.body).toMatchObject({ version: 2, replacesId: old.id, replacedById: null, value: 'right' });
    const kept = await api.as('medic').get(`/v1/exam-results/${old.id}`);
    expect(kept.body).toEqual({ ...old, replacedById: answer.body.id });
    const again = await api.as('medic').get(`/v1/exam-results/${old.id}`, { 'If-None-Match': '"1"' });
    expect([again.status, again.headers.get('ETag')]).toEqual([200, '"1-replaced"']);
    const third = await recorded({ value: 'righter', replacesId: answer.body.id });
    expect([third.version, third.replacesId]).toEqual([3, answer.body.id]);
  });

  it('is rejected for a result that has already been corrected', async () => {
    const old = await recorded();
    await recorded({ replacesId: old.id });
    const answer = await record({ replacesId: old.id });
    expect([answer.status, answer.body.type]).toEqual([409, '/problems/conflict']);
    expect(answer.body.errors).toEqual([{ pointer: '/replacesId', detail: 'has already been replaced' }]);
  });

  it("is rejected alike for another patient's result and for a missing one", async () => {
    const ofBob = await recorded({ patientId: ids.bob });
    const foreign = await record({ replacesId: ofBob.id });
    const missing = await record({ replacesId: absent });
    const withoutRequest = ({ body }: typeof foreign) => ({ ...body, requestId: '' });
    expect([foreign.status, pointersOf(foreign)]).toEqual([422, ['/replacesId']]);
    expect(withoutRequest(foreign)).toEqual(withoutRequest(missing));
  });

  it('never happens in place: PATCH, PUT and DELETE are not allowed', async () => {
    const { id } = await recorded();
    const path = `/v1/exam-results/${id}`;
    const medic = api.as('medic');
    for (const answer of [
      await medic.patch(path, { status: 'amended' }),
      await medic.delete(path),
      await medic.send('PUT', path, { body: '{}', headers: { 'Content-Type': 'application/json' } }),
    ]) {
      expect([answer.status, answer.body.type]).toEqual([405, '/problems/method-not-allowed']);
      expect(answer.headers.get('Allow')).toBe('GET, HEAD');
    }
    expect((await medic.get(path)).body.version).toBe(1);
  });
});

describe('a text result', () => {
  // https://github.com/drizzle-team/drizzle-orm/issues/5485
  const texts = [
    '7',
    '1.50',
    '0',
    'true',
    'null',
    '"quoted"',
    '{"a":1}',
    '[1]',
    '60',
    '  7 ',
    ' \n7\t',
    '\\u0041',
    '１',
    '👩‍⚕️',
  ];
  it.each(texts)('comes back letter for letter: %j', async (value) => {
    const { id, ...created } = await recorded({ value });
    expect(created.value).toBe(value);
    expect((await api.as('medic').get(`/v1/exam-results/${id}`)).body.value).toBe(value);
    const { body } = await api.as('medic').get(`/v1/exam-results?patientId=${ids.alice}&limit=100`);
    expect(body.data.find((one: { id: string }) => one.id === id).value).toBe(value);
  });
});

describe('the effective time of a result', () => {
  const of = async (effectiveAt: string) => (await record({ patientId: ids.bob, effectiveAt })).body;

  it.each(['2025', '2025-03', '2025-03-04'])('can be the date %s, and is returned as given', async (effectiveAt) => {
    const created = await of(effectiveAt);
    expect(created.effectiveAt).toBe(effectiveAt);
    expect((await api.as('medic').get(`/v1/exam-results/${created.id}`)).body).toEqual(created);
    const [row] = await api.db.sql`select effective_at as at from exam_results where id = ${created.id}`;
    const day = `${effectiveAt}-01-01`.slice(0, 10);
    // The clinic is in New York, where standard time holds on these days.
    expect(row?.at.toISOString()).toBe(`${day}T05:00:00.000Z`);
  });

  it('sorts by its first instant, then by its precision, and matches from and to as an interval', async () => {
    const { sql } = api.db;
    await sql`delete from exam_results where patient_id = ${ids.bob}`;
    const times = [
      '2025',
      '2025-01',
      '2025-01-01',
      '2025-01-01T05:00:00.000Z',
      '2025-03-04',
      '2025-03-04T05:00:00.001Z',
      '2025-03-05T04:59:59.999Z',
      '2025-03-05T05:00:00.000Z',
    ];
    for (const effectiveAt of times.toReversed()) await of(effectiveAt);
    type Listed = { effectiveAt: string };
    const list = async (query: string) => {
      const pages = await readPages(api.as('medic'), `/v1/exam-results?patientId=${ids.bob}&limit=3${query}`);
      return pages.flatMap(({ data }) => data.map(({ effectiveAt }: Listed) => effectiveAt));
    };
    expect(await list('&sort=effectiveAt')).toEqual(times);
    expect(await list('')).toEqual(times.toReversed());
    const from = (instant: string) => list(`&sort=effectiveAt&from=${instant}`);
    expect(await from('2025-03-05T04:59:59.999Z')).toEqual(['2025', '2025-03-04', ...times.slice(6)]);
    expect(await from('2025-03-05T05:00:00Z')).toEqual(['2025', '2025-03-05T05:00:00.000Z']);
    expect(await from('2026-01-01T05:00:00Z')).toEqual([]);
    expect(await list('&sort=effectiveAt&to=2025-03-04T05:00:00Z')).toEqual(times.slice(0, 4));
    expect(await list('&from=2025-03-04T05:00:00Z&to=2025-03-05T05:00:00Z&sort=effectiveAt')).toEqual([
      '2025',
      ...times.slice(4, 7),
    ]);
  });

  it.each([
    ['more than a day ahead', '2026-03-03T14:00:00.001Z', 422],
    ['a day ahead', '2026-03-03T14:00:00Z', 201],
    ['on a day that is more than a day ahead', '2026-03-04', 422],
    ['in a year that has begun', '2026', 201],
    ['before birth', '1989-12-31', 422],
    ['in the year of birth', '1990', 201],
    ['on the day of birth, by the clock of the clinic', '1990-01-01T05:00:00Z', 201],
    ['on the day before birth, by the clock of the clinic', '1990-01-01T04:59:59Z', 422],
    ['on an impossible day', '2025-02-30', 422],
    ['in words', 'yesterday', 422],
  ])('can be %s at %s: %d', async (_what, effectiveAt, status) => {
    const answer = await record({ effectiveAt });
    expect([answer.status, ...(status === 422 ? pointersOf(answer) : [])]).toEqual(
      status === 422 ? [422, '/effectiveAt'] : [201],
    );
  });
});

describe('a result without a value', () => {
  it('can say why, and only then', async () => {
    expect(await recorded({ dataAbsentReason: 'Sample haemolysed' })).toMatchObject({
      value: null,
      dataAbsentReason: 'Sample haemolysed',
    });
    const answer = await record({ value: 'x', dataAbsentReason: 'unknown' });
    expect([answer.status, pointersOf(answer)]).toEqual([422, ['/dataAbsentReason']]);
  });
});

describe('a reference range', () => {
  it("can't have a low end above the high one", async () => {
    const answer = await record({ referenceRange: { low: 5.6, high: 5.5 } });
    expect([answer.status, pointersOf(answer)]).toEqual([422, ['/referenceRange/high']]);
    expect((await record({ referenceRange: { low: 5.5, high: 5.5 } })).status).toBe(201);
  });
});
