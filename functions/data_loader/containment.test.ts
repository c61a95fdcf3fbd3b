import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { createMemorySource, loadRecords } from './load.js';
import { LoadError } from './report.js';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());
beforeEach(() => db.sql`truncate patients, medics, exams, referenced_resources, loaded_resources cascade`);

const patient = (id: string, more: object = {}) => ({
  resourceType: 'Patient',
  id,
  name: [{ family: 'Contained', given: ['Kim'] }],
  birthDate: '1980-03-04',
  ...more,
});
const practitioner = {
  resourceType: 'Practitioner',
  id: 'd',
  name: [{ family: 'Ward' }],
  identifier: [{ value: 'L' }],
};
const visit = (id: string, subject: string, start: string, end: string) => ({
  resourceType: 'Encounter',
  id,
  status: 'planned',
  type: [{ text: 'Check' }],
  subject: { reference: `Patient/${subject}` },
  participant: [{ individual: { reference: 'Practitioner/d' } }],
  period: { start: `2030-03-04T${start}:00Z`, end: `2030-03-04T${end}:00Z` },
});
const observation = (id: string, subject: string) => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  code: { text: 'CRP' },
  subject: { reference: `Patient/${subject}` },
  effectiveDateTime: '2020-01-01T10:10:00Z',
  valueString: 'x',
});
const toBundle = (type: string, ...resources: object[]) => ({
  resourceType: 'Bundle',
  type,
  entry: resources.map((resource) => ({ resource })),
});
const json = (name: string, value: object) => ({ name, content: JSON.stringify(value) });
const lines = (name: string, ...values: object[]) => ({
  name,
  content: values.map((value) => JSON.stringify(value)).join('\n'),
});
const load = (...files: { name: string; content: string | Uint8Array }[]) =>
  loadRecords(db.database, createMemorySource(files));
const countPatients = async () => (await db.sql`select from patients`).length;

describe('a fault in one resource', () => {
  const invalid = patient('bad', { birthDate: 'yesterday' });

  it.each(['batch', 'collection', 'searchset'])('of a %s leaves out that one, and what requires it', async (type) => {
    const report = await load(json('b.json', toBundle(type, invalid, observation('o', 'bad'), patient('good'))));
    expect(report.files.failed).toEqual([
      {
        name: 'b.json',
        problems: [
          { position: 'entry 0 (Patient/bad), birthDate', reason: 'must be a FHIR date' },
          { position: 'entry 1 (Observation/o)', reason: 'the referenced Patient is neither in the files nor loaded' },
        ],
        isPartial: true,
      },
    ]);
    expect(await countPatients()).toBe(1);
  });

  it('of a transaction leaves out the transaction, also as one line of several', async () => {
    const transaction = toBundle('transaction', patient('good'), invalid);
    const report = await load(
      json('t.json', transaction),
      lines('l.ndjson', transaction, toBundle('transaction', patient('other'))),
    );
    expect(report.files.failed.map(({ name, isPartial }) => [name, isPartial])).toEqual([
      ['l.ndjson', true],
      ['t.json', undefined],
    ]);
    expect(report.files.failed[0]?.problems[0]?.position).toBe('line 1, entry 1 (Patient/bad), birthDate');
    expect(await countPatients()).toBe(1);
  });
});

it.each(['collection', 'transaction'])(
  'a visit of a %s that overlaps another one is named, and the rest is loaded',
  async (type) => {
    const resources = [
      ...[patient('a'), patient('b'), practitioner],
      visit('v1', 'a', '15:00', '15:30'),
      visit('v2', 'b', '15:10', '15:20'),
      visit('v3', 'b', '16:00', '16:20'),
      visit('v4', 'a', '16:10', '16:30'),
      { ...observation('o', 'b'), encounter: { reference: 'Encounter/v2' } },
    ];
    const report = await load(json('b.json', toBundle(type, ...resources)));
    const problems = [
      { position: 'entry 4 (Encounter/v2)', reason: 'overlaps another reservation of its medic' },
      { position: 'entry 6 (Encounter/v4)', reason: 'overlaps another reservation of its medic' },
    ];
    expect(report.files.failed).toEqual([{ name: 'b.json', problems, isPartial: true }]);
    expect(report.notes).toEqual({ 'optional reference to a Encounter that was skipped': 1 });
    expect(await db.sql`select from reservations`).toHaveLength(2);
    expect(await db.sql`select reservation_id from exam_results`).toEqual([{ reservation_id: null }]);
    const again = await load(json('b.json', toBundle(type, ...resources)));
    expect(Object.values(again.resources).reduce((sum, { written }) => sum + written, 0)).toBe(0);
  },
);

