import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { generateSample } from '../../db/sample/sample.js';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { type Embedder, EmbeddingError } from '../knowledge/embedder.js';
import { lexicalEmbedder } from '../knowledge/lexical-embedder.js';
import { searchKnowledge } from '../knowledge/search.js';
import { createMemorySource, loadRecords } from './load.js';

let db: TestDatabase;
beforeEach(async () => {
  db = await createTestDatabase();
});
afterEach(() => db.close());

const id = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const ofPatient = (number: number) => ({ reference: `Patient/${id(number)}` });

const patient = (number: number, family: string) => ({
  resourceType: 'Patient',
  id: id(number),
  name: [{ family, given: ['Lena'] }],
  birthDate: '1990-01-01',
  gender: 'female',
});
const medication = (number: number, of: number, display: string) => ({
  resourceType: 'MedicationRequest',
  id: id(number),
  status: 'active',
  intent: 'order',
  medicationCodeableConcept: { text: display },
  subject: ofPatient(of),
  authoredOn: '2020-05-01',
});
const note = (number: number, of: number, text: string) => ({
  resourceType: 'DocumentReference',
  id: id(number),
  status: 'current',
  subject: ofPatient(of),
  date: '2020-05-01T10:00:00Z',
  content: [{ attachment: { contentType: 'text/plain', data: Buffer.from(text).toString('base64') } }],
});

const records = (...resources: object[]) =>
  createMemorySource([
    { name: 'records.ndjson', content: resources.map((resource) => JSON.stringify(resource)).join('\n') },
  ]);

const load = (source: ReturnType<typeof records>, embedder: Embedder = lexicalEmbedder) =>
  loadRecords(db.database, source, { embedder });

const rows = () => db.sql`
  select custom_metadata ->> 'patientId' as patient, custom_metadata ->> 'title' as title, chunks, xmin::text as xmin
  from bedrock_integration.knowledge_base order by id`;

async function ask(query: string, patientId: string, role: 'medic' | 'patient' = 'medic') {
  const [embedding = []] = await lexicalEmbedder.embed([query]);
  const question = { query, embedding, embedder: lexicalEmbedder.name, patientId, limit: 3 };
  return db.database.transaction({ role, subject: 'someone', requestId: 'r' }, (tx) => searchKnowledge(tx, question));
}

