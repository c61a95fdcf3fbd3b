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
  const finds: [names: string[], searches: Record<string, string>][] = [
    [
      ['agustin'],
      {
        'a name without its accents': 'Nunez',
        'a name with its accents': 'Núñez',
        'a name in another case': 'nÚÑEZ',
        'decomposed letters': 'Nu\u0301n\u0303ez',
        'the words in another order': 'alvarez agustin',
        'spaces around and between the words': '  núñez \t agustín ',
        'the family name first, with a comma': 'Núñez, Agustín',
        'an initial with a dot': 'A. Núñez',
        'a hyphen between words that have none': 'Núñez-Álvarez',
        'parts of several words': 'alv gus',
        'a wrong letter': 'Nuñes',
        'a typo in each word': 'Nuñes Agusitn',
        'the national id': 'ab-12_3',
        'the national id with spaces around it': ' ab-12_3 ',
        'the national id in another case': 'AB-12_3',
        'the national id without separators': 'AB 123',
        'the email address in another case': 'a.nunez+1@cLINIC.example',
        'the phone number': '+12025550123',
        'the phone number as people write it': '+1 (202) 555-0123',
        'the phone number with dots': '+1.202.555.0123',
        'the phone number with a slash': '+1 202/555-0123',
        'the phone number without its plus': '1 202 555-0123',
      },
    ],
    [
      both,
      {
        'accents that the name does not have': 'Ágüstìna',
        'the start of a name': 'Agu',
        'the middle of a name': 'gust',
        'a whole name and its prefix in another': 'Agustin',
        'two swapped letters': 'Agusitn',
        'a missing letter': 'Agustn',
      },
    ],
    [
      ['zoe'],
      {
        'other accents': 'zoe bronte',
      },
    ],
    [
      ['anneMarie'],
      {
        'hyphenated words, separately': 'Marie Anne',
        'hyphenated words, as one': 'Annemarie',
        'words joined by a dot, separately': 'John St.',
      },
    ],
    [
      ['percent'],
      {
        'a literal percent sign': 'r%c',
      },
    ],
    [
      ['underscore'],
      {
        'a literal underscore': 'r_l',
      },
    ],
    [
      ['backslash'],
      {
        'a literal backslash': 'k\\s',
      },
    ],
    [
      [],
      {
        'nothing for percent signs alone': '%%',
        'nothing for underscores alone': '__',
        'nothing for backslashes alone': '\\\\',
        'nothing for separators alone': '-.,',
        'nothing for an unknown name': 'Wolfeschlegel',
        'nothing if one word matches and another does not': 'Agustín Wolfeschlegel',
        'nothing for an SQL injection': "x'; drop table patients; --",
        'nothing for part of a national id': 'b-12',
        'nothing for part of a phone number': '2025550123',
        'nothing for a removed patient': 'Ximena',
        "nothing for a removed patient's national id": 'GONE-1',
      },
    ],
  ];
  it.each(
    finds.flatMap(([names, searches]) =>
      Object.entries(searches).map(([what, search]) => [what, search, names] as const),
    ),
  )('finds %s', async (_what, search, names) => {
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
    for (const search of ['', 'a', '%20a%20', 'a'.repeat(101), 'a%00b']) {
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
    const wrong = { birthDate: '198', gender: 'x', active: 'yes' };
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