describe('a compressed file', () => {
  it('is loaded', async () => {
    const content = gzipSync(lines('', patient('a'), patient('b')).content);
    expect((await load({ name: 'Patient.ndjson.gz', content })).resources.Patient?.written).toBe(2);
    const bundle = gzipSync(JSON.stringify(toBundle('transaction', patient('c'))));
    expect((await load({ name: 'b.json.gz', content: bundle })).resources.Patient?.written).toBe(1);
  });

  it('that is damaged, or becomes too large, is refused', async () => {
    const content = gzipSync(lines('', patient('a')).content);
    const report = await load(
      { name: '1.ndjson.gz', content: content.subarray(0, 40) },
      { name: '2.json.gz', content: Buffer.from('{}') },
      { name: '3.json.gz', content: gzipSync(Buffer.alloc(101 * 1024 * 1024, ' ')) },
    );
    expect(report.files.failed.map(({ problems }) => problems)).toEqual([
      [{ position: 'file', reason: 'is not gzip, or is incomplete' }],
      [{ position: 'file', reason: 'is not gzip, or is incomplete' }],
      [{ position: 'file', reason: 'is larger than 100 MiB; export it as NDJSON' }],
    ]);
    expect(await countPatients()).toBe(0);
  });
});

it.each([
  ['STU3', { resourceType: 'Condition', id: 'x', clinicalStatus: 'active', code: { text: 'A' } }],
  ['STU3', { ...observation('x', 'a'), context: { reference: 'Encounter/e' } }],
  ['STU3', { resourceType: 'Encounter', id: 'x', status: 'finished', reason: [{ text: 'Cough' }] }],
  ['R5', { resourceType: 'Encounter', id: 'x', status: 'completed', class: [{ coding: [{ code: 'AMB' }] }] }],
  [
    'R5',
    { resourceType: 'Encounter', id: 'x', status: 'completed', reason: [{ value: [{ concept: { text: 'Cough' } }] }] },
  ],
  ['R5', { resourceType: 'MedicationRequest', id: 'x', medication: { concept: { text: 'Amoxicillin' } } }],
  ['R5', patient('x', { meta: { profile: ['http://hl7.org/fhir/5.0/StructureDefinition/Patient'] } })],
  ['DSTU2', { resourceType: 'AllergyIntolerance', id: 'x', substance: { text: 'Nuts' } }],
  ['DSTU2', { resourceType: 'Condition', id: 'x', patient: { reference: 'Patient/a' }, clinicalStatus: 'active' }],
  ['DSTU2', { resourceType: 'Encounter', id: 'x', class: 'ambulatory', reason: [{ text: 'Cough' }] }],
])('a file of %s is refused by the name of its version (%#)', async (version, resource) => {
  const report = await load(json('other.json', toBundle('collection', patient('a'), resource)));
  expect(report.files.failed).toEqual([
    { name: 'other.json', problems: [{ position: 'entry 1', reason: `is FHIR ${version}; only R4 can be loaded` }] },
  ]);
  expect(await countPatients()).toBe(0);
});

it('the manifest of a bulk export is no fault of it', async () => {
  const manifest = { transactionTime: '2026-01-01T00:00:00Z', requiresAccessToken: false, output: [], error: [] };
  const report = await load(json('manifest.json', manifest), lines('Patient.ndjson', patient('a')));
  expect(report.files).toMatchObject({ failed: [], skipped: ['manifest.json'] });
  expect(report.resources.Patient?.written).toBe(1);
});

it('a line of another version is refused, and the others are loaded', async () => {
  const old = { resourceType: 'Condition', id: 'x', clinicalStatus: 'active', code: { text: 'A' } };
  const report = await load(lines('a.ndjson', patient('a'), old, observation('o', 'a')));
  expect(report.files.failed).toEqual([
    {
      name: 'a.ndjson',
      problems: [{ position: 'line 2', reason: 'is FHIR STU3; only R4 can be loaded' }],
      isPartial: true,
    },
  ]);
  expect(report.resources.Observation?.written).toBe(1);
});

it('a file in which every resource was skipped is named, and the details name each resource', async () => {
  const source = createMemorySource([json('c.json', toBundle('collection', { resourceType: 'Claim', id: 'c' }))]);
  const report = await loadRecords(db.database, source, { details: true });
  expect(report.files).toMatchObject({ failed: [], skipped: ['c.json'] });
  expect(report.details).toEqual([
    { file: 'c.json', position: 'entry 0', type: 'Claim', kind: 'skipped', reason: 'type not supported' },
  ]);
});

it('a load that ends early reports what it has loaded, without a value of a record', async () => {
  const failing = { name: 'test', embed: () => Promise.reject(new TypeError('Kim Contained')) };
  const document = {
    resourceType: 'DocumentReference',
    id: 'doc',
    status: 'current',
    subject: { reference: 'Patient/a' },
    content: [{ attachment: { contentType: 'text/plain', data: Buffer.from('text').toString('base64') } }],
  };
  const source = createMemorySource([lines('a.ndjson', patient('a'), document)]);
  const error = await loadRecords(db.database, source, { embedder: failing }).catch((reason) => reason);
  expect(error).toBeInstanceOf(LoadError);
  expect(error.report.resources.Patient).toMatchObject({ read: 1, written: 1 });
  expect(error.message).toBe('The load ended unexpectedly (TypeError).');
});
