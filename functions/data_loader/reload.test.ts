import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { toFormerRowId, toRowId } from './identifiers.js';
import { createMemorySource, loadRecords } from './load.js';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

/** Other ids for each test: the history of rows can't be removed. */
let made = 0;
let id = '';
beforeEach(async () => {
  made += 1;
  id = `0f1b5c1e-0000-4000-8000-${String(made).padStart(12, '0')}`;
  await db.sql`truncate patients, medics, exams, referenced_resources, loaded_resources cascade`;
});

const getSubject = () => ({ reference: `Patient/p${made}` });
const patient = (more: object = {}) => ({
  resourceType: 'Patient',
  id: `p${made}`,
  name: [{ family: 'Loaded', given: ['Lena'] }],
  birthDate: '1990-01-01',
  gender: 'female',
  ...more,
});
const condition = (more: object = {}) => ({
  resourceType: 'Condition',
  id,
  code: { text: 'Asthma' },
  subject: getSubject(),
  onsetDateTime: '2001-05-01',
  ...more,
});
const observation = (value: number) => ({
  resourceType: 'Observation',
  id: `o${made}`,
  status: 'final',
  code: { text: 'Hemoglobin' },
  subject: getSubject(),
  effectiveDateTime: '2020-01-01T10:10:00Z',
  valueQuantity: { value, unit: 'g/dL' },
});
const getPractitioner = () => ({
  resourceType: 'Practitioner',
  id: `d${made}`,
  name: [{ family: 'Doctor' }],
  identifier: [{ value: 'L' }],
});
const role = (id: string, day: string, more: object = {}) => ({
  resourceType: 'PractitionerRole',
  id,
  practitioner: { reference: `Practitioner/d${made}` },
  availableTime: [{ daysOfWeek: [day], availableStartTime: '08:00:00', availableEndTime: '12:00:00' }],
  ...more,
});

const load = async (...resources: object[]) => {
  const content = resources.map((resource) => JSON.stringify(resource)).join('\n');
  const report = await loadRecords(db.database, createMemorySource([{ name: 'records.ndjson', content }]));
  expect(report.files.failed).toEqual([]);
  return report;
};
const countWritten = (report: Awaited<ReturnType<typeof load>>) =>
  Object.values(report.resources).reduce((sum, { written }) => sum + written, 0);

/** Leaves the ledger as a release before migration 0017 wrote it, with another mapping. */
const forgetRows = () => db.sql`update loaded_resources set row_id = null, content_hash = 'old ' || content_hash`;

const readVersions = () => db.sql`
  select id, xmin::text from patients union all select id, xmin::text from medical_history_entries
  union all select id, xmin::text from exam_results union all select id, xmin::text from medics order by 1`;

it('a reload after an upgrade writes no row that is equal, and records all', async () => {
  const all = [patient(), condition(), observation(13.5), getPractitioner(), role('r', 'mon')];
  await load(...all);
  await forgetRows();
  const before = await readVersions();
  expect(countWritten(await load(...all))).toBe(0);
  expect(await readVersions()).toEqual(before);
  const rows = await db.sql`select from loaded_resources where row_id is null and content_hash not like 'old %'`;
  expect(rows).toHaveLength(0);
});

it('rows that an earlier release loaded keep their ids, and a row that two resources shared is split', async () => {
  await load(patient(), condition());
  const former = toFormerRowId('Condition', id);
  await db.sql`update medical_history_entries set id = ${former}`;
  await forgetRows();
  await db.sql`insert into loaded_resources (resource_type, resource_id, content_hash) values ('Procedure', ${id}, 'old')`;
  await load(condition({ note: [{ text: 'more' }] }), {
    resourceType: 'Procedure',
    id,
    status: 'completed',
    code: { text: 'Appendectomy' },
    subject: getSubject(),
  });
  expect([...(await db.sql`select id, kind, note from medical_history_entries order by kind`)]).toEqual([
    { id: former, kind: 'condition', note: 'more' },
    { id: toRowId('Procedure', id), kind: 'procedure', note: null },
  ]);
});

it('what people changed is kept, and what the file has more is added', async () => {
  await load(patient());
  await db.sql`update patients set phone = '+12025550100', gender = 'other'`;
  await forgetRows();
  // The file says the same as before about the gender, something new about the phone, and adds an address.
  const report = await load(
    patient({
      telecom: [{ system: 'phone', value: '+12025550199' }],
      address: [{ city: 'Springfield', country: 'US' }],
    }),
  );
  expect(await db.sql`select phone, gender, address ->> 'city' as city from patients`).toEqual([
    { phone: '+12025550100', gender: 'other', city: 'Springfield' },
  ]);
  expect(report.notes).toEqual({ 'phone differs from the value that a person entered, which was kept': 1 });
});

it('a newer version wins over a person only where it changes a value', async () => {
  await load(patient());
  await db.sql`update patients set phone = '+12025550100', gender = 'other'`;
  const newer = {
    meta: { lastUpdated: '2100-01-01T00:00:00Z' },
    telecom: [{ system: 'phone', value: '+12025550199' }],
  };
  const report = await load(patient(newer));
  expect(await db.sql`select phone, gender from patients`).toEqual([{ phone: '+12025550199', gender: 'other' }]);
  expect(report.notes).toEqual({ 'phone that a person changed was changed by a newer version': 1 });
});

