import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { isSamePerson, mergeSamePerson } from './identity.js';
import { createMemorySource, loadRecords } from './load.js';

const person = (more: object = {}) => ({
  given_name: 'Ana',
  family_name: 'Núñez',
  birth_date: '1980-03-04',
  birth_date_precision: 'day',
  gender: 'female',
  email: null,
  phone: null,
  address: null,
  active: true,
  identifiers: null,
  other_names: null,
  national_id_type: null,
  national_id_number: null,
  ...more,
});
const identifier = (value: string) => ({ system: 'urn:clinic', type: null, value, use: null });

describe('two records with the same identifier', () => {
  const twin = { given_name: 'Lia', gender: 'female' };
  const son = { given_name: 'Leo', birth_date: '2010-01-01', gender: 'male' };
  const former = [{ use: 'maiden', givenName: null, familyName: 'Nunez' }];
  it.each([
    ['the whole name, without accents', { family_name: 'NUNEZ', birth_date: '1999-01-01' }, true, true],
    ['the name with its parts swapped', { given_name: 'Núñez', family_name: 'Ana', birth_date: '1999' }, true, true],
    ['a former name', { family_name: 'Y', birth_date: '1999-01-01', other_names: former }, true, true],
    ['given name and birth date, after a marriage', { family_name: 'Y' }, true, true],
    ['an initial and the birth date', { given_name: 'A.', family_name: 'Y' }, true, true],
    ['a misspelled given name', { given_name: 'Anna', birth_date: '1999-01-01' }, true, true],
    ['the only name and the birth date', { given_name: 'Núñez' }, true, true],
    ['a partial birth date', { given_name: 'X', birth_date: '1980-01-01', birth_date_precision: 'year' }, true, false],
    ['family name and birth date, as twins do', twin, true, false],
    ['a family name', son, false, false],
    [
      'the spelling of a given name, but not the gender',
      { given_name: 'Anno', gender: 'male', birth_date: '1999-01-01' },
      false,
      false,
    ],
    ['nothing', { given_name: 'X', family_name: 'Y', birth_date: '1999-01-01' }, false, false],
  ])('that share %s are one person only where the number is personal enough', (_what, more, byNational, byOther) => {
    for (const [isNational, isSame] of [
      [true, byNational],
      [false, byOther],
    ] as const) {
      expect(isSamePerson(person(), person(more), { isNational })).toBe(isSame);
      expect(isSamePerson(person(more), person(), { isNational })).toBe(isSame);
    }
  });

  it('are merged: what is missing is added, what differs is kept and noted', () => {
    const notes: string[] = [];
    const leftOut: string[] = [];
    const merged = mergeSamePerson(
      person({ birth_date: '1980-01-01', birth_date_precision: 'year', identifiers: [identifier('1')], phone: '+1' }),
      person({
        family_name: 'Other',
        gender: 'male',
        email: 'a@b.example',
        phone: '+2',
        identifiers: [identifier('1'), identifier('2')],
      }),
      { note: (reason) => notes.push(reason), leaveOut: (column) => leftOut.push(column) },
    );
    expect(merged).toEqual(
      person({
        email: 'a@b.example',
        phone: '+1',
        identifiers: [identifier('1'), identifier('2')],
        other_names: [{ use: null, givenName: 'Ana', familyName: 'Other' }],
      }),
    );
    expect(notes.map((note) => note.split(' ')[0])).toEqual(['gender', 'phone', 'name']);
    // The year is completed.
    expect(leftOut).toEqual(['gender', 'phone', 'birth_date']);
  });
});

