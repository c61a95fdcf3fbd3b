import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { createMemorySource, loadRecords } from './load.js';

let db: TestDatabase;
beforeEach(async () => {
  db = await createTestDatabase();
});
afterEach(() => db.close());

const patient = (id: string, given: string, ...identifier: object[]) => ({
  resourceType: 'Patient',
  id,
  name: [{ family: 'Numbered', given: [given] }],
  birthDate: '1990-01-01',
  identifier,
});
const condition = (id: string, subject: object) => ({ resourceType: 'Condition', id, code: { text: id }, subject });
const toFile = (name: string, resources: readonly object[]) => ({
  name,
  content: resources.map((resource) => JSON.stringify(resource)).join('\n'),
});
const load = async (...files: (readonly object[])[]) =>
  loadRecords(db.database, createMemorySource(files.map((resources, index) => toFile(`${index}.ndjson`, resources))));
const readSubjects = async () => {
  const rows = await db.sql`
    select display, given_name from medical_history_entries join patients on patients.id = patient_id order by 1`;
  return rows.map(({ display, given_name: name }) => `${display} ${name}`);
};

const number = { system: 'http://clinic.example/mrn', value: '7' };
const social = { system: 'http://hl7.org/fhir/sid/us-ssn', value: '999-00-0007' };
const conditions = [
  condition('conditional', { reference: 'Patient?identifier=http://clinic.example/mrn|7' }),
  condition('encoded', { reference: 'Patient?identifier=http%3A%2F%2Fclinic.example%2Fmrn%7C7' }),
  condition('absolute', { reference: 'https://fhir.example/r4/Patient?identifier=http://clinic.example/mrn|7' }),
  condition('logical', { type: 'Patient', identifier: number }),
  condition('national', { identifier: social }),
];

describe('a patient who is named by an identifier', () => {
  it.each([
    ['in the same file', [[...conditions, patient('p', 'Ana', number, social)]]],
    ['in a later file', [conditions, [patient('p', 'Ana', number, social)]]],
    ['in an earlier file', [[patient('p', 'Ana', number, social)], conditions]],
  ])('%s is found', async (_where, files) => {
    const report = await load(...files);
    expect(report.files.failed).toEqual([]);
    expect(await readSubjects()).toEqual(conditions.map(({ id }) => `${id} Ana`).sort());
    const again = await load(...[...files].reverse());
    expect(Object.values(again.resources).reduce((sum, { written }) => sum + written, 0)).toBe(0);
  });

  it('in an earlier load is found', async () => {
    await load([patient('p', 'Ana', number, social)]);
    expect((await load(conditions)).files.failed).toEqual([]);
    expect(await readSubjects()).toHaveLength(conditions.length);
  });

  it.each(['in one load', 'in two loads'])('and whose family shares it, %s, is not guessed', async (how) => {
    const family = [patient('p', 'Ana', number), patient('q', 'Leo', number)];
    if (how === 'in two loads') await load(family);
    const report = await load(how === 'in two loads' ? conditions.slice(0, 4) : [...family, ...conditions.slice(0, 4)]);
    expect(report.resources.Condition?.skipped).toEqual({
      'names its Patient by an identifier that no Patient has, or several have': 1,
    });
    expect(report.files.failed[0]?.problems).toHaveLength(3);
    expect(await readSubjects()).toEqual([]);
  });

  it('and is unknown does not keep the rest of a transaction from being loaded', async () => {
    const resources = [patient('p', 'Ana'), condition('logical', { identifier: number })];
    const content = JSON.stringify({
      resourceType: 'Bundle',
      type: 'transaction',
      entry: resources.map((resource) => ({ resource })),
    });
    const report = await loadRecords(db.database, createMemorySource([{ name: 'b.json', content }]));
    expect(report.files.failed).toEqual([]);
    expect(report.resources.Patient?.written).toBe(1);
    expect(Object.values(report.resources.Condition?.skipped ?? {})).toEqual([1]);
  });
});

it.each([
  ['the name of an Organization', { resourceType: 'Organization', id: 'o', name: 'A\0B' }],
  ['the code of a Medication', { resourceType: 'Medication', id: 'm', code: { text: 'x\ud800' } }],
  ['a conditional reference', condition('c', { reference: 'Patient?identifier=urn:x|\0' })],
  ['a conditional reference to a medic', condition('c', { reference: 'Practitioner?identifier=urn:x|\0' })],
  ['a logical reference', condition('c', { identifier: { system: 'urn:x', value: '\ud800' } })],
])('a character in %s that PostgreSQL cannot store does not stop the rest of the file', async (_where, resource) => {
  const report = await load([patient('p', 'Ana'), resource]);
  expect(report.resources.Patient?.written).toBe(1);
  expect(JSON.stringify(report.files.failed)).not.toContain('bad-value');
});
