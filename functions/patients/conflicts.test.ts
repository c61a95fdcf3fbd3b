import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApi, missingId, type TestApi } from '../../test/support/api.js';
import { insertTestReservation } from '../http/testing.js';
import { patientsRouter } from './routes.js';
import { buildPatientPath, createPersonInput, registerPatient, toProblemPointers } from './testing.js';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi([patientsRouter]);
});
afterAll(() => api.close());

const conflict = (pointer: string) => [409, '/problems/conflict', [pointer]];

const taken: [what: string, first: object, second: object, pointer: string][] = [
  [
    'a national id of the same type',
    { nationalId: { type: 'NI', number: 'U-1' } },
    { nationalId: { number: 'U-1', type: 'NI' } },
    '/nationalId',
  ],
  ['an account', { accountSubject: 'u3' }, { accountSubject: 'u3' }, '/accountSubject'],
];

describe('a unique value of another patient', () => {
  it.each(taken)("can't be used to create a patient: %s", async (_what, first, second, pointer) => {
    const holder = await registerPatient(api.as('admin'), first);
    const answer = await api.as('admin').post('/v1/patients', createPersonInput(second));
    expect(toProblemPointers(answer)).toEqual(conflict(pointer));
    for (const secret of [holder.id, holder.familyName]) expect(answer.text).not.toContain(secret);
    await api.as('admin').delete(buildPatientPath(holder));
  });

  it.each(taken)("can't be taken in a change: %s", async (_what, first, second, pointer) => {
    const holder = await registerPatient(api.as('admin'), first);
    const other = await registerPatient(api.as('admin'));
    const answer = await api.as('admin').patch(buildPatientPath(other), { givenName: 'Eva', ...second });
    expect(toProblemPointers(answer)).toEqual(conflict(pointer));
    expect((await api.as('admin').get(buildPatientPath(other))).body).toEqual(other);
    await api.as('admin').delete(buildPatientPath(holder));
  });

  it.each(taken)('is free again once the other patient is removed: %s', async (_what, first, second) => {
    const holder = await registerPatient(api.as('admin'), first);
    await api.as('admin').delete(buildPatientPath(holder));
    const next = await registerPatient(api.as('admin'), second);
    expect(next).toMatchObject(second);
    await api.as('admin').delete(buildPatientPath(next));
  });

  it('is no conflict if the types of the national ids differ', async () => {
    await registerPatient(api.as('admin'), { nationalId: { type: 'NI', number: 'D-1' } });
    const other = await registerPatient(api.as('admin'), { nationalId: { type: 'PPN', number: 'D-1' } });
    const answer = await api.as('admin').patch(buildPatientPath(other), { nationalId: { type: 'NI' } });
    expect(toProblemPointers(answer)).toEqual(conflict('/nationalId'));
  });

  it('does not prevent a family from sharing an email address', async () => {
    const mother = await registerPatient(api.as('admin'), { email: 'family@clinic.example' });
    const child = await registerPatient(api.as('staff'), { email: 'Family@Clinic.example' });
    const answer = await api.as('staff').patch(buildPatientPath(child), { email: mother.email });
    expect([answer.status, answer.body.email, answer.body.version]).toEqual([200, 'family@clinic.example', 2]);
  });

  it('goes to one of several concurrent requests', async () => {
    const requests = Array.from({ length: 6 }, () =>
      api.as('admin').post('/v1/patients', createPersonInput({ nationalId: { type: 'NI', number: 'race' } })),
    );
    const answers = await Promise.all(requests);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409]);
    for (const answer of answers.filter(({ status }) => status === 409)) {
      expect(toProblemPointers(answer)).toEqual(conflict('/nationalId'));
    }
  });
});

