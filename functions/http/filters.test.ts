import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApi, readPages, type TestApi } from '../../test/support/api.js';
import { medicsRouter } from '../medics/routes.js';
import { patientsRouter } from '../patients/routes.js';
import { reservationsRouter } from '../reservations/routes.js';

let api: TestApi;
const ids: Record<'ana' | 'bo' | 'cy', string> = { ana: '', bo: '', cy: '' };
beforeAll(async () => {
  api = await createTestApi([patientsRouter, medicsRouter, reservationsRouter]);
  const people = [
    ['ana', 'female'],
    ['bo', 'male'],
    ['cy', 'other'],
  ] as const;
  for (const [name, gender] of people) {
    const person = { givenName: name, familyName: 'Filter', birthDate: '1980-05-17', gender };
    ids[name] = (await api.as('admin').post('/v1/patients', person)).body.id;
  }
});
afterAll(() => api.close());

const listNames = async (query: string): Promise<string[]> => {
  const pages = await readPages(api.as('admin'), `/v1/patients?${query}`);
  return pages.flatMap((page) => page.data.map(({ givenName }: { givenName: string }) => givenName));
};

describe('a filter with several values', () => {
  it.each([
    ['gender=male', ['bo']],
    ['gender=male,female', ['ana', 'bo']],
    ['gender=male%2Cfemale', ['ana', 'bo']],
    ['gender=male,male', ['bo']],
    ['gender=male,other&limit=1', ['bo', 'cy']],
    ['gender=unknown,other', ['cy']],
  ])('returns what matches any of them: %s', async (query, names) => {
    expect(await listNames(query)).toEqual(names);
    const counted = await api.as('admin').get(`/v1/patients?${query}&count=exact`);
    expect(counted.body.page.total).toBe(names.length);
  });

  it('works with a search, best first, page by page', async () => {
    expect((await listNames('search=filter&gender=female,other&limit=1')).sort()).toEqual(['ana', 'cy']);
    expect(await listNames('search=filter&gender=other')).toEqual(['cy']);
  });

  it.each([
    ['gender=male,', 'query/gender'],
    ['gender=male,man', 'query/gender'],
    ['gender=', 'query/gender'],
    [`gender=${Array(51).fill('male').join(',')}`, 'query/gender'],
  ])('rejects an invalid value: %s', async (query, pointer) => {
    const answer = await api.as('admin').get(`/v1/patients?${query}`);
    expect(answer.status).toBe(422);
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
  });

  it('takes ids of several resources', async () => {
    const query = `patientId=${ids.ana},${ids.bo}&medicId=${ids.ana}&status=scheduled,held`;
    const invalid = await api.as('admin').get(`/v1/reservations?${query}`);
    expect(invalid.body.errors.map((error: { pointer: string }) => error.pointer)).toEqual(['query/status']);
    const valid = await api.as('admin').get(`/v1/reservations?${query.replace(',held', ',confirmed')}&count=exact`);
    expect(valid.body).toMatchObject({ data: [], page: { total: 0 } });
  });

  it('makes a cursor of one choice invalid for another', async () => {
    const { body } = await api.as('admin').get('/v1/patients?gender=male,other&limit=1');
    const { status } = await api.as('admin').get(`/v1/patients?gender=male&cursor=${body.page.nextCursor}`);
    expect(status).toBe(400);
  });
});

describe('updatedSince', () => {
  it('returns what changed at or after a time, oldest change first, with and without a search', async () => {
    const [before] = await api.db.sql`select updated_at from patients where id = ${ids.cy}`;
    await api.as('admin').patch(`/v1/patients/${ids.ana}`, { email: 'ana@clinic.example' });
    const since = new Date(before?.updated_at).toISOString();
    expect(await listNames(`updatedSince=${since}&sort=updatedAt`)).toEqual(['cy', 'ana']);
    expect(await listNames(`updatedSince=${since}&search=filter&gender=female`)).toEqual(['ana']);
    expect(await listNames('updatedSince=2999-01-01T00:00:00Z')).toEqual([]);
  });

  it.each(['/v1/medics', '/v1/reservations'])('is a parameter of %s, and must be a time', async (path) => {
    expect((await api.as('admin').get(`${path}?updatedSince=2026-01-01T00:00:00%2B02:00&sort=-updatedAt`)).status).toBe(
      200,
    );
    const { body } = await api.as('admin').get(`${path}?updatedSince=yesterday`);
    expect(body.errors).toEqual([
      { pointer: 'query/updatedSince', detail: 'must be an RFC 3339 time such as 2026-01-31T09:30:00Z' },
    ]);
  });
});
