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

/** Fields to send instead of valid ones, and the pointers that the response must contain. */
const refused: [what: string, fields: object, ...pointers: string[]][] = [
  ['a birth date in the future', { birthDate: '2026-03-03' }, '/birthDate'],
  ['an impossible date', { birthDate: '2025-02-29' }, '/birthDate'],
  ['an impossible month', { birthDate: '2025-13' }, '/birthDate'],
  ['a month in the future', { birthDate: '2026-04' }, '/birthDate'],
  ['a year in the future', { birthDate: '2027' }, '/birthDate'],
  ['a year of two digits', { birthDate: '80' }, '/birthDate'],
  ['an instant instead of a date', { birthDate: '1980-05-17T00:00:00Z' }, '/birthDate'],
  ['a date in another format', { birthDate: '17.05.1980' }, '/birthDate'],
  ['a date before the year 1000', { birthDate: '0999-12-31' }, '/birthDate'],
  ['a number instead of a date', { birthDate: 19800517 }, '/birthDate'],
  ['an unknown gender code', { gender: 'f' }, '/gender'],
  ['a gender in upper case', { gender: 'Female' }, '/gender'],
  ['an email address without a domain', { email: 'ada@' }, '/email'],
  ['an email address with a blank', { email: 'a da@clinic.example' }, '/email'],
  ['two email addresses', { email: 'a@clinic.example,b@clinic.example' }, '/email'],
  ['an email address with a line break', { email: 'a@clinic.example\r\nBcc: b@c.example' }, '/email'],
  ['an email address that is too long', { email: `${'a'.repeat(243)}@clinic.example` }, '/email'],
  ['an empty email address', { email: '' }, '/email'],
  ['a phone number without a plus', { phone: '12025550123' }, '/phone'],
  ['a phone number with blanks', { phone: '+1 202 555 0123' }, '/phone'],
  ['a phone number that starts with zero', { phone: '+02025550123' }, '/phone'],
  ['a phone number of sixteen digits', { phone: '+1202555012345678' }, '/phone'],
  ['a phone number of one digit', { phone: '+1' }, '/phone'],
  ['a country in lower case', { address: { country: 'co' } }, '/address/country'],
  ['an unassigned country code', { address: { country: 'ZZ' } }, '/address/country'],
  ['a country of three letters', { address: { country: 'COL' } }, '/address/country'],
  ["a country's name", { address: { country: 'Colombia' } }, '/address/country'],
  ['text instead of an address', { address: 'Calle 1' }, '/address'],
  ['text instead of address lines', { address: { line: 'C 1' } }, '/address/line'],
  ['six lines of an address', { address: { line: ['1', '2', '3', '4', '5', '6'] } }, '/address/line'],
  ['an empty line of an address', { address: { line: ['Calle 1', ' '] } }, '/address/line/1'],
  ['a null address line', { address: { line: [null] } }, '/address/line/0'],
  ['a city that is too long', { address: { city: 'c'.repeat(101) } }, '/address/city'],
  ['a postal code that is too long', { address: { postalCode: '1'.repeat(21) } }, '/address/postalCode'],
  ['an unknown field of an address', { address: { street: 'Calle 1' } }, '/address/street'],
  ['a national id without a number', { nationalId: { type: 'NI' } }, '/nationalId/number'],
  ['a national id without a type', { nationalId: { number: '1' } }, '/nationalId/type'],
  ['text instead of a national id', { nationalId: '1' }, '/nationalId'],
  ['an empty national id', { nationalId: { type: '', number: ' ' } }, '/nationalId/number', '/nationalId/type'],
  ['an empty name', { givenName: '' }, '/givenName'],
  ['a blank name', { givenName: ' \t\u00a0' }, '/givenName'],
  ['a name that is too long', { familyName: 'n'.repeat(101) }, '/familyName'],
  ['a numeric name', { familyName: 7 }, '/familyName'],
  ['an array instead of a name', { familyName: ['Ruiz'] }, '/familyName'],
  ['a null name', { givenName: null }, '/givenName'],
  ['NUL in a name', { givenName: nul }, '/givenName'],
  ['an unpaired surrogate in a name', { familyName: loneSurrogate }, '/familyName'],
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
  ['NUL in an email address', { email: 'a\u0000@clinic.example' }, '/email'],
  [
    'NUL in a nested field',
    { medicalHistory: { conditions: [{ display: 'A', note: nul }] } },
    '/medicalHistory/conditions/0/note',
  ],
  ['an unpaired surrogate in a nested field', { address: { line: [loneSurrogate] } }, '/address/line/0'],
  ['text instead of a boolean', { active: 'true' }, '/active'],
  ['null instead of a boolean', { active: null }, '/active'],
  ['a numeric account', { accountSubject: 1 }, '/accountSubject'],
  ['an account that is too long', { accountSubject: 's'.repeat(256) }, '/accountSubject'],
  ['an unknown field', { nickname: 'A' }, '/nickname'],
  ['several unknown fields', { nickname: 'A', size: 1 }, '/nickname', '/size'],
  ['a field whose name needs escaping', { 'a/b~c': 1 }, '/a~1b~0c'],
  ['derived fields', { age: 4, fullName: 'A B', id: 'x', version: 3 }, '/age', '/fullName', '/id', '/version'],
  ['the time of removal', { removedAt: null }, '/removedAt'],
  [
    'a clinical entry without text',
    { medicalHistory: { conditions: [{ code: '1' }] } },
    '/medicalHistory/conditions/0/display',
  ],
  [
    "a clinical entry's unknown field",
    { medicalHistory: { allergies: [{ display: 'A', onset: '' }] } },
    '/medicalHistory/allergies/0/onset',
  ],
  [
    'a start date instead of an onset date',
    { medicalHistory: { conditions: [{ display: 'A', startDate: '2001-01-01' }] } },
    '/medicalHistory/conditions/0/startDate',
  ],
  [
    'a status of another kind',
    { medicalHistory: { medications: [{ display: 'A', status: 'remission' }] } },
    '/medicalHistory/medications/0/status',
  ],
  [
    'an impossible date in an entry',
    { medicalHistory: { procedures: [{ display: 'A', performedDate: '2001-13-01' }] } },
    '/medicalHistory/procedures/0/performedDate',
  ],
  [
    'an entry that ends before it starts',
    {
      medicalHistory: {
        conditions: [
          { display: 'A', onsetDate: '2020-05', endDate: '2020-05-01' },
          { display: 'B', onsetDate: '2021', endDate: '2020-12' },
        ],
        procedures: [{ display: 'C', performedDate: '2001-02-03', endDate: '2001-02-02' }],
      },
    },
    '/medicalHistory/conditions/1/endDate',
    '/medicalHistory/procedures/0/endDate',
  ],
  [
    'an unknown verification status',
    { medicalHistory: { allergies: [{ display: 'A', verificationStatus: 'provisional' }] } },
    '/medicalHistory/allergies/0/verificationStatus',
  ],
  [
    'a reaction of an unknown severity',
    { medicalHistory: { allergies: [{ display: 'A', reaction: [{ display: 'Rash', severity: 'bad' }] }] } },
    '/medicalHistory/allergies/0/reaction/0/severity',
  ],
  [
    'the dosage of a condition',
    { medicalHistory: { conditions: [{ display: 'A', dosage: 'Twice' }] } },
    '/medicalHistory/conditions/0/dosage',
  ],
  ['an unknown part of the medical history', { medicalHistory: { vaccines: [] } }, '/medicalHistory/vaccines'],
  [
    'too many entries',
    { medicalHistory: { conditions: Array(1001).fill({ display: 'A' }) } },
    '/medicalHistory/conditions',
  ],
  ['an array instead of a medical history', { medicalHistory: [] }, '/medicalHistory'],
  [
    'several errors at once',
    { gender: 'x', phone: 'y', address: { country: 'z' } },
    '/address/country',
    '/gender',
    '/phone',
  ],
];

describe('creating a patient', () => {
  it.each(refused)('rejects %s with the right pointers', async (_what, fields, ...pointers) => {
    const answer = await api.as('admin').post('/v1/patients', createPersonInput(fields));
    const [status, type, found] = toProblemPointers(answer);
    expect([status, type, found.sort()]).toEqual([422, '/problems/validation-failed', pointers]);
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
      },
    });
    expect((await api.as('admin').get(buildPatientPath(created))).body).toEqual(created);
    expect((await registerPatient(api.as('admin'), { phone: '+12' })).phone).toBe('+12');
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