describe('loading the same person by two resources', () => {
  let db: TestDatabase;
  beforeEach(async () => {
    db = await createTestDatabase();
  });
  afterEach(() => db.close());

  const social = [
    { type: { coding: [{ code: 'SS' }] }, system: 'http://hl7.org/fhir/sid/us-ssn', value: '999-00-0001' },
  ];
  const patient = (id: string, more: object = {}) => ({
    resourceType: 'Patient',
    id,
    name: [{ family: 'Same', given: ['Ana'] }],
    birthDate: '1980-03-04',
    gender: 'female',
    identifier: social,
    ...more,
  });
  const condition = (id: string, subject: string) => ({
    resourceType: 'Condition',
    id,
    code: { text: `Condition ${id}` },
    subject: { reference: `Patient/${subject}` },
  });
  const load = (...files: object[][]) =>
    loadRecords(
      db.database,
      createMemorySource(
        files.map((lines, index) => ({
          name: `${index}.ndjson`,
          content: lines.map((line) => JSON.stringify(line)).join('\n'),
        })),
      ),
      { details: true },
    );

  it.each(['in one file', 'in two files', 'in two loads'])(
    '%s makes one patient, who has the entries of both',
    async (how) => {
      const one = [patient('a'), condition('1', 'a')];
      const other = [
        patient('b', { gender: 'male', telecom: [{ system: 'email', value: 'ana@mail.example' }] }),
        condition('2', 'b'),
      ];
      const loads =
        how === 'in one file' ? [[[...one, ...other]]] : how === 'in two files' ? [[one, other]] : [[one], [other]];
      let details: unknown[] = [];
      for (const files of loads) {
        const report = await load(...files);
        expect(report.files.failed).toEqual([]);
        details = [...details, ...(report.details ?? [])];
      }
      expect([...(await db.sql`select gender, email from patients`)]).toEqual([
        { gender: 'female', email: 'ana@mail.example' },
      ]);
      expect(await db.sql`select from medical_history_entries join patients on patients.id = patient_id`).toHaveLength(
        2,
      );
      const place = { type: 'Patient', position: expect.stringContaining('Patient/b') };
      expect(details).toEqual([
        expect.objectContaining({
          ...place,
          kind: 'note',
          reason: 'gender differs from the loaded record of the same person; the loaded value was kept',
        }),
        expect.objectContaining({ ...place, kind: 'left out', element: 'gender' }),
      ]);
      const again = await load(...loads.flat());
      expect(Object.values(again.resources).reduce((sum, { written }) => sum + written, 0)).toBe(0);
    },
  );

  it('is refused if neither name nor birth date agree, with all that requires it', async () => {
    await load([patient('a')]);
    const report = await load([
      patient('b', { name: [{ family: 'Stranger' }], birthDate: '1999-01-01' }),
      condition('2', 'b'),
    ]);
    expect(report.files.failed).toEqual([]);
    expect(report.files.skipped).toEqual(['0.ndjson']);
    expect(report.resources.Patient?.skipped).toEqual({
      'its national id belongs to another patient': 1,
    });
    expect(report.resources.Condition?.skipped).toEqual({ 'requires a Patient that was skipped': 1 });
    expect(await db.sql`select from patients`).toHaveLength(1);
  });

  it.each(['in one file', 'in two loads'])('%s makes two patients of a family that shares a number', async (how) => {
    const policy = { identifier: [{ system: 'urn:policy', value: '7' }] };
    const mother = [patient('a', policy), condition('1', 'a')];
    const son = [
      patient('b', { ...policy, name: [{ family: 'Same', given: ['Leo'] }], birthDate: '2010-05-05' }),
      patient('twin', { ...policy, name: [{ family: 'Same', given: ['Lia'] }], birthDate: '2010-05-05' }),
      condition('2', 'b'),
      condition('3', 'twin'),
    ];
    let notes = {};
    for (const file of how === 'in one file' ? [[...mother, ...son]] : [mother, son]) notes = (await load(file)).notes;
    expect(notes).toEqual({ 'shares an identifier with another patient, and was loaded as a patient of its own': 2 });
    const entries = await db.sql`
      select given_name, display from medical_history_entries join patients on patients.id = patient_id order by display`;
    expect(entries.map(({ given_name: name, display }) => `${name} ${display}`)).toEqual([
      'Ana Condition 1',
      'Leo Condition 2',
      'Lia Condition 3',
    ]);
    // The mother again, by another resource.
    await load([patient('mother', { ...policy, telecom: [{ system: 'email', value: 'ana@mail.example' }] })]);
    expect(await db.sql`select given_name from patients where email is not null`).toEqual([{ given_name: 'Ana' }]);
    expect(await db.sql`select from patients`).toHaveLength(3);
  });

  it('is not found by a number that is no longer in use', async () => {
    const number = { system: 'urn:mrn', value: '7' };
    await load([patient('a', { identifier: [number] })]);
    await load([patient('b', { identifier: [{ ...number, use: 'old' }] })]);
    expect(await db.sql`select from patients`).toHaveLength(2);
  });

  it.each(['with', 'before'])(
    'another person with the same id, loaded %s what refers to them, gets nothing',
    async (how) => {
      const another = patient('a', {
        name: [{ family: 'Stranger', given: ['Bob'] }],
        birthDate: '1999-01-01',
        identifier: [],
      });
      await load([patient('a'), condition('1', 'a')]);
      const rows = await db.sql`select * from patients`;
      const report = await (how === 'with'
        ? load([another, condition('2', 'a')])
        : load([another], [condition('2', 'a')]));
      expect(report.resources.Patient?.skipped).toEqual({
        'its id belongs to a patient with another name and birth date': 1,
      });
      expect(report.resources.Condition?.skipped).toEqual({ 'requires a Patient that was skipped': 1 });
      expect(await db.sql`select * from patients`).toEqual(rows);
      expect(await db.sql`select from medical_history_entries`).toHaveLength(1);
    },
  );

  it('does not bring back a removed patient, by its own id or by another', async () => {
    await load([patient('a')]);
    await db.sql`update patients set removed_at = now()`;
    const report = await load(
      [patient('a', { gender: 'other' }), condition('1', 'a')],
      [patient('b'), condition('2', 'b')],
    );
    expect(report.files.failed).toEqual([]);
    expect(report.resources.Patient?.skipped).toEqual({ 'the patient was removed': 2 });
    expect(report.resources.Condition?.skipped).toEqual({ 'requires a Patient that was skipped': 2 });
    expect(await db.sql`select from patients where removed_at is null`).toHaveLength(0);
  });

  it('finds patients by identifier for the loader only', async () => {
    await load([patient('a')]);
    await db.sql`update patients set identifiers = ${db.sql.json([identifier('7')])}`;
    const asked = JSON.stringify([
      { system: 'urn:clinic', value: '7' },
      { type: 'SS', number: '999-00-0001' },
      { system: 'urn:other', value: '7' },
    ]);
    const find = (role: 'loader' | 'staff' | 'admin') =>
      db.database.transaction({ role, subject: 'someone', requestId: 'r' }, async (tx) => {
        const { sql } = await import('drizzle-orm');
        return (await tx.execute(sql`select place from patients_with_identifiers(${asked}::text::jsonb)`)).map(
          ({ place }) => place,
        );
      });
    expect(await find('loader')).toEqual([1, 2]);
    expect(await find('staff')).toEqual([]);
    expect(await find('admin')).toEqual([]);
  });
});

