import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApi, type TestApi } from '../../test/support/api.js';
import { expectCreated, expectReplay, testRemoval } from '../http/testing.js';
import { medicsRouter } from './routes.js';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi([medicsRouter]);
});
afterAll(() => api.close());

let licences = 0;
function nextLicence(): string {
  licences += 1;
  return `L-${licences}`;
}

/** Every field of a medic. */
const whole = () => ({
  givenName: 'Renée',
  familyName: 'Ó Briain',
  specialty: 'Cardiology',
  department: 'Internal medicine',
  licenseNumber: nextLicence(),
  email: 'renee@clinic.example',
  phone: '+12025550123',
  workingHours: [{ weekday: 1, from: '08:00', to: '12:30' }],
  accountSubject: null,
  active: true,
});

const create = async (fields: object = {}) => {
  const answer = await api.as('admin').post('/v1/medics', { ...whole(), ...fields });
  expect(answer.status).toBe(201);
  return answer.body;
};

const clinicHours = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '09:00', to: '17:00' }));

describe('creating a medic', () => {
  it('returns the resource, its location and its version', async () => {
    const input = whole();
    const rest = expectCreated(await api.as('admin').post('/v1/medics', input), '/v1/medics');
    expect(rest).toEqual({ ...input, fullName: 'Renée Ó Briain', version: 1, removedAt: null });
  });

  it("needs only a name and a license, and defaults to the clinic's hours", async () => {
    const licenseNumber = nextLicence();
    const answer = await api.as('admin').post('/v1/medics', { givenName: ' Ida ', familyName: 'Lund', licenseNumber });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      givenName: 'Ida',
      fullName: 'Ida Lund',
      specialty: null,
      department: null,
      email: null,
      phone: null,
      workingHours: clinicHours,
      active: true,
    });
  });

  it('rejects every invalid field with its pointer', async () => {
    const answer = await api.as('admin').post('/v1/medics', {
      givenName: '   ',
      familyName: 'x'.repeat(101),
      specialty: 'nul\u0000',
      licenseNumber: 7,
      email: 'nobody',
      phone: '0202 5550123',
      nickname: 'Doc',
    });
    expect(answer.status).toBe(422);
    expect(answer.body.type).toBe('/problems/validation-failed');
    const pointers = answer.body.errors.map((error: { pointer: string }) => error.pointer);
    expect(pointers.sort()).toEqual([
      '/email',
      '/familyName',
      '/givenName',
      '/licenseNumber',
      '/nickname',
      '/phone',
      '/specialty',
    ]);
  });

  it("rejects another medic's license", async () => {
    const taken = await create();
    const answer = await api.as('admin').post('/v1/medics', { ...whole(), licenseNumber: taken.licenseNumber });
    expect(answer.status).toBe(409);
    expect(answer.body.type).toBe('/problems/conflict');
    expect(answer.body.errors).toEqual([{ pointer: '/licenseNumber', detail: 'is already in use' }]);
  });

  it("rejects another medic's account", async () => {
    await create({ accountSubject: 'account-of-renee' });
    const answer = await api.as('admin').post('/v1/medics', { ...whole(), accountSubject: 'account-of-renee' });
    expect(answer.status).toBe(409);
    expect(answer.body.errors).toEqual([{ pointer: '/accountSubject', detail: 'is already in use' }]);
  });

  it('replays the first response when retried with its key, and creates nothing', async () => {
    const input = whole();
    await expectReplay(api.as('admin'), '/v1/medics', input, { ...input, givenName: 'Other' });
    const rows = await api.db.sql`select id from medics where license_number = ${input.licenseNumber}`;
    expect(rows).toHaveLength(1);
  });
});

