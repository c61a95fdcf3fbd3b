import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApi, type TestApi } from '../../test/support/api.js';
import { patientsRouter } from './routes.js';
import { buildPatientPath, createPersonInput, toProblemPointers } from './testing.js';

let api: TestApi;

const people: Record<string, object> = {
  agustin: {
    givenName: 'Agustín',
    familyName: 'Núñez Álvarez',
    birthDate: '1980-05-17',
    gender: 'male',
    nationalId: { type: 'NI', number: 'ab-12_3' },
    email: 'A.Nunez+1@Clinic.example',
    phone: '+12025550123',
  },
  agustina: { givenName: 'Agustina', familyName: 'Ibarra', birthDate: '1980-05-17', gender: 'female' },
  zoe: { givenName: 'Zoë', familyName: 'Brontë', birthDate: '1991-01-31', gender: 'female', active: false },
  cruz: { givenName: 'Ana', familyName: 'de la Cruz', birthDate: '1980-02-01', gender: 'female' },
  berg: { givenName: 'Jan MacGregor', familyName: 'van der Berg', birthDate: '1980-02-01', gender: 'male' },
  percent: { givenName: 'Per%cent', familyName: 'Quorra', birthDate: '1991-01-31', gender: 'other' },
  underscore: { givenName: 'Under_line', familyName: 'Weller', birthDate: '1991-01-31', gender: 'other' },
  backslash: { givenName: 'Back\\slash', familyName: 'Yonder', birthDate: '1991-01-31', gender: 'unknown' },
  anneMarie: { givenName: 'Anne-Marie', familyName: "O'Brien St.John", birthDate: '2001-02-03', gender: 'unknown' },
  removed: { givenName: 'Ximena', familyName: 'Removed', nationalId: { type: 'NI', number: 'GONE-1' } },
};
const nameOf = new Map<string, string>();

beforeAll(async () => {
  api = await createTestApi([patientsRouter]);
  for (const [name, fields] of Object.entries(people)) {
    const { body } = await api.as('admin').post('/v1/patients', createPersonInput(fields));
    nameOf.set(body.id, name);
    if (name === 'zoe') {
      const identifiers = [{ system: 'urn:records', type: 'MR', value: 'mrn-771', use: null }];
      const otherNames = [{ use: 'maiden', givenName: 'Zoë', familyName: 'Quaresma' }];
      await api.db.sql`
        update patients set identifiers = ${JSON.stringify(identifiers)}::text::jsonb,
          other_names = ${JSON.stringify(otherNames)}::text::jsonb where id = ${body.id}`;
    }
    if (name === 'removed') await api.as('admin').delete(buildPatientPath(body));
  }
});
afterAll(() => api.close());

/** Short names of the patients that a query finds, in order. */
async function found(
  query: Record<string, string>,
  role: 'admin' | 'staff' = 'staff',
): Promise<(string | undefined)[]> {
  const { status, body } = await api.as(role).get(`/v1/patients?${new URLSearchParams({ count: 'exact', ...query })}`);
  expect([status, body.page.total]).toEqual([200, body.data.length]);
  return body.data.map(({ id }: { id: string }) => nameOf.get(id));
}

const both = ['agustin', 'agustina'];

