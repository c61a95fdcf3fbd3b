import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApi, readPages, type TestApi } from '../../test/support/api.js';
import { expectCreated, expectReplay, testRefusedQueries, testRemoval } from '../http/testing.js';
import { examsRouter } from './routes.js';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi([examsRouter]);
});
afterAll(() => api.close());

let names = 0;

/** Every field of an exam. */
function whole() {
  names += 1;
  return {
    name: `Exam ${names}`,
    type: 'laboratory',
    description: 'Blood, from a vein.',
    durationMinutes: 15,
    preparationInstructions: 'Eat nothing for eight hours.',
    active: true,
  };
}

const create = async (fields: object = {}) => {
  const answer = await api.as('admin').post('/v1/exams', { ...whole(), ...fields });
  expect(answer.status).toBe(201);
  return answer.body;
};

const pointersOf = (answer: { body: { errors: { pointer: string }[] } }) =>
  answer.body.errors.map(({ pointer }) => pointer).sort();

describe('creating an exam', () => {
  it('returns the resource, its location and its version', async () => {
    const input = whole();
    const rest = expectCreated(await api.as('admin').post('/v1/exams', input), '/v1/exams');
    expect(rest).toEqual({ ...input, version: 1, removedAt: null });
  });

  it('needs only a name, a type and a duration', async () => {
    const answer = await api.as('admin').post('/v1/exams', { name: ' Plain ', type: 'imaging', durationMinutes: 20 });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      name: 'Plain',
      description: null,
      preparationInstructions: null,
      active: true,
    });
  });

  it.each([5, 480])('accepts %i minutes, which is on the limit', async (durationMinutes) => {
    expect((await create({ durationMinutes })).durationMinutes).toBe(durationMinutes);
  });

  it.each([4, 481, 0, -5, 7.5, '30', null])('rejects %j minutes', async (durationMinutes) => {
    const answer = await api.as('admin').post('/v1/exams', { ...whole(), durationMinutes });
    expect([answer.status, pointersOf(answer)]).toEqual([422, ['/durationMinutes']]);
  });

  it('rejects every invalid field with its pointer', async () => {
    const answer = await api.as('admin').post('/v1/exams', {
      name: 'x'.repeat(201),
      type: ' ',
      description: 'half of a pair: \ud800',
      durationMinutes: 15,
      preparationInstructions: 'nul\u0000',
      active: 'yes',
      price: 12,
    });
    expect(answer.status).toBe(422);
    expect(pointersOf(answer)).toEqual([
      '/active',
      '/description',
      '/name',
      '/preparationInstructions',
      '/price',
      '/type',
    ]);
  });

  it("rejects another exam's name in any case", async () => {
    await create({ name: 'Echocardiography' });
    const answer = await api.as('admin').post('/v1/exams', { ...whole(), name: 'eCHOCARDIOGRAPHY' });
    expect([answer.status, answer.body.type]).toEqual([409, '/problems/conflict']);
    expect(answer.body.errors).toEqual([{ pointer: '/name', detail: 'is already in use' }]);
  });

  it('replays the first response when retried with its key, and creates nothing', async () => {
    const input = whole();
    await expectReplay(api.as('admin'), '/v1/exams', input, { ...input, durationMinutes: 16 });
    expect(await api.db.sql`select from exams where name = ${input.name}`).toHaveLength(1);
  });

  it('stores a refusal under its key too, so that a retry does not suddenly succeed', async () => {
    const taken = await create();
    const headers = { 'Idempotency-Key': 'refused-once' };
    const first = await api.as('admin').post('/v1/exams', { ...whole(), name: taken.name }, headers);
    expect(first.status).toBe(409);
    await api.as('admin').delete(`/v1/exams/${taken.id}`);
    const again = await api.as('admin').post('/v1/exams', { ...whole(), name: taken.name }, headers);
    expect([again.status, again.text, again.headers.get('Idempotency-Replayed')]).toEqual([409, first.text, 'true']);
  });
});