describe('working hours', () => {
  const postWorkingHours = async (workingHours: unknown) => {
    const answer = await api.as('admin').post('/v1/medics', { ...whole(), workingHours });
    return { status: answer.status, pointers: answer.body.errors?.map((error: { pointer: string }) => error.pointer) };
  };

  it.each([
    ['Monday, the first day', { weekday: 1, from: '08:00', to: '12:00' }],
    ['Sunday, the last day', { weekday: 7, from: '08:00', to: '12:00' }],
    ['a whole day', { weekday: 1, from: '00:00', to: '24:00' }],
    ['the last minute', { weekday: 1, from: '23:59', to: '24:00' }],
  ])('can be %s', async (_what, period) => {
    const created = await create({ workingHours: [period] });
    expect(created.workingHours).toEqual([period]);
  });

  it.each([
    ['a day before Monday', { weekday: 0, from: '08:00', to: '12:00' }, '/workingHours/0/weekday'],
    ['a day after Sunday', { weekday: 8, from: '08:00', to: '12:00' }, '/workingHours/0/weekday'],
    ['half a day', { weekday: 1.5, from: '08:00', to: '12:00' }, '/workingHours/0/weekday'],
    ['an hour of one digit', { weekday: 1, from: '08:00', to: '9:00' }, '/workingHours/0/to'],
    ['seconds', { weekday: 1, from: '08:00', to: '12:00:00' }, '/workingHours/0/to'],
    ['a minute too many', { weekday: 1, from: '08:60', to: '12:00' }, '/workingHours/0/from'],
    ['a time after 24:00', { weekday: 1, from: '08:00', to: '24:01' }, '/workingHours/0/to'],
    ['an invalid time', { weekday: 1, from: '08:00', to: '08:00' }, '/workingHours/0/to'],
    ['an end before the start', { weekday: 1, from: '12:00', to: '08:00' }, '/workingHours/0/to'],
    ['a night past midnight', { weekday: 1, from: '24:00', to: '06:00' }, '/workingHours/0/to'],
    ['an unknown field', { weekday: 1, from: '08:00', to: '12:00', room: 4 }, '/workingHours/0/room'],
    ['no start', { weekday: 1, to: '12:00' }, '/workingHours/0/from'],
  ])("can't be %s", async (_what, period, pointer) => {
    expect(await postWorkingHours([period])).toEqual({ status: 422, pointers: [pointer] });
  });

  it("can't overlap on one weekday, but can be back to back", async () => {
    const on = (weekday: number, from: string, to: string) => ({ weekday, from, to });
    expect(await postWorkingHours([on(1, '08:00', '12:00'), on(2, '09:00', '10:00'), on(1, '11:59', '13:00')])).toEqual(
      { status: 422, pointers: ['/workingHours/2'] },
    );
    expect(await postWorkingHours([on(1, '08:00', '12:00'), on(1, '08:00', '12:00')])).toMatchObject({ status: 422 });
    expect(await postWorkingHours([null, on(1, '08:00', '12:00')])).toMatchObject({ pointers: ['/workingHours/0'] });
    const hours = [on(1, '12:00', '13:00'), on(1, '08:00', '12:00'), on(2, '08:00', '12:00')];
    const { id, workingHours } = await create({ workingHours: hours });
    expect(workingHours).toEqual(hours);
    const patched = await api
      .as('admin')
      .patch(`/v1/medics/${id}`, { workingHours: [...hours, on(2, '11:00', '14:00')] });
    expect([patched.status, patched.body.errors?.[0].pointer]).toEqual([422, '/workingHours/3']);
  });

  it("fall back to the clinic's when they are emptied or removed", async () => {
    const { id } = await create();
    const emptied = await api.as('admin').patch(`/v1/medics/${id}`, { workingHours: [] });
    expect(emptied.body.workingHours).toEqual(clinicHours);
    const taken = await api.as('admin').patch(`/v1/medics/${id}`, { workingHours: null });
    expect(taken.body.workingHours).toEqual(clinicHours);
  });
});

