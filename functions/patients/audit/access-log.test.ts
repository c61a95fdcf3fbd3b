import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestApi, missingId, type TestApi, type TestResponse } from '../../../test/support/api.js';
import { patientsRouter } from '../routes.js';
import { buildPatientPath, readAuditEvents, registerPatient } from '../testing.js';
import { auditTrailRouter } from './routes.js';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi([patientsRouter, auditTrailRouter]);
  await api.db.sql`
    insert into medics (given_name, family_name, license_number, account_subject) values ('Mina', 'Medic', 'M-1', 'dr-mina')`;
});
afterAll(() => api.close());

let people = 0;
/** Creates Alice and Bob, with a new account each. */
let alice: { record: TestResponse['body']; subject: string };
let bob: typeof alice;
const somebody = async () => {
  people += 1;
  const subject = `patient-${people}`;
  return { subject, record: await registerPatient(api.as('admin', 'boss'), { accountSubject: subject }) };
};
beforeEach(async () => {
  alice = await somebody();
  bob = await somebody();
});

const buildLogPath = ({ id }: { id: string }, query = '') => `/v1/patients/${id}/access-log${query}`;
const accesses = ({ body }: TestResponse) =>
  body.data.map(
    ({ actor, action }: { actor: { subject: string; role: string; name: string | null }; action: string }) => [
      actor.subject,
      actor.role,
      actor.name,
      action,
    ],
  );

describe('the access log of a patient', () => {
  it('shows the patient who read and changed the record, newest first, with the names of medics', async () => {
    await api.as('medic', 'dr-mina').get(buildPatientPath(alice.record));
    await api.as('staff', 'desk').patch(buildPatientPath(alice.record), { phone: '+12025550123' });
    const own = api.as('patient', alice.subject);
    await own.get('/v1/patients/me');
    const answer = await own.get(buildLogPath(alice.record));
    expect(answer.status).toBe(200);
    expect(accesses(answer)).toEqual([
      [alice.subject, 'patient', null, 'patients.read'],
      ['desk', 'staff', null, 'patients.change'],
      ['dr-mina', 'medic', 'Mina Medic', 'patients.read'],
      ['boss', 'admin', null, 'patients.create'],
    ]);
    const times = answer.body.data.map(({ occurredAt }: { occurredAt: string }) => occurredAt);
    expect(times).toEqual([...times].sort().reverse());
  });

  it('includes lists that contained the patient, and none of the other patients on them', async () => {
    await api.as('staff', 'desk').get('/v1/patients?limit=100');
    const { body } = await api.as('patient', alice.subject).get(buildLogPath(alice.record, '?limit=1'));
    expect(body.data[0]).toMatchObject({ actor: { subject: 'desk' }, action: 'patients.list' });
    expect(JSON.stringify(body)).not.toContain(bob.record.id);
  });

  it('is itself an access that the next read shows', async () => {
    const admin = api.as('admin', 'auditor');
    await admin.get(buildLogPath(alice.record), { 'X-Request-Id': `look-${people}` });
    expect(await readAuditEvents(api, `look-${people}`)).toEqual([
      {
        actor: 'auditor',
        role: 'admin',
        action: 'patients.access-log',
        type: 'AuditEvent',
        resource: alice.record.id,
        patients: [alice.record.id],
        outcome: 'success',
        status: 200,
      },
    ]);
    expect(accesses(await admin.get(buildLogPath(alice.record)))[0]).toEqual([
      'auditor',
      'admin',
      null,
      'patients.access-log',
    ]);
  });

  it('contains no denied attempts', async () => {
    await api.as('patient', bob.subject).get(buildPatientPath(alice.record));
    const { body } = await api.as('patient', alice.subject).get(buildLogPath(alice.record));
    expect(JSON.stringify(body)).not.toContain(bob.subject);
  });

  it('of another patient looks like one that does not exist', async () => {
    const own = api.as('patient', alice.subject);
    const [foreign, missing] = [
      await own.get(buildLogPath(bob.record)),
      await own.get(buildLogPath({ id: missingId })),
    ];
    expect([foreign.status, missing.status]).toEqual([404, 404]);
    const withoutOwn = ({ instance, requestId, ...body }: Record<string, unknown>) => body;
    expect(withoutOwn(foreign.body)).toEqual(withoutOwn(missing.body));
  });

  it('has pages, a count and a period filter', async () => {
    for (let time = 0; time < 4; time += 1) await api.as('medic', 'dr-mina').get(buildPatientPath(alice.record));
    const own = api.as('patient', alice.subject);
    const first = await own.get(buildLogPath(alice.record, '?limit=3&count=exact'));
    expect([first.body.data.length, first.body.page.total]).toEqual([3, 5]);
    const next = await own.get(buildLogPath(alice.record, `?limit=3&cursor=${first.body.page.nextCursor}`));
    // Reading the first page was recorded in between, and shifts nothing.
    expect(accesses(next).map(([, , , action]: string[]) => action)).toEqual(['patients.read', 'patients.create']);
    const ids = [...first.body.data, ...next.body.data].map(({ id }: { id: string }) => id);
    expect(new Set(ids).size).toBe(5);
    const future = await own.get(buildLogPath(alice.record, '?from=2999-01-01T00:00:00Z'));
    expect(future.body.data).toEqual([]);
    const past = await own.get(buildLogPath(alice.record, '?to=2001-01-01T00:00:00Z&count=exact'));
    expect([past.body.data, past.body.page.total]).toEqual([[], 0]);
  });
});

describe('the function behind the access log', () => {
  it('returns nothing for another patient or another role', async () => {
    const rows = async (role: string, subject: string, patient: string) =>
      api.db.sql.begin(async (tx) => {
        await tx`set local role app`;
        await tx`select set_config('app.role', ${role}, true), set_config('app.subject', ${subject}, true)`;
        return [...(await tx`select id from patient_access_log(${patient})`)];
      });
    expect(await rows('patient', alice.subject, alice.record.id)).toHaveLength(1);
    expect(await rows('patient', alice.subject, bob.record.id)).toEqual([]);
    for (const role of ['medic', 'staff', 'service', '']) expect(await rows(role, 'x', alice.record.id)).toEqual([]);
  });
});
