import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApi, type TestApi } from '../../test/support/api.js';
import { testRefusedQueries } from '../http/testing.js';
import { medicsRouter } from './routes.js';

let api: TestApi;

const staff = [
  ['Agustín', 'Núñez', 'Cardiology', 'North'],
  ['Zoë', 'Müller', 'Cardiology', 'South'],
  ['Maria', 'Adams', 'Radiology', 'North'],
  ['Bruno', 'Adams', 'Radiology', 'South'],
  ['Percent', 'O_Hara', null, null],
] as const;

beforeAll(async () => {
  api = await createTestApi([medicsRouter]);
  for (const [index, [givenName, familyName, specialty, department]] of staff.entries()) {
    const input = { givenName, familyName, specialty, department, licenseNumber: `${index}`, active: index !== 1 };
    expect((await api.as('admin').post('/v1/medics', input)).status).toBe(201);
  }
});
afterAll(() => api.close());

const namesOf = (answer: { body: { data: { givenName: string }[] } }) =>
  answer.body.data.map(({ givenName }) => givenName);

const list = async (query: string, role: 'admin' | 'patient' = 'patient') => {
  const answer = await api.as(role).get(`/v1/medics?${query}`);
  expect(answer.status).toBe(200);
  return namesOf(answer);
};

describe('filtering medics', () => {
  it.each([
    ['specialty=Cardiology', ['Agustín', 'Zoë']],
    ['department=North', ['Agustín', 'Maria']],
    ['specialty=Radiology&department=South', ['Bruno']],
    ['specialty=cardiology', []],
    ['active=false', ['Zoë']],
    ['active=true&specialty=Cardiology', ['Agustín']],
  ])('%s finds %j', async (query, expected) => {
    expect((await list(query)).sort()).toEqual(expected);
  });

  it.each([
    ['a missing accent', 'Agustin', ['Agustín']],
    ['capitals', 'AGUSTÍN', ['Agustín']],
    ['another order', 'nunez agustin', ['Agustín']],
    ['a typo', 'Agusitn', ['Agustín']],
    ['part of a name', 'ull', ['Zoë']],
    ['a name of two medics', 'adams', ['Bruno', 'Maria']],
    ['an unknown name', 'Quetzalcoatl', []],
    ['one matching word and one that does not match', 'Zoe Quetzalcoatl', []],
    ['a literal SQL wildcard', 'o_h', ['Percent']],
    ['another literal wildcard', '%%', []],
  ])('finds names by %s', async (_what, search, expected) => {
    expect((await list(`search=${encodeURIComponent(search)}`)).sort()).toEqual(expected);
  });

  testRefusedQueries(() => api, '/v1/medics', {
    'active=yes': 'active',
    'search=a': 'search',
    'sort=licenseNumber': 'sort',
    'limit=0': 'limit',
    'limit=101': 'limit',
    'limit=two': 'limit',
    'count=roughly': 'count',
    'speciality=Cardiology': 'speciality',
  });
});

describe('sorting medics', () => {
  const byName = ['Bruno', 'Maria', 'Zoë', 'Agustín', 'Percent'];
  const byAge = staff.map(([givenName]) => givenName);

  it.each([
    ['', byName],
    ['sort=name', byName],
    ['sort=-name', byName.toReversed()],
    ['sort=createdAt', byAge],
    ['sort=-createdAt', byAge.toReversed()],
  ])('by "%s" uses the family name, then the given name, or the time', async (query, expected) => {
    expect(await list(query)).toEqual(expected);
  });
});

describe('paging through medics', () => {
  it('shows everyone once, even if a medic is added behind the cursor', async () => {
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const after: string = cursor && `&cursor=${cursor}`;
      const answer = await api.as('staff').get(`/v1/medics?sort=-createdAt&limit=2${after}`);
      expect(answer.body.page.limit).toBe(2);
      seen.push(...namesOf(answer));
      if (after === '') {
        const late = { givenName: 'Late', familyName: 'Comer', licenseNumber: 'late' };
        await api.as('admin').post('/v1/medics', late);
      }
      cursor = answer.body.page.nextCursor;
    }
    expect(seen).toEqual(staff.map(([givenName]) => givenName).toReversed());
    await api.db.sql`delete from medics where license_number = 'late'`;
  });

  it('counts the whole list only on request', async () => {
    const counted = await api.as('staff').get('/v1/medics?limit=1&count=exact&specialty=Radiology');
    expect(counted.body.page).toEqual({ limit: 1, nextCursor: expect.any(String), total: 2 });
    const plain = await api.as('staff').get('/v1/medics');
    expect(plain.body.page).toEqual({ limit: 25, nextCursor: null });
  });

  it('rejects a cursor with another sort, other filters, another role or an unknown origin', async () => {
    const { nextCursor } = (await api.as('staff').get('/v1/medics?limit=1')).body.page;
    const tampered = `${nextCursor.slice(0, -2)}${nextCursor.endsWith('AA') ? 'BB' : 'AA'}`;
    for (const query of [
      `sort=-name&cursor=${nextCursor}`,
      `department=North&cursor=${nextCursor}`,
      `cursor=${tampered}`,
      'cursor=x',
    ]) {
      const answer = await api.as('staff').get(`/v1/medics?limit=1&${query}`);
      expect([answer.status, answer.body.type]).toEqual([400, '/problems/malformed-request']);
      expect(answer.body.errors[0].pointer).toBe('query/cursor');
    }
    expect((await api.as('admin').get(`/v1/medics?limit=1&cursor=${nextCursor}`)).status).toBe(400);
  });
});

describe('a removed medic', () => {
  it('is listed for administrators only', async () => {
    const input = { givenName: 'Gone', familyName: 'Away', licenseNumber: 'gone' };
    const { body } = await api.as('admin').post('/v1/medics', input);
    await api.as('admin').delete(`/v1/medics/${body.id}`);
    for (const role of ['medic', 'staff', 'patient', 'service'] as const) {
      const answer = await api.as(role).get('/v1/medics?search=Gone&count=exact');
      expect([namesOf(answer), answer.body.page.total]).toEqual([[], 0]);
    }
    expect(await list('search=Gone', 'admin')).toEqual(['Gone']);
  });
});
