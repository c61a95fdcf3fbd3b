import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, createTestApi, type TestApi } from '../../../test/support/api.js';
import { type Embedder, EmbeddingError } from '../../knowledge/embedder.js';
import { lexicalEmbedder } from '../../knowledge/lexical-embedder.js';
import { createKnowledgeRouter } from './routes.js';

/** The lexical embedder, and one that can fail. */
let isReachable = true;
const embedder: Embedder = {
  name: lexicalEmbedder.name,
  async embed(texts) {
    if (!isReachable) throw new EmbeddingError('no answer');
    return lexicalEmbedder.embed(texts);
  },
};

const absent = '00000000-0000-4000-8000-000000000000';
const path = '/v1/agent/knowledge';

let api: TestApi;
let admin: Client;
let medic: Client;
const ids = { alice: '', bob: '', removed: '' };

const patient = async (name: string, removedAt: Date | null = null) => {
  const [row] = await api.db.sql`
    insert into patients (given_name, family_name, birth_date, gender, account_subject, removed_at)
    values (${name}, 'Tested', '1990-01-01', 'other', ${name}, ${removedAt}) returning id`;
  return row?.id as string;
};

const add = async (title: string, text: string, patientId?: string) => {
  const body = { title, text, ...(patientId !== undefined && { patientId }) };
  const answer = await admin.post(`${path}/documents`, body);
  expect(answer.status).toBe(201);
  return answer.body;
};

const search = async (client: Client, query: string, patientId?: string) => {
  const answer = await client.post(`${path}/search`, { query, ...(patientId !== undefined && { patientId }) });
  expect(answer.status).toBe(200);
  return answer.body.data as { title: string; patientId: string | null; passage: string; score: number }[];
};
const titles = (found: { title: string }[]) => found.map(({ title }) => title);

beforeAll(async () => {
  api = await createTestApi([createKnowledgeRouter(embedder)]);
  [admin, medic] = [api.as('admin'), api.as('medic')];
  ids.alice = await patient('alice');
  ids.bob = await patient('bob');
  ids.removed = await patient('removed');
  await add(
    'Colonoscopy',
    '# Before\n\nEat nothing for a day and drink the laxative.\n\n# After\n\nSomebody must drive you home.',
  );
  await add('Opening hours', 'The clinic is open from eight to eight on weekdays.');
  await add('Summary of Alice', '# Medications\n\nMetformin 500 mg twice a day.', ids.alice);
  await add('Summary of Bob', '# Medications\n\nWarfarin 5 mg in the evening.', ids.bob);
  await add('Summary of the removed', '# Medications\n\nMethotrexate once a week.', ids.removed);
  await api.db.sql`update patients set removed_at = now() where id = ${ids.removed}`;
});
afterAll(() => api.close());

