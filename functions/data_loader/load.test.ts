import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { generateSample } from '../../db/sample/sample.js';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { createFolderSource, createMemorySource, loadRecords } from './load.js';
import { loadedTables } from './mapping/mapping.js';

let db: TestDatabase;
beforeEach(async () => {
  db = await createTestDatabase();
});
afterEach(() => db.close());

interface Json {
  readonly resourceType: string;
  readonly id: string;
  readonly [key: string]: unknown;
}

const id = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const urn = (number: number) => ({ reference: `urn:uuid:${id(number)}` });

const patient = (number: number, more: object = {}): Json => ({
  resourceType: 'Patient',
  id: id(number),
  name: [{ family: 'Loaded', given: ['Lena', 'Maria'] }],
  birthDate: '1990-01-01',
  gender: 'female',
  ...more,
});
const practitioner = (number: number, more: object = {}): Json => ({
  resourceType: 'Practitioner',
  id: id(number),
  name: [{ family: 'Medic', given: ['Max'] }],
  identifier: [{ system: 'http://hl7.org/fhir/sid/us-npi', value: `npi-${number}` }],
  ...more,
});
const encounter = (number: number, more: object = {}): Json => ({
  resourceType: 'Encounter',
  id: id(number),
  status: 'finished',
  type: [{ text: 'Check up' }],
  subject: urn(1),
  participant: [{ individual: urn(2) }],
  period: { start: '2020-01-01T10:00:00Z', end: '2020-01-01T10:20:00Z' },
  ...more,
});
const observation = (number: number, more: object = {}): Json => ({
  resourceType: 'Observation',
  id: id(number),
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code: '718-7', display: 'Hemoglobin' }] },
  subject: urn(1),
  effectiveDateTime: '2020-01-01T10:10:00Z',
  valueQuantity: { value: 13.5, unit: 'g/dL' },
  ...more,
});

const file = (name: string, ...resources: Json[]) => bundle('transaction', name, ...resources);

const bundle = (type: string, name: string, ...resources: Json[]) => ({
  name,
  content: JSON.stringify({
    resourceType: 'Bundle',
    type,
    entry: resources.map((resource) => ({ fullUrl: `urn:uuid:${resource.id}`, resource })),
  }),
});

const load = (...files: { name: string; content: string }[]) => loadRecords(db.database, createMemorySource(files));

/** Reads every row that the loader can write, with the transaction that wrote it last. */
async function readAllRows() {
  const rows: unknown[] = [];
  for (const table of loadedTables) {
    rows.push(...(await db.sql`select xmin::text as xmin, * from ${db.sql(table)} order by 2, 3, 4`));
  }
  return rows;
}

const whole = () => file('whole.json', patient(1), practitioner(2), encounter(3), observation(4));

describe('a document', () => {
  const document = (text: string, more: object = {}): Json => ({
    resourceType: 'DocumentReference',
    id: id(900),
    status: 'current',
    subject: urn(901),
    content: [
      { attachment: { contentType: 'text/plain', title: 'Letter.txt', data: Buffer.from(text).toString('base64') } },
    ],
    ...more,
  });
  const stored = () => db.sql`
    select file_name, status, version, text from files join file_texts using (id, patient_id)
    where file_name = 'Letter.txt'`;

  it('becomes an available file with its text, and both change with it', async () => {
    const person = patient(901);
    await load(file('letter.json', person, document('Sehr geehrte Kollegin')));
    expect([...(await stored())]).toEqual([
      { file_name: 'Letter.txt', status: 'available', version: 1, text: 'Sehr geehrte Kollegin' },
    ]);
    await load(file('letter.json', person, document('Corrected')));
    expect([...(await stored())]).toEqual([
      { file_name: 'Letter.txt', status: 'available', version: 2, text: 'Corrected' },
    ]);
  });
});

