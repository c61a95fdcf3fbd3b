import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApi, missingId, readPages, type TestApi, type TestResponse } from '../../../test/support/api.js';
import { patientsRouter } from '../routes.js';
import { buildPatientPath, readAuditEvents, registerPatient, toProblemPointers } from '../testing.js';
import { createInvitationCode, invitationCode } from './codes.js';
import { invitationsRouter } from './routes.js';
import { createInvitationFixtures } from './testing.js';

let api: TestApi;
let fixtures: ReturnType<typeof createInvitationFixtures>;
beforeAll(async () => {
  api = await createTestApi([patientsRouter, invitationsRouter]);
  fixtures = createInvitationFixtures(api);
});
afterAll(() => api.close());

const notFound = [404, '/problems/not-found', []];
const conflict = [409, '/problems/conflict', []];
const expire = (patientId: string) =>
  api.db.sql`update patient_invitations set expires_at = now() where patient_id = ${patientId}`;
const readStatus = async ({ headers }: TestResponse) =>
  (await api.as('staff').get(headers.get('Location') ?? '')).body.status;

describe('an invitation', () => {
  it('has a location that returns it without its code, which only the first response contains', async () => {
    const invited = await fixtures.invite();
    expect(invited.answer.status).toBe(201);
    const { code, ...rest } = invited.answer.body;
    expect(code).toMatch(/^([2-9A-Z]{4}-){3}[2-9A-Z]{4}$/);
    expect(rest).toMatchObject({ patientId: invited.patient.id, status: 'open', version: 1 });
    expect(Date.parse(rest.expiresAt) - Date.parse(rest.createdAt)).toBe(7 * 24 * 60 * 60 * 1000);
    const location = invited.answer.headers.get('Location') ?? '';
    expect(location).toBe(`/v1/patients/${invited.patient.id}/invitations/${rest.id}`);
    const read = await api.as('staff').get(location);
    expect([read.status, read.body, read.headers.get('ETag')]).toEqual([200, rest, '"1"']);
    expect((await api.as('staff').get(location, { 'If-None-Match': '"1"' })).status).toBe(304);
  });

  it('is stored without its code, in the response for an Idempotency-Key too', async () => {
    const patient = await registerPatient(api.as('staff'));
    const send = () =>
      api.as('staff').post(`${buildPatientPath(patient)}/invitations`, {}, { 'Idempotency-Key': 'code' });
    const first = await send();
    const again = await send();
    expect([again.status, again.text]).toEqual([201, first.text]);
    const [stored] = await api.db.sql`
      select (select json_agg(i)::text from patient_invitations i) as invitations,
        (select json_agg(k)::text || json_agg(encode(sealed_body, 'escape'))::text from idempotency_keys k) as answers,
        (select json_agg(h)::text from row_history h) as history, (select json_agg(e)::text from audit_events e) as events`;
    expect(stored?.invitations).toContain(first.body.id);
    for (const text of [first.body.code, first.body.code.replaceAll('-', '')]) {
      expect(JSON.stringify(stored)).not.toContain(text);
    }
    expect(api.logLines.join()).not.toContain(first.body.code);
  });

  it('withdraws the earlier open one of the same patient, whose code stops working', async () => {
    const first = await fixtures.invite();
    const second = await fixtures.invite(first.patient);
    expect([await readStatus(first.answer), await readStatus(second.answer)]).toEqual(['withdrawn', 'open']);
    expect(toProblemPointers(await fixtures.link(first))).toEqual(notFound);
    expect((await fixtures.link(second)).status).toBe(201);
  });

  it('expires after its time, with another ETag', async () => {
    const invited = await fixtures.invite();
    await expire(invited.patient.id);
    const { body, headers } = await api.as('staff').get(invited.answer.headers.get('Location') ?? '');
    expect([body.status, headers.get('ETag')]).toEqual(['expired', expect.stringContaining('expired')]);
    expect(toProblemPointers(await fixtures.link(invited))).toEqual(notFound);
    await fixtures.invite(invited.patient);
    expect(await readStatus(invited.answer)).toBe('expired');
  });

  it('can be withdrawn once, and not after it has ended in another way', async () => {
    const invited = await fixtures.invite();
    const location = invited.answer.headers.get('Location') ?? '';
    const stale = await api.as('staff').delete(location, { 'If-Match': '"2"' });
    expect(toProblemPointers(stale)).toEqual([412, '/problems/precondition-failed', []]);
    expect((await api.as('staff').delete(location, { 'If-Match': '"1"' })).status).toBe(204);
    expect(toProblemPointers(await api.as('staff').delete(location))).toEqual(notFound);
    expect(await readStatus(invited.answer)).toBe('withdrawn');
    expect(toProblemPointers(await fixtures.link(invited))).toEqual(notFound);
    const used = await fixtures.invite();
    expect((await fixtures.link(used)).status).toBe(201);
    expect(toProblemPointers(await api.as('staff').delete(used.answer.headers.get('Location') ?? ''))).toEqual(
      conflict,
    );
    const expired = await fixtures.invite();
    await expire(expired.patient.id);
    expect(toProblemPointers(await api.as('staff').delete(expired.answer.headers.get('Location') ?? ''))).toEqual(
      conflict,
    );
  });

  it('is listed with the others of the patient, newest first, in pages', async () => {
    const { patient } = await fixtures.invite();
    for (let more = 0; more < 2; more += 1) await fixtures.invite(patient);
    const pages = await readPages(api.as('staff'), `${buildPatientPath(patient)}/invitations?limit=2&count=exact`);
    expect(pages.map(({ page }) => page.total)).toEqual([3, 3]);
    const all = pages.flatMap(({ data }) => data);
    expect(all.map(({ status }) => status)).toEqual(['open', 'withdrawn', 'withdrawn']);
    expect(all.filter((one) => 'code' in one)).toEqual([]);
  });

  it('is not found with the id of another patient or under another patient', async () => {
    const [one, other] = [await fixtures.invite(), await registerPatient(api.as('staff'))];
    for (const id of [other.id, missingId]) {
      const path = `/v1/patients/${id}/invitations/${one.answer.body.id}`;
      expect(toProblemPointers(await api.as('admin').get(path))).toEqual(notFound);
      expect(toProblemPointers(await api.as('admin').delete(path))).toEqual(notFound);
    }
  });

  it('is refused for a patient who has an account, is inactive or removed', async () => {
    const invite = (role: 'admin' | 'staff', { id }: { id: string }) =>
      api.as(role).post(`/v1/patients/${id}/invitations`, {});
    const linked = await registerPatient(api.as('admin'), { accountSubject: 'has-account' });
    const inactive = await registerPatient(api.as('admin'), { active: false });
    for (const patient of [linked, inactive])
      expect(toProblemPointers(await invite('staff', patient))).toEqual(conflict);
    const removed = await registerPatient(api.as('admin'));
    await api.as('admin').delete(buildPatientPath(removed));
    expect(toProblemPointers(await invite('staff', removed))).toEqual(notFound);
    expect(toProblemPointers(await invite('admin', removed))).toEqual(conflict);
  });
});

