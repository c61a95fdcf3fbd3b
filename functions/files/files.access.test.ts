import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FileRules, parseEnvironment } from '../../config/environment.js';
import { type Client, createTestApi, missingId, type TestApi } from '../../test/support/api.js';
import { asCaller } from '../../test/support/database.js';
import { createTestFolder } from '../../test/support/test-folder.js';
import { createLocalObjects } from '../local/objects.js';
import { createFilesRouter } from './routes.js';
import { createFileFixtures, createPdf, createUploadInput } from './testing.js';

const folder = createTestFolder();
let api: TestApi;
let clinic: ReturnType<typeof createFileFixtures>;
const ids = { alice: '', bob: '', ofAlice: '', ofBob: '', pendingOfBob: '' };

beforeAll(async () => {
  const objects = createLocalObjects({ folder, origin: 'http://localhost', now: () => api.now });
  api = await createTestApi([createFilesRouter({ objects, rules: parseEnvironment(FileRules, {}) })]);
  clinic = createFileFixtures(api, new Hono().route('/local/objects', objects.routes));
  ids.alice = await clinic.patient('alice');
  ids.bob = await clinic.patient('bob');
  ids.ofAlice = (await clinic.storeFile(api.as('patient', 'alice'), ids.alice)).id;
  ids.ofBob = (await clinic.storeFile(api.as('staff'), ids.bob)).id;
  ids.pendingOfBob = (await clinic.startUpload(api.as('patient', 'bob'), ids.bob, createPdf())).id;
});
afterAll(() => api.close());

const said = { category: 'other', confidence: 1, source: 'review' };

/** Every route of a single file. */
const requests: [string, (client: Client, id: string) => ReturnType<Client['get']>][] = [
  ['GET', (client, id) => client.get(`/v1/files/${id}`, { 'X-Request-Id': 'same' })],
  [
    'GET with If-None-Match',
    (client, id) => client.get(`/v1/files/${id}`, { 'X-Request-Id': 'same', 'If-None-Match': '*' }),
  ],
  ['complete', (client, id) => clinic.complete(client, id, { 'X-Request-Id': 'same' })],
  ['download', (client, id) => client.get(`/v1/files/${id}/download`, { 'X-Request-Id': 'same' })],
];

describe('a patient', () => {
  it.each(requests)(
    "gets the same 404, byte for byte, for another's file as for a missing one: %s",
    async (_name, send) => {
      const alice = api.as('patient', 'alice');
      const missing = await send(alice, missingId);
      expect(missing.status).toBe(404);
      for (const foreign of [ids.ofBob, ids.pendingOfBob]) {
        const answer = await send(alice, foreign);
        expect(answer.text.replaceAll(foreign, missingId)).toBe(missing.text);
        expect([...answer.headers]).toEqual([...missing.headers]);
      }
    },
  );

  it('gets an empty page for another patient, as for a missing one', async () => {
    const alice = api.as('patient', 'alice');
    const foreign = await alice.get(`/v1/files?patientId=${ids.bob}&count=exact`);
    expect(foreign.body).toEqual({ data: [], page: { limit: 25, nextCursor: null, total: 0 } });
    expect(foreign.text).toBe((await alice.get(`/v1/files?patientId=${missingId}&count=exact`)).text);
  });

  it("can't upload for another patient, and learns nothing from trying", async () => {
    const alice = api.as('patient', 'alice');
    const headers = { 'X-Request-Id': 'same' };
    const foreign = await alice.post('/v1/files/upload', createUploadInput(ids.bob, createPdf()), headers);
    const missing = await alice.post('/v1/files/upload', createUploadInput(missingId, createPdf()), headers);
    expect([foreign.status, foreign.text]).toEqual([422, missing.text]);
  });

  it('can upload, read and download their own files, but not classify or remove them', async () => {
    const alice = api.as('patient', 'alice');
    expect((await alice.get(`/v1/files/${ids.ofAlice}`)).status).toBe(200);
    const { url } = (await alice.get(`/v1/files/${ids.ofAlice}/download`)).body;
    expect((await clinic.fetch(url)).status).toBe(200);
    expect((await clinic.classify(alice, ids.ofAlice, said)).status).toBe(403);
    expect((await alice.delete(`/v1/files/${ids.ofAlice}`)).status).toBe(403);
    const { body } = await alice.get(`/v1/files?patientId=${ids.alice}`);
    expect(body.data.map(({ id }: { id: string }) => id)).toEqual([ids.ofAlice]);
  });

  it("with a removed record can't access files anymore, and only administrators can", async () => {
    const gone = await clinic.patient('gone');
    const { id } = await clinic.storeFile(api.as('medic'), gone);
    await api.db.sql`update patients set removed_at = now() where id = ${gone}`;
    for (const client of [api.as('patient', 'gone'), api.as('medic'), api.as('staff')]) {
      expect((await client.get(`/v1/files/${id}`)).status).toBe(404);
      expect((await client.get(`/v1/files?patientId=${gone}`)).body.data).toEqual([]);
    }
    expect((await api.as('admin').get(`/v1/files/${id}/download`)).status).toBe(200);
  });
});