describe('a document', () => {
  it('is split at its headings, each passage with title and heading', async () => {
    const { id, passageCount } = await add(
      'Vaccination',
      '# Against flu\n\nEvery autumn.\n\n# Against tetanus\n\nEvery ten years.',
    );
    expect(passageCount).toBe(2);
    const rows = await api.db.sql`
      select chunks, custom_metadata ->> 'position' as position from bedrock_integration.knowledge_base
      where custom_metadata ->> 'documentId' = ${id} order by 2`;
    expect(rows.map(({ chunks }) => chunks)).toEqual([
      'Vaccination › Against flu\nEvery autumn.',
      'Vaccination › Against tetanus\nEvery ten years.',
    ]);
  });

  it("can't be found after it is removed, and is removed once", async () => {
    const { id } = await add('Parking', 'Behind the house.');
    expect(titles(await search(medic, 'where is parking'))).toContain('Parking');
    expect((await admin.delete(`${path}/documents/${id}`)).status).toBe(204);
    expect(titles(await search(medic, 'where is parking'))).not.toContain('Parking');
    expect((await admin.delete(`${path}/documents/${id}`)).status).toBe(404);
    expect((await admin.delete(`${path}/documents/${absent}`)).status).toBe(404);
  });

  it('is added once, however often the request with its key is sent', async () => {
    const [body, key] = [{ title: 'Keyed', text: 'Once.' }, { 'Idempotency-Key': 'document' }];
    const first = await admin.post(`${path}/documents`, body, key);
    const again = await admin.post(`${path}/documents`, body, key);
    expect([again.status, again.text]).toEqual([201, first.text]);
    expect(titles(await search(medic, 'keyed once')).filter((title) => title === 'Keyed')).toHaveLength(1);
  });

  it('is rejected with the reason, and for a patient who does not exist', async () => {
    const answer = await admin.post(`${path}/documents`, { title: '', text: 'x', colour: 'red', patientId: 'x' });
    expect(answer.body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual([
      '/colour',
      '/patientId',
      '/title',
    ]);
    const odd = ['# Allergic to latex', '# a\nb\n'.repeat(8000)].map((text) =>
      admin.post(`${path}/documents`, { title: 'X', text }),
    );
    for (const { status, body } of await Promise.all(odd)) {
      expect([status, body.errors.map(({ pointer }: { pointer: string }) => pointer)]).toEqual([422, ['/text']]);
    }
    const nobody = await admin.post(`${path}/documents`, { title: 'X', text: 'x', patientId: absent });
    expect([nobody.status, nobody.body.errors]).toEqual([422, [{ pointer: '/patientId', detail: 'does not exist' }]]);
  });
});

describe('a search', () => {
  it('finds exact words, and similar ones with a typo', async () => {
    expect(titles(await search(medic, 'what do I drink before a colonoscopy'))[0]).toBe('Colonoscopy');
    expect(titles(await search(medic, 'colonoscpy'))[0]).toBe('Colonoscopy');
  });

  it('treats null like an absent field, as models send it, and so does an addition', async () => {
    const added = await admin.post(`${path}/documents`, { title: 'Null', text: 'x', patientId: null, source: null });
    expect([added.status, added.body.patientId, added.body.source]).toEqual([201, null, null]);
    const found = await medic.post(`${path}/search`, { query: 'medications metformin', patientId: null });
    expect([found.status, found.body.data.every(({ patientId }: { patientId: null }) => patientId === null)]).toEqual([
      200,
      true,
    ]);
  });

  it("finds a patient's documents only if the patient is set, and never another patient's", async () => {
    expect((await search(medic, 'medications metformin warfarin')).every(({ patientId }) => patientId === null)).toBe(
      true,
    );
    const ofAlice = await search(medic, 'medications metformin warfarin', ids.alice);
    expect(ofAlice[0]).toMatchObject({ title: 'Summary of Alice', patientId: ids.alice });
    expect(titles(ofAlice)).not.toContain('Summary of Bob');
    expect(JSON.stringify(ofAlice)).not.toContain('Warfarin');
  });

  it('of a removed patient is possible only for administrators; for others the patient does not exist', async () => {
    expect(titles(await search(admin, 'methotrexate', ids.removed))[0]).toBe('Summary of the removed');
    const hidden = await medic.post(
      `${path}/search`,
      { query: 'methotrexate', patientId: ids.removed },
      { 'X-Request-Id': 'same' },
    );
    const missing = await medic.post(
      `${path}/search`,
      { query: 'methotrexate', patientId: absent },
      { 'X-Request-Id': 'same' },
    );
    expect([hidden.status, hidden.text]).toEqual([422, missing.text]);
  });

  it('returns passages ordered by score, up to the limit', async () => {
    const answer = await medic.post(`${path}/search`, { query: 'the clinic', limit: 2 });
    expect(answer.body.data).toHaveLength(2);
    expect(answer.body.data[0].score).toBeGreaterThanOrEqual(answer.body.data[1].score);
    expect(answer.body.embedder).toBe('lexical-hash-1024');
  });

  it.each(['', ':*', "'", '& | !', '💊', 'a'.repeat(1000)])(
    'treats %j as words, not as query syntax',
    async (query) => {
      const answer = await medic.post(`${path}/search`, { query });
      expect(answer.status).toBe(query === '' ? 422 : 200);
    },
  );

  it('leaves an event with the patients whose passages it showed, and nothing of the question', async () => {
    await medic.post(`${path}/search`, { query: 'metformin', patientId: ids.alice }, { 'X-Request-Id': 'trace' });
    const events = await api.db.sql`select action, outcome, patient_ids from audit_events where request_id = 'trace'`;
    expect([...events]).toEqual([{ action: 'knowledge.search', outcome: 'success', patient_ids: [ids.alice] }]);
    expect(api.logLines.join('\n')).not.toContain('metformin');
  });

  it('leaves an event with the patient even if nothing was found', async () => {
    const [unknown] = await api.db.sql`insert into patients (given_name, family_name, birth_date, gender)
      values ('Nobody', 'Summarised', '1980-05-17', 'other') returning id`;
    const headers = { 'X-Request-Id': 'trace-none' };
    const { body } = await medic.post(`${path}/search`, { query: 'metformin', patientId: unknown?.id }, headers);
    expect(body.data.filter(({ patientId }: { patientId: string | null }) => patientId !== null)).toEqual([]);
    const events = await api.db.sql`select patient_ids from audit_events where request_id = 'trace-none'`;
    expect([...events]).toEqual([{ patient_ids: [unknown?.id] }]);
  });

  it('returns 503 while the embedder is unreachable, and so does an addition, which adds nothing', async () => {
    isReachable = false;
    try {
      const searched = await medic.post(`${path}/search`, { query: 'x' });
      expect([searched.status, searched.headers.get('Retry-After')]).toEqual([503, '5']);
      expect((await admin.post(`${path}/documents`, { title: 'Lost', text: 'Lost.' })).status).toBe(503);
    } finally {
      isReachable = true;
    }
    expect(titles(await search(medic, 'lost'))).not.toContain('Lost');
  });
});

describe('row-level security', () => {
  it('hides passages of removed patients from medics, and all passages from patients and staff', async () => {
    const seen = async (role: string) =>
      api.db.sql.begin(async (tx) => {
        await tx`set local role app`;
        await tx`select set_config('app.role', ${role}, true), set_config('app.subject', 'alice', true)`;
        const rows =
          await tx`select distinct custom_metadata ->> 'patientId' as id from bedrock_integration.knowledge_base`;
        return rows.map(({ id }) => id);
      }) as unknown as Promise<(string | null)[]>;
    expect((await seen('admin')).sort()).toEqual([ids.alice, ids.bob, ids.removed, null].sort());
    expect((await seen('medic')).sort()).toEqual([ids.alice, ids.bob, null].sort());
    for (const role of ['patient', 'staff', '']) expect(await seen(role)).toEqual([]);
  });

  it('is not broken by rows without a patient that Bedrock writes', async () => {
    await api.db.sql`
      insert into bedrock_integration.knowledge_base (chunks, custom_metadata) values ('odd', '{"patientId": "nobody"}')`;
    expect(titles(await search(medic, 'odd'))).not.toContain('odd');
  });
});
