import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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
  const knee = 'The knee was swollen after skiing.';

  it('adds documents with text, where a question about the patient finds them, and no copy of the record', async () => {
    const report = await load(records(patient(1, 'Loaded'), patient(2, 'Other'), note(21, 1, knee)));
    expect(report.knowledge).toEqual({ written: 1, unchanged: 0 });
    const found = await ask('swollen knee', id(1));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ source: `DocumentReference/${id(21)}`, patientId: id(1) });
    expect(JSON.stringify(await rows())).not.toMatch(/Loaded|Lena|1990/);
    expect(await ask('swollen knee', id(2))).toEqual([]);
  });

  it('no longer finds a removed file, and the next load deletes its passages', async () => {
    const source = () => records(patient(1, 'Loaded'), note(21, 1, knee));
    await load(source());
    const [kept] = await db.sql`select id, chunks, custom_metadata as metadata from bedrock_integration.knowledge_base`;
    await db.sql`update files set status = 'removed', removed_at = now() where id = ${id(21)}`;
    expect(await ask('swollen knee', id(1))).toEqual([]);
    await db.sql`insert into bedrock_integration.knowledge_base (chunks, custom_metadata)
      values (${kept?.chunks}, ${kept?.metadata})`;
    expect((await load(source())).knowledge).toEqual({ written: 0, unchanged: 0 });
    expect(await rows()).toHaveLength(0);
  });

  it('truncates the longest title to the limit of the API', async () => {
    const long = note(21, 1, knee);
    const [part] = long.content;
    const content = [{ attachment: { ...part?.attachment, title: 'x'.repeat(255) } }];
    await load(records(patient(1, 'Loaded'), { ...long, content }));
    expect(Math.max(...(await rows()).map(({ title }) => title.length))).toBe(200);
  });

  it('updates only documents that have changed', async () => {
    const first = [patient(1, 'Loaded'), patient(2, 'Other'), note(21, 1, knee), note(22, 2, 'Nothing found.')];
    await load(records(...first));
    const before = await rows();
    expect((await load(records(...first))).knowledge).toEqual({ written: 0, unchanged: 2 });
    expect(await rows()).toEqual(before);
    const report = await load(records(note(22, 2, 'A fracture was found.')));
    expect(report.knowledge).toEqual({ written: 1, unchanged: 0 });
    const after = await rows();
    const of = (some: typeof before, patientId: string) => some.filter((row) => row.patient === patientId);
    expect(of(after, id(1))).toEqual(of(before, id(1)));
    expect(of(after, id(2)).map(({ chunks }) => chunks)).toEqual([expect.stringContaining('fracture')]);
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
    const source = () => records(patient(1, 'Loaded'), note(21, 1, knee), note(22, 1, 'Nothing found.'));
    await expect(load(source(), failing)).rejects.toThrow('Load again to complete it.');
    const [{ count } = { count: 0 }] = await db.sql<{ count: number }[]>`select count(*)::int as count from patients`;
    expect(count).toBe(1);
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
    await load(records(patient(1, 'Loaded'), note(21, 1, knee)), watching);
    expect(open).toEqual([0]);
    const events = await db.sql`
      select actor_role as role, patient_ids as patients from audit_events where action = 'data-loader.index'`;
    expect([...events]).toEqual([{ role: 'loader', patients: [id(1)] }]);
  });

  it('adds nothing about a patient who was removed', async () => {
    await load(records(patient(1, 'Loaded')));
    await db.sql`update patients set removed_at = now()`;
    const report = await load(records(patient(1, 'Loaded'), note(21, 1, knee)));
    expect(report.knowledge).toEqual({ written: 0, unchanged: 0 });
  });

  it('answers the lookup of passages to the loader only', async () => {
    await load(records(patient(1, 'Loaded'), note(21, 1, knee)));
    const [{ document } = { document: '' }] = await db.sql<{ document: string }[]>`
      select custom_metadata ->> 'documentId' as document from bedrock_integration.knowledge_base`;
    const find = (role: 'loader' | 'medic' | 'admin') =>
      db.database.transaction({ role, subject: 'someone', requestId: 'r' }, (tx) =>
        tx.execute(sql`select from document_passages(array[${document}])`),
      );
    expect(await find('loader')).toHaveLength(1);
    expect(await find('medic')).toHaveLength(0);
    expect(await find('admin')).toHaveLength(0);
  });
});