describe('removing a patient', () => {
  it('returns 204 without a body, and 404 from then on', async () => {
    const created = await registerPatient(api.as('admin'));
    const answer = await api.as('admin').delete(buildPatientPath(created));
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(toProblemPointers(await api.as('admin').delete(buildPatientPath(created)))).toEqual([
      404,
      '/problems/not-found',
      [],
    ]);
    expect(toProblemPointers(await api.as('admin').delete(buildPatientPath({ id: missingId })))).toEqual([
      404,
      '/problems/not-found',
      [],
    ]);
  });

  it('hides the record from everyone but administrators', async () => {
    const created = await registerPatient(api.as('admin'), { familyName: 'Quetzalcoatl', accountSubject: 'gone' });
    await api.as('admin').delete(buildPatientPath(created));
    const headers = { 'X-Request-Id': 'same' };
    for (const client of [api.as('medic'), api.as('staff'), api.as('patient', 'gone')]) {
      for (const ask of [
        (id: string) => client.get(buildPatientPath({ id }), headers),
        (id: string) => client.patch(buildPatientPath({ id }), { phone: '+12025550199' }, headers),
      ]) {
        const answer = await ask(created.id);
        expect(toProblemPointers(answer)).toEqual([404, '/problems/not-found', []]);
        expect(answer.text.replaceAll(created.id, missingId)).toBe((await ask(missingId)).text);
      }
    }
    const search = `/v1/patients?search=${created.familyName}&count=exact`;
    for (const role of ['medic', 'staff'] as const) {
      expect((await api.as(role).get(search)).body).toMatchObject({ data: [], page: { total: 0 } });
    }
    const seen = (await api.as('admin').get(buildPatientPath(created))).body;
    expect(seen).toEqual({
      ...created,
      active: false,
      removedAt: '2026-03-02T14:00:00.000Z',
      version: 2,
      updatedAt: seen.updatedAt,
    });
    expect((await api.as('admin').get(search)).body.data.map(({ id }: { id: string }) => id)).toEqual([created.id]);
  });

  it('keeps the row, the clinical entries and the history', async () => {
    const created = await registerPatient(api.as('admin'), { medicalHistory: { conditions: [{ display: 'A' }] } });
    await api
      .as('medic', 'dr')
      .patch(buildPatientPath(created), { givenName: 'Eva', medicalHistory: null }, { 'X-Request-Id': 'r1' });
    await api.as('admin', 'boss').send('DELETE', buildPatientPath(created), { headers: { 'X-Request-Id': 'r2' } });
    const rows = await api.db.sql`select given_name, active, removed_at from patients where id = ${created.id}`;
    expect(rows).toEqual([{ given_name: 'Eva', active: false, removed_at: new Date('2026-03-02T14:00:00.000Z') }]);
    const history = await api.db.sql`
      select table_name, operation, before, after, actor_subject, actor_role, request_id
      from row_history where patient_id = ${created.id} order by id`;
    expect(history).toMatchObject([
      {
        table_name: 'medical_history_entries',
        operation: 'DELETE',
        before: { display: 'A', patient_id: created.id },
        after: null,
        actor_subject: 'dr',
        actor_role: 'medic',
        request_id: 'r1',
      },
      {
        table_name: 'patients',
        operation: 'UPDATE',
        before: { given_name: 'Ada', version: 1 },
        after: { given_name: 'Eva', version: 2 },
        actor_subject: 'dr',
        request_id: 'r1',
      },
      {
        table_name: 'patients',
        operation: 'UPDATE',
        before: { active: true, removed_at: null, version: 2 },
        after: { active: false, version: 3 },
        actor_subject: 'boss',
        actor_role: 'admin',
        request_id: 'r2',
      },
    ]);
    expect(history[2]?.after.removed_at).not.toBeNull();
  });

  it('leaves a record that no one can change, not even an administrator', async () => {
    const created = await registerPatient(api.as('admin'));
    await api.as('admin').delete(buildPatientPath(created));
    for (const patch of [{ givenName: 'Eva' }, { active: true }, {}]) {
      expect(toProblemPointers(await api.as('admin').patch(buildPatientPath(created), patch))).toEqual([
        409,
        '/problems/conflict',
        [],
      ]);
    }
  });

  it('honors If-Match', async () => {
    const created = await registerPatient(api.as('admin'));
    const stale = await api.as('admin').delete(buildPatientPath(created), { 'If-Match': '"2"' });
    expect([...toProblemPointers(stale), stale.headers.get('ETag')]).toEqual([
      412,
      '/problems/precondition-failed',
      [],
      '"1"',
    ]);
    expect((await api.as('admin').delete(buildPatientPath(created), { 'If-Match': '"1"' })).status).toBe(204);
  });

  it('is rejected while a live reservation has not ended', async () => {
    for (const status of ['scheduled', 'confirmed']) {
      const created = await registerPatient(api.as('admin'));
      await insertTestReservation(
        api,
        { patientId: created.id },
        {
          startsAt: '2026-03-02T13:30Z',
          endsAt: '2026-03-02T14:00:00.001Z',
          status,
        },
      );
      expect(toProblemPointers(await api.as('admin').delete(buildPatientPath(created)))).toEqual([
        409,
        '/problems/in-use',
        [],
      ]);
      expect((await api.as('admin').get(buildPatientPath(created))).body).toEqual(created);
    }
  });

  it('succeeds if every reservation is past or no longer live', async () => {
    const created = await registerPatient(api.as('admin'));
    await insertTestReservation(
      api,
      { patientId: created.id },
      { startsAt: '2026-03-02T13:30Z', endsAt: '2026-03-02T14:00Z' },
    );
    for (const [hour, status] of ['cancelled', 'no_show', 'completed'].entries()) {
      await insertTestReservation(
        api,
        { patientId: created.id },
        {
          startsAt: `2026-03-03T1${hour}:00Z`,
          endsAt: `2026-03-03T1${hour}:30Z`,
          status,
        },
      );
    }
    const other = await registerPatient(api.as('admin'));
    await insertTestReservation(
      api,
      { patientId: other.id },
      { startsAt: '2026-03-03T13:30Z', endsAt: '2026-03-03T14:00Z' },
    );
    expect((await api.as('admin').delete(buildPatientPath(created))).status).toBe(204);
    const statuses = await api.db
      .sql`select status from reservations where patient_id = ${created.id} order by starts_at`;
    expect(statuses.map(({ status }) => status)).toEqual(['scheduled', 'cancelled', 'no_show', 'completed']);
  });
});
