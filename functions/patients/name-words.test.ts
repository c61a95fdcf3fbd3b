import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApi, readPages, type TestApi } from '../../test/support/api.js';
import { patientsRouter } from './routes.js';
import { buildPatientPath, registerPatient } from './testing.js';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi([patientsRouter]);
});
afterAll(() => api.close());

const found = async (query: string, role: 'staff' | 'admin' = 'staff'): Promise<string[]> => {
  const { status, body } = await api.as(role).get(`/v1/patients?limit=100&${query}`);
  expect(status).toBe(200);
  return body.data.map(({ id }: { id: string }) => id);
};

describe('the words of a name', () => {
  it('follow the name when it changes, through the API or directly', async () => {
    const patient = await registerPatient(api.as('staff'), { givenName: 'Wilhelmina', familyName: 'Quast Brink' });
    expect(await found('search=wilhelmina%20quast')).toEqual([patient.id]);
    await api.as('staff').patch(buildPatientPath(patient), { familyName: 'Ostrowski' });
    expect([await found('search=quast'), await found('search=brink')]).toEqual([[], []]);
    expect(await found('search=ostrowski%20wilhelmina')).toEqual([patient.id]);
    await api.db.sql`update patients set given_name = 'Tuulikki' where id = ${patient.id}`;
    expect([await found('search=wilhelmina'), await found('search=tuulikki')]).toEqual([[], [patient.id]]);
  });

  it('are searched once, however often the search or the name repeats them', async () => {
    const patient = await registerPatient(api.as('staff'), { givenName: 'Zebedee', familyName: 'Zebedee Zebedeeson' });
    expect(await found('search=zebedee%20ZEBEDEE')).toEqual([patient.id]);
  });

  it('are found when two transactions insert the same new word', async () => {
    const patient = await registerPatient(api.as('staff'), { familyName: 'Xylander' });
    await api.db.sql`insert into name_words (word) values ('xylander')`;
    for (const search of ['xylander', 'xy', 'xylandr']) expect(await found(`search=${search}`)).toEqual([patient.id]);
  });

  it('are found despite a typo, even if many longer words start with the search term', async () => {
    const patient = await registerPatient(api.as('staff'), { familyName: 'Gonzálvez' });
    await api.db.sql`insert into name_words (word) select 'gonsalv' || 'aaaaa' || n from generate_series(1, 50) n`;
    expect(await found('search=gonsalvez')).toEqual([patient.id]);
  });

  it("can't be read by the functions' roles, nor by people with read access", async () => {
    const readable = await api.db.sql`
      select grantee, table_name from information_schema.role_table_grants
      where table_name in ('name_words', 'patient_name_words') and grantee not in ('migrator', current_user)`;
    expect([...readable]).toEqual([]);
  });
});

describe('a search with so many matches that the database uses a sample first', () => {
  /** As many rows as the planner estimates; the sample is then about one hundredth of the ids. */
  beforeAll(async () => {
    await api.db.sql`
      insert into patients (given_name, family_name, birth_date, gender, active, removed_at)
      select case when n = 777 then 'Zacharias' when n % 3 = 0 then 'Ottoline' when n % 3 = 1 then 'Ottolina' else 'Bert' end,
        case n % 2 when 0 then 'Quartermaine' else 'Quartermain ' || n end, date '1950-01-01' + n % 7,
        case n % 5 when 0 then 'male' else 'female' end, n % 4 > 0, case when n % 50 = 0 then now() end
      from generate_series(1, 1500) n`;
    await api.db.sql`analyze patients`;
    await api.db.sql`update pg_class set reltuples = 30000 where oid = 'patients'::regclass`;
  });

  /** The expected matches of all searches below, counted from the names. */
  const expected = async (condition: string): Promise<string[]> => {
    const rows = await api.db.sql.unsafe(`select id from patients where ${condition}`);
    return rows.map(({ id }) => id as string).sort();
  };
  const walked = async (query: string, role: 'staff' | 'admin' = 'staff'): Promise<string[]> => {
    const pages = await readPages(api.as(role), `/v1/patients?limit=100&${query}`);
    return pages.flatMap(({ data }) => data.map(({ id }: { id: string }) => id));
  };
  const visible = 'removed_at is null';
  const cases: [what: string, query: string, condition: string][] = [
    ['a frequent word', 'search=ottoline', `${visible} and given_name like 'Ottolin%'`],
    ['two words', 'search=quartermaine%20bert', `${visible} and given_name = 'Bert'`],
    ['two prefixes', 'search=quarter%20otto', `${visible} and given_name like 'Otto%'`],
    ['two letters', 'search=ot', `${visible} and given_name like 'Ot%'`],
    ['a typo in each word', 'search=qartermaine%20otolina', `${visible} and given_name like 'Ottolin%'`],
    ['a rare word and a frequent one', 'search=zacharias%20quarter', `given_name = 'Zacharias'`],
    [
      'a selective filter',
      'search=bert&active=false&gender=male',
      `${visible} and given_name = 'Bert' and not active and gender = 'male'`,
    ],
    [
      'a birth date',
      'search=ottolina&birthDate=1950-01-03',
      `${visible} and given_name like 'Ottolin%' and birth_date = '1950-01-03'`,
    ],
  ];
  it.each(cases)('returns each match once, page by page, by %s', async (_what, query, condition) => {
    const seen = await walked(query);
    expect([...seen].sort()).toEqual(await expected(condition));
    const { body } = await api.as('staff').get(`/v1/patients?count=exact&${query}`);
    expect(body.page.total).toBe(seen.length);
  });

  it('shows removed patients to administrators only', async () => {
    expect((await walked('search=bert', 'admin')).sort()).toEqual(await expected(`given_name = 'Bert'`));
  });

  it('ranks whole words before prefixes, and prefixes before typos', async () => {
    const [whole, alike] = [
      await walked('search=quartermaine'),
      await expected(`${visible} and family_name = 'Quartermaine'`),
    ];
    expect(whole.slice(0, alike.length).sort()).toEqual(alike);
    const beginnings = await walked('search=quartermain');
    const exact = await expected(`${visible} and family_name like 'Quartermain %'`);
    expect(beginnings.slice(0, exact.length).sort()).toEqual(exact);
  });

  it('finds the right patient despite a letter that many words start with', async () => {
    await api.db.sql`insert into name_words (word) select 'q' || md5(n::text) from generate_series(1, 30000) n`;
    expect(await walked('search=q%20zacharias')).toEqual(await expected(`given_name = 'Zacharias'`));
  });
});