describe('a search', () => {
  const finds: [what: string, search: string, names: string[]][] = [
    ['a name without its accents', 'Nunez', ['agustin']],
    ['a name with its accents', 'Núñez', ['agustin']],
    ['accents that the name does not have', 'Ágüstìna', both],
    ['a name in another case', 'nÚÑEZ', ['agustin']],
    ['decomposed letters', 'Nu\u0301n\u0303ez', ['agustin']],
    ['other accents', 'zoe bronte', ['zoe']],
    ['the words in another order', 'alvarez agustin', ['agustin']],
    ['spaces around and between the words', '  núñez \t agustín ', ['agustin']],
    ['the family name first, with a comma', 'Núñez, Agustín', ['agustin']],
    ['an initial with a dot', 'A. Núñez', ['agustin']],
    ['a hyphen between words that have none', 'Núñez-Álvarez', ['agustin']],
    ['hyphenated words, separately', 'Marie Anne', ['anneMarie']],
    ['hyphenated words, as one', 'Annemarie', ['anneMarie']],
    ['words joined by a dot, separately', 'John St.', ['anneMarie']],
    ['the start of a name', 'Agu', both],
    ['the middle of a name', 'gust', both],
    ['parts of several words', 'alv gus', ['agustin']],
    ['a whole name and its prefix in another', 'Agustin', both],
    ['two swapped letters', 'Agusitn', both],
    ['a missing letter', 'Agustn', both],
    ['a wrong letter', 'Nuñes', ['agustin']],
    ['a typo in each word', 'Nuñes Agusitn', ['agustin']],
    ['the national id', 'ab-12_3', ['agustin']],
    ['the national id with spaces around it', ' ab-12_3 ', ['agustin']],
    ['the national id in another case', 'AB-12_3', ['agustin']],
    ['the national id without separators', 'AB 123', ['agustin']],
    ['the email address in another case', 'a.nunez+1@cLINIC.example', ['agustin']],
    ['the phone number', '+12025550123', ['agustin']],
    ['the phone number as people write it', '+1 (202) 555-0123', ['agustin']],
    ['the phone number with dots', '+1.202.555.0123', ['agustin']],
    ['the phone number with a slash', '+1 202/555-0123', ['agustin']],
    ['the phone number without its plus', '1 202 555-0123', ['agustin']],
    ['the phone number without its country code', '(202) 555-0123', ['agustin']],
    ['the phone number with 00', '0012025550123', ['agustin']],
    ['the phone number with a national prefix', '0202 555 0123', ['agustin']],
    ['another identifier', 'MRN 77.1', ['zoe']],
    ['a replaced letter in a short name', 'Zie Brontë', ['zoe']],
    ['swapped letters in a short name', 'Zeo Brontë', ['zoe']],
    ['a maiden name', 'Quaresma', ['zoe']],
    ['a joined particle', 'delacruz', ['cruz']],
    ['a joined particle with a typo', 'delcaruz', ['cruz']],
    ['two joined particles', 'vanderberg', ['berg']],
    ['a particle that the record joins', 'Mac Gregor', ['berg']],
    ['a name that the record hyphenates and the search joins', 'annemarie obrien', ['anneMarie']],
    ['a name without its apostrophe, separately', 'O Brien', ['anneMarie']],
    ['invisible characters in a term', 'Agus\u200bt\u00adin Nunez', ['agustin']],
    ['a literal percent sign', 'r%c', ['percent']],
    ['a literal underscore', 'r_l', ['underscore']],
    ['a literal backslash', 'k\\s', ['backslash']],
    ['nothing for percent signs alone', '%%', []],
    ['nothing for underscores alone', '__', []],
    ['nothing for backslashes alone', '\\\\', []],
    ['nothing for separators alone', '-.,', []],
    ['nothing for an unknown name', 'Wolfeschlegel', []],
    ['nothing if one word matches and another does not', 'Agustín Wolfeschlegel', []],
    ['nothing for an SQL injection', "x'; drop table patients; --", []],
    ['nothing for part of a national id', 'b-12', []],
    ['nothing for the last six digits of a phone number', '550123', []],
    ['nothing for a removed patient', 'Ximena', []],
    ["nothing for a removed patient's national id", 'GONE-1', []],
  ];
  it.each(finds)('finds %s', async (_what, search, names) => {
    // Equal scores have no guaranteed order.
    expect((await found({ search })).sort()).toEqual([...names].sort());
  });

  it('puts the best match first', async () => {
    expect(await found({ search: 'Agustin' })).toEqual(['agustin', 'agustina']);
    expect(await found({ search: 'Agustina' })).toEqual(['agustina', 'agustin']);
    expect(await found({ search: 'Agustin,' })).toEqual(['agustin', 'agustina']);
  });

  it('finds removed patients for an administrator', async () => {
    expect(await found({ search: 'Ximena' }, 'admin')).toEqual(['removed']);
    expect(await found({ search: 'GONE-1' }, 'admin')).toEqual(['removed']);
  });

  it('uses the requested sort instead of the best match', async () => {
    expect(await found({ search: 'Agustin', sort: 'name' })).toEqual(['agustina', 'agustin']);
    expect(await found({ search: 'Agustin', sort: '-name' })).toEqual(['agustin', 'agustina']);
  });

  it('combines with every filter', async () => {
    expect(await found({ search: 'agu', gender: 'female' })).toEqual(['agustina']);
    expect((await found({ search: 'agu', birthDate: '1980-05-17' })).sort()).toEqual(both);
    expect(await found({ search: 'agu', birthDate: '1980-05-17', gender: 'male', active: 'true' })).toEqual([
      'agustin',
    ]);
    expect(await found({ search: 'agu', active: 'false' })).toEqual([]);
    expect(await found({ search: 'zoe', active: 'true' })).toEqual([]);
    expect(await found({ search: 'zoe', active: 'false' })).toEqual(['zoe']);
  });

  it('returns an empty page if nothing matches', async () => {
    const answer = await api.as('staff').get('/v1/patients?search=Wolfeschlegel');
    expect(answer.body).toEqual({ data: [], page: { limit: 25, nextCursor: null } });
  });

  it('shows no clinical parts to anyone', async () => {
    for (const role of ['admin', 'medic', 'staff'] as const) {
      const { body } = await api.as(role).get('/v1/patients?search=Agustin');
      for (const patient of body.data) expect(patient).not.toHaveProperty('medicalHistory');
    }
  });

  it('rejects a term that is too short, too long or invalid text', async () => {
    for (const search of ['', 'a', '%20a%20', 'a%E2%80%8B', '%E2%80%8B%E2%80%8B', 'a'.repeat(101), 'a%00b']) {
      const answer = await api.as('staff').get(`/v1/patients?search=${search}`);
      expect([search, ...toProblemPointers(answer)]).toEqual([
        search,
        422,
        '/problems/validation-failed',
        ['query/search'],
      ]);
    }
    const twice = await api.as('staff').get('/v1/patients?search=aa&search=bb');
    expect(toProblemPointers(twice)).toEqual([422, '/problems/validation-failed', ['query/search']]);
  });
});

