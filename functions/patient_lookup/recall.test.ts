import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../db/sample/random.js';
import { createTestApi, type TestApi } from '../../test/support/api.js';
import { patientLookupRouter } from './routes.js';
import { addTypo, createPeople, heardNames, insertPeople, type Person, typos } from './testing.js';

const clinicalWords = ['medicalHistory', 'Diabetes', '44054006', 'Metformin'];
const people = createPeople(2200);
const sought = people.slice(0, 200);
const nameOf = ({ givenName, familyName }: Person) => `${givenName} ${familyName}`;
const swapped = ({ givenName, familyName }: Person) => `${familyName} ${givenName}`;

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi([patientLookupRouter]);
  await insertPeople(api.db.sql, people);
  const heard = heardNames.map(([, givenName, familyName]) => ({ givenName, familyName, birthDate: '1990-01-01' }));
  await insertPeople(api.db.sql, heard);
  await api.db.sql`
    insert into medical_history_entries (patient_id, kind, code, display)
    select id, 'condition', '44054006', 'Diabetes' from patients
    union all select id, 'medication', null, 'Metformin' from patients`;
  // As autovacuum does. Until then, new names are in the pending list of the trigram indexes, which every search scans.
  await api.db.sql`vacuum analyze patients`;
});
afterAll(() => api.close());

/** Returns the names of the first three matches. The response contains nothing clinical. */
async function firstThree(name: string): Promise<string[]> {
  const { status, body, text } = await api.as('service').post('/v1/patient-lookup', { name, limit: 3 });
  expect(status).toBe(200);
  for (const word of clinicalWords) expect(text).not.toContain(word);
  return body.data.map(({ patient }: { patient: Person }) => nameOf(patient));
}

/** Returns the share of patients that are among the first three matches. */
async function measureShare(write: (person: Person) => string): Promise<{ share: number; missed: string[] }> {
  const missed: string[] = [];
  for (const person of sought) {
    const name = write(person);
    if (!(await firstThree(name)).includes(nameOf(person))) missed.push(`${name} for ${nameOf(person)}`);
  }
  return { share: 1 - missed.length / sought.length, missed };
}

describe('for 200 of 2,200 patients, the first three matches contain', () => {
  it.each(typos)('at least 98% with one typo in the name: %s', async (typo) => {
    const random = createRandom(3, `lookup/${typo}`);
    const { share, missed } = await measureShare((person) => addTypo(nameOf(person), typo, random));
    expect(share, missed.join('; ')).toBeGreaterThanOrEqual(0.98);
  });

  it('at least 98% with given and family names swapped', async () => {
    const { share, missed } = await measureShare(swapped);
    expect(share, missed.join('; ')).toBeGreaterThanOrEqual(0.98);
  });

  it('at least 98% with names swapped and one typo', async () => {
    const random = createRandom(3, 'lookup/both');
    const { share, missed } = await measureShare((person) => addTypo(swapped(person), random.pick(typos), random));
    expect(share, missed.join('; ')).toBeGreaterThanOrEqual(0.98);
  });
});

describe('for 30 names written by ear', () => {
  it('the first three matches contain at least 26, where letter trigrams alone find 9', async () => {
    const missed: string[] = [];
    for (const [written, givenName, familyName] of heardNames) {
      const name = `${givenName} ${familyName}`;
      if (!(await firstThree(written)).includes(name)) missed.push(`${written} for ${name}`);
    }
    expect(heardNames.length - missed.length, missed.join('; ')).toBeGreaterThanOrEqual(26);
  });
});

describe('on a large table', () => {
  /** Counts the sequential scans of patients in one lookup, including its function. */
  const countScans = (work: string) =>
    api.db.sql.begin(async (tx) => {
      await tx`select set_config('app.role', 'service', true), set_config('app.subject', 'machine', true)`;
      await tx.unsafe('set local role app');
      const scans = async () => {
        const [row] =
          await tx`select seq_scan::integer as scans from pg_stat_xact_user_tables where relname = 'patients'`;
        return row?.scans as number;
      };
      const before = await scans();
      await tx.unsafe(work);
      return (await scans()) - before;
    });
  const lookup = (values: string) =>
    `select p.id from lookup_patients(${values}) candidate join patients p on p.id = candidate.patient_id`;

  it.each([
    ['a name', lookup(`'Agustin Nunez', null, null, null, null, 5`)],
    ['a national id', lookup(`null, '999-12-3456', null, null, null, 5`)],
    ['an email address', lookup(`null, null, 'a@b.example', null, null, 5`)],
    ['a phone number', lookup(`null, null, null, '+12025550123', null, 5`)],
    ['a birth date', lookup(`null, null, null, null, '1980-05-17', 5`)],
    ['all of it', lookup(`'Agustin Nunez', '999-12-3456', 'a@b.example', '+12025550123', '1980-05-17', 10`)],
  ])('a lookup by %s uses indexes and never scans the patients table', async (_what, work) => {
    expect(await countScans('select count(*) from patients where address is null')).toBe(1);
    expect(await countScans(work)).toBe(0);
  });
});
