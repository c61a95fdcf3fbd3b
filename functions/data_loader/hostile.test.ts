import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { createMemorySource, loadRecords } from './load.js';

let db: TestDatabase;
beforeEach(async () => {
  db = await createTestDatabase();
});
afterEach(() => db.close());

const id = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const patient = (number: number, more: object = {}) => ({
  resourceType: 'Patient',
  id: id(number),
  name: [{ family: 'Loaded', given: ['Lena'] }],
  birthDate: '1990-01-01',
  ...more,
});
const encounter = (number: number, more: object = {}) => ({
  resourceType: 'Encounter',
  id: id(number),
  status: 'finished',
  type: [{ text: 'Check up' }],
  subject: { reference: `Patient/${id(1)}` },
  period: { start: '2020-01-01T10:00:00Z', end: '2020-01-01T10:20:00Z' },
  ...more,
});
const observation = (number: number, more: object = {}) => ({
  resourceType: 'Observation',
  id: id(number),
  status: 'final',
  code: { text: 'Hemoglobin' },
  subject: { reference: `Patient/${id(1)}` },
  effectiveDateTime: '2020-01-01T10:10:00Z',
  valueQuantity: { value: 13.5, unit: 'g/dL' },
  ...more,
});
const bundle = (name: string, ...entry: object[]) => ({
  name,
  content: JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry }),
});
const file = (name: string, ...resources: object[]) => bundle(name, ...resources.map((resource) => ({ resource })));
const load = (...files: { name: string; content: string }[]) => loadRecords(db.database, createMemorySource(files));

describe('a hostile or odd file', () => {
  it.each(['constructor', '__proto__', 'toString', 'Nobody Known'])(
    'with a resource of type %s is loaded without it, and changes no prototype',
    async (resourceType) => {
      const before = Object.getOwnPropertyNames(Object).length;
      const report = await load(file('a.json', patient(1), { resourceType, id: 'x' }));
      expect(report.files.failed).toEqual([]);
      expect(report.resources['unknown type']?.skipped).toEqual({ 'type not supported': 1 });
      expect(Object.getOwnPropertyNames(Object)).toHaveLength(before);
    },
  );

  it('that nests a field of a resource too deeply does not stop the others', async () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    const { content } = file('a.json', patient(1));
    const report = await load(
      { name: 'a.json', content: content.replace('"birthDate"', `"x":${deep},"birthDate"`) },
      file('b.json', patient(2)),
    );
    expect(report.files.failed).toEqual([
      { name: 'a.json', problems: [{ position: 'file', reason: 'is nested too deeply' }] },
    ]);
    expect(await db.sql`select id from patients`).toEqual([{ id: id(2) }]);
  });

  it('with a status named like an object member is skipped for an unknown status', async () => {
    const report = await load(file('a.json', patient(1), encounter(2, { status: 'constructor' })));
    expect(report.resources.Encounter?.skipped).toEqual({ 'no known status': 1 });
  });

  it.each([
    ['birthDate', patient(1, { birthDate: '1990-13-45' })],
    ['birthDate', patient(1, { birthDate: '2021-02-29' })],
    ['effectiveDateTime', observation(1, { effectiveDateTime: '2020-01-01T10:10:00' })],
    ['effectiveDateTime', observation(1, { effectiveDateTime: '9999-12-31T23:59:59-05:00' })],
    ['effectiveDateTime', observation(1, { effectiveDateTime: '0001-01-01' })],
    ['effectiveDateTime', observation(1, { effectiveDateTime: '2020-01-01T24:00:00Z' })],
    ['effectiveDateTime', observation(1, { effectiveDateTime: '2020-01-01T10:00:00+15:00' })],
  ])('with a bad %s is rejected with the place (%#)', async (field, resource) => {
    const report = await load(file('a.json', resource));
    expect(report.files.failed[0]?.problems[0]?.position).toBe(`entry 0 (${resource.resourceType}/${id(1)}), ${field}`);
  });

  it('with an Observation and a DiagnosticReport of the same id loads both', async () => {
    const { valueQuantity: _none, ...report } = observation(5);
    const loaded = await load(
      file('a.json', patient(1), observation(5), { ...report, resourceType: 'DiagnosticReport' }),
    );
    expect(loaded.files.failed).toEqual([]);
    expect(await db.sql`select from exam_results`).toHaveLength(2);
  });
});