describe('loading the same medic by two resources', () => {
  let db: TestDatabase;
  beforeEach(async () => {
    db = await createTestDatabase();
  });
  afterEach(() => db.close());

  const medic = (id: string, family: string, more: object = {}) => ({
    resourceType: 'Practitioner',
    id,
    name: [{ family, given: ['Mia'] }],
    identifier: [{ system: 'http://hl7.org/fhir/sid/us-npi', value: '9999999999' }],
    ...more,
  });
  const role = (id: string, practitioner: string, day: string) => ({
    resourceType: 'PractitionerRole',
    id,
    practitioner: { reference: `Practitioner/${practitioner}` },
    availableTime: [{ daysOfWeek: [day], availableStartTime: '08:00:00', availableEndTime: '12:00:00' }],
  });
  const toBundle = (name: string, ...resources: object[]) => ({
    name,
    content: JSON.stringify({
      resourceType: 'Bundle',
      type: 'transaction',
      entry: resources.map((resource) => ({ resource })),
    }),
  });
  const load = async (...files: { name: string; content: string }[]) => {
    const report = await loadRecords(db.database, createMemorySource(files));
    expect(report.files.failed).toEqual([]);
    return report;
  };

  it.each(['in one bundle', 'in two bundles', 'in two loads'])(
    '%s makes one medic, with the roles of both',
    async (how) => {
      const one = [medic('a', 'Medica'), role('ra', 'a', 'mon')];
      const other = [
        medic('b', 'MEDICA', { telecom: [{ system: 'email', value: 'mia@clinic.example' }] }),
        role('rb', 'b', 'tue'),
      ];
      const [first, second] = [toBundle('1.json', ...one), toBundle('2.json', ...other)];
      if (how === 'in one bundle') await load(toBundle('1.json', ...one, ...other));
      else if (how === 'in two bundles') await load(first, second);
      else for (const file of [first, second]) await load(file);
      expect(
        await db.sql`
          select medic_contacts.email, jsonb_array_length(working_hours) as periods
          from medics join medic_contacts on medic_id = id`,
      ).toEqual([{ email: 'mia@clinic.example', periods: 2 }]);
      const again = await load(second, first);
      expect(Object.values(again.resources).reduce((sum, { written }) => sum + written, 0)).toBe(0);
    },
  );

  it('keeps two medics apart whose issuers gave them the same number', async () => {
    const files = [
      toBundle('1.json', medic('a', 'Medica')),
      toBundle('2.json', medic('b', 'Other', { name: [{ family: 'Other' }] })),
    ];
    for (const file of files) await load(file);
    expect(await db.sql`select family_name, license_number from medics order by 1`).toEqual([
      { family_name: 'Medica', license_number: '9999999999' },
      { family_name: 'Other', license_number: 'FHIR-b' },
    ]);
    const again = await load(...files);
    expect(again.resources.Practitioner).toMatchObject({ written: 0, unchanged: 2 });
  });
});
