import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApi, type TestApi, type TestResponse } from '../../test/support/api.js';
import { patientsRouter } from './routes.js';
import { buildPatientPath, registerPatient, toProblemPointers } from './testing.js';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi([patientsRouter]);
});
afterAll(() => api.close());

const change = (patient: { id: string }, patch: unknown, headers?: Record<string, string>) =>
  api.as('medic').patch(buildPatientPath(patient), patch, headers);

/** Patches, expects success and returns the resource, which must equal a read. */
async function changed(patient: TestResponse['body'], patch: unknown): Promise<TestResponse['body']> {
  const answer = await change(patient, patch);
  expect([answer.status, answer.body.errors]).toEqual([200, undefined]);
  const read = await api.as('medic').get(buildPatientPath(patient));
  expect(read.body).toEqual(answer.body);
  expect([answer.headers.get('ETag'), read.headers.get('ETag')]).toEqual(Array(2).fill(`"${answer.body.version}"`));
  return answer.body;
}

const displays = (entries: { display: string }[]) => entries.map(({ display }) => display);
const named = (...texts: string[]) => texts.map((display) => ({ display }));
const address = { line: ['Calle 1', 'Piso 2'], city: 'Bogotá', state: 'DC', postalCode: '110111', country: 'CO' };

describe('a merge patch', () => {
  it('changes only the fields in the patch, and increments the version once', async () => {
    const before = await registerPatient(api.as('admin'), {
      email: 'one@clinic.example',
      phone: '+12025550123',
      address,
    });
    const { accountSubject: _account, removedAt: _removed, ...seen } = before;
    const after = await changed(before, { givenName: 'Eva', gender: 'other', active: false, birthDate: '1981-01-01' });
    expect(after).toEqual({
      ...seen,
      givenName: 'Eva',
      fullName: `Eva ${before.familyName}`,
      gender: 'other',
      active: false,
      birthDate: '1981-01-01',
      version: 2,
      updatedAt: after.updatedAt,
    });
    expect(after.updatedAt >= before.updatedAt).toBe(true);
  });

  it('removes optional fields with null', async () => {
    const before = await registerPatient(api.as('admin'), {
      email: 'two@clinic.example',
      phone: '+12025550123',
      nationalId: { type: 'NI', number: 'R-2' },
      address,
    });
    const after = await changed(before, { email: null, phone: null, nationalId: null, address: null });
    expect(after).toMatchObject({ email: null, phone: null, nationalId: null, address: null, version: 2 });
  });

  it('resets `active` to its default with null', async () => {
    const before = await registerPatient(api.as('admin'), { active: false });
    expect(await changed(before, { active: null })).toMatchObject({ active: true, version: 2 });
  });

  it('rejects null for a required field', async () => {
    const before = await registerPatient(api.as('admin'));
    const answer = await change(before, { givenName: null, familyName: null, birthDate: null, gender: null });
    const pointers = ['/givenName', '/familyName', '/birthDate', '/gender'];
    expect(toProblemPointers(answer)).toEqual([422, '/problems/validation-failed', pointers]);
  });

  it('merges nested objects', async () => {
    const before = await registerPatient(api.as('admin'), { address, nationalId: { type: 'NI', number: 'R-3' } });
    const after = await changed(before, { address: { city: 'Cali', state: null }, nationalId: { number: 'R-4' } });
    expect(after.address).toEqual({ ...address, city: 'Cali', state: null });
    expect(after.nationalId).toEqual({ type: 'NI', number: 'R-4' });
    expect((await changed(before, { address: { line: null } })).address).toEqual({ ...after.address, line: [] });
  });

  it('creates a missing object, but not an incomplete one', async () => {
    const before = await registerPatient(api.as('admin'));
    const after = await changed(before, { address: { country: 'CO' } });
    expect(after.address).toEqual({ line: [], city: null, state: null, postalCode: null, country: 'CO' });
    expect(toProblemPointers(await change(before, { nationalId: { number: '7' } }))).toEqual([
      422,
      '/problems/validation-failed',
      ['/nationalId/type'],
    ]);
    const whole = await registerPatient(api.as('admin'), { nationalId: { type: 'NI', number: 'R-5' } });
    expect(toProblemPointers(await change(whole, { nationalId: { type: null } }))[2]).toEqual(['/nationalId/type']);
  });

  it('replaces lists as a whole, in the order sent', async () => {
    const before = await registerPatient(api.as('admin'), { address });
    const after = await changed(before, { address: { line: ['Piso 9', 'Calle 1', 'Piso 9'] } });
    expect(after.address).toEqual({ ...address, line: ['Piso 9', 'Calle 1', 'Piso 9'] });
  });

  it('accepts both media types, with parameters, and no other', async () => {
    const before = await registerPatient(api.as('admin'));
    const send = (contentType: string, givenName: string) =>
      api.as('medic').send('PATCH', buildPatientPath(before), {
        body: JSON.stringify({ givenName }),
        headers: { 'Content-Type': contentType },
      });
    const good = ['application/merge-patch+json', 'application/json', 'Application/JSON; charset=utf-8'];
    for (const [index, contentType] of good.entries()) {
      const answer = await send(contentType, `Name${index}`);
      expect([contentType, answer.status, answer.body.givenName]).toEqual([contentType, 200, `Name${index}`]);
    }
    for (const contentType of ['application/xml', 'text/plain', 'application/json-patch+json', 'application/jsonx']) {
      const answer = await send(contentType, 'Never');
      expect([contentType, ...toProblemPointers(answer)]).toEqual([
        contentType,
        415,
        '/problems/unsupported-media-type',
        [],
      ]);
      expect(answer.headers.get('Accept')).toBe('application/merge-patch+json, application/json');
    }
  });
});