describe('listing exams', () => {
  let catalogue: TestApi;
  beforeAll(async () => {
    catalogue = await createTestApi([examsRouter]);
    for (const [name, type, active] of [
      ['Ultrasound', 'imaging', true],
      ['Électrocardiogramme', 'cardiology', true],
      ['Blood count, complete', 'laboratory', true],
      ['Blood gas', 'laboratory', false],
    ] as const) {
      await catalogue.as('admin').post('/v1/exams', { name, type, active, durationMinutes: 30 });
    }
  });
  afterAll(() => catalogue.close());

  const list = async (query: string) => {
    const { status, body } = await catalogue.as('patient').get(`/v1/exams?${query}`);
    expect(status).toBe(200);
    return body.data.map(({ name }: { name: string }) => name);
  };

  it.each([
    ['type=imaging', ['Ultrasound']],
    ['type=laboratory', ['Blood count, complete', 'Blood gas']],
    ['type=laboratory&active=true', ['Blood count, complete']],
    ['active=false', ['Blood gas']],
    ['type=unheard-of', []],
    ['search=blood', ['Blood count, complete', 'Blood gas']],
    ['search=complete%20BLOOD', ['Blood count, complete']],
    ['search=electro', ['Électrocardiogramme']],
    ['search=%25%25', []],
    ['sort=-createdAt', ['Blood gas', 'Blood count, complete', 'Électrocardiogramme', 'Ultrasound']],
    ['sort=createdAt&limit=2', ['Ultrasound', 'Électrocardiogramme']],
    ['type=laboratory&sort=-name', ['Blood gas', 'Blood count, complete']],
  ])('by "%s" shows %j', async (query, expected) => {
    expect(await list(query)).toEqual(expected);
  });

  it('has pages that neither repeat nor miss an exam', async () => {
    const pages = await readPages(catalogue.as('staff'), '/v1/exams?sort=createdAt&limit=1&count=exact');
    for (const { data, page } of pages) expect([data.length, page.total]).toEqual([1, 4]);
    const seen = pages.map(({ data }) => data[0].name);
    expect(seen).toEqual(['Ultrasound', 'Électrocardiogramme', 'Blood count, complete', 'Blood gas']);
  });

  testRefusedQueries(() => catalogue, '/v1/exams', {
    'sort=durationMinutes': 'sort',
    'limit=101': 'limit',
    'active=1': 'active',
    'kind=imaging': 'kind',
  });
});

describe('reading an exam', () => {
  it('returns 304 if the caller has the current version', async () => {
    const { id } = await create();
    const known = await api.as('patient').get(`/v1/exams/${id}`, { 'If-None-Match': '"1"' });
    expect([known.status, known.text, known.headers.get('ETag')]).toEqual([304, '', '"1"']);
    const other = await api.as('patient').get(`/v1/exams/${id}`, { 'If-None-Match': '"2"' });
    expect([other.status, other.body.id, 'removedAt' in other.body]).toEqual([200, id, false]);
  });
});

describe('updating an exam', () => {
  it('merges the patch and increments the version', async () => {
    const before = await create();
    const patch = { durationMinutes: 480, description: null };
    const answer = await api.as('admin').patch(`/v1/exams/${before.id}`, patch, { 'If-Match': '"1"' });
    expect([answer.status, answer.headers.get('ETag')]).toEqual([200, '"2"']);
    expect(answer.body).toEqual({ ...before, ...patch, version: 2, updatedAt: answer.body.updatedAt });
  });

  it('changes nothing if the patch matches the current state', async () => {
    const before = await create();
    const { name, type, durationMinutes, active } = before;
    for (const patch of [{}, { name: ` ${name} `, type, durationMinutes, active }]) {
      const answer = await api.as('admin').patch(`/v1/exams/${before.id}`, patch);
      expect([answer.headers.get('ETag'), answer.body]).toEqual(['"1"', before]);
    }
  });

  it('rejects a stale version, a name in use and a value out of range', async () => {
    const [one, other] = [await create(), await create()];
    const path = `/v1/exams/${one.id}`;
    expect((await api.as('admin').patch(path, { type: 'imaging' }, { 'If-Match': '"2"' })).status).toBe(412);
    const taken = await api.as('admin').patch(path, { name: other.name.toUpperCase() });
    expect([taken.status, pointersOf(taken)]).toEqual([409, ['/name']]);
    const wrong = await api.as('admin').patch(path, { durationMinutes: 481, name: null, id: one.id });
    expect([wrong.status, pointersOf(wrong)]).toEqual([422, ['/durationMinutes', '/id', '/name']]);
    expect((await api.as('admin').get(path)).body).toEqual(one);
  });

  it('can change the case of its own name', async () => {
    const { id, name } = await create();
    const answer = await api.as('admin').patch(`/v1/exams/${id}`, { name: name.toUpperCase() });
    expect([answer.status, answer.body.name]).toEqual([200, name.toUpperCase()]);
  });
});

describe('removing an exam', () => {
  testRemoval(() => api, '/v1/exams', 'examId', create);

  it('takes it from every list, and frees its name', async () => {
    const { id, name } = await create();
    await api.as('admin').delete(`/v1/exams/${id}`);
    for (const role of ['medic', 'staff', 'patient', 'service'] as const) {
      expect((await api.as(role).get(`/v1/exams?search=${name}`)).body.data).toEqual([]);
    }
    await create({ name });
  });
});