it('the report of an unexpected error contains no value of a record', async () => {
  await db.sql`alter table patients rename column gender to another`;
  const report = await load(file('a.json', patient(1)));
  expect(report.files.failed).toHaveLength(1);
  expect(JSON.stringify(report)).not.toMatch(/Loaded|Lena|1990/);
});

it('the error of an unreachable database contains no value of a record', async () => {
  const gone = Object.assign(new Error('Failed query: insert … params: Lena'), { code: 'CONNECTION_CLOSED' });
  const database = { transaction: () => Promise.reject(gone), close: async () => {} };
  const refused = loadRecords(database, createMemorySource([file('a.json', patient(1))]));
  await expect(refused).rejects.toThrow(/^The database did not respond\. Load again: [^:]*$/);
});

describe('references', () => {
  it('by absolute or versioned URL to a resource of the same file are resolved', async () => {
    const forms = [`http://fhir.example/Patient/${id(1)}/_history/2`, `https://fhir.example/r4/Patient/${id(1)}`];
    const report = await load(
      file('a.json', patient(1), ...forms.map((reference, n) => encounter(10 + n, { subject: { reference } }))),
    );
    expect(report.files.failed).toEqual([]);
    expect(await db.sql`select from reservations`).toHaveLength(2);
  });

  it('to a new resource without an id are resolved by its fullUrl', async () => {
    const { id: _none, ...unnamed } = patient(1);
    const subject = { reference: `urn:uuid:${id(1)}` };
    const report = await load(
      bundle('a.json', { fullUrl: `urn:uuid:${id(1)}`, resource: unnamed }, { resource: encounter(2, { subject }) }),
    );
    expect(report.files.failed).toEqual([]);
    expect(await db.sql`select patient_id from reservations`).toEqual([{ patient_id: id(1) }]);
  });
});

describe('JSON', () => {
  it.each([
    ['a.ndjson', `${JSON.stringify(patient(1))}\n`, 'line 2, column 68'],
    ['a.json', '', 'line 1, column 68'],
  ])('with a member twice is refused with its place: %s', async (name, before, position) => {
    const twice = JSON.stringify({ resourceType: 'Observation', id: id(2), status: 'entered-in-error' });
    const report = await load({ name, content: before + twice.replace('"status"', '"status":"final","status"') });
    expect(report.files.failed[0]?.problems).toEqual([
      { position: position.replace('68', String(twice.indexOf('"status"') + 18)), reason: 'has the same member twice' },
    ]);
  });

  it('with a number that a double cannot represent is noted', async () => {
    const lines = ['12345678901234567890', '1e-400', '1.00', '0.1'].map((number, index) =>
      JSON.stringify(observation(2 + index)).replace('13.5', number),
    );
    const report = await load({ name: 'a.ndjson', content: [JSON.stringify(patient(1)), ...lines].join('\n') });
    expect(report.files.failed).toEqual([]);
    expect(report.notes).toEqual({ 'a number with more digits than can be kept was rounded': 2 });
  });
});

it('a resource without an id takes it from its fullUrl, or is skipped', async () => {
  const { id: _none, ...unnamed } = patient(1);
  const { id: _other, ...result } = observation(2);
  const subject = { reference: 'http://fhir.example/r4/Patient/77' };
  const report = await load(
    bundle(
      'a.json',
      { fullUrl: subject.reference, resource: unnamed },
      { fullUrl: 'urn:oid:1.2.3', resource: unnamed },
      { fullUrl: 'http://fhir.example/r4/Observation/5/_history/2', resource: { ...result, subject } },
      { resource: { ...result, subject } },
    ),
  );
  expect(report.files.failed).toEqual([]);
  expect(report.resources.Patient?.written).toBe(2);
  expect(report.resources.Observation).toMatchObject({ written: 1, skipped: { 'no id': 1 } });
});

