import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createRequestContext, createTestApi, missingId, type TestApi, testNow } from '../../test/support/api.js';
import { toLocalDay } from '../http/partial-dates.js';
import { calculateAge, calculateKnownAge } from './representation.js';
import { patientsRouter } from './routes.js';
import { buildPatientPath, createPersonInput, registerPatient, toProblemPointers } from './testing.js';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi([patientsRouter]);
});
afterEach(() => {
  api.now = testNow;
});
afterAll(() => api.close());

const uuid = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

const condition = {
  system: 'http://snomed.info/sct',
  code: '44054006',
  display: 'Diabetes',
  onsetDate: '2001-02-03',
  endDate: '2020-01-01',
  status: 'remission',
  verificationStatus: 'confirmed',
  note: 'Diet alone',
};

const whole = {
  givenName: 'Agustín',
  familyName: 'Núñez',
  birthDate: '1980-05-17',
  gender: 'male',
  nationalId: { type: 'NI', number: 'X-1' },
  identifiers: [{ system: 'urn:oid:1.2.36.146', type: 'MR', value: 'M-77', use: 'usual' }],
  otherNames: [{ use: 'maiden', givenName: 'Agustín', familyName: 'Ruiz' }],
  email: 'Agustin@Clinic.example',
  phone: '+12025550123',
  address: { line: ['Calle 1', 'Piso 2'], city: 'Bogotá', state: 'DC', postalCode: '110111', country: 'CO' },
  medicalHistory: {
    conditions: [condition],
    procedures: [{ display: 'Appendectomy', performedDate: '1999-12-31', status: 'completed' }],
    medications: [{ display: 'Metformin', startDate: '2002-01-01', status: 'active', dosage: 'Twice a day' }],
    allergies: [
      {
        display: 'Penicillin',
        onsetDate: '1985-01-01',
        status: 'active',
        verificationStatus: 'confirmed',
        criticality: 'high',
        reaction: [{ system: 'http://snomed.info/sct', code: '39579001', display: 'Anaphylaxis', severity: 'severe' }],
      },
    ],
  },
  accountSubject: 'agustin',
  active: false,
};

const uncoded = { system: null, code: null, endDate: null, note: null };
const wholeSent = {
  ...whole,
  id: uuid,
  createdAt: instant,
  updatedAt: instant,
  version: 1,
  fullName: 'Agustín Núñez',
  age: 45,
  medicalHistory: {
    conditions: [condition],
    procedures: [{ ...uncoded, display: 'Appendectomy', performedDate: '1999-12-31', status: 'completed' }],
    medications: [{ ...uncoded, ...whole.medicalHistory.medications[0] }],
    allergies: [{ ...uncoded, ...whole.medicalHistory.allergies[0] }],
  },
  removedAt: null,
};

const bare = { givenName: 'Ada', familyName: 'Bare', birthDate: '1980-05-17', gender: 'unknown' };
const bareSent = {
  ...bare,
  id: uuid,
  createdAt: instant,
  updatedAt: instant,
  version: 1,
  fullName: 'Ada Bare',
  age: 45,
  nationalId: null,
  identifiers: [],
  otherNames: [],
  email: null,
  phone: null,
  address: null,
  active: true,
  medicalHistory: { conditions: [], procedures: [], medications: [], allergies: [] },
};

