import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApi, type TestApi } from '../../../test/support/api.js';
import { makeRecords } from '../../../test/support/records.js';
import { lexicalEmbedder } from '../../knowledge/lexical-embedder.js';
import { createKnowledgeRouter } from './routes.js';

let api: TestApi;
let patientId: string;
beforeAll(async () => {
  api = await createTestApi([createKnowledgeRouter(lexicalEmbedder)]);
  patientId = (await makeRecords(api)).patient;
});
afterAll(() => api.close());

const path = '/v1/agent/knowledge/documents';
const text = '# Fasting\n\nEat nothing.\n\n# Medicines\n\nTake them as usual.';

async function add(document: object) {
  const { status, headers, body } = await api.as('admin').post(path, { text, ...document });
  expect(status).toBe(201);
  return { ...body, location: headers.get('Location') ?? '', etag: headers.get('ETag') ?? '' };
}

const countPassages = async (id: string) => {
  const [row] = await api.db.sql`
    select count(*)::int as count from bedrock_integration.knowledge_base where custom_metadata ->> 'documentId' = ${id}`;
  return row?.count;
};

describe('a knowledge document', () => {
  it('is read as it was added, until it is removed with its passages', async () => {
    const { location, etag, ...document } = await add({ title: 'Blood test', source: 'Handbook', patientId });
    expect(document).toMatchObject({ title: 'Blood test', source: 'Handbook', patientId, passageCount: 2, version: 1 });
    const read = await api.as('medic').get(location);
    expect([read.status, read.body, read.headers.get('ETag')]).toEqual([200, document, etag]);
    expect((await api.as('medic').get(location, { 'If-None-Match': etag })).status).toBe(304);
    expect((await api.as('admin').delete(location, { 'If-Match': '"7"' })).status).toBe(412);
    expect(await countPassages(document.id)).toBe(2);
    expect((await api.as('admin').delete(location, { 'If-Match': etag })).status).toBe(204);
    expect(await countPassages(document.id)).toBe(0);
    for (const answer of [await api.as('admin').get(location), await api.as('admin').delete(location)])
      expect(answer.status).toBe(404);
  });

  it('is listed by title, patient and time', async () => {
    const general = await add({ title: 'Über Röntgen' });
    const own = await add({ title: 'Röntgen report', patientId });
    const list = async (query: string) =>
      (await api.as('service').get(`${path}?${query}`)).body.data.map(({ id }: { id: string }) => id);
    expect(await list('search=rontgen&sort=createdAt')).toEqual([general.id, own.id]);
    expect(await list('search=rontgen%20uber')).toEqual([general.id]);
    expect(await list(`patientId=${patientId}&search=report`)).toEqual([own.id]);
    expect(await list('updatedSince=2999-01-01T00:00:00Z')).toEqual([]);
  });

  it('of a removed patient is hidden from medics and machines', async () => {
    const other = await makeRecords(api);
    const { location, id } = await add({ title: 'Secret', patientId: other.patient });
    await api.db.sql`update patients set removed_at = now(), active = false where id = ${other.patient}`;
    for (const role of ['medic', 'service'] as const) {
      expect((await api.as(role).get(location)).status).toBe(404);
      const { body } = await api.as(role).get(`${path}?limit=100`);
      expect(body.data.map((document: { id: string }) => document.id)).not.toContain(id);
    }
    expect((await api.as('admin').get(location)).status).toBe(200);
  });
});

describe('passages that others write', () => {
  const insert = (documentId: string, more: object = {}) =>
    api.db.sql`
      insert into bedrock_integration.knowledge_base (chunks, custom_metadata)
      values ('x', ${api.db.sql.json({ documentId, ...more })}) returning id`;

  it('make a document, which goes with its last passage', async () => {
    const id = crypto.randomUUID();
    const [first] = await insert(id, { title: 'Ingested', patientId });
    await insert(id, { title: 'Ingested', patientId });
    const read = () => api.as('admin').get(`${path}/${id}`);
    expect((await read()).body).toMatchObject({ title: 'Ingested', patientId, passageCount: 2, embedder: null });
    await api.db.sql`delete from bedrock_integration.knowledge_base where id = ${first?.id}`;
    expect((await read()).body).toMatchObject({ passageCount: 1, version: 3 });
    await api.db.sql`delete from bedrock_integration.knowledge_base where custom_metadata ->> 'documentId' = ${id}`;
    expect((await read()).status).toBe(404);
  });

  it.each([
    ['without a document', 'handbook.pdf', {}],
    ['of an unknown patient', crypto.randomUUID(), { patientId: crypto.randomUUID() }],
    ['of an invalid patient', crypto.randomUUID(), { patientId: 'x' }],
  ])('make none: %s', async (_what, documentId, more) => {
    await insert(documentId, more);
    const rows = await api.db.sql`select from knowledge_documents where id::text = ${documentId}`;
    expect(rows).toHaveLength(0);
  });
});