describe('reception', () => {
  it('can upload and list, but not download, classify or remove', async () => {
    const staff = api.as('staff');
    expect((await staff.get(`/v1/files?patientId=${ids.bob}`)).body.data).toHaveLength(2);
    const refused = [
      await staff.get(`/v1/files/${ids.ofBob}/download`),
      await clinic.classify(staff, ids.ofBob, said),
      await staff.delete(`/v1/files/${ids.ofBob}`),
    ];
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403]);
  });

  it("can't read the text of a document in the database either", async () => {
    await api.db.sql`insert into file_texts (id, patient_id, text) values (${ids.ofBob}, ${ids.bob}, 'x')`;
    const seen = (role: 'staff' | 'medic') =>
      asCaller(api.db.sql, { role, subject: 'x' }, async (tx) => (await tx`select from file_texts`).count);
    expect([await seen('staff'), await seen('medic')]).toEqual([0, 1]);
    await api.db.sql`delete from file_texts where id = ${ids.ofBob}`;
  });
});

describe('the database', () => {
  const insert = (role: 'patient' | 'staff' | 'medic', fields: string, values: string) =>
    asCaller(api.db.sql, { role, subject: 'alice' }, (tx) =>
      tx.unsafe(`
        insert into files (patient_id, file_name, content_type, size_bytes, sha256, category, object_key, ${fields})
        values ('${ids.alice}', 'f', 't', 1, 'a', 'other', gen_random_uuid()::text, ${values})`),
    ).then(
      () => 'permitted',
      (error: { code: string }) => error.code,
    );

  it.each([
    ['status', "'available'"],
    ['classification', "'{}'"],
    ['removed_at', 'now()'],
  ])('rejects a new file with its %s set', async (fields, values) => {
    for (const role of ['patient', 'staff', 'medic'] as const) {
      expect([role, await insert(role, fields, values)]).toEqual([role, '42501']);
    }
    expect(await insert('patient', 'status', "'pending'")).toBe('permitted');
  });

  it('keeps a removed file removed when its document is loaded again', async () => {
    const { id } = await clinic.storeFile(api.as('medic'), ids.bob);
    await api.as('medic').delete(`/v1/files/${id}`);
    await asCaller(
      api.db.sql,
      { role: 'loader', subject: 'loader' },
      (tx) => tx`update files set status = 'available', file_name = 'newer' where id = ${id}`,
    );
    const [row] = await api.db.sql`select status, file_name, removed_at is null as back from files where id = ${id}`;
    expect(row).toEqual({ status: 'removed', file_name: 'newer', back: false });
  });
});

describe('the audit trail', () => {
  const readEvent = async (requestId: string) => {
    const rows = await api.db.sql`
      select action, resource_type, resource_id, patient_ids, outcome, status from audit_events
      where request_id = ${requestId}`;
    expect(rows).toHaveLength(1);
    return rows[0];
  };
  const success = { resource_type: 'DocumentReference', outcome: 'success' };

  it('has every file operation, with file and patient', async () => {
    const medic = api.as('medic');
    const content = createPdf() as Buffer<ArrayBuffer>;
    const description = createUploadInput(ids.alice, content);
    const headers = (name: string) => ({ 'X-Request-Id': `trail-${name}` });
    const { id, upload } = (await medic.post('/v1/files/upload', description, headers('upload'))).body;
    await clinic.put(upload, content);
    await clinic.complete(medic, id, headers('complete'));
    await medic.get(`/v1/files/${id}`, headers('read'));
    await medic.get(`/v1/files?patientId=${ids.alice}`, headers('list'));
    await medic.get(`/v1/files/${id}/download`, headers('download'));
    await clinic.classify(medic, id, said, headers('classify'));
    await medic.delete(`/v1/files/${id}`, headers('remove'));
    const about = { ...success, resource_id: id, patient_ids: [ids.alice] };
    for (const [name, status] of Object.entries({
      upload: 201,
      complete: 200,
      read: 200,
      download: 200,
      classify: 200,
      remove: 204,
    })) {
      expect(await readEvent(`trail-${name}`)).toEqual({ ...about, action: `files.${name}`, status });
    }
    expect(await readEvent('trail-list')).toMatchObject({ ...success, patient_ids: [ids.alice], status: 200 });
  });

  it('has denials and rejections', async () => {
    await api.as('patient', 'alice').get(`/v1/files/${ids.ofBob}/download`, { 'X-Request-Id': 'trail-refused' });
    expect(await readEvent('trail-refused')).toMatchObject({
      action: 'files.download',
      outcome: 'refused',
      status: 404,
    });
    const content = Buffer.from('Not a PDF.');
    const { id, upload } = await clinic.startUpload(api.as('staff'), ids.bob, content);
    await clinic.put(upload, content);
    await clinic.complete(api.as('staff'), id, { 'X-Request-Id': 'trail-rejected' });
    expect(await readEvent('trail-rejected')).toMatchObject({
      resource_id: id,
      patient_ids: [ids.bob],
      outcome: 'failed',
      status: 422,
    });
  });

  it('and the log contain no file name', async () => {
    expect(api.logLines.length).toBeGreaterThan(10);
    expect(api.logLines.join('\n')).not.toMatch(/Röntgen|\.pdf/);
  });
});