describe('NDJSON', () => {
  it('ends a line only at a line feed, with or without a carriage return', async () => {
    const lines = [patient(1, { x: 'a\u2028b\u2029c' }), patient(2)].map((resource) => JSON.stringify(resource));
    const report = await load({ name: 'a.ndjson', content: `${lines.join('\r\n')}\r\n` });
    expect(report.files.failed).toEqual([]);
    expect(report.resources.Patient?.written).toBe(2);
  });

  it('with an endless line is rejected without reading it all', async () => {
    const report = await load({ name: 'a.ndjson', content: 'x'.repeat(17 * 1024 * 1024) });
    expect(report.files.failed[0]?.problems).toEqual([{ position: 'line 1', reason: 'is longer than 16 MiB' }]);
  });
});

it('values that the API would reject are left out or kept as text, and counted', async () => {
  const report = await load(
    file(
      'a.json',
      patient(1, {
        telecom: [{ system: 'email', value: 'a@b@c.example' }],
        identifier: [{ type: { coding: [{ code: 'SS' }] }, value: '9'.repeat(51) }],
      }),
      observation(2, { valueQuantity: { value: 1e300, unit: 'g' } }),
    ),
  );
  expect(report.files.failed).toEqual([]);
  const { leftOut } = report.resources.Patient ?? {};
  expect(Object.keys(leftOut ?? {}).sort()).toEqual(['telecom.value']);
  expect(await db.sql`select national_id_number, email from patients`).toEqual([
    { national_id_number: null, email: null },
  ]);
  expect(await db.sql`select value from exam_results`).toEqual([{ value: '1e+300 g' }]);
});

describe('an exam of the catalog', () => {
  const scan = (name: string) => ({
    resourceType: 'ActivityDefinition',
    id: id(90),
    status: 'active',
    title: name,
    topic: [{ text: 'imaging' }],
    timingDuration: { value: 45, unit: 'min', code: 'min' },
  });

  it('that was renamed is still found by records that are loaded again', async () => {
    const visits = file('2.json', patient(1), encounter(2, { type: [{ text: 'Scan' }] }));
    await load(file('1.json', scan('Scan')), visits);
    await db.sql`update exams set name = 'Renamed'`;
    const report = await load(visits);
    expect(report.resources.Encounter).toEqual({ read: 1, written: 0, unchanged: 1, skipped: {}, leftOut: {} });
    expect(await db.sql`select name from exams`).toEqual([{ name: 'Renamed' }]);
    expect(await db.sql`select version, exam_id from reservations`).toEqual([{ version: 1, exam_id: id(90) }]);
  });

  it('determines the duration of encounters without an end, in the same file and in a later one', async () => {
    const open = (number: number, start: string) =>
      encounter(number, { type: [{ text: 'scan' }], status: 'planned', period: { start } });
    await load(file('1.json', scan('Scan'), patient(1), open(2, '2030-01-01T10:00:00Z')));
    await load(file('2.json', open(3, '2030-01-02T10:00:00Z')));
    expect(await db.sql`select extract(epoch from ends_at - starts_at)::integer / 60 as m from reservations`).toEqual([
      { m: 45 },
      { m: 45 },
    ]);
  });
});

it('a night shift becomes working hours of two days', async () => {
  const practitioner = { resourceType: 'Practitioner', id: id(50), name: [{ family: 'Night' }] };
  const night = { daysOfWeek: ['sun'], availableStartTime: '22:00:00', availableEndTime: '06:00:00' };
  const role = { resourceType: 'PractitionerRole', id: id(51), practitioner: { reference: `Practitioner/${id(50)}` } };
  await load(file('a.json', practitioner, { ...role, availableTime: [night] }));
  expect((await db.sql`select working_hours from medics`)[0]?.working_hours).toEqual([
    { weekday: 1, from: '00:00', to: '06:00' },
    { weekday: 7, from: '22:00', to: '24:00' },
  ]);
});
