import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApi, type TestApi } from '../../test/support/api.js';
import { patientsRouter } from './routes.js';
import { buildPatientPath, createPersonInput, registerPatient, toProblemPointers } from './testing.js';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi([patientsRouter]);
});
afterAll(() => api.close());

const loneSurrogate = 'A\ud800';
const nul = 'A\u0000B';

/** Values of single fields to send instead of valid ones. */
const refusedValues: Record<string, Record<string, unknown>> = {
  birthDate: {
    'a birth date in the future': '2026-03-03',
    'an impossible date': '2025-02-29',
    'an instant instead of a date': '1980-05-17T00:00:00Z',
    'a date in another format': '17.05.1980',
    'a date before the year 1000': '0999-12-31',
    'a number instead of a date': 19800517,
  },
  gender: {
    'an unknown gender code': 'f',
    'a gender in upper case': 'Female',
  },
  email: {
    'an email address without a domain': 'ada@',
    'an email address with a blank': 'a da@clinic.example',
    'two email addresses': 'a@clinic.example,b@clinic.example',
    'an email address with a line break': 'a@clinic.example\r\nBcc: b@c.example',
    'an email address that is too long': `${'a'.repeat(243)}@clinic.example`,
    'an empty email address': '',
    'NUL in an email address': 'a\u0000@clinic.example',
  },
  phone: {
    'a phone number without a plus': '12025550123',
    'a phone number with blanks': '+1 202 555 0123',
    'a phone number that starts with zero': '+02025550123',
    'a phone number of sixteen digits': '+1202555012345678',
    'a phone number of one digit': '+1',
  },
  address: {
    'text instead of an address': 'Calle 1',
  },
  nationalId: {
    'text instead of a national id': '1',
  },
  givenName: {
    'an empty name': '',
    'a blank name': ' \t\u00a0',
    'a null name': null,
    'NUL in a name': nul,
  },
  familyName: {
    'a name that is too long': 'n'.repeat(101),
    'a numeric name': 7,
    'an array instead of a name': ['Ruiz'],
    'an unpaired surrogate in a name': loneSurrogate,
  },
  active: {
    'text instead of a boolean': 'true',
    'null instead of a boolean': null,
  },
  accountSubject: {
    'a numeric account': 1,
    'an account that is too long': 's'.repeat(256),
  },
  nickname: {
    'an unknown field': 'A',
  },
  removedAt: {
    'the time of removal': null,
  },
};