const namesOf = async (search: string): Promise<string[]> => {
  const { status, body } = await api.as('staff').get(`/v1/patients?${new URLSearchParams({ search })}`);
  expect(status).toBe(200);
  return body.data.map(({ fullName }: { fullName: string }) => fullName);
};

describe('a name in a script without spaces', () => {
  beforeAll(async () => {
    const names = [
      ['小明', '王'],
      ['明', '王'],
      ['민준', '김'],
      ['さくら', '佐藤'],
    ];
    for (const [givenName, familyName] of names) {
      const { status } = await api
        .as('admin')
        .post('/v1/patients', createPersonInput({ givenName, familyName, birthDate: '1970-07-07' }));
      expect(status).toBe(201);
    }
  });

  it.each([
    ['as it is written', '王小明', '小明 王'],
    ['with the given name first', '小明王', '小明 王'],
    ['with a space', '王 小明', '小明 王'],
    ['in Hangul', '김민준', '민준 김'],
    ['in Hangul that a Mac decomposed', '김민준'.normalize('NFD'), '민준 김'],
    ['in Hangul with two swapped syllables', '김준민', '민준 김'],
    ['in kana and kanji', '佐藤さくら', 'さくら 佐藤'],
    ['in Katakana instead of Hiragana', '佐藤サクラ', 'さくら 佐藤'],
    ['in Katakana of half the width', '佐藤 ｻｸﾗ', 'さくら 佐藤'],
  ])('is found %s (case 230)', async (_what, search, fullName) => {
    expect((await namesOf(search))[0]).toBe(fullName);
  });

  it('is found by a surname of one letter (case 230)', async () => {
    expect((await namesOf('王')).sort()).toEqual(['小明 王', '明 王']);
    expect(await namesOf('김')).toEqual(['민준 김']);
  });
});

describe('a former name', () => {
  it('ranks below the same current name, and is never shown', async () => {
    await api
      .as('admin')
      .post('/v1/patients', createPersonInput({ givenName: 'Bea', familyName: 'Quaresma', birthDate: '1970-07-07' }));
    expect(await namesOf('Quaresma')).toEqual(['Bea Quaresma', 'Zoë Brontë']);
  });
});

describe('a phone number as a patient says it (case 270)', () => {
  it.each(['300 123 4567', '00573001234567', '+57 300 1234567', '(57) 300-1234567', '0300 123 4567', '٣٠٠١٢٣٤٥٦٧'])(
    'finds the patient: %s',
    async (search) => {
      const { body } = await api.as('staff').get(`/v1/patients?${new URLSearchParams({ search: '+573001234567' })}`);
      if (body.data.length === 0) {
        const input = createPersonInput({
          givenName: 'Fo',
          familyName: 'Ne',
          phone: '+573001234567',
          birthDate: '1970-07-07',
        });
        await api.as('admin').post('/v1/patients', input);
      }
      expect(await namesOf(search)).toEqual(['Fo Ne']);
    },
  );
});