describe('the medical history', () => {
  it('changes part by part', async () => {
    const before = await registerPatient(api.as('admin'), {
      medicalHistory: { conditions: named('A', 'B'), medications: named('M'), allergies: named('P') },
    });
    const { medicalHistory } = await changed(before, { medicalHistory: { conditions: named('C', 'B', 'A') } });
    expect(displays(medicalHistory.conditions)).toEqual(['C', 'B', 'A']);
    expect(medicalHistory.medications).toEqual(before.medicalHistory.medications);
    expect(medicalHistory.allergies).toEqual(before.medicalHistory.allergies);
    const after = await changed(before, { medicalHistory: { conditions: null, procedures: named('X') } });
    expect([after.medicalHistory.conditions, displays(after.medicalHistory.procedures)]).toEqual([[], ['X']]);
    expect([displays(after.medicalHistory.medications), after.version]).toEqual([['M'], 3]);
    const emptied = await changed(before, { medicalHistory: null });
    expect(emptied.medicalHistory).toEqual({ conditions: [], procedures: [], medications: [], allergies: [] });
    expect(emptied.version).toBe(4);
  });

  it('keeps the rows of unchanged entries', async () => {
    const before = await registerPatient(api.as('admin'), { medicalHistory: { conditions: named('A', 'B', 'A') } });
    const rows = () => api.db.sql<{ id: string; display: string }[]>`
      select id, display from medical_history_entries where patient_id = ${before.id} order by position`;
    const [a, b, again] = await rows();
    await changed(before, { medicalHistory: { conditions: named('B', 'N', 'A') } });
    const after = await rows();
    expect(displays(after)).toEqual(['B', 'N', 'A']);
    expect([after[0]?.id, after[2]?.id]).toEqual([b?.id, a?.id]);
    expect(after.map(({ id }) => id)).not.toContain(again?.id);
  });

  it('moves entries with one statement, however many there are', async () => {
    const before = await registerPatient(api.as('admin'), { medicalHistory: { conditions: named('A', 'B', 'C') } });
    await api.db.sql.unsafe(`
      create table moves ();
      create function note_move() returns trigger language plpgsql security definer
        as 'begin insert into moves default values; return null; end';
      create trigger note_move after update on medical_history_entries execute function note_move()`);
    const after = await changed(before, { medicalHistory: { conditions: named('N', 'A', 'B', 'C') } });
    await api.db.sql.unsafe('drop trigger note_move on medical_history_entries');
    expect(displays(after.medicalHistory.conditions)).toEqual(['N', 'A', 'B', 'C']);
    expect(await api.db.sql`select from moves`).toHaveLength(1);
  });

  it('treats another order as a change', async () => {
    const before = await registerPatient(api.as('admin'), { medicalHistory: { conditions: named('A', 'B') } });
    const after = await changed(before, { medicalHistory: { conditions: named('B', 'A') } });
    expect([displays(after.medicalHistory.conditions), after.version]).toEqual([['B', 'A'], 2]);
  });
});

