import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { createMemorySource, loadRecords } from './load.js';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

const ref = (type: string, id: string) => ({ reference: `${type}/${id}` });
const uuid = '0f1b5c1e-0000-4000-8000-000000000090';

/** Resources that reference each other in every way that the loader resolves. */
const resources: readonly { resourceType: string; id: string; [element: string]: unknown }[] = [
  { resourceType: 'Organization', id: 'o', name: 'Ward 7' },
  { resourceType: 'Medication', id: 'm', code: { text: 'Amoxicillin 250 MG' } },
  { resourceType: 'Patient', id: 'p', name: [{ family: 'Order', given: ['Any'] }], birthDate: '1980-03-04' },
  { resourceType: 'Practitioner', id: 'd', name: [{ family: 'Doctor' }], identifier: [{ value: 'L-1' }] },
  { resourceType: 'Practitioner', id: 'e', name: [{ family: 'Else' }], identifier: [{ value: 'L-2' }] },
  ...['r1', 'r2'].map((id, index) => ({
    resourceType: 'PractitionerRole',
    id,
    practitioner: ref('Practitioner', 'd'),
    organization: ref('Organization', 'o'),
    specialty: [{ text: `Specialty ${id}` }],
    availableTime: [
      { daysOfWeek: ['mon'], availableStartTime: `0${8 + index}:00:00`, availableEndTime: `1${1 + index}:00:00` },
    ],
  })),
  {
    resourceType: 'Encounter',
    id: 'v',
    status: 'finished',
    type: [{ text: 'Check up' }],
    subject: ref('Patient', 'p'),
    participant: [{ individual: ref('PractitionerRole', 'r1') }],
    period: { start: '2020-01-01T10:00:00Z', end: '2020-01-01T10:20:00Z' },
  },
  {
    resourceType: 'Observation',
    id: 'b',
    status: 'final',
    code: { text: 'Hemoglobin' },
    subject: ref('Patient', 'p'),
    encounter: ref('Encounter', 'v'),
    performer: [ref('Practitioner', 'nobody'), ref('Practitioner', 'e')],
    effectiveDateTime: '2020-01-01T10:10:00Z',
    valueQuantity: { value: 13.5, unit: 'g/dL' },
  },
  { resourceType: 'Condition', id: uuid, code: { text: 'Asthma' }, subject: ref('Patient', 'p') },
  {
    resourceType: 'Procedure',
    id: uuid,
    status: 'completed',
    code: { text: 'Appendectomy' },
    subject: ref('Patient', 'p'),
  },
  {
    resourceType: 'MedicationRequest',
    id: 'q',
    status: 'active',
    medicationReference: ref('Medication', 'm'),
    subject: ref('Patient', 'p'),
  },
];

type Resources = typeof resources;

const toLines = (some: Resources) => some.map((resource) => JSON.stringify(resource)).join('\n');

/** Ways in which resources are spread over files. */
const layouts: Readonly<Record<string, (some: Resources) => { name: string; content: string | Uint8Array }[]>> = {
  'a line each in one file': (some) => [{ name: 'all.ndjson', content: toLines(some) }],
  'a file for each type, as in a bulk export': (some) =>
    [...new Set(some.map(({ resourceType }) => resourceType))].map((type) => ({
      name: `${type}.ndjson.gz`,
      content: gzipSync(toLines(some.filter(({ resourceType }) => resourceType === type))),
    })),
  'a resource per file': (some) =>
    some.map((resource, index) => ({ name: `${100 + index}.json`, content: JSON.stringify(resource) })),
  'transactions that reference each other': (some) =>
    [some.slice(0, some.length / 2), some.slice(some.length / 2)].map((half, index) => ({
      name: `${index}.json`,
      content: JSON.stringify({
        resourceType: 'Bundle',
        type: 'transaction',
        entry: half.map((resource) => ({ resource })),
      }),
    })),
  'a bundle per line': (some) => [
    {
      name: 'bundles.jsonl',
      content: some
        .map((resource) => JSON.stringify({ resourceType: 'Bundle', type: 'batch', entry: [{ resource }] }))
        .join('\n'),
    },
  ],
};

const tables = {
  patients: 'id, given_name, family_name',
  medics: 'id, family_name, specialty, department, working_hours',
  reservations: 'id, patient_id, medic_id, exam_id, starts_at, ends_at, status',
  medical_history_entries: 'id, patient_id, kind, display',
  exam_results: 'id, patient_id, medic_id, reservation_id, version, replaces_id',
  referenced_resources: '*',
  loaded_resources: 'resource_type, resource_id, content_hash, row_id',
};

async function readRows(): Promise<unknown[]> {
  const rows: unknown[] = [];
  for (const [table, columns] of Object.entries(tables)) {
    rows.push([...(await db.sql.unsafe(`select ${columns} from ${table} order by 1, 2`))]);
  }
  return rows;
}

const load = (files: { name: string; content: string | Uint8Array }[]) =>
  loadRecords(db.database, createMemorySource(files));

it.each(Object.keys(layouts))('%s: the order does not matter, and a second load writes nothing', async (name) => {
  const toFiles = layouts[name];
  let first: unknown;
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray([...resources], { minLength: resources.length }), async (shuffled) => {
      await db.sql`truncate patients, medics, exams, referenced_resources, loaded_resources cascade`;
      const report = await load(toFiles?.(shuffled) ?? []);
      expect(report.files.failed).toEqual([]);
      // Only the dangling performer.
      expect(report.notes).toMatchObject({ 'optional reference to a Practitioner that is not in the records': 1 });
      const rows = await readRows();
      first ??= rows;
      expect(rows).toEqual(first);
      const again = await load(toFiles?.([...shuffled].reverse()) ?? []);
      expect(Object.values(again.resources).reduce((sum, { written }) => sum + written, 0)).toBe(0);
      expect(await readRows()).toEqual(first);
    }),
    { numRuns: 12, seed: 7 },
  );
  const [medic] = await db.sql`select specialty, department, working_hours from medics where family_name = 'Doctor'`;
  expect(medic).toEqual({
    specialty: 'Specialty r1',
    department: 'Ward 7',
    working_hours: [{ weekday: 1, from: '08:00', to: '12:00' }],
  });
  const results = await db.sql`select family_name from exam_results join medics on medics.id = medic_id`;
  expect([...results]).toEqual([{ family_name: 'Else' }]);
});