/** Fields to send instead of valid ones, and the pointers that the response must contain. */
const refused: [what: string, fields: object, ...pointers: string[]][] = [
  ['an impossible month', { birthDate: '2025-13' }, '/birthDate'],
  ['a month in the future', { birthDate: '2026-04' }, '/birthDate'],
  ['a year in the future', { birthDate: '2027' }, '/birthDate'],
  ['a year of two digits', { birthDate: '80' }, '/birthDate'],
  [
    'an onset in the future',
    { medicalHistory: { conditions: [{ display: 'Asthma', onsetDate: '2027' }] } },
    '/medicalHistory/conditions/0/onsetDate',
  ],
  [
    'an allergy from the future',
    { medicalHistory: { allergies: [{ display: 'Nuts', onsetDate: '2026-04' }] } },
    '/medicalHistory/allergies/0/onsetDate',
  ],
  [
    'a procedure in the future that ends today',
    { medicalHistory: { procedures: [{ display: 'Biopsy', performedDate: '2027-01-01', endDate: '2026-01-01' }] } },
    '/medicalHistory/procedures/0/endDate',
    '/medicalHistory/procedures/0/performedDate',
  ],
  ['a country in lower case', { address: { country: 'co' } }, '/address/country'],
  ['an unassigned country code', { address: { country: 'ZZ' } }, '/address/country'],
  ['a country of three letters', { address: { country: 'COL' } }, '/address/country'],
  ["a country's name", { address: { country: 'Colombia' } }, '/address/country'],
  ['text instead of address lines', { address: { line: 'C 1' } }, '/address/line'],
  ['six lines of an address', { address: { line: ['1', '2', '3', '4', '5', '6'] } }, '/address/line'],
  ['an empty line of an address', { address: { line: ['Calle 1', ' '] } }, '/address/line/1'],
  ['a null address line', { address: { line: [null] } }, '/address/line/0'],
  ['a city that is too long', { address: { city: 'c'.repeat(101) } }, '/address/city'],
  ['a postal code that is too long', { address: { postalCode: '1'.repeat(21) } }, '/address/postalCode'],
  ['an unknown field of an address', { address: { street: 'Calle 1' } }, '/address/street'],
  ['a national id without a number', { nationalId: { type: 'NI' } }, '/nationalId/number'],
  ['a national id without a type', { nationalId: { number: '1' } }, '/nationalId/type'],
  ['an empty national id', { nationalId: { type: '', number: ' ' } }, '/nationalId/number', '/nationalId/type'],
  ['a line break in a name', { familyName: 'Ru\niz' }, '/familyName'],
  ['a zero-width space in a name', { familyName: 'Ru\u200biz' }, '/familyName'],
  ['a joiner between Latin letters', { familyName: 'Ru\u200diz' }, '/familyName'],
  ['text that reverses its direction in a name', { givenName: '\u202eadA' }, '/givenName'],
  ['an invisible filler as a name', { givenName: '\u3164' }, '/givenName'],
  [
    'a soft hyphen in another name',
    { otherNames: [{ use: 'maiden', familyName: 'Ru\u00adiz' }] },
    '/otherNames/0/familyName',
  ],
  ['another name without a name', { otherNames: [{ use: 'maiden' }] }, '/otherNames/0'],
  ['an identifier without a value', { identifiers: [{ system: 'urn:x' }] }, '/identifiers/0/value'],
  ['an unknown use of an identifier', { identifiers: [{ value: '1', use: 'main' }] }, '/identifiers/0/use'],
  ['an unpaired surrogate in a nested field', { address: { line: [loneSurrogate] } }, '/address/line/0'],
  ['several unknown fields', { nickname: 'A', size: 1 }, '/nickname', '/size'],
  ['a field whose name needs escaping', { 'a/b~c': 1 }, '/a~1b~0c'],
  ['derived fields', { age: 4, fullName: 'A B', id: 'x', version: 3 }, '/age', '/fullName', '/id', '/version'],
  [
    'several errors at once',
    { gender: 'x', phone: 'y', address: { country: 'z' } },
    '/address/country',
    '/gender',
    '/phone',
  ],
];

/** Medical histories to send, and the pointer into them that the response must contain. */
const refusedHistories: [what: string, medicalHistory: unknown, pointer: string][] = [
  ['NUL in a nested field', { conditions: [{ display: 'A', note: nul }] }, '/conditions/0/note'],
  ['a clinical entry without text', { conditions: [{ code: '1' }] }, '/conditions/0/display'],
  ["a clinical entry's unknown field", { allergies: [{ display: 'A', onset: '' }] }, '/allergies/0/onset'],
  [
    'a start date instead of an onset date',
    { conditions: [{ display: 'A', startDate: '2001-01-01' }] },
    '/conditions/0/startDate',
  ],
  ['a status of another kind', { medications: [{ display: 'A', status: 'remission' }] }, '/medications/0/status'],
  [
    'an impossible date in an entry',
    { procedures: [{ display: 'A', performedDate: '2001-13-01' }] },
    '/procedures/0/performedDate',
  ],
  ['an unknown part of the medical history', { vaccines: [] }, '/vaccines'],
  ['too many entries', { conditions: Array(1001).fill({ display: 'A' }) }, '/conditions'],
  ['an array instead of a medical history', [], ''],
];

