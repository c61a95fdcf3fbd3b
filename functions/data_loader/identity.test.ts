import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { isPlausiblySamePerson, mergeSamePerson } from './identity.js';
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
  it.each([
    ['birth date', { given_name: 'X', family_name: 'Y' }, true],
    [
      'partial birth date',
      { given_name: 'X', family_name: 'Y', birth_date: '1980-01-01', birth_date_precision: 'year' },
      true,
    ],
    ['word of the name, without accents', { family_name: 'NUNEZ', birth_date: '1999-01-01' }, true],
    [
      'former name',
      {
        given_name: 'X',
        family_name: 'Y',
        birth_date: '1999-01-01',
        other_names: [{ use: 'maiden', givenName: null, familyName: 'Nunez' }],
      },
      true,
    ],
    ['nothing', { given_name: 'X', family_name: 'Y', birth_date: '1999-01-01' }, false],
  ])('are one person if they share a %s', (_what, more, isSame) => {
    expect(isPlausiblySamePerson(person(), person(more))).toBe(isSame);
    expect(isPlausiblySamePerson(person(more), person())).toBe(isSame);
  });

  it('are merged: what is missing is added, what differs is kept and noted', () => {
    const notes: string[] = [];
    const merged = mergeSamePerson(
      person({ birth_date: '1980-01-01', birth_date_precision: 'year', identifiers: [identifier('1')], phone: '+1' }),
      person({
        family_name: 'Other',
        gender: 'male',
        email: 'a@b.example',
        phone: '+2',
        identifiers: [identifier('1'), identifier('2')],
      }),
      (reason) => notes.push(reason),
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
      expect(details).toEqual([
        expect.objectContaining({
          kind: 'note',
          type: 'Patient',
          position: expect.stringContaining('Patient/b'),
          reason: 'gender differs from the loaded record of the same person; the loaded value was kept',
        }),
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
      'an identifier belongs to a patient with another name and birth date': 1,
    });
    expect(report.resources.Condition?.skipped).toEqual({ 'requires a Patient that was skipped': 1 });
    expect(await db.sql`select from patients`).toHaveLength(1);
  });

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