describe('reading a medic', () => {
  it('returns 304 if the caller has the current version, and the medic otherwise', async () => {
    const { id } = await create();
    const path = `/v1/medics/${id}`;
    for (const tag of ['"1"', 'W/"1"', '"7", "1"', '*']) {
      const answer = await api.as('staff').get(path, { 'If-None-Match': tag });
      expect([answer.status, answer.text, answer.headers.get('ETag')]).toEqual([304, '', '"1"']);
    }
    const answer = await api.as('staff').get(path, { 'If-None-Match': '"2"' });
    expect([answer.status, answer.body.id, answer.headers.get('ETag')]).toEqual([200, id, '"1"']);
  });

  it('hides private contact data from patients, and the account from everyone but administrators', async () => {
    const { id } = await create({ accountSubject: 'hidden-account' });
    const fieldsFor = async (role: 'admin' | 'medic' | 'staff' | 'patient' | 'service') => {
      const { body } = await api.as(role).get(`/v1/medics/${id}`);
      return ['email', 'phone', 'accountSubject', 'removedAt'].filter((field) => field in body);
    };
    expect(await fieldsFor('admin')).toEqual(['email', 'phone', 'accountSubject', 'removedAt']);
    expect(await fieldsFor('medic')).toEqual(['email', 'phone']);
    expect(await fieldsFor('staff')).toEqual(['email', 'phone']);
    expect(await fieldsFor('service')).toEqual(['email', 'phone']);
    expect(await fieldsFor('patient')).toEqual([]);
    const list = await api.as('patient').get('/v1/medics?limit=100');
    const shown = new Set(list.body.data.flatMap((medic: object) => Object.keys(medic)));
    expect([shown.has('fullName'), shown.has('email'), shown.has('phone')]).toEqual([true, false, false]);
  });

  it('returns 404 for an unknown id and 422 for an invalid one', async () => {
    const absent = await api.as('admin').get('/v1/medics/00000000-0000-4000-8000-000000000000');
    expect([absent.status, absent.body.type]).toEqual([404, '/problems/not-found']);
    const wrong = await api.as('admin').get('/v1/medics/seven');
    expect([wrong.status, wrong.body.errors[0].pointer]).toEqual([422, 'path/id']);
  });
});

describe("a medic's own record", () => {
  it('is the one linked to the account, with an ETag, as its id returns it', async () => {
    const { id } = await create({ accountSubject: 'dr-own' });
    const client = api.as('medic', 'dr-own');
    const own = await client.get('/v1/medics/me');
    expect([own.status, own.body, own.headers.get('ETag')]).toEqual([
      200,
      (await client.get(`/v1/medics/${id}`)).body,
      '"1"',
    ]);
    expect((await client.get('/v1/medics/me', { 'If-None-Match': '"1"' })).status).toBe(304);
  });

  it('does not exist for an account without one, or after its removal', async () => {
    const { id } = await create({ accountSubject: 'dr-gone' });
    expect((await api.as('admin').delete(`/v1/medics/${id}`)).status).toBe(204);
    for (const subject of ['dr-gone', 'dr-unlinked']) {
      const answer = await api.as('medic', subject).get('/v1/medics/me');
      expect([answer.status, answer.body.type]).toEqual([404, '/problems/not-found']);
    }
  });
});