describe('loading a bundle', () => {
  it('creates records from its resources', async () => {
    const report = await load(whole());
    expect(report.files.failed).toEqual([]);
    expect(report.resources.Encounter).toEqual({ read: 1, written: 1, unchanged: 0, skipped: {}, leftOut: {} });
    const [reservation] = await db.sql`
      select patients.given_name, family_name, medic_id, exams.name, exams.duration_minutes, status, starts_at, ends_at
      from reservations join patients on patients.id = patient_id join exams on exams.id = exam_id`;
    expect(reservation).toEqual({
      given_name: 'Lena Maria',
      family_name: 'Loaded',
      medic_id: id(2),
      name: 'Check up',
      duration_minutes: 20,
      status: 'completed',
      starts_at: new Date('2020-01-01T10:00:00Z'),
      ends_at: new Date('2020-01-01T10:20:00Z'),
    });
    expect(await db.sql`select code, value, version from exam_results`).toEqual([
      { code: '718-7', value: { value: 13.5, unit: 'g/dL' }, version: 1 },
    ]);
  });

  it('twice writes nothing', async () => {
    await load(whole());
    const before = await readAllRows();
    const report = await load(whole());
    expect(await readAllRows()).toEqual(before);
    expect(report.resources.Patient).toEqual({ read: 1, written: 0, unchanged: 1, skipped: {}, leftOut: {} });
  });

  it('keeps edits, applies versions that are newer than them, and skips older ones', async () => {
    const at = (lastUpdated: string, family: string) =>
      file('p.json', patient(1, { meta: { lastUpdated }, name: [{ family, given: ['Lena'] }] }));
    const familyName = async () => (await db.sql`select family_name, version from patients`)[0];
    await load(at('2020-01-02T00:00:00Z', 'First'));
    await db.sql`update patients set family_name = 'Edited'`;
    await load(at('2020-01-02T00:00:00Z', 'First'));
    expect(await familyName()).toEqual({ family_name: 'Edited', version: 2 });
    const older = await load(at('2020-01-01T00:00:00Z', 'Older'));
    expect(older.resources.Patient?.skipped).toEqual({ 'older than the loaded version': 1 });
    expect(await familyName()).toEqual({ family_name: 'Edited', version: 2 });
    const earlier = await load(at('2020-01-03T00:00:00Z', 'Newer'));
    expect(await familyName()).toEqual({ family_name: 'Edited', version: 2 });
    expect(earlier.notes).toEqual({ 'familyName differs from the value that a person entered, which was kept': 1 });
    await load(at('2100-01-01T00:00:00Z', 'Newest'));
    expect(await familyName()).toEqual({ family_name: 'Newest', version: 3 });
  });

  it('never changes a result: a newer one becomes a version that replaces it', async () => {
    await load(whole());
    const corrected = observation(4, { status: 'corrected', valueQuantity: { value: 15.3, unit: 'g/dL' } });
    await load(file('later.json', corrected));
    await load(file('later.json', corrected));
    const rows = await db.sql`
      select version, status, value ->> 'value' as value, replaces_id from exam_results order by version`;
    expect(rows).toEqual([
      { version: 1, status: 'final', value: '13.5', replaces_id: null },
      { version: 2, status: 'corrected', value: '15.3', replaces_id: id(4) },
    ]);
  });

  it('increments the version of the patient when clinical entries are added later', async () => {
    await load(file('a.json', patient(1)));
    await load(
      file('b.json', {
        resourceType: 'Condition',
        id: id(9),
        subject: urn(1),
        code: { text: 'Asthma' },
        onsetDateTime: '2001-05',
      }),
    );
    expect(await db.sql`select version from patients`).toEqual([{ version: 2 }]);
    expect(await db.sql`select kind, display, start_date::text from medical_history_entries`).toEqual([
      { kind: 'condition', display: 'Asthma', start_date: '2001-05-01' },
    ]);
  });

  it('records an audit event with the patients', async () => {
    await load(whole());
    expect(await db.sql`select actor_subject, actor_role, action, patient_ids, outcome from audit_events`).toEqual([
      {
        actor_subject: 'data_loader',
        actor_role: 'loader',
        action: 'data-loader.load',
        patient_ids: [id(1)],
        outcome: 'success',
      },
    ]);
  });

  it('stores each component of a panel as a result', async () => {
    const { valueQuantity: _none, ...panel } = observation(4, {
      component: [80, 120].map((value) => ({
        code: { text: `pressure ${value}` },
        valueQuantity: { value, unit: 'mmHg' },
      })),
    });
    await load(file('panel.json', patient(1), panel as Json));
    expect((await db.sql`select display from exam_results order by 1`).map(({ display }) => display)).toEqual([
      'pressure 120',
      'pressure 80',
    ]);
  });

  it('keeps an encounter without a practitioner, with a placeholder medic', async () => {
    const report = await load(file('e.json', patient(1), encounter(3, { participant: [] })));
    expect(Object.values(report.notes)).toEqual([1]);
    expect(
      await db.sql`select given_name, family_name, active from medics join reservations on medic_id = medics.id`,
    ).toEqual([{ given_name: 'Not', family_name: 'recorded', active: false }]);
  });

  it('erases nothing when a practitioner comes again with less detail', async () => {
    await load(file('a.json', practitioner(2, { telecom: [{ system: 'email', value: 'max@clinic.example' }] })));
    await load(file('b.json', practitioner(2, { name: [{ family: 'Renamed', given: ['Max'] }] })));
    expect(
      await db.sql`select family_name, medic_contacts.email from medics join medic_contacts on medic_id = id`,
    ).toEqual([{ family_name: 'Renamed', email: 'max@clinic.example' }]);
  });
});