describe('a load with an embedder', () => {
  it("adds each patient's record to the knowledge base, where a question about the patient finds it", async () => {
    const report = await load(
      records(
        patient(1, 'Loaded'),
        patient(2, 'Other'),
        medication(11, 1, 'Metformin 500 MG'),
        medication(12, 2, 'Warfarin 5 MG'),
      ),
    );
    expect(report.knowledge).toEqual({ written: 2, unchanged: 0 });
    const [best] = await ask('Which medications does Lena Loaded take?', id(1));
    expect(best?.passage).toMatch(
      /Record of Lena Loaded › Medications\n- Metformin 500 MG \(active, since 2020-05-01\)/,
    );
    const found = await ask('Which medications does Lena Loaded take?', id(1));
    expect(JSON.stringify(found)).not.toMatch(/Warfarin|Other/);
    // "Nothing recorded" is not "none".
    const [allergies] = await ask('allergies', id(1));
    expect(allergies?.passage).toBe('Record of Lena Loaded › Allergies\nNothing recorded.');
  });

  it('adds documents with text', async () => {
    const report = await load(records(patient(1, 'Loaded'), note(21, 1, 'The knee was swollen after skiing.')));
    expect(report.knowledge).toEqual({ written: 2, unchanged: 0 });
    const [best] = await ask('swollen knee', id(1));
    expect(best).toMatchObject({ source: `DocumentReference/${id(21)}`, patientId: id(1) });
  });

  it('no longer finds a removed file, and the next load deletes its passages', async () => {
    const source = () => records(patient(1, 'Loaded'), note(21, 1, 'The knee was swollen after skiing.'));
    const day = new Date().toISOString().slice(0, 10);
    const sources = async () => [...new Set((await ask('swollen knee', id(1))).map(({ source: found }) => found))];
    await load(source());
    expect(await sources()).toContain(`DocumentReference/${id(21)}`);
    const [kept] = await db.sql`select id, chunks, custom_metadata as metadata from bedrock_integration.knowledge_base
      where custom_metadata ->> 'source' = ${`DocumentReference/${id(21)}`}`;
    await db.sql`update files set status = 'removed', removed_at = now() where id = ${id(21)}`;
    expect(await sources()).toEqual([`Patient/${id(1)} as of ${day}`]);
    await db.sql`insert into bedrock_integration.knowledge_base (id, chunks, custom_metadata, embedding)
      select ${kept?.id}, ${kept?.chunks}, ${kept?.metadata}, embedding from bedrock_integration.knowledge_base limit 1`;
    expect(await sources()).toContain(`DocumentReference/${id(21)}`);
    await load(records({ ...patient(1, 'Loaded'), gender: 'other' }));
    expect(await sources()).toEqual([`Patient/${id(1)} as of ${day}`]);
  });

  it('truncates the longest title to the limit of the API', async () => {
    const long = note(21, 1, 'The knee was swollen.');
    const [part] = long.content;
    const content = [{ attachment: { ...part?.attachment, title: 'x'.repeat(255) } }];
    await load(records(patient(1, 'L'.repeat(100)), { ...long, content }));
    expect(Math.max(...(await rows()).map(({ title }) => title.length))).toBe(200);
  });

  it('leaves out results that were entered in error or corrected', async () => {
    const potassium = (number: number, status: string, date: string, value: number) => ({
      resourceType: 'Observation',
      id: id(number),
      status,
      code: { text: 'Potassium' },
      subject: ofPatient(1),
      effectiveDateTime: date,
      valueQuantity: { value, unit: 'mmol/L' },
    });
    await load(records(patient(1, 'Loaded'), potassium(31, 'final', '2020-05-01T10:00:00Z', 9.1)));
    await db.sql`
      insert into exam_results (patient_id, display, effective_at, value, status, replaces_id)
      select patient_id, display, '2020-04-30', '{"value": 4.1}', 'corrected', id from exam_results`;
    await load(records(patient(1, 'Loaded'), potassium(32, 'entered-in-error', '2020-06-01T10:00:00Z', 9.9)));
    const passages = (await ask('Potassium', id(1))).map(({ passage }) => passage).join();
    expect(passages).toContain('Potassium: 4.1');
    expect(passages).not.toMatch(/9\.1|9\.9/);
  });

  it('updates only documents that have changed', async () => {
    const first = [patient(1, 'Loaded'), patient(2, 'Other'), medication(11, 1, 'Metformin 500 MG')];
    await load(records(...first));
    const before = await rows();
    expect((await load(records(...first))).knowledge).toEqual({ written: 0, unchanged: 2 });
    expect(await rows()).toEqual(before);
    const report = await load(records(...first, medication(12, 2, 'Warfarin 5 MG')));
    expect(report.knowledge).toEqual({ written: 1, unchanged: 1 });
    const after = await rows();
    const of = (some: typeof before, patientId: string) => some.filter((row) => row.patient === patientId);
    expect(of(after, id(1))).toEqual(of(before, id(1)));
    expect(of(after, id(2)).map(({ chunks }) => chunks)).toContainEqual(expect.stringContaining('Warfarin'));
  });

  it('keeps the records and says what to do if the embedder is unreachable; the next load continues', async () => {
    let calls = 0;
    const failing: Embedder = {
      name: lexicalEmbedder.name,
      async embed(texts) {
        calls += 1;
        if (calls > 1) throw new EmbeddingError('unreachable');
        return lexicalEmbedder.embed(texts);
      },
    };
    const source = () => records(patient(1, 'Loaded'), patient(2, 'Other'));
    await expect(load(source(), failing)).rejects.toThrow('Load again to complete it.');
    const [{ count } = { count: 0 }] = await db.sql<{ count: number }[]>`select count(*)::int as count from patients`;
    expect(count).toBe(2);
    expect((await load(source())).knowledge).toEqual({ written: 1, unchanged: 1 });
  });

  it('records an audit event for each document and keeps no transaction open while the embedder works', async () => {
    const open: number[] = [];
    const watching: Embedder = {
      name: lexicalEmbedder.name,
      async embed(texts) {
        const [row] = await db.sql<{ count: number }[]>`
          select count(*)::int as count from pg_stat_activity
          where datname = current_database() and state = 'idle in transaction'`;
        open.push(row?.count ?? -1);
        return lexicalEmbedder.embed(texts);
      },
    };
    await load(records(patient(1, 'Loaded')), watching);
    expect(open).toEqual([0]);
    const events = await db.sql`
      select actor_role as role, patient_ids as patients from audit_events where action = 'data-loader.summarize'`;
    expect([...events]).toEqual([{ role: 'loader', patients: [id(1)] }]);
  });

  it('adds nothing about a patient who was removed', async () => {
    await load(records(patient(1, 'Loaded')));
    await db.sql`update patients set removed_at = now()`;
    expect((await load(records(patient(1, 'Loaded'), medication(11, 1, 'Metformin')))).knowledge?.written ?? 0).toBe(0);
  });

  it('adds all patients of the sample', async () => {
    const sample = generateSample({ now: new Date('2026-03-02T12:00:00Z') });
    const source = createMemorySource(sample.map(({ name, bundle }) => ({ name, content: JSON.stringify(bundle) })));
    const report = await load(source);
    const [{ count } = { count: 0 }] = await db.sql<{ count: number }[]>`select count(*)::int as count from patients`;
    expect(report.knowledge?.written).toBeGreaterThanOrEqual(count);
    const titles = new Set((await rows()).map(({ title }) => title));
    expect([...titles].filter((title) => title.startsWith('Record of ')).length).toBeGreaterThan(50);
  });
});

const folder = '../shared/data/synthea-r4';
const bundle = await import('node:fs/promises')
  .then(async ({ readdir }) => (await readdir(folder)).find((name) => name.endsWith('.json')))
  .catch(() => undefined);

describe.skipIf(bundle === undefined)('a bundle of Synthea', () => {
  it("answers a question about medications with the patient's medications", async () => {
    await load(createMemorySource([{ name: 'bundle.json', content: await readFile(`${folder}/${bundle}`, 'utf8') }]));
    const [someone] = await db.sql`
      select p.id, p.given_name || ' ' || p.family_name as name, array_agg(m.display) as medications
      from patients p join medical_history_entries m on m.patient_id = p.id and m.kind = 'medication'
      group by p.id limit 1`;
    if (someone === undefined) return;
    const found = await ask(`Which medications does ${someone.name} take?`, someone.id);
    // Synthea has a procedure "Documentation of current medications", which matches the same words.
    const first = found.slice(0, 2).map(({ passage }) => passage);
    const medications = first.find((passage) => passage.includes('› Medications'));
    expect(someone.medications.some((display: string) => medications?.includes(display))).toBe(true);
  });
});