describe('updating a medic', () => {
  it('merges the patch: null removes, absent fields stay, lists are replaced', async () => {
    const before = await create();
    const workingHours = [{ weekday: 6, from: '10:00', to: '11:00' }];
    const patch = { specialty: 'Radiology', email: null, workingHours };
    const answer = await api.as('admin').patch(`/v1/medics/${before.id}`, patch);
    expect([answer.status, answer.headers.get('ETag')]).toEqual([200, '"2"']);
    expect(answer.body).toEqual({ ...before, ...patch, version: 2, updatedAt: answer.body.updatedAt });
    const read = await api.as('admin').get(`/v1/medics/${before.id}`);
    expect(read.body).toEqual(answer.body);
  });

  it('changes nothing if the patch matches the current state, including the ETag and the time of change', async () => {
    const before = await create({ phone: null });
    const same = { ...whole(), licenseNumber: before.licenseNumber, phone: null };
    for (const patch of [{}, same, { workingHours: before.workingHours }]) {
      const answer = await api.as('admin').patch(`/v1/medics/${before.id}`, patch, { 'If-Match': '"1"' });
      expect(answer.headers.get('ETag')).toBe('"1"');
      expect(answer.body).toEqual(before);
    }
  });

  it('counts a change of the contacts alone as a new version, and records it in the change history', async () => {
    const before = await create({ email: null, phone: null });
    const reached = await api.as('admin').patch(`/v1/medics/${before.id}`, { phone: '+12025550199' });
    expect([reached.headers.get('ETag'), reached.body.phone, reached.body.email]).toEqual([
      '"2"',
      '+12025550199',
      null,
    ]);
    const patch = { phone: null, email: 'later@clinic.example' };
    const changed = await api.as('admin').patch(`/v1/medics/${before.id}`, patch, { 'If-Match': '"2"' });
    expect(changed.body).toEqual({ ...before, ...patch, version: 3, updatedAt: changed.body.updatedAt });
    const history = await api.db.sql`
      select operation, after ->> 'phone' as phone, actor_role from row_history
      where table_name = 'medic_contacts' and row_id = ${before.id} order by id`;
    expect(history).toEqual([
      { operation: 'INSERT', phone: '+12025550199', actor_role: 'admin' },
      { operation: 'UPDATE', phone: null, actor_role: 'admin' },
    ]);
  });

  it('treats null, absent and empty hours the same', async () => {
    for (const workingHours of [null, [], undefined]) {
      const before = await create({ workingHours });
      for (const same of [null, []]) {
        const answer = await api.as('admin').patch(`/v1/medics/${before.id}`, { workingHours: same });
        expect([answer.status, answer.headers.get('ETag'), answer.body]).toEqual([200, '"1"', before]);
      }
    }
  });

  it('rejects a change if the caller has not seen the current version', async () => {
    const { id } = await create();
    const path = `/v1/medics/${id}`;
    await api.as('admin').patch(path, { department: 'Surgery' });
    for (const stale of ['"1"', '"3"', 'W/"2"']) {
      const answer = await api.as('admin').patch(path, { department: 'Lost' }, { 'If-Match': stale });
      expect([answer.status, answer.body.type]).toEqual([412, '/problems/precondition-failed']);
      expect(answer.headers.get('ETag')).toBe('"2"');
    }
    const malformed = await api.as('admin').patch(path, { department: 'Lost' }, { 'If-Match': '2' });
    expect(malformed.status).toBe(400);
    const fresh = await api.as('admin').patch(path, { department: 'Oncology' }, { 'If-Match': '"1", "2"' });
    expect([fresh.status, fresh.body.department, fresh.body.version]).toEqual([200, 'Oncology', 3]);
    const any = await api.as('admin').patch(path, { department: 'Surgery' }, { 'If-Match': '*' });
    expect(any.status).toBe(200);
  });

  it('rejects removing required fields, unknown fields and read-only fields', async () => {
    const { id } = await create();
    const patch = { givenName: null, licenseNumber: '', version: 9, fullName: 'X' };
    const answer = await api.as('admin').patch(`/v1/medics/${id}`, patch);
    expect(answer.status).toBe(422);
    const pointers = answer.body.errors.map((error: { pointer: string }) => error.pointer);
    expect(pointers.sort()).toEqual(['/fullName', '/givenName', '/licenseNumber', '/version']);
  });

  it("rejects another medic's license", async () => {
    const [one, other] = [await create(), await create()];
    const answer = await api.as('admin').patch(`/v1/medics/${one.id}`, { licenseNumber: other.licenseNumber });
    expect(answer.status).toBe(409);
    expect(answer.body.errors).toEqual([{ pointer: '/licenseNumber', detail: 'is already in use' }]);
  });
});

describe('removing a medic', () => {
  testRemoval(() => api, '/v1/medics', 'medicId', create);

  it('frees the license number', async () => {
    const { id, licenseNumber } = await create();
    await api.as('admin').delete(`/v1/medics/${id}`);
    await create({ licenseNumber });
  });
});
