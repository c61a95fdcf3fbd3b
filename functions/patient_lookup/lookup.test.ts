import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestResponse } from '../../test/support/api.js';
import { createTestApi, type TestApi } from '../../test/support/api.js';
import { asCaller } from '../../test/support/database.js';
import { patientsRouter } from '../patients/routes.js';
import { patientLookupRouter } from './routes.js';

let api: TestApi;
const idOf: Record<string, string> = {};

const people = {
  agustin: {
    givenName: 'Agustín',
    familyName: 'Núñez Álvarez',
    birthDate: '1980-05-07',
    gender: 'male',
    nationalId: { type: 'SS', number: '999-12-3456' },
    email: 'A.Nunez@Clinic.example',
    phone: '+12025550123',
    address: { city: 'Bogotá' },
    medicalHistory: { conditions: [{ display: 'Diabetes', code: '44054006', note: 'Zzclinicalzz' }] },
  },
  agustina: { givenName: 'Agustina', familyName: 'Núñez', birthDate: '1980-07-05', phone: '+12025550123' },
  phillip: { givenName: 'Phillip', familyName: 'Jiménez', birthDate: '1991-01-31', active: false },
  hyphen: { givenName: 'Mary-Jane', familyName: 'O’Brien', birthDate: '1975-03-03' },
  yamada: { givenName: '太郎', familyName: '山田', birthDate: '1960-10-10' },
  removed: {
    givenName: 'Ximena',
    familyName: 'Removed',
    birthDate: '1950-01-01',
    nationalId: { type: 'NI', number: 'GONE-1' },
    email: 'gone@clinic.example',
    phone: '+12025550199',
  },
};
type Short = keyof typeof people;

beforeAll(async () => {
  api = await createTestApi([patientsRouter, patientLookupRouter]);
  for (const [short, fields] of Object.entries(people)) {
    const { status, body } = await api.as('admin').post('/v1/patients', { gender: 'unknown', ...fields });
    expect(status).toBe(201);
    idOf[short] = body.id;
  }
  expect((await api.as('admin').delete(`/v1/patients/${idOf.removed}`)).status).toBe(204);
});
afterAll(() => api.close());

const ask = (body: unknown, headers?: Record<string, string>) =>
  api.as('service').post('/v1/patient-lookup', body, headers);

interface Match {
  readonly patient: { readonly id: string };
  readonly score: number;
  readonly matched: string[];
}

/** Returns the patients found, best first, with what matched. */
async function found(body: unknown): Promise<[short: string | undefined, score: number, matched: string][]> {
  const answer = await ask(body);
  expect(answer.status).toBe(200);
  return answer.body.data.map(({ patient, score, matched }: Match) => [
    Object.keys(idOf).find((short) => idOf[short] === patient.id),
    score,
    matched.join(' '),
  ]);
}

const pointersOf = ({ status, body }: TestResponse) => [
  status,
  body.errors?.map(({ pointer }: { pointer: string }) => pointer),
];