describe('references', () => {
  it('to a later file are resolved in a second round', async () => {
    const report = await load(
      file('1-encounters.json', encounter(3)),
      file('2-people.json', patient(1), practitioner(2)),
    );
    expect(report.files.failed).toEqual([]);
    expect(await db.sql`select id from reservations`).toEqual([{ id: id(3) }]);
  });

  it('by type and id, URL or identifier, in the file or loaded before, resolve to the same records', async () => {
    await load(file('people.json', patient(1), practitioner(2)));
    const forms = [
      {
        subject: { reference: `Patient/${id(1)}` },
        participant: [{ individual: { reference: `Practitioner/${id(2)}` } }],
      },
      { subject: { reference: `https://fhir.example/r4/Patient/${id(1)}` } },
      { participant: [{ individual: { reference: 'Practitioner?identifier=http://hl7.org/fhir/sid/us-npi|npi-2' } }] },
    ];
    const report = await load(file('visits.json', ...forms.map((form, index) => encounter(10 + index, form))));
    expect(report.files.failed).toEqual([]);
    expect(await db.sql`select distinct patient_id, medic_id from reservations`).toEqual([
      { patient_id: id(1), medic_id: id(2) },
    ]);
  });

  it('without a target are reported with their place, and nothing of the file is written', async () => {
    const report = await load(file('e.json', practitioner(2), encounter(3)));
    expect(report.files.failed).toEqual([
      {
        name: 'e.json',
        problems: [
          {
            position: `entry 1 (Encounter/${id(3)})`,
            reason: 'the referenced Patient is neither in the files nor loaded',
          },
        ],
      },
    ]);
    expect(await db.sql`select from medics`).toHaveLength(0);
  });
});