it('a value that a person changed before the last load is not kept for ever', async () => {
  const version = (year: number, phone: string) =>
    patient({ meta: { lastUpdated: `${year}-01-01T00:00:00Z` }, telecom: [{ system: 'phone', value: phone }] });
  await load(patient());
  await db.sql`update patients set phone = '+12025550100'`;
  await load(version(2100, '+12025550101'));
  const report = await load(version(2101, '+12025550102'));
  expect(await db.sql`select phone from patients`).toEqual([{ phone: '+12025550102' }]);
  expect(report.notes).toEqual({});
});

it('a date that a person corrected keeps its precision', async () => {
  await load(patient({ birthDate: '1990-01-01' }));
  await db.sql`update patients set birth_date = '1990-05-06'`;
  await forgetRows();
  await load(patient({ birthDate: '1990' }));
  expect(await db.sql`select birth_date::text, birth_date_precision from patients`).toEqual([
    { birth_date: '1990-05-06', birth_date_precision: 'day' },
  ]);
});

it('an entry that a person removed is not created again', async () => {
  await load(patient(), condition());
  await db.sql`delete from medical_history_entries`;
  await forgetRows();
  const report = await load(patient(), condition({ note: [{ text: 'more' }] }));
  expect(await db.sql`select from medical_history_entries`).toHaveLength(0);
  expect(report.notes).toEqual({ 'an entry that a person removed was not loaded again': 1 });
});

it('a result that a person corrected is left alone; one that a load corrected gets another version', async () => {
  await load(patient(), observation(1));
  await load(observation(2));
  await load(observation(3));
  const values = () => db.sql`select version, value ->> 'value' as value from exam_results order by version`;
  expect(await values()).toEqual([1, 2, 3].map((version) => ({ version, value: String(version) })));
  await db.sql`
    insert into exam_results (patient_id, display, effective_at, value, status, version, replaces_id)
    select patient_id, display, effective_at, '{"value": 9}', 'corrected', 4, id from exam_results where version = 3`;
  const report = await load(observation(5));
  expect((await values()).map(({ value }) => value)).toEqual(['1', '2', '3', '9']);
  expect(report.notes).toEqual({ 'a result that a person has corrected was left alone': 1 });
});

it('the hours of a medic are those of all roles in force, until a person changes them', async () => {
  const days = async () => (await db.sql`select working_hours from medics`)[0]?.working_hours.map(toDay);
  const toDay = ({ weekday }: { weekday: number }) => weekday;
  await load(getPractitioner(), role('r1', 'mon'), role('r2', 'tue'), role('r3', 'wed', { active: false }));
  await load(role('r4', 'thu', { period: { end: '2010' } }));
  expect(await days()).toEqual([1, 2]);
  await load(role('r2', 'tue', { period: { end: '2010-01-01' } }));
  expect(await days()).toEqual([1]);
  await db.sql`update medics set working_hours = '[{"weekday": 5, "from": "08:00", "to": "12:00"}]'`;
  await load(role('r5', 'sat'));
  expect(await days()).toEqual([5]);
});

it('a record that was made through the API and has the id of a resource keeps its values', async () => {
  await db.sql`insert into patients (id, given_name, family_name, birth_date, gender)
    values (${id}, 'Made', 'Here', '1990-01-01', 'female')`;
  await load(
    patient({ id, telecom: [{ system: 'phone', value: '+12025550199' }] }),
    condition({ subject: { reference: `Patient/${id}` } }),
  );
  expect(await db.sql`select given_name, phone from patients`).toEqual([{ given_name: 'Made', phone: '+12025550199' }]);
  expect(await db.sql`select from medical_history_entries where patient_id = ${id}`).toHaveLength(1);
});

it('the contacts of a medic follow the same rules, and are part of the version', async () => {
  const withEmail = (email: string, more: object = {}) => ({
    ...getPractitioner(),
    telecom: [{ system: 'email', value: email }],
    ...more,
  });
  const read = () => db.sql`
    select medic_contacts.email, medic_contacts.phone, version from medics left join medic_contacts on medic_id = id`;
  await load(getPractitioner());
  expect(await read()).toEqual([{ email: null, phone: null, version: 1 }]);
  await load(withEmail('loaded@clinic.example'));
  expect(await read()).toEqual([{ email: 'loaded@clinic.example', phone: null, version: 2 }]);
  await db.sql`update medic_contacts set email = 'person@clinic.example'`;
  const report = await load(withEmail('other@clinic.example'));
  expect(report.notes).toEqual({ 'email differs from the value that a person entered, which was kept': 1 });
  expect(await read()).toEqual([{ email: 'person@clinic.example', phone: null, version: 2 }]);
  await load(withEmail('newer@clinic.example', { meta: { lastUpdated: '2100-01-01T00:00:00Z' } }));
  expect(await read()).toEqual([{ email: 'newer@clinic.example', phone: null, version: 3 }]);
});

it('the hours of a role that is no longer active leave its medic, unless a person has set them', async () => {
  const readHours = async () =>
    (await db.sql`select coalesce(jsonb_array_length(working_hours), 0) as periods from medics`).map(
      ({ periods }) => periods,
    );
  await load(getPractitioner(), role('ra', 'mon'), role('rb', 'tue'));
  expect(await readHours()).toEqual([2]);
  await load(role('ra', 'mon', { active: false }));
  expect(await readHours()).toEqual([1]);
  const ended = [role('rb', 'tue', { period: { end: '2001-01-01' } })];
  await load(...ended);
  expect(await readHours()).toEqual([0]);
  expect(countWritten(await load(...ended))).toBe(0);
  await load(role('rb', 'wed'));
  await db.sql`update medics set working_hours = '[{"weekday": 7, "from": "08:00", "to": "09:00"}]'`;
  await load(role('rb', 'wed', { active: false }));
  expect(await readHours()).toEqual([1]);
});