describe('a lookup', () => {
  const whole: [what: string, body: object, short: Short, matched: string][] = [
    ['the whole name', { name: 'Agustín Núñez Álvarez' }, 'agustin', 'name'],
    ['the name without accents, in another order and case', { name: ' alvarez NUNEZ agustin ' }, 'agustin', 'name'],
    ['a national id', { nationalId: '999-12-3456' }, 'agustin', 'nationalId'],
    ['a national id without its hyphens', { nationalId: '999 123456' }, 'agustin', 'nationalId'],
    ['an email address in another case', { email: 'a.nunez@cLINIC.example' }, 'agustin', 'email'],
    ['a birth date', { birthDate: '1991-01-31' }, 'phillip', 'birthDate'],
    ['a name with a hyphen and an apostrophe', { name: 'O’Brien, Mary-Jane' }, 'hyphen', 'name'],
    ['a name in another script', { name: '山田 太郎' }, 'yamada', 'name'],
    ['null for unknown criteria', { name: null, email: null, birthDate: '1991-01-31' }, 'phillip', 'birthDate'],
    [
      'all of it',
      {
        name: 'Agustin Nunez Alvarez',
        nationalId: '999123456',
        email: 'a.nunez@clinic.example',
        phone: '001 (202) 555-0123',
        birthDate: '1980-05-07',
      },
      'agustin',
      'name nationalId email phone birthDate',
    ],
  ];
  it.each(whole)('finds by %s, as a perfect match', async (_what, body, short, matched) => {
    expect((await found(body))[0]).toEqual([short, 1, matched]);
  });

  it.each([
    ['+12025550123', 1],
    ['+1 (202) 555-0123', 1],
    ['+1.202.555.0123', 1],
    ['0012025550123', 1],
    ['(202) 555-0123', 0.9],
    ['0202 555 0123', 0.9],
  ])('finds everyone with the phone number, in any notation: %s', async (phone, score) => {
    expect((await found({ phone })).sort()).toEqual([
      ['agustin', score, 'phone'],
      ['agustina', score, 'phone'],
    ]);
  });

  it.each([
    ['1934', 'Quillfeather'],
    ['1934-06', 'Brambleworth'],
    ['1934-06-30', 'Thistlewick'],
  ])('returns the birth date %s as precisely as it is known', async (birthDate, familyName) => {
    await api.as('admin').post('/v1/patients', { givenName: 'Una', familyName, birthDate, gender: 'unknown' });
    expect((await ask({ name: `Una ${familyName}` })).body.data[0].patient).toMatchObject({ familyName, birthDate });
  });

  it('takes the end of a phone number for a hint, not for a match', async () => {
    expect(await found({ phone: '+54 9 202 555 0123' })).toEqual([]);
    expect(await found({ phone: '5550123' })).toEqual([]);
    const [[short, score, matched] = []] = await found({ name: 'Agustina Núñez', phone: '5550123' });
    expect([short, matched]).toEqual(['agustina', 'name']);
    expect(score).toBeGreaterThan(0.7);
  });

  it('finds a name without spaces, as it is written (case 230)', async () => {
    expect((await found({ name: '山田太郎' }))[0]).toEqual(['yamada', 1, 'name']);
  });

  it('finds by a former name, for less than by the current one', async () => {
    const otherNames = [{ use: 'maiden', givenName: 'Ilse', familyName: 'Brandstetter' }];
    await api.db.sql`
      insert into patients (given_name, family_name, birth_date, gender, other_names)
      values ('Ilse', 'Vogelsang', '1955-05-05', 'female', ${JSON.stringify(otherNames)}::text::jsonb)`;
    const [[, former = 0, matched] = []] = await found({ name: 'Ilse Brandstetter' });
    expect(matched).toBe('name');
    const [[, current = 0] = []] = await found({ name: 'Ilse Vogelsang' });
    expect([current, former < current]).toEqual([1, true]);
  });

  it('finds by any identifier', async () => {
    const identifiers = [{ system: 'urn:records', type: 'MR', value: 'mrn 55-9', use: null }];
    await api.db.sql`
      update patients set identifiers = ${JSON.stringify(identifiers)}::text::jsonb where id = ${idOf.phillip ?? ''}`;
    expect(await found({ nationalId: 'MRN559' })).toEqual([['phillip', 1, 'nationalId']]);
  });

  it.each(['Filip Gimenes', 'Phillip Himenez', 'Felip Jimenes'])('finds a name by its sound: %s', async (name) => {
    expect((await found({ name }))[0]?.[0]).toBe('phillip');
  });

  it('finds no one without a similarity', async () => {
    for (const name of ['Wolfeschlegel', '%%', "x'; drop table patients; --", '-', 'a']) {
      expect([name, await found({ name })]).toEqual([name, []]);
    }
    expect(await found({ nationalId: '99912345' })).toEqual([]);
    expect(await found({ nationalId: '---' })).toEqual([]);
    expect(await found({ email: 'nunez@clinic.example' })).toEqual([]);
    expect(await found({ birthDate: '1991-01-30' })).toEqual([]);
  });

  it('never finds a removed patient', async () => {
    const { givenName, familyName, birthDate, nationalId, email, phone } = people.removed;
    const name = `${givenName} ${familyName}`;
    const criteria = [{ name }, { nationalId: nationalId.number }, { email }, { phone }, { birthDate }];
    for (const body of criteria) {
      for (const role of ['service', 'medic', 'admin'] as const) {
        const answer = await api.as(role).post('/v1/patient-lookup', body);
        expect([body, answer.status, answer.body.data]).toEqual([body, 200, []]);
      }
    }
  });

  it('marks an inactive patient', async () => {
    const { body } = await ask({ name: 'Phillip Jiménez' });
    expect(body.data[0].patient.active).toBe(false);
  });

  it('returns at most the requested number, five by default', async () => {
    const rows = Array.from({ length: 12 }, (_, index) => ({
      given_name: 'Ottoline',
      family_name: `Quartermaine${String.fromCharCode(97 + index)}`,
      birth_date: '1944-04-04',
      gender: 'female',
    }));
    await api.db.sql`insert into patients ${api.db.sql(rows)}`;
    for (const body of [{ name: 'Ottoline Quartermaine' }, { birthDate: '1944-04-04' }]) {
      expect(await found(body)).toHaveLength(5);
      expect(await found({ ...body, limit: 1 })).toHaveLength(1);
      expect(await found({ ...body, limit: 10 })).toHaveLength(10);
    }
  });
});