describe('an invalid file', () => {
  it('is reported with name, line and column; the others load', async () => {
    const { content } = whole();
    const broken = { name: 'broken.json', content: `{\n  "resourceType": "Bundle",\n  "type": ]` };
    const cut = { name: 'cut.json', content: content.slice(0, content.length / 2) };
    const report = await load(broken, cut, whole());
    const [first, second] = report.files.failed;
    expect(first).toEqual({
      name: 'broken.json',
      problems: [{ position: 'line 3, column 11', reason: 'is not JSON' }],
    });
    expect(second?.name).toBe('cut.json');
    expect(second?.problems[0]?.position).toMatch(/^line 1, column \d+$/);
    expect(await db.sql`select from patients`).toHaveLength(1);
  });

  it('with invalid resources is rejected whole; every problem is reported without its value', async () => {
    const report = await load(
      file(
        'p.json',
        patient(1, { birthDate: 'yesterday' }),
        patient(5, { name: [] }),
        patient(6, { gender: 'secret' }),
        patient(7),
      ),
    );
    const problems = report.files.failed[0]?.problems ?? [];
    expect(problems.map(({ position }) => position)).toEqual([
      `entry 0 (Patient/${id(1)}), birthDate`,
      `entry 1 (Patient/${id(5)}), name`,
      `entry 2 (Patient/${id(6)}), gender`,
    ]);
    expect(JSON.stringify(problems)).not.toMatch(/yesterday|secret/);
    expect(await db.sql`select from patients`).toHaveLength(0);
  });

  it('leaves nothing behind when the database rejects the last resource', async () => {
    await load(file('a.json', patient(1)));
    await db.sql`alter table medics add constraint no_eighth check (license_number <> '8') not valid`;
    const before = await readAllRows();
    const report = await load(
      file('b.json', practitioner(2), encounter(3), practitioner(8, { identifier: [{ value: '8' }] })),
    );
    expect(report.files.failed[0]?.problems).toEqual([
      { position: `entry 2 (Practitioner/${id(8)})`, reason: 'the database rejects it (no_eighth)' },
    ]);
    expect(await readAllRows()).toEqual(before);
  });

  it.each([
    ['no resource', '[]'],
    ['no resource', '"text"'],
    ['no type', '{}'],
    ['an unknown kind of bundle', '{"resourceType":"Bundle","type":"history"}'],
    ['entries that are no list', '{"resourceType":"Bundle","type":"batch","entry":{}}'],
    ['an entry that is nothing', '{"resourceType":"Bundle","type":"batch","entry":[null]}'],
    ['an entry without a resource', '{"resourceType":"Bundle","type":"batch","entry":[{}]}'],
    ['a deep nest', `${'['.repeat(50_000)}${']'.repeat(50_000)}`],
    ['nothing', ''],
  ])('with %s (%#) is reported and does not stop the load', async (_what, content) => {
    const report = await load({ name: 'odd.json', content }, whole());
    expect(report.files.failed.map(({ name }) => name)).toEqual(['odd.json']);
    expect(await db.sql`select from patients`).toHaveLength(1);
  });

  it('that contains a resource twice is rejected only if the contents differ', async () => {
    const report = await load(
      file('same.json', patient(1), patient(1)),
      file('different.json', patient(5), patient(5, { birthDate: '1991-01-01' })),
    );
    expect(report.files.failed.map(({ name }) => name)).toEqual(['different.json']);
    expect(report.resources.Patient?.skipped).toEqual({ 'duplicate in the file': 1 });
  });
});

describe('an unsupported resource', () => {
  it('is counted with the reason', async () => {
    const report = await load(
      file('c.json', patient(1), { resourceType: 'Claim', id: 'c' }, encounter(3, { status: 'entered-in-error' })),
    );
    expect(report.resources.Claim).toEqual({
      read: 1,
      written: 0,
      unchanged: 0,
      skipped: { 'type not supported': 1 },
      leftOut: {},
    });
    expect(report.resources.Encounter?.skipped).toEqual({ 'status entered-in-error': 1 });
  });
});