describe('a phone number with digits that depend on who calls', () => {
  it.each([
    ['+525512345678', ['044 55 1234 5678', '+52 1 55 1234 5678', '01 55 1234 5678', '55 1234 5678 ext. 12']],
    ['+5491187654321', ['+54 11 8765 4321', '11 8765-4321', '11 8765-4321 x5', 'tel:+541187654321']],
  ])('finds the patient with %s', async (phone, written) => {
    const input = createPersonInput({ givenName: 'Fo', familyName: 'Na', phone, birthDate: '1970-07-07' });
    const { body } = await api.as('admin').post('/v1/patients', input);
    for (const search of written) {
      const found = await api.as('staff').get(`/v1/patients?${new URLSearchParams({ search })}`);
      expect([search, found.body.data.map(({ id }: { id: string }) => id)]).toEqual([search, [body.id]]);
    }
  });
});

describe('an email address that a family shares', () => {
  it('finds all of them', async () => {
    for (const givenName of ['Uno', 'Due']) {
      const input = createPersonInput({
        givenName,
        familyName: 'Familia',
        email: 'familia@home.example',
        birthDate: '1970-07-07',
      });
      expect((await api.as('admin').post('/v1/patients', input)).status).toBe(201);
    }
    expect((await namesOf('Familia@home.example')).sort()).toEqual(['Due Familia', 'Uno Familia']);
  });
});

describe('a birth date of which only the year or month is known', () => {
  it('matches a day in it, for a search', async () => {
    const [row] = await api.db.sql`
      insert into patients (given_name, family_name, birth_date, birth_date_precision, gender)
      values ('Partial', 'Yearonly', '1975-01-01', 'year', 'unknown') returning id`;
    const found = async (born: string, precision: string) => {
      const rows = await api.db.sql.begin(async (tx) => {
        await tx`select set_config('app.role', 'staff', true)`;
        return tx`select patient_id from search_patients('Yearonly', ${born}::date, ${precision}, null, null, null, null, 10)`;
      });
      return rows.map(({ patient_id }) => patient_id);
    };
    expect(await found('1975-06-30', 'day')).toEqual([row?.id]);
    expect(await found('1975-03-01', 'month')).toEqual([row?.id]);
    expect(await found('1976-01-01', 'day')).toEqual([]);
    expect(await found('1976-01-01', 'year')).toEqual([]);
  });
});

describe('a filter', () => {
  it('narrows the list alone and with others', async () => {
    expect(await found({ birthDate: '1980-05-17' })).toEqual(both);
    expect(await found({ gender: 'other' })).toEqual(['percent', 'underscore']);
    expect(await found({ active: 'false' })).toEqual(['zoe']);
    expect(await found({ birthDate: '1991-01-31', gender: 'female' })).toEqual(['zoe']);
    expect(await found({ birthDate: '1991-01-31', active: 'true' })).toEqual(['percent', 'underscore', 'backslash']);
    expect(await found({ birthDate: '1980-05-18' })).toEqual([]);
  });

  it('rejects an invalid value', async () => {
    const wrong = { birthDate: '1980-13', gender: 'x', active: 'yes' };
    for (const [name, value] of Object.entries(wrong)) {
      const answer = await api.as('staff').get(`/v1/patients?${name}=${value}`);
      expect(toProblemPointers(answer)).toEqual([422, '/problems/validation-failed', [`query/${name}`]]);
    }
  });
});

describe('the log', () => {
  it('never contains a search term, a filter or a name, whatever the response', async () => {
    api.logLines.length = 0;
    const terms = ['Agustin', 'Nunez', 'A.Nunez', 'ab-12_3', '2025550123', '1980-05-17', 'Zzsecretzz'];
    for (const term of terms) await api.as('staff').get(`/v1/patients?search=${encodeURIComponent(term)}`);
    await api.as('patient').get('/v1/patients?search=Zzsecretzz');
    await api.anonymous.get('/v1/patients?search=Zzsecretzz');
    await api.as('staff').get('/v1/patients?birthDate=1980-05-17');
    await api.as('staff').get(`/v1/patients?search=Zzsecretzz${'a'.repeat(100)}`);
    await api.as('staff').get('/v1/patients?Zzsecretzz=1');
    await api.as('staff').get('/v1/patients/Zzsecretzz');
    await api.as('staff').get('/v1/patients/Zzsecretzz/more');
    expect(api.logLines).toHaveLength(terms.length + 7);
    for (const term of terms) expect(api.logLines.join('\n').toLowerCase()).not.toContain(term.toLowerCase());
  });
});