describe('creating a patient', () => {
  it.each(
    Object.entries(refusedValues).flatMap(([field, values]) =>
      Object.entries(values).map(([what, value]) => [what, field, value] as const),
    ),
  )('rejects %s with a pointer to %s', async (_what, field, value) => {
    const answer = await api.as('admin').post('/v1/patients', createPersonInput({ [field]: value }));
    expect(toProblemPointers(answer)).toEqual([422, '/problems/validation-failed', [`/${field}`]]);
  });

  it.each(refused)('rejects %s with the right pointers', async (_what, fields, ...pointers) => {
    const answer = await api.as('admin').post('/v1/patients', createPersonInput(fields));
    const [status, type, found] = toProblemPointers(answer);
    expect([status, type, found.sort()]).toEqual([422, '/problems/validation-failed', pointers]);
  });

  it.each(refusedHistories)('rejects %s with the right pointer', async (_what, medicalHistory, pointer) => {
    const answer = await api.as('admin').post('/v1/patients', createPersonInput({ medicalHistory }));
    expect(toProblemPointers(answer)).toEqual([422, '/problems/validation-failed', [`/medicalHistory${pointer}`]]);
  });

  it('names every missing required field', async () => {
    const answer = await api.as('admin').post('/v1/patients', {});
    const fields = ['/givenName', '/familyName', '/birthDate', '/gender'];
    expect(toProblemPointers(answer)).toEqual([422, '/problems/validation-failed', fields]);
  });

  it('rejects a body that is not an object', async () => {
    for (const body of [null, [], [createPersonInput()], 'text', 7, true]) {
      const answer = await api.as('admin').post('/v1/patients', body);
      expect([body, ...toProblemPointers(answer)]).toEqual([body, 422, '/problems/validation-failed', ['']]);
    }
  });

  it('never repeats the submitted values', async () => {
    const secret = 'Zebrafish';
    for (const fields of [{ email: secret }, { phone: secret }, { gender: secret }, { birthDate: secret }]) {
      const answer = await api.as('admin').post('/v1/patients', createPersonInput(fields));
      expect([answer.status, answer.text.includes(secret)]).toEqual([422, false]);
    }
    expect(api.logLines.join('\n')).not.toContain(secret);
  });

  it('writes nothing when it rejects a request', async () => {
    const before = await api.db.sql`select count(*)::int as rows from patients`;
    await api
      .as('admin')
      .post('/v1/patients', createPersonInput({ medicalHistory: { conditions: [{ display: '' }] } }));
    await api.as('admin').post('/v1/patients', createPersonInput({ birthDate: '2026-03-03' }));
    expect(await api.db.sql`select count(*)::int as rows from patients`).toEqual(before);
  });

  it('accepts every limit itself', async () => {
    const created = await registerPatient(api.as('admin'), {
      givenName: 'g'.repeat(100),
      familyName: 'f'.repeat(100),
      birthDate: '1000-01-01',
      gender: 'other',
      nationalId: { type: 't'.repeat(50), number: 'n'.repeat(50) },
      phone: '+123456789012345',
      email: `${'a'.repeat(60)}@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(58)}.example`,
      address: { line: Array(5).fill('l'.repeat(200)), postalCode: 'p'.repeat(20), country: 'CO' },
      accountSubject: 's'.repeat(255),
      medicalHistory: {
        conditions: [
          { system: 's'.repeat(200), code: 'c'.repeat(100), display: 'd'.repeat(500), note: 'n'.repeat(2000) },
        ],
        // A medication can be planned.
        medications: [{ display: 'Ibuprofen', startDate: '2027' }],
      },
    });
    expect((await api.as('admin').get(buildPatientPath(created))).body).toEqual(created);
    expect((await registerPatient(api.as('admin'), { phone: '+12' })).phone).toBe('+12');
    const kosovo = await registerPatient(api.as('admin'), { address: { country: 'XK' } });
    expect(kosovo.address.country).toBe('XK');
  });
});

describe('updating a patient', () => {
  it.each(refused)('rejects %s with the right pointers', async (what, fields, ...pointers) => {
    const created = await registerPatient(api.as('admin'));
    const answer = await api.as('admin').patch(buildPatientPath(created), fields);
    if (what === 'null instead of a boolean') return expect([answer.status, answer.body.active]).toEqual([200, true]);
    const [status, type, found] = toProblemPointers(answer);
    expect([status, type, found.sort()]).toEqual([422, '/problems/validation-failed', pointers]);
    expect((await api.as('admin').get(buildPatientPath(created))).body).toEqual(created);
  });
});