describe('NDJSON', () => {
  it('is loaded in more than one batch', async () => {
    const lines = Array.from({ length: 1_200 }, (_, n) => JSON.stringify(patient(1_000 + n)));
    const report = await load({ name: 'Patient.ndjson', content: `${lines.join('\n')}\n` });
    expect(report.resources.Patient?.written).toBe(1_200);
    expect(await db.sql`select from patients`).toHaveLength(1_200);
  });

  it('with an invalid line loads the others, and says which one it is', async () => {
    const lines = Array.from({ length: 700 }, (_, n) => JSON.stringify(patient(1_000 + n)));
    const report = await load({ name: 'Patient.ndjson', content: ['{"broken', ...lines].join('\n') });
    expect(report.files.failed).toEqual([
      {
        name: 'Patient.ndjson',
        problems: [{ position: 'line 1, column 2', reason: 'is not JSON' }],
        isPartial: true,
      },
    ]);
    expect(await db.sql`select from patients`).toHaveLength(700);
  });
});

describe('a folder', () => {
  it('that does not exist or contains no records is an error that says so', async () => {
    await expect(loadRecords(db.database, createFolderSource('/nowhere/at/all'))).rejects.toThrow(
      'Folder not found: /nowhere/at/all',
    );
    const folder = await mkdtemp(join(tmpdir(), 'healthcare-load-'));
    await writeFile(join(folder, 'notes.txt'), 'x');
    await expect(loadRecords(db.database, createFolderSource(folder))).rejects.toThrow('no .json or .ndjson files');
    await writeFile(join(folder, 'p.json'), file('p.json', patient(1)).content);
    const report = await loadRecords(db.database, createFolderSource(folder));
    expect(report.files).toEqual({ read: 1, failed: [], skipped: [], ignored: 1 });
    await rm(folder, { recursive: true });
  });
});

it('the sample is loaded completely, and a second load writes nothing', async () => {
  const files = generateSample({ now: new Date() }).map(({ name, bundle }) => ({
    name,
    content: JSON.stringify(bundle),
  }));
  const report = await load(...files);
  expect(report.files.failed).toEqual([]);
  const [counts] = await db.sql`
    select (select count(*)::integer from patients) as patients, (select count(*)::integer from medics) as medics,
      (select count(*)::integer from exams) as exams,
      (select count(*)::integer from reservations where status = 'scheduled' and starts_at > now()) as ahead,
      (select count(*)::integer from medics where jsonb_array_length(working_hours) > 0) as own_hours`;
  expect(counts).toMatchObject({ patients: 60, medics: 14, exams: 29, own_hours: 11 });
  expect(counts?.ahead).toBeGreaterThan(50);
  const before = await readAllRows();
  await load(...files);
  expect(await readAllRows()).toEqual(before);
});

const synthea = '../shared/data/synthea-r4';

describe.runIf(existsSync(synthea))('synthetic patient records', () => {
  it('are loaded completely, and a second load writes nothing', async () => {
    const report = await loadRecords(db.database, createFolderSource(synthea));
    expect(report.files).toEqual({ read: 21, failed: [], skipped: [], ignored: 0 });
    expect(await db.sql`select count(*)::integer as n from patients`).toEqual([{ n: 19 }]);
    expect(await db.sql`select status, count(*)::integer as n from reservations group by status`).toEqual([
      { status: 'completed', n: 134 },
    ]);
    const before = await readAllRows();
    const again = await loadRecords(db.database, createFolderSource(synthea));
    expect(Object.values(again.resources).reduce((sum, { written }) => sum + written, 0)).toBe(0);
    expect(await readAllRows()).toEqual(before);
  });

  it('with one truncated file load from the other 20, and the file is reported', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'healthcare-synthea-'));
    const { files } = await createFolderSource(synthea).list();
    for (const [index, { name }] of files.entries()) {
      const content = await readFile(join(synthea, name));
      await writeFile(join(folder, name), index === 4 ? content.subarray(0, content.length / 3) : content);
    }
    const report = await loadRecords(db.database, createFolderSource(folder));
    expect(report.files.failed).toHaveLength(1);
    expect(report.files.failed[0]).toMatchObject({ name: files[4]?.name, problems: [{ reason: 'is not JSON' }] });
    expect(await db.sql`select count(*)::integer as n from patients`).toEqual([{ n: 18 }]);
    await rm(folder, { recursive: true });
  });
});
