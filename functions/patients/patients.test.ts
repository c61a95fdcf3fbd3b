import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApi, type TestApi } from '../http/testing.js';
import { patients } from './routes.js';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi([patients]);
});
afterAll(() => api.close());

const person = { givenName: 'Agustín', familyName: 'Núñez', birthDate: '1980-05-17', gender: 'male' };

describe('registering a patient', () => {
  it('answers with the resource, its place and its version', async () => {
    const answer = await api.as('admin').post('/v1/patients', person);
    expect(answer.status).toBe(201);
    expect(answer.headers.get('Location')).toBe(`/v1/patients/${answer.body.id}`);
    expect(answer.headers.get('ETag')).toBe('"1"');
    expect(answer.body).toMatchObject({ ...person, fullName: 'Agustín Núñez', age: 45, active: true, version: 1 });
  });
});

describe('searching', () => {
  it('finds a name without its accents, in any order and with a typo', async () => {
    for (const search of ['Agustin', 'nunez agustin', 'Agusitn', 'AGUSTÍN']) {
      const answer = await api.as('staff').get(`/v1/patients?search=${encodeURIComponent(search)}`);
      expect(answer.body.data.map((patient: { fullName: string }) => patient.fullName)).toContain('Agustín Núñez');
    }
  });
});

describe('changing', () => {
  it('merges the patch and counts the version', async () => {
    const { body: created } = await api.as('admin').post('/v1/patients', {
      ...person,
      email: 'a@b.example',
      medicalHistory: {
        conditions: [
          {
            system: 'http://snomed.info/sct',
            code: '44054006',
            display: 'Diabetes',
            onsetDate: '2001-02-03',
            status: 'active',
          },
        ],
      },
    });
    const answer = await api
      .as('medic')
      .patch(`/v1/patients/${created.id}`, { email: null, address: { city: 'Bogotá' } });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ email: null, version: 2, address: { city: 'Bogotá', line: [] } });
    const again = await api.as('medic').patch(`/v1/patients/${created.id}`, { email: null });
    expect(again.body.version).toBe(2);
    const own = await api.as('patient').get(`/v1/patients/${created.id}`);
    expect(own.status).toBe(404);
    const gone = await api.as('admin').delete(`/v1/patients/${created.id}`);
    expect(gone.status).toBe(204);
  });
  it('pages', async () => {
    const first = await api.as('admin').get('/v1/patients?limit=1&count=exact&sort=-name');
    expect(first.body.page.total).toBe(2);
    const second = await api.as('admin').get(`/v1/patients?limit=1&sort=-name&cursor=${first.body.page.nextCursor}`);
    expect(second.body.data[0].id).not.toBe(first.body.data[0].id);
    expect((await api.as('admin').get(`/v1/patients?limit=1&cursor=${first.body.page.nextCursor}`)).status).toBe(400);
    expect((await api.anonymous.get('/v1/patients')).status).toBe(401);
    expect((await api.as('patient').get('/v1/patients')).status).toBe(403);
    expect((await api.as('admin').get('/v1/patients/x')).status).toBe(422);
    expect((await api.as('admin').send('PUT', '/v1/patients')).headers.get('allow')).toBe('GET, HEAD, POST');
  });
});