describe('creating a patient', () => {
  it('returns the whole resource, its location and its version', async () => {
    const answer = await api.as('admin').post('/v1/patients', whole);
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual(wholeSent);
    expect(answer.headers.get('Location')).toBe(`/v1/patients/${answer.body.id}`);
    expect(answer.headers.get('ETag')).toBe('"1"');
    expect(answer.headers.get('Content-Type')).toMatch(/^application\/json/);
    const read = await api.as('admin').get(answer.headers.get('Location') ?? '');
    expect([read.status, read.body, read.headers.get('ETag')]).toEqual([200, answer.body, '"1"']);
  });

  it('needs only the four required fields, and returns the others as null', async () => {
    const answer = await api.as('medic').post('/v1/patients', bare);
    expect([answer.status, answer.body]).toEqual([201, bareSent]);
  });

  it('treats null like an absent field', async () => {
    const optional = [
      'nationalId',
      'identifiers',
      'otherNames',
      'email',
      'phone',
      'address',
      'medicalHistory',
      'accountSubject',
    ];
    const nulls = Object.fromEntries(optional.map((name) => [name, null]));
    const answer = await api.as('medic').post('/v1/patients', { ...bare, ...nulls });
    expect([answer.status, answer.body]).toEqual([201, bareSent]);
    const nested = await registerPatient(api.as('medic'), {
      address: { city: 'Cali', state: null, postalCode: null, country: null },
      medicalHistory: { conditions: [{ display: 'Asthma', system: null, code: null, onsetDate: null, status: null }] },
    });
    expect(nested.address).toEqual({ line: [], city: 'Cali', state: null, postalCode: null, country: null });
    expect(nested.medicalHistory.conditions).toEqual([
      { ...uncoded, display: 'Asthma', onsetDate: null, status: null, verificationStatus: null },
    ]);
  });

  it('trims text before it checks lengths and stores it', async () => {
    const created = await registerPatient(api.as('admin'), {
      givenName: `  ${'a'.repeat(100)}\t`,
      familyName: '\n Ruiz Díaz ',
      email: ' trimmed@clinic.example ',
      phone: ' +442071838750 ',
      nationalId: { type: ' PPN ', number: ' 77 ' },
      address: { line: [' Calle 3 '], city: ' Cali ' },
    });
    expect(created).toMatchObject({
      givenName: 'a'.repeat(100),
      familyName: 'Ruiz Díaz',
      fullName: `${'a'.repeat(100)} Ruiz Díaz`,
      email: 'trimmed@clinic.example',
      phone: '+442071838750',
      nationalId: { type: 'PPN', number: '77' },
      address: { line: ['Calle 3'], city: 'Cali' },
    });
  });

  it('keeps the order of addresses and clinical entries, including duplicates', async () => {
    const displays = ['B', 'A', 'C', 'A'];
    const created = await registerPatient(api.as('medic'), {
      address: { line: ['z', 'a', 'm'] },
      medicalHistory: { conditions: displays.map((display) => ({ display })) },
    });
    const read = await api.as('medic').get(buildPatientPath(created));
    expect(read.body.address.line).toEqual(['z', 'a', 'm']);
    expect(read.body.medicalHistory.conditions.map(({ display }: { display: string }) => display)).toEqual(displays);
  });

  it('keeps all scripts and emoji', async () => {
    const created = await registerPatient(api.as('medic'), { givenName: '李小龍', familyName: 'O’Brien-İ 👩‍⚕️' });
    const read = await api.as('medic').get(buildPatientPath(created));
    expect(read.body.fullName).toBe('李小龍 O’Brien-İ 👩‍⚕️');
  });
});

describe('the age', () => {
  it('counts full years and increases on the birthday, for February 29 on March 1 of a common year', () => {
    const cases: [day: string, birthDate: string, age: number][] = [
      ['2026-03-02', '1980-03-01', 46],
      ['2026-03-02', '1980-03-02', 46],
      ['2026-03-02', '1980-03-03', 45],
      ['2026-03-02', '2026-03-02', 0],
      ['2026-01-01', '2025-12-31', 0],
      ['2026-12-31', '2025-12-31', 1],
      ['2026-02-28', '2000-02-29', 25],
      ['2026-03-01', '2000-02-29', 26],
      ['2028-02-28', '2000-02-29', 27],
      ['2028-02-29', '2000-02-29', 28],
      ['2026-03-02', '1900-01-01', 126],
    ];
    for (const [day, birthDate, age] of cases)
      expect([day, birthDate, calculateAge(day, birthDate)]).toEqual([day, birthDate, age]);
  });

  it('is unknown where a birth date that is partly known allows two ages', () => {
    const cases: [day: string, birthDate: string, age: number | null][] = [
      ['2026-03-02', '1980', null],
      ['2026-12-30', '1980', null],
      ['2026-12-31', '1980', 46],
      ['2026-03-02', '1980-02', 46],
      ['2026-03-02', '1980-03', null],
      ['2026-03-31', '1980-03', 46],
      ['2026-03-02', '1980-04', 45],
      ['2026-03-02', '2026', 0],
      ['2026-03-02', '2026-03', 0],
      ['2025-02-28', '2000-02', null],
      ['2028-02-29', '2000-02', 28],
    ];
    for (const [day, birthDate, age] of cases)
      expect([day, birthDate, calculateKnownAge(day, birthDate)]).toEqual([day, birthDate, age]);
  });

  it('uses the current date at the clinic', async () => {
    expect(toLocalDay('America/New_York', new Date('2026-03-02T04:59:59.999Z'))).toBe('2026-03-01');
    expect(toLocalDay('America/New_York', new Date('2026-03-02T05:00:00.000Z'))).toBe('2026-03-02');
    expect(toLocalDay('Pacific/Kiritimati', new Date('2025-12-31T10:00:00.000Z'))).toBe('2026-01-01');
    const created = await registerPatient(api.as('admin'), { birthDate: '1980-03-02' });
    const ageAt = async (now: string) => {
      api.now = new Date(now);
      return (await api.as('admin').get(buildPatientPath(created))).body.age;
    };
    expect(await ageAt('2026-03-02T04:59:59.999Z')).toBe(45);
    expect(await ageAt('2026-03-02T05:00:00.000Z')).toBe(46);
    expect((await api.as('staff').get(`/v1/patients?search=${created.familyName}`)).body.data[0].age).toBe(46);
  });

  it('never allows a birth date after today at the clinic', async () => {
    api.now = new Date('2026-03-03T03:00:00.000Z');
    const tomorrow = await api.as('admin').post('/v1/patients', createPersonInput({ birthDate: '2026-03-03' }));
    expect(toProblemPointers(tomorrow)).toEqual([422, '/problems/validation-failed', ['/birthDate']]);
    expect(tomorrow.body.errors[0].detail).toBe('must not be in the future');
    expect((await registerPatient(api.as('admin'), { birthDate: '2026-03-02' })).age).toBe(0);
  });
});