describe('the score', () => {
  it('ranks an identifier above a name, and both together highest', async () => {
    const both = await found({ name: 'Phillip Jiménez', nationalId: '999-12-3456' });
    expect(both.map(([short, , matched]) => [short, matched])).toEqual([
      ['agustin', 'nationalId'],
      ['phillip', 'name'],
    ]);
    const shared = await found({ name: 'Agustina Núñez', phone: '+12025550123' });
    expect(shared[0]).toEqual(['agustina', 1, 'name phone']);
    expect(shared[1]?.[0]).toBe('agustin');
  });

  it('drops from an equal birth date to a similar one to a different one; only an equal one counts as matched', async () => {
    const scoreWith = async (birthDate: string) => {
      const hits = await found({ name: 'Agustín Núñez Álvarez', birthDate });
      const [, score, matched] = hits.find(([short]) => short === 'agustin') ?? [];
      return [score, matched];
    };
    expect(await scoreWith('1980-05-07')).toEqual([1, 'name birthDate']);
    expect(await scoreWith('1980-07-05')).toEqual([0.84, 'name']);
    expect(await scoreWith('1980-05-17')).toEqual([0.84, 'name']);
    expect(await scoreWith('1981-06-07')).toEqual([0.6, 'name']);
  });

  it('rises with a birth date of which only the year is known, which never counts as matched', async () => {
    await api.db.sql`
      insert into patients (given_name, family_name, birth_date, birth_date_precision, gender)
      values ('Thaddeus', 'Partialborn', '1962-01-01', 'year', 'male')`;
    const scoreWith = async (birthDate: string) =>
      (await found({ name: 'Thaddeus Partialborn', birthDate }))[0]?.slice(1);
    expect(await scoreWith('1962-07-15')).toEqual([0.92, 'name']);
    expect(await scoreWith('1962-01-01')).toEqual([0.92, 'name']);
    expect(await scoreWith('1963-01-01')).toEqual([0.6, 'name']);
    expect(await found({ birthDate: '1962-01-01' })).toEqual([]);
  });

  it('distinguishes patients with the same name by their birth date', async () => {
    expect((await found({ name: 'Nunez', birthDate: '1980-05-07' }))[0]?.[0]).toBe('agustin');
    expect((await found({ name: 'Nunez', birthDate: '1980-07-05' }))[0]?.[0]).toBe('agustina');
  });

  it('finds no stranger because of a birth date together with a name', async () => {
    expect(await found({ name: 'Wolfeschlegel', birthDate: '1991-01-31' })).toEqual([]);
  });

  it('orders the answer', async () => {
    const scores = (await found({ name: 'Agustina Nuñez', limit: 10 })).map(([, score]) => score);
    expect(scores.length).toBeGreaterThan(1);
    expect(scores).toEqual(scores.toSorted((one, other) => other - one));
  });
});