describe('a patch that changes nothing', () => {
  it('keeps the version, the ETag and the time of change', async () => {
    const {
      accountSubject: _account,
      removedAt: _removed,
      ...before
    } = await registerPatient(api.as('admin'), {
      email: 'same@clinic.example',
      address,
      nationalId: { type: 'NI', number: 'S-1' },
      medicalHistory: { conditions: [{ display: 'A', status: 'active', code: null }] },
    });
    const patches: object[] = [
      {},
      { givenName: before.givenName },
      { givenName: ` ${before.givenName} ` },
      { phone: null },
      { address: {} },
      { address: { country: 'CO', line: address.line } },
      { address: { ...address } },
      { nationalId: { number: 'S-1', type: 'NI' } },
      { medicalHistory: {} },
      { medicalHistory: { procedures: [] } },
      { medicalHistory: { procedures: null } },
      { medicalHistory: { conditions: [{ status: 'active', display: 'A' }] } },
      { medicalHistory: before.medicalHistory },
      { active: true, email: 'same@clinic.example', birthDate: '1980-05-17', gender: 'female' },
    ];
    for (const patch of patches) {
      const answer = await change(before, patch);
      expect([patch, answer.status, answer.headers.get('ETag')]).toEqual([patch, 200, '"1"']);
      expect(answer.body).toEqual(before);
    }
    expect(await api.db.sql`select 1 from row_history where patient_id = ${before.id}`).toHaveLength(0);
  });

  it('includes one that removes an empty history', async () => {
    const { accountSubject: _account, removedAt: _removed, ...before } = await registerPatient(api.as('admin'));
    const answer = await change(before, { medicalHistory: null });
    expect([answer.status, answer.headers.get('ETag'), answer.body]).toEqual([200, '"1"', before]);
  });
});

describe('a conditional change', () => {
  it('passes with the current version', async () => {
    const before = await registerPatient(api.as('admin'));
    for (const [index, tag] of ['"1"', '"9", "2"', 'W/"3", "3"', '*'].entries()) {
      const answer = await change(before, { givenName: `Name${index}` }, { 'If-Match': tag });
      expect([tag, answer.status, answer.headers.get('ETag')]).toEqual([tag, 200, `"${index + 2}"`]);
    }
  });

  it('fails with 412 and the current version for a stale or weak ETag, and with 400 for an invalid one', async () => {
    const before = await registerPatient(api.as('admin'));
    await changed(before, { givenName: 'Eva' });
    for (const tag of ['"1"', 'W/"2"', '"3"', '"1", W/"2"', '""', '"02"']) {
      const answer = await change(before, { givenName: 'Never' }, { 'If-Match': tag });
      expect([tag, ...toProblemPointers(answer)]).toEqual([tag, 412, '/problems/precondition-failed', []]);
      expect(answer.headers.get('ETag')).toBe('"2"');
    }
    for (const tag of ['2', '"2', '', '"2";', '*, "2"']) {
      const answer = await change(before, { givenName: 'Never' }, { 'If-Match': tag });
      expect([tag, ...toProblemPointers(answer)]).toEqual([
        tag,
        400,
        '/problems/malformed-request',
        ['header/If-Match'],
      ]);
    }
    expect(toProblemPointers(await change(before, {}, { 'If-Match': '"1"' }))[0]).toBe(412);
    expect(toProblemPointers(await change(before, { givenName: 'Never' }, { 'If-None-Match': '*' }))[0]).toBe(412);
    expect((await api.as('medic').get(buildPatientPath(before))).body).toMatchObject({ givenName: 'Eva', version: 2 });
  });

  it('lets one of several concurrent changes of the same version win', async () => {
    const before = await registerPatient(api.as('admin'));
    const names = ['A', 'B', 'C', 'D', 'E', 'F'];
    const answers = await Promise.all(names.map((givenName) => change(before, { givenName }, { 'If-Match': '"1"' })));
    const won = answers.filter(({ status }) => status === 200);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412, 412, 412]);
    expect((await api.as('medic').get(buildPatientPath(before))).text).toBe(won[0]?.text);
  });
});
