import type postgres from 'postgres';
import { createRandom } from '../../../db/sample/random.js';
import { commonNames, generatedNames } from './names.js';

export interface ScaleRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: object;
}

export interface ScaleOperation {
  readonly name: string;
  /** Its work necessarily grows with the number of patients. */
  readonly isProportional?: boolean;
  readonly next: () => ScaleRequest;
}

interface SampledPatient {
  readonly id: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly birthDate: string;
  readonly nationalId: string;
  readonly email: string;
  readonly phone: string;
}

/** Returns the path of a page further down the list of a path. */
type FindDeepPage = (path: string) => Promise<string>;

const stripAccents = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '');
const firstWord = (text: string) => text.split(' ')[0] ?? '';

/** Swaps two letters within a word. */
const swapLetters = (word: string) => `${word.slice(0, 2)}${word.charAt(3)}${word.charAt(2)}${word.slice(4)}`;

const samplePatients = (sql: postgres.Sql) => sql<SampledPatient[]>`
  select id, given_name as "givenName", family_name as "familyName", birth_date::text as "birthDate",
    national_id_number as "nationalId", email, phone
  from patients
  where removed_at is null and active and email is not null and phone is not null and length(split_part(family_name, ' ', 1)) > 4
  order by md5(id::text) limit 500`;

/** Half-hour slots of one medic after the other, in weeks without reservations. */
function createSlotSequence(medicIds: readonly string[], lastStart: Date): () => { medicId: string; startsAt: string } {
  const monday = new Date(lastStart);
  monday.setUTCHours(13, 0, 0, 0);
  monday.setUTCDate(monday.getUTCDate() + 7 - ((monday.getUTCDay() + 6) % 7));
  let count = 0;
  return () => {
    const place = Math.floor(count / medicIds.length);
    const medicId = medicIds[count % medicIds.length] ?? '';
    count += 1;
    const [day, half] = [Math.floor(place / 12) % 5, place % 12];
    const days = Math.floor(place / 60) * 7 + day;
    return { medicId, startsAt: new Date(monday.getTime() + days * 86_400_000 + half * 1_800_000).toISOString() };
  };
}

/** Builds clients' most frequent requests for a database's patients, medics and exams. */
export async function buildScaleOperations(sql: postgres.Sql, findDeepPage: FindDeepPage): Promise<ScaleOperation[]> {
  const random = createRandom(8, 'scale');
  const people = await samplePatients(sql);
  const medics = await sql<{ id: string; specialty: string }[]>`
    select id, specialty from medics where active order by md5(id::text) limit 500`;
  const [exam] = await sql<{ id: string }[]>`select id from exams limit 1`;
  const examId = exam?.id ?? '';
  const [last] = await sql<{ startsAt: Date }[]>`select max(starts_at) as "startsAt" from reservations`;
  const nextSlot = createSlotSequence(
    medics.map(({ id }) => id),
    last?.startsAt ?? new Date(),
  );
  const person = () => random.pick(people);
  let booked = 0;
  // In turn, because random choices would book someone twice for the same time.
  const nextPatient = () => {
    booked += 1;
    return people[booked % people.length]?.id;
  };
  const medic = () => random.pick(medics);
  const get = (name: string, path: () => string): ScaleOperation => ({
    name,
    next: () => ({ method: 'GET', path: path() }),
  });
  const list = (name: string, path: string | (() => string)) =>
    get(`list: ${name}`, () => (typeof path === 'string' ? path : path()));
  const search = (name: string, term: () => string, rest = () => '') =>
    get(`search: ${name}`, () => `/v1/patients?search=${encodeURIComponent(term())}${rest()}`);
  const availability = (name: string, filter: () => object): ScaleOperation => ({
    name: `availability: ${name}`,
    next: () => {
      const from = new Date(Date.now() + random.integer(1, 20) * 86_400_000);
      const to = new Date(from.getTime() + 7 * 86_400_000);
      const body = { examId, from: from.toISOString(), to: to.toISOString(), ...filter() };
      return { method: 'POST', path: '/v1/reservations/availability', body };
    },
  });
  const middle = {
    byName: await findDeepPage('/v1/patients?sort=name'),
    byCreation: await findDeepPage('/v1/patients'),
    common: await findDeepPage(`/v1/patients?search=${encodeURIComponent(stripAccents(commonNames.family[0] ?? ''))}`),
  };
  const { given, family } = commonNames;
  return [
    get('get', () => `/v1/patients/${person().id}`),
    list('patients, first page', '/v1/patients'),
    list('patients, deep page', middle.byCreation),
    list('patients by name', '/v1/patients?sort=name'),
    list('patients by name, deep page', middle.byName),
    list('patients, most recently updated first', '/v1/patients?sort=-updatedAt'),
    list('patients, youngest first', '/v1/patients?sort=-birthDate'),
    list('inactive patients', '/v1/patients?active=false&sort=name'),
    list('the first patient with a birth date', () => `/v1/patients?birthDate=${person().birthDate}&limit=1`),
    list("a patient's reservations", () => `/v1/reservations?patientId=${person().id}`),
    list(
      "a medic's reservations from now",
      () => `/v1/reservations?medicId=${medic().id}&from=${new Date().toISOString()}`,
    ),
    list('reservations with a status, latest first', '/v1/reservations?status=scheduled&sort=-startsAt'),
    list("an exam's reservations", `/v1/reservations?examId=${examId}`),
    list("a patient's exam results", () => `/v1/exam-results?patientId=${person().id}`),
    list("a patient's access log", () => `/v1/patients/${person().id}/access-log`),
    list("an actor's audit events", () => `/v1/audit-events?actor=medic-${random.integer(0, 19)}`),
    search('full name', () => `${person().givenName} ${person().familyName}`),
    search('full name, family name first', () => {
      const { givenName, familyName } = person();
      return `${familyName} ${givenName}`;
    }),
    search('rare family name', () => firstWord(person().familyName)),
    search('common family name', () => stripAccents(random.pick(family))),
    search('two common names', () => `${random.pick(given)} ${stripAccents(random.pick(family))}`),
    list('search for a common family name, deep page', middle.common),
    search('first letters of a name', () => stripAccents(random.pick(generatedNames.family.slice(0, 200))).slice(0, 4)),
    search(
      'common name and first letters of another',
      () => `${random.pick(given)} ${stripAccents(random.pick(family)).slice(0, 3)}`,
    ),
    search('two letters', () => stripAccents(random.pick(family)).slice(0, 2)),
    search('typo in a full name', () => {
      const { givenName, familyName } = person();
      return `${firstWord(givenName)} ${swapLetters(firstWord(familyName))}`;
    }),
    search('typo in a common name', () => swapLetters(stripAccents(random.pick(family)))),
    search(
      'common name and birth date',
      () => stripAccents(random.pick(family)),
      () => `&birthDate=${person().birthDate}`,
    ),
    search('no match', () => 'Wolfeschlegel'),
    search('national id', () => person().nationalId),
    search('email address', () => person().email),
    search('phone number', () => person().phone),
    availability('one medic', () => ({ medicId: medic().id })),
    availability('one specialty', () => ({ specialty: medic().specialty })),
    { ...availability('all medics', () => ({})), isProportional: true },
    {
      name: 'booking',
      next: () => ({
        method: 'POST',
        path: '/v1/reservations',
        body: { patientId: nextPatient(), examId, ...nextSlot() },
      }),
    },
  ];
}