describe('linking an account', () => {
  it('gives the patient access to their own record, once', async () => {
    const invited = await fixtures.invite();
    const answer = await fixtures.link(invited);
    expect([answer.status, answer.headers.get('Location')]).toEqual([201, '/v1/patients/me']);
    const own = await api.as('patient', invited.subject).get('/v1/patients/me');
    expect([own.body, own.headers.get('ETag')]).toEqual([answer.body, answer.headers.get('ETag')]);
    expect(own.body.id).toBe(invited.patient.id);
    const record = await api.as('admin').get(buildPatientPath(invited.patient));
    expect(record.body).toMatchObject({ accountSubject: invited.subject, version: 2 });
    expect(await readStatus(invited.answer)).toBe('used');
    expect(toProblemPointers(await fixtures.link({ ...invited, subject: 'second-account' }))).toEqual(notFound);
  });

  it.each(['1980', '1980-05'])('takes a birth date that is recorded as %s exactly so', async (birthDate) => {
    const patient = await registerPatient(api.as('staff'), { birthDate });
    const invited = await fixtures.invite(patient);
    for (const other of ['1980', '1980-05', '1980-05-01', '1980-01-01'].filter((date) => date !== birthDate)) {
      expect(toProblemPointers(await fixtures.link({ ...invited, birthDate: other }))).toEqual(notFound);
    }
    expect((await fixtures.link({ ...invited, birthDate })).status).toBe(201);
  });

  it('reads a code as people type it', async () => {
    const invited = await fixtures.invite();
    const code = ` ${invited.code.toLowerCase().replaceAll('-', ' ').replaceAll('8', 'b').replaceAll('5', 's').replaceAll('2', 'z')} `;
    expect((await fixtures.link({ ...invited, code })).status).toBe(201);
  });

  it('refuses what cannot be a code, which is not a try', async () => {
    const invited = await fixtures.invite();
    for (const code of ['', 'ABC', 'I0LO-I0LO-I0LO-I0LO', `${invited.code}2`, 7]) {
      const answer = await fixtures.link({ ...invited, code: code as string });
      expect(toProblemPointers(answer)).toEqual([422, '/problems/validation-failed', ['/code']]);
    }
    expect((await fixtures.link(invited)).status).toBe(201);
  });

  it('answers a wrong birth date, byte for byte, like a code that no one has', async () => {
    const invited = await fixtures.invite();
    const [wrong, unknown] = [
      await fixtures.link({ ...invited, birthDate: '1980-05-18' }, { 'X-Request-Id': 'same' }),
      await fixtures.link({ ...invited, code: createInvitationCode() }, { 'X-Request-Id': 'same' }),
    ];
    expect(toProblemPointers(wrong)).toEqual(notFound);
    expect(wrong.text).toBe(unknown.text);
    expect([...wrong.headers]).toEqual([...unknown.headers]);
  });

  it('is over for a code after five wrong birth dates, from any account', async () => {
    const invited = await fixtures.invite();
    for (let tries = 0; tries < 5; tries += 1) {
      expect(await readStatus(invited.answer)).toBe('open');
      const answer = await fixtures.link({ ...invited, subject: `guesser-${tries}`, birthDate: '1980-05-18' });
      expect(toProblemPointers(answer)).toEqual(notFound);
    }
    expect(await readStatus(invited.answer)).toBe('locked');
    expect(toProblemPointers(await fixtures.link(invited))).toEqual(notFound);
    expect(toProblemPointers(await api.as('staff').delete(invited.answer.headers.get('Location') ?? ''))).toEqual(
      conflict,
    );
    expect(
      (await fixtures.link({ ...(await fixtures.invite(invited.patient)), subject: 'patient-again' })).status,
    ).toBe(201);
  });

  it('is limited to five wrong tries of an account per hour, whatever it tried', async () => {
    const invited = await fixtures.invite();
    for (let tries = 0; tries < 5; tries += 1) {
      // A retry with a key counts too, and repeats the refusal.
      const answer = await fixtures.link(
        { ...invited, code: createInvitationCode() },
        { 'Idempotency-Key': `try-${tries}` },
      );
      expect(toProblemPointers(answer)).toEqual(notFound);
    }
    const answer = await fixtures.link(invited);
    expect(toProblemPointers(answer)).toEqual([429, '/problems/too-many-requests', []]);
    const wait = Number(answer.headers.get('Retry-After'));
    expect([wait > 3500, wait <= 3600]).toEqual([true, true]);
    expect(await readStatus(invited.answer)).toBe('open');
    expect((await fixtures.link({ ...invited, subject: 'another-of-family' })).status).toBe(201);
  });

  it('is possible again an hour after the first of five wrong tries', async () => {
    const invited = await fixtures.invite();
    const fail = (minutesAgo: number) => api.db.sql`
      insert into audit_events (occurred_at, request_id, actor_subject, actor_role, action, resource_type, outcome, status)
      values (now() - make_interval(mins => ${minutesAgo}), 'earlier', ${invited.subject}, 'patient', 'patients.link', 'Patient', 'refused', 404)`;
    for (const minutesAgo of [61, 59, 40, 30, 20]) await fail(minutesAgo);
    expect((await fixtures.link(invited)).status).toBe(201);
  });

  it('is refused to an account that has a record', async () => {
    const [first, second] = [await fixtures.invite(), await fixtures.invite()];
    expect((await fixtures.link(first)).status).toBe(201);
    for (const code of [second.code, first.code, createInvitationCode()]) {
      const answer = await fixtures.link({ ...second, subject: first.subject, code });
      expect(toProblemPointers(answer)).toEqual(conflict);
    }
    expect(await readStatus(second.answer)).toBe('open');
  });

  it('tells only who knows code and birth date that the record has another account', async () => {
    const invited = await fixtures.invite();
    await api.as('admin').patch(buildPatientPath(invited.patient), { accountSubject: 'chosen-by-admin' });
    expect(toProblemPointers(await fixtures.link({ ...invited, birthDate: '1980-05-18' }))).toEqual(notFound);
    expect(toProblemPointers(await fixtures.link(invited))).toEqual(conflict);
    const record = await api.as('admin').get(buildPatientPath(invited.patient));
    expect(record.body.accountSubject).toBe('chosen-by-admin');
  });

  it('works for no patient who is removed or inactive', async () => {
    const [removed, inactive] = [await fixtures.invite(), await fixtures.invite()];
    await api.as('admin').delete(buildPatientPath(removed.patient));
    await api.as('admin').patch(buildPatientPath(inactive.patient), { active: false });
    for (const invited of [removed, inactive])
      expect(toProblemPointers(await fixtures.link(invited))).toEqual(notFound);
  });

  it('leaves one audit event, of success or refusal, without code and birth date', async () => {
    const invited = await fixtures.invite();
    const event = {
      actor: invited.subject,
      role: 'patient',
      action: 'patients.link',
      type: 'Patient',
      resource: invited.patient.id,
    };
    const refused = { ...event, patients: [], outcome: 'refused', status: 404 };
    await fixtures.link({ ...invited, birthDate: '1980-05-18' }, { 'X-Request-Id': 'link-refused' });
    expect(await readAuditEvents(api, 'link-refused')).toEqual([refused]);
    await fixtures.link({ ...invited, code: createInvitationCode() }, { 'X-Request-Id': 'link-unknown' });
    expect(await readAuditEvents(api, 'link-unknown')).toEqual([{ ...refused, resource: null }]);
    await fixtures.link(invited, { 'X-Request-Id': 'link-done' });
    const done = { ...event, patients: [invited.patient.id], outcome: 'success', status: 201 };
    expect(await readAuditEvents(api, 'link-done')).toEqual([done]);
    const [table] = await api.db.sql`select json_agg(e)::text as text from audit_events e`;
    for (const secret of [invited.code, '1980-05']) expect(table?.text).not.toContain(secret);
  });
});

describe('a code', () => {
  it('is random, with at least 60 bits, in letters and digits of which no two look alike', () => {
    const codes = Array.from({ length: 2000 }, createInvitationCode);
    expect(new Set(codes).size).toBe(codes.length);
    const characters = new Set(codes.join('').replaceAll('-', ''));
    expect(16 * Math.log2(characters.size)).toBeGreaterThan(60);
    for (const group of ['0OQ', '1IL', '5S', '8B', '2Z', 'UV']) {
      expect([group, [...group].filter((character) => characters.has(character)).length < 2]).toEqual([group, true]);
    }
    expect(codes.map((code) => invitationCode.parse(code))).toEqual(codes);
  });
});
