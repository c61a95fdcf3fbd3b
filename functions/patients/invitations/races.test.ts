import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApi, type TestApi, type TestResponse } from '../../../test/support/api.js';
import { asCaller } from '../../../test/support/database.js';
import { patientsRouter } from '../routes.js';
import { buildPatientPath } from '../testing.js';
import { createInvitationCode } from './codes.js';
import { invitationsRouter } from './routes.js';
import { createInvitationFixtures } from './testing.js';

// The embedded database runs these one after the other. On a server, they run in parallel.
let api: TestApi;
let fixtures: ReturnType<typeof createInvitationFixtures>;
beforeAll(async () => {
  api = await createTestApi([patientsRouter, invitationsRouter], { poolSize: 25 });
  fixtures = createInvitationFixtures(api);
});
afterAll(() => api.close());

const times = <Result>(count: number, make: (index: number) => Promise<Result>): Promise<Result[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => make(index)));
const sortStatuses = (answers: readonly TestResponse[]) => answers.map(({ status }) => status).sort();
const readInvitation = async (id: string) => {
  const [row] = await api.db.sql`select status, wrong_tries from patient_invitations where id = ${id}`;
  return [row?.status, row?.wrong_tries];
};

describe('at once', () => {
  it('twenty wrong birth dates from as many accounts end a code at the fifth', async () => {
    const invited = await fixtures.invite();
    const answers = await times(20, (index) =>
      fixtures.link({ ...invited, subject: `parallel-${index}`, birthDate: '1980-05-18' }),
    );
    expect(sortStatuses(answers)).toEqual(Array(20).fill(404));
    expect(await readInvitation(invited.answer.body.id)).toEqual(['locked', 5]);
  });

  it('twenty guesses of one account get five answers', async () => {
    const { subject, birthDate, patient, answer } = await fixtures.invite();
    const answers = await times(20, () =>
      fixtures.link({ subject, birthDate, patient, answer, code: createInvitationCode() }),
    );
    expect(sortStatuses(answers)).toEqual([...Array(5).fill(404), ...Array(15).fill(429)]);
  });

  it('ten accounts with the same code link one', async () => {
    const invited = await fixtures.invite();
    const answers = await times(10, (index) => fixtures.link({ ...invited, subject: `rival-${index}` }));
    expect(sortStatuses(answers)).toEqual([201, ...Array(9).fill(404)]);
    expect(await readInvitation(invited.answer.body.id)).toEqual(['used', 0]);
  });

  it('one account with the codes of ten patients is linked to one', async () => {
    const invitations = await times(10, () => fixtures.invite());
    const answers = await Promise.all(
      invitations.map((invited) => fixtures.link({ ...invited, subject: 'one-for-all' })),
    );
    expect(sortStatuses(answers)).toEqual([201, ...Array(9).fill(409)]);
  });

  it('ten invitations of one patient leave one open, and none deadlocks with its use', async () => {
    const invited = await fixtures.invite();
    const path = `${buildPatientPath(invited.patient)}/invitations`;
    const [linked, others] = await Promise.all([
      fixtures.link(invited),
      times(10, () => api.as('staff').post(path, {})),
    ]);
    expect(sortStatuses(others).filter((status) => status !== 201 && status !== 409)).toEqual([]);
    const [row] = await api.db.sql`
      select count(*)::int as open from patient_invitations where patient_id = ${invited.patient.id} and status = 'open'`;
    if (linked.status === 201) expect(row?.open).toBe(0);
    else expect([linked.status, row?.open]).toEqual([404, 1]);
  });

  it('a link and the removal of the patient leave no account with a removed record', async () => {
    const invited = await fixtures.invite();
    const [linked, removed] = await Promise.all([
      fixtures.link(invited),
      api.as('admin').delete(buildPatientPath(invited.patient)),
    ]);
    expect([removed.status, [201, 404].includes(linked.status)]).toEqual([204, true]);
    expect((await api.as('patient', invited.subject).get('/v1/patients/me')).status).toBe(404);
  });
});

describe('the database', () => {
  const link = (role: 'admin' | 'staff' | 'patient', subject: string) =>
    asCaller(
      api.db.sql,
      { role, subject },
      (tx) => tx`select * from link_patient_account('\\x00', '1980-05-17', 'day')`,
    );

  it('links an account for patients only', async () => {
    for (const role of ['admin', 'staff'] as const) {
      await expect(link(role, 'someone')).rejects.toThrow('only a patient may link an account');
    }
    expect(await link('patient', 'someone')).toMatchObject([{ outcome: 'not-found', patient_id: null }]);
  });

  it('keeps codes, tries and links from the role of the functions', async () => {
    const { patient, subject } = await fixtures.invite();
    const attacks = [
      ['staff', 'desk', `select code_hash from patient_invitations`],
      ['admin', 'boss', `select wrong_tries from patient_invitations`],
      ['admin', 'boss', `update patient_invitations set wrong_tries = 0`],
      ['admin', 'boss', `update patient_invitations set expires_at = now() + interval '1 year'`],
      ['admin', 'boss', `delete from patient_invitations`],
    ] as const;
    for (const [role, attacker, attack] of attacks) {
      await expect(asCaller(api.db.sql, { role, subject: attacker }, (tx) => tx.unsafe(attack))).rejects.toThrow(
        'permission denied',
      );
    }
    // Nor can patients move their own record to another account.
    await api.db.sql`update patients set account_subject = ${subject} where id = ${patient.id}`;
    const move = asCaller(api.db.sql, { role: 'patient', subject }, (tx) =>
      tx.unsafe(`update patients set account_subject = 'stolen' where id = '${patient.id}'`),
    );
    await expect(move).rejects.toThrow('a patient may change contact data only');
  });
});