describe('reading a patient', () => {
  it('returns 304 without a body if the caller has the current version, and 200 otherwise', async () => {
    const created = await registerPatient(api.as('medic'));
    await api.as('medic').patch(buildPatientPath(created), { givenName: 'Eva' });
    for (const tag of ['"2"', 'W/"2"', '"1", "2"', '"x" , W/"2"', '*']) {
      const answer = await api.as('medic').get(buildPatientPath(created), { 'If-None-Match': tag });
      expect([tag, answer.status, answer.text]).toEqual([tag, 304, '']);
      expect([answer.headers.get('ETag'), answer.headers.get('Content-Type')]).toEqual(['"2"', null]);
      expect(answer.headers.get('Cache-Control')).toBe('no-store');
    }
    for (const tag of ['"1"', 'W/"1"', '"1", "3"', '""', '"02"']) {
      const answer = await api.as('medic').get(buildPatientPath(created), { 'If-None-Match': tag });
      expect([tag, answer.status, answer.body.givenName]).toEqual([tag, 200, 'Eva']);
    }
    for (const tag of ['2', '"2', '"1" "2"', '', '"2",']) {
      const answer = await api.as('medic').get(buildPatientPath(created), { 'If-None-Match': tag });
      expect([tag, ...toProblemPointers(answer)]).toEqual([
        tag,
        400,
        '/problems/malformed-request',
        ['header/If-None-Match'],
      ]);
    }
  });

  it('answers HEAD with only the headers of GET', async () => {
    const created = await registerPatient(api.as('medic'));
    const requestContext = createRequestContext('medic', 'someone');
    const answer = await api.app.request(buildPatientPath(created), { method: 'HEAD' }, { requestContext });
    expect([answer.status, await answer.text(), answer.headers.get('ETag')]).toEqual([200, '', '"1"']);
  });

  it('accepts an id in either case, and no other text', async () => {
    const created = await registerPatient(api.as('medic'));
    const upper = await api.as('medic').get(`/v1/patients/${created.id.toUpperCase()}`);
    expect(upper.body.id).toBe(created.id);
    for (const id of ['x', `${created.id}0`, `{${created.id}}`, '%00', "'%20or%201=1"]) {
      const answer = await api.as('medic').get(`/v1/patients/${id}`);
      expect([id, ...toProblemPointers(answer)]).toEqual([id, 422, '/problems/validation-failed', ['path/id']]);
    }
    expect(toProblemPointers(await api.as('medic').get(buildPatientPath({ id: missingId })))).toEqual([
      404,
      '/problems/not-found',
      [],
    ]);
  });
});

describe("the caller's own record", () => {
  it('is the one linked to the account, with its version', async () => {
    const created = await registerPatient(api.as('admin'), {
      accountSubject: 'mia',
      medicalHistory: { conditions: [condition] },
    });
    const answer = await api.as('patient', 'mia').get('/v1/patients/me');
    expect([answer.status, answer.body.id, answer.headers.get('ETag')]).toEqual([200, created.id, '"1"']);
    expect(answer.body.medicalHistory.conditions).toEqual([condition]);
    expect((await api.as('patient', 'mia').get(buildPatientPath(created))).text).toBe(answer.text);
    expect((await api.as('patient', 'mia').get('/v1/patients/me', { 'If-None-Match': '"1"' })).status).toBe(304);
  });

  it('is missing for an account without one, and after it is removed', async () => {
    const created = await registerPatient(api.as('admin'), { accountSubject: 'leo' });
    await api.as('admin').delete(buildPatientPath(created));
    for (const client of [api.as('patient', 'leo'), api.as('patient', 'nobody'), api.as('staff'), api.as('admin')]) {
      expect(toProblemPointers(await client.get('/v1/patients/me'))).toEqual([404, '/problems/not-found', []]);
    }
  });
});