describe('the response', () => {
  it('tells patients apart without clinical or contact data', async () => {
    const { nationalId, email, phone } = people.agustin;
    const answer = await ask({ name: 'Agustín Núñez', nationalId: nationalId.number, email, phone, limit: 10 });
    expect(answer.body.data[0].patient).toEqual({
      id: idOf.agustin,
      givenName: 'Agustín',
      familyName: 'Núñez Álvarez',
      fullName: 'Agustín Núñez Álvarez',
      birthDate: '1980-05-07',
      gender: 'male',
      active: true,
    });
    for (const secret of [
      'Diabetes',
      '44054006',
      'Zzclinicalzz',
      'medicalHistory',
      '3456',
      'Nunez@',
      '5550123',
      'Bogot',
    ]) {
      expect(answer.text).not.toContain(secret);
    }
    expect(answer.headers.get('Cache-Control')).toBe('no-store');
  });

  it('is recorded with everyone it shows, and never logged', async () => {
    api.logLines.length = 0;
    const name = 'Agustina Núñez';
    const { body } = await ask({ name, birthDate: '1980-07-05' }, { 'X-Request-Id': 'lookup-trail' });
    const ids = body.data.map(({ patient }: Match) => patient.id);
    expect(ids).toContain(idOf.agustina);
    const events = await api.db.sql`select * from audit_events where request_id = 'lookup-trail'`;
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      actor_role: 'service',
      actor_subject: 'arn:aws:iam::123456789012:role/service-account',
      action: 'patients.lookup',
      resource_type: 'Patient',
      outcome: 'success',
      patient_ids: ids,
    });
    expect(api.logLines).toHaveLength(1);
    expect(api.logLines.join()).not.toMatch(/agustina|1980|Núñez/i);
  });

  it('is replayed for the same Idempotency-Key', async () => {
    const headers = { 'Idempotency-Key': 'lookup-1' };
    const first = await ask({ name: 'Phillip Jiménez' }, headers);
    const again = await ask({ name: 'Phillip Jiménez' }, headers);
    expect([again.text, again.headers.get('Idempotency-Replayed')]).toEqual([first.text, 'true']);
  });
});

describe('an invalid request', () => {
  const wrong: [what: string, body: unknown, pointers: string[]][] = [
    ['no criterion', {}, ['']],
    ['only a limit', { limit: 3 }, ['']],
    ['null criteria', { name: null, phone: null }, ['']],
    ['a blank name', { name: '  ' }, ['/name']],
    ['a name with NUL', { name: 'a\u0000b' }, ['/name']],
    ['an unpaired surrogate', { name: '\ud800' }, ['/name']],
    ['a name that is too long', { name: 'a'.repeat(202) }, ['/name']],
    ['a national id that is too long', { nationalId: '1'.repeat(51) }, ['/nationalId']],
    ['an invalid email address', { email: 'clinic.example' }, ['/email']],
    ['a phone number with too few digits', { phone: '555 012' }, ['/phone']],
    ['a phone number with letters', { phone: '+1 202 CALL ME' }, ['/phone']],
    ['an invalid date', { birthDate: '1980-02-30' }, ['/birthDate']],
    ['a limit of zero', { name: 'x', limit: 0 }, ['/limit']],
    ['a limit that is too high', { name: 'x', limit: 11 }, ['/limit']],
    ['a limit as text', { name: 'x', limit: '3' }, ['/limit']],
    ['an unknown field', { name: 'x', ssn: '1' }, ['/ssn']],
    ['several errors at once', { name: 7, email: 'x', limit: 1.5 }, ['/name', '/email', '/limit']],
    ['a list', [], ['']],
    ['null', null, ['']],
  ];
  it.each(wrong)('is rejected with its pointers: %s', async (_what, body, pointers) => {
    expect(pointersOf(await ask(body))).toEqual([422, pointers]);
  });

  it('lists the criteria if there are none', async () => {
    const { body } = await ask({});
    expect(body.errors[0].detail).toBe('must have at least one of name, nationalId, email, phone, birthDate');
  });
});

describe('the database', () => {
  const candidates = (role: 'staff' | 'patient' | 'loader' | 'service') =>
    asCaller(
      api.db.sql,
      { role, subject: 'somebody' },
      (tx) => tx`select patient_id from lookup_patients('Agustin Nunez', null, null, null, null, 5)`,
    );

  it('returns candidates only to roles that can look up patients', async () => {
    expect((await candidates('service')).length).toBeGreaterThan(0);
    for (const role of ['staff', 'patient', 'loader'] as const)
      expect([role, [...(await candidates(role))]]).toEqual([role, []]);
    const anonymous = asCaller(
      api.db.sql,
      undefined,
      (tx) => tx`select patient_id from lookup_patients('Agustin Nunez', null, null, null, null, 5)`,
    );
    expect([...(await anonymous)]).toEqual([]);
  });

  it("lets only the functions' role call it", async () => {
    for (const role of ['readonly', 'bedrock_user']) {
      const [row] = await api.db.sql`
        select has_function_privilege(${role}, 'lookup_patients(text, text, text, text, date, integer)', 'EXECUTE') as may`;
      expect([role, row?.may]).toEqual([role, false]);
    }
  });
});
