import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Hono } from 'hono';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FileRules, parseEnvironment } from '../../config/environment.js';
import { type Client, createTestApi, missingId, readPages, type TestApi, testNow } from '../../test/support/api.js';
import { createTestFolder } from '../../test/support/test-folder.js';
import { createLocalObjects } from '../local/objects.js';
import { findFile } from './queries.js';
import { createFilesRouter } from './routes.js';
import { createFileFixtures, createPdf, createUploadInput, hashSha256 } from './testing.js';
import { rejectIfAbandoned } from './uploads.js';

const folder = createTestFolder();
let api: TestApi;
let clinic: ReturnType<typeof createFileFixtures>;
let medic: Client;
let alice: string;

beforeAll(async () => {
  const objects = createLocalObjects({ folder, origin: 'http://localhost', now: () => api.now });
  api = await createTestApi([createFilesRouter({ objects, rules: parseEnvironment(FileRules, {}) })], { poolSize: 12 });
  clinic = createFileFixtures(api, new Hono().route('/local/objects', objects.routes));
  medic = api.as('medic');
  alice = await clinic.patient('alice');
});
afterAll(() => api.close());
beforeEach(() => {
  api.now = testNow;
});

const later = (minutes: number, milliseconds = 0) => {
  api.now = new Date(testNow.getTime() + minutes * 60_000 + milliseconds);
};
const toPointers = ({ body }: { body: { errors: { pointer: string }[] } }) => body.errors.map(({ pointer }) => pointer);
const readState = async (id: string) => {
  const { body } = await medic.get(`/v1/files/${id}`);
  return [body.status, body.rejectionReason, body.uploadExpiresAt];
};
const objectPath = async (id: string) => {
  const [row] = await api.db.sql`select object_key from files where id = ${id}`;
  return join(folder, row?.object_key);
};

describe('starting an upload', () => {
  it('returns the pending file and a URL that is valid for 15 minutes', async () => {
    const content = createPdf();
    const answer = await medic.post('/v1/files/upload', createUploadInput(alice, content));
    expect(answer.status).toBe(201);
    const { upload, id, createdAt, updatedAt, ...rest } = answer.body;
    expect(answer.headers.get('Location')).toBe(`/v1/files/${id}`);
    expect(answer.headers.get('ETag')).toBe('"1"');
    expect(updatedAt).toBe(createdAt);
    expect(rest).toEqual({
      ...createUploadInput(alice, content),
      version: 1,
      classification: null,
      status: 'pending',
      rejectionReason: null,
      uploadExpiresAt: '2026-03-02T14:15:00.000Z',
    });
    expect(upload).toMatchObject({ method: 'PUT', expiresAt: '2026-03-02T14:15:00.000Z' });
    expect(upload.headers).toEqual({ 'Content-Type': 'application/pdf' });
  });

  it('reveals nothing about the patient in the URL', async () => {
    const { upload, id } = await clinic.startUpload(medic, alice, createPdf(), { fileName: 'Alice Archer.pdf' });
    expect(decodeURIComponent(upload.url)).not.toMatch(/alice|archer/i);
    expect(upload.url).not.toContain(alice);
    const [row] = await api.db.sql`select object_key from files where id = ${id}`;
    expect(row?.object_key).toMatch(/^files\/[0-9a-f-]{36}$/);
  });

  it.each([
    ['application/zip', '/contentType'],
    ['text/html', '/contentType'],
    ['application/pdf; charset=binary', '/contentType'],
    ['pdf', '/contentType'],
  ])('rejects the type %s', async (contentType, pointer) => {
    const answer = await medic.post('/v1/files/upload', createUploadInput(alice, createPdf(), { contentType }));
    expect([answer.status, toPointers(answer)]).toEqual([422, [pointer]]);
  });

  it.each([
    ['sizeBytes', 0],
    ['sizeBytes', -1],
    ['sizeBytes', 1.5],
    ['sizeBytes', 100 * 1024 * 1024 + 1],
    ['sizeBytes', '12'],
    ['sha256', 'abc'],
    ['sha256', `${'a'.repeat(63)}g`],
    ['sha256', 'a'.repeat(65)],
    ['fileName', ' '],
    ['fileName', 'x'.repeat(256)],
    ['fileName', 'nul\u0000.pdf'],
    ['fileName', '../../.ssh/authorized_keys'],
    ['fileName', 'scan\u202efdp.exe'],
    ['fileName', 'two\u2028lines.pdf'],
    ['fileName', '..\\autorun.inf'],
    ['fileName', 'scan\r\n.pdf'],
    ['fileName', ' .. '],
    ['category', 'x-ray'],
    ['patientId', 'alice'],
    ['patientId', missingId],
    ['status', 'available'],
    ['objectKey', 'files/mine'],
  ])('refuses %s %j', async (field, value) => {
    const answer = await medic.post('/v1/files/upload', createUploadInput(alice, createPdf(), { [field]: value }));
    expect([answer.status, toPointers(answer)]).toEqual([422, [`/${field}`]]);
  });

  it('accepts exactly 100 MiB, uppercase types and checksums, and no category', async () => {
    const content = createPdf();
    const { category: _left, ...description } = createUploadInput(alice, content, {
      sizeBytes: 100 * 1024 * 1024,
      contentType: 'Application/PDF',
      sha256: hashSha256(content).toUpperCase(),
    });
    const answer = await medic.post('/v1/files/upload', description);
    expect([answer.status, answer.body.contentType, answer.body.sha256, answer.body.category]).toEqual([
      201,
      'application/pdf',
      hashSha256(content),
      'other',
    ]);
  });

  it('rejects one for a removed patient, even by administrators', async () => {
    const gone = await clinic.patient('gone');
    await api.db.sql`update patients set removed_at = now() where id = ${gone}`;
    for (const client of [medic, api.as('admin')]) {
      const answer = await client.post('/v1/files/upload', createUploadInput(gone, createPdf()));
      expect([answer.status, toPointers(answer)]).toEqual([422, ['/patientId']]);
    }
  });

  it('returns the same file and URL for a retry with its key, and the URL still works', async () => {
    const content = createPdf();
    const headers = { 'Idempotency-Key': 'upload-once' };
    const first = await medic.post('/v1/files/upload', createUploadInput(alice, content), headers);
    const again = await medic.post('/v1/files/upload', createUploadInput(alice, content), headers);
    expect([again.status, again.text, again.headers.get('Idempotency-Replayed')]).toEqual([201, first.text, 'true']);
    expect(await clinic.put(again.body.upload, content as Buffer<ArrayBuffer>)).toBe(200);
    expect((await clinic.complete(medic, first.body.id)).status).toBe(200);
    const other = await medic.post('/v1/files/upload', createUploadInput(alice, createPdf()), headers);
    expect([other.status, other.body.type]).toEqual([422, '/problems/idempotency-key-reused']);
  });
});

describe('completing an upload', () => {
  it('makes the file available, and returns the same when repeated', async () => {
    const content = createPdf() as Buffer<ArrayBuffer>;
    const { id, upload } = await clinic.startUpload(medic, alice, content);
    await clinic.put(upload, content);
    const first = await clinic.complete(medic, id);
    expect([first.status, first.body.status, first.body.uploadExpiresAt, first.headers.get('ETag')]).toEqual([
      200,
      'available',
      null,
      '"2"',
    ]);
    const again = await clinic.complete(medic, id);
    expect([again.status, again.text]).toEqual([200, first.text]);
    const keyed = [await clinic.complete(medic, id, { 'Idempotency-Key': 'complete-once' })];
    keyed.push(await clinic.complete(medic, id, { 'Idempotency-Key': 'complete-once' }));
    expect(keyed.map(({ status, text }) => [status, text])).toEqual(Array(2).fill([200, first.text]));
  });

  it('before anything is stored is a conflict, and the file stays pending', async () => {
    const content = createPdf() as Buffer<ArrayBuffer>;
    const { id, upload } = await clinic.startUpload(medic, alice, content);
    const early = await clinic.complete(medic, id);
    expect([early.status, early.body.type, (await readState(id))[0]]).toEqual([409, '/problems/conflict', 'pending']);
    await clinic.put(upload, content);
    expect((await clinic.complete(medic, id)).status).toBe(200);
  });

  it('twenty times at once changes the file once', async () => {
    const content = createPdf() as Buffer<ArrayBuffer>;
    const { id, upload } = await clinic.startUpload(medic, alice, content);
    await clinic.put(upload, content);
    const answers = await Promise.all(Array.from({ length: 20 }, () => clinic.complete(medic, id)));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers[0]?.body).toMatchObject({ status: 'available', version: 2 });
  });

  it.each([
    ['a changed byte', 'checksum-mismatch', '/sha256', (content: Buffer) => content.fill('Q', 10, 11)],
    ['one byte more', 'size-mismatch', '/sizeBytes', (content: Buffer) => Buffer.concat([content, Buffer.from(' ')])],
    ['one byte less', 'size-mismatch', '/sizeBytes', (content: Buffer) => content.subarray(1)],
  ])('with %s in the store rejects it permanently', async (_what, reason, pointer, spoil) => {
    const content = createPdf() as Buffer<ArrayBuffer>;
    const { id, upload } = await clinic.startUpload(medic, alice, content);
    await clinic.put(upload, content);
    await writeFile(await objectPath(id), spoil(Buffer.from(content)));
    const first = await clinic.complete(medic, id);
    expect([first.status, first.body.type, toPointers(first)]).toEqual([422, '/problems/validation-failed', [pointer]]);
    expect((await readState(id)).slice(0, 2)).toEqual(['rejected', reason]);
    // Even if the right content arrives later.
    await writeFile(await objectPath(id), content);
    const again = await clinic.complete(medic, id);
    expect([again.status, toPointers(again)]).toEqual([422, [pointer]]);
    expect((await medic.get(`/v1/files/${id}/download`)).status).toBe(409);
  });

  it.each([
    ['image/png', createPdf()],
    ['text/plain', createPdf()],
    ['application/pdf', Buffer.from('Not a PDF.')],
    ['application/dicom', Buffer.from('DICM')],
  ])('of %s with different content rejects it', async (contentType, content) => {
    const { id, upload } = await clinic.startUpload(medic, alice, content, { contentType });
    expect(await clinic.put(upload, content as Buffer<ArrayBuffer>)).toBe(200);
    const answer = await clinic.complete(medic, id);
    expect([answer.status, toPointers(answer), (await readState(id))[1]]).toEqual([
      422,
      ['/contentType'],
      'type-mismatch',
    ]);
  });

  it('with a key keeps both the refusal and the rejection', async () => {
    const content = Buffer.from('Not a PDF.');
    const { id, upload } = await clinic.startUpload(medic, alice, content);
    await clinic.put(upload, content);
    const headers = { 'Idempotency-Key': 'reject-once' };
    const first = await clinic.complete(medic, id, headers);
    const again = await clinic.complete(medic, id, headers);
    expect([again.status, again.text, again.headers.get('Idempotency-Replayed')]).toEqual([422, first.text, 'true']);
    expect((await readState(id))[0]).toBe('rejected');
  });

  it('accepts content that arrived in time, up to an hour after the URL expires', async () => {
    const content = createPdf() as Buffer<ArrayBuffer>;
    const { id, upload } = await clinic.startUpload(medic, alice, content);
    await clinic.put(upload, content);
    later(75);
    expect((await clinic.complete(medic, id)).status).toBe(200);
  });
});

describe('an abandoned upload', () => {
  it('is rejected an hour after its URL expires: when read, listed or completed', async () => {
    const content = createPdf() as Buffer<ArrayBuffer>;
    const uploads = await Promise.all([1, 2, 3].map(() => clinic.startUpload(medic, alice, content)));
    const [read, listed, completed] = uploads.map(({ id }) => id);
    for (const { upload } of uploads) await clinic.put(upload, content);
    later(75);
    expect((await readState(read))[0]).toBe('pending');
    later(75, 1);
    expect(await readState(read)).toEqual(['rejected', 'upload-expired', null]);
    const list = await medic.get(`/v1/files?patientId=${alice}&status=pending&count=exact`);
    expect(list.body).toMatchObject({ data: [], page: { total: 0 } });
    const answer = await clinic.complete(medic, completed);
    expect([answer.status, toPointers(answer)]).toEqual([422, ['/uploadExpiresAt']]);
    expect((await api.db.sql`select status from files where id = ${listed}`)[0]?.status).toBe('rejected');
  });

  it('that was completed after it was read stays available', async () => {
    const content = createPdf() as Buffer<ArrayBuffer>;
    const { id, upload } = await clinic.startUpload(medic, alice, content);
    await clinic.put(upload, content);
    const inDatabase = <Result>(work: Parameters<typeof api.db.database.transaction<Result>>[1]) =>
      api.db.database.transaction({ role: 'medic', subject: 'medic', requestId: 'r' }, work);
    const read = await inDatabase((tx) => findFile(tx, id));
    expect((await clinic.complete(medic, id)).status).toBe(200);
    later(75, 1);
    const present = read && (await inDatabase((tx) => rejectIfAbandoned(tx, read, api.now)));
    expect([present?.status, present?.rejectionReason]).toEqual(['available', null]);
    expect((await readState(id))[0]).toBe('available');
  });

  it('is cleared with its content by later uploads of anyone, a few at a time', async () => {
    const bob = await clinic.patient('bob');
    const content = createPdf() as Buffer<ArrayBuffer>;
    const abandoned: string[] = [];
    for (let count = 0; count < 12; count += 1) {
      const { id, upload } = await clinic.startUpload(medic, alice, content);
      await clinic.put(upload, content);
      abandoned.push(id);
    }
    const kept = await clinic.storeFile(medic, alice);
    later(75, 1);
    const left = async () =>
      (await api.db.sql`select from files where id in ${api.db.sql(abandoned)} and upload_expires_at is not null`)
        .count;
    for (let uploads = 0; (await left()) > 0; uploads += 1) {
      expect(uploads).toBeLessThan(12);
      const before = await left();
      await clinic.startUpload(api.as('patient', 'bob'), bob, content);
      expect(before - (await left())).toBeLessThanOrEqual(10);
    }
    const stored = new Set((await readdir(join(folder, 'files'))).map((name) => join(folder, 'files', name)));
    for (const id of abandoned) expect(stored.has(await objectPath(id))).toBe(false);
    expect(stored.has(await objectPath(kept.id))).toBe(true);
    expect((await medic.get(`/v1/files/${kept.id}`)).body).toEqual(kept);
  });
});

describe('listing files', () => {
  let carol: string;
  beforeAll(async () => {
    api.now = testNow;
    carol = await clinic.patient('carol');
    for (const category of ['imaging', 'consent', 'exam-result'] as const) {
      await clinic.storeFile(medic, carol, undefined, { category, fileName: category });
    }
    await clinic.startUpload(medic, carol, createPdf(), { category: 'consent', fileName: 'pending' });
  });

  const shown = async (query: string) => {
    const { status, body } = await medic.get(`/v1/files?patientId=${carol}&${query}`);
    expect(status).toBe(200);
    return body.data.map(({ fileName }: { fileName: string }) => fileName);
  };

  it.each([
    ['', ['pending', 'exam-result', 'consent', 'imaging']],
    ['sort=createdAt', ['imaging', 'consent', 'exam-result', 'pending']],
    ['category=consent', ['pending', 'consent']],
    ['category=consent&status=available', ['consent']],
    ['status=pending', ['pending']],
    ['status=removed', []],
  ])('by "%s" shows %j', async (query, expected) => {
    expect(await shown(query)).toEqual(expected);
  });

  it('has pages that neither repeat nor miss a file', async () => {
    const pages = await readPages(medic, `/v1/files?patientId=${carol}&limit=1&count=exact`);
    for (const { page } of pages) expect(page.total).toBe(4);
    const seen = pages.flatMap(({ data }) => data.map(({ fileName }: { fileName: string }) => fileName));
    expect(seen).toEqual(['pending', 'exam-result', 'consent', 'imaging']);
  });

  it('requires a patient, unless the caller is an administrator', async () => {
    for (const role of ['medic', 'staff', 'patient'] as const) {
      const answer = await api.as(role).get('/v1/files');
      expect([answer.status, toPointers(answer)]).toEqual([422, ['query/patientId']]);
    }
    expect((await api.as('admin').get('/v1/files?limit=100')).body.data.length).toBeGreaterThan(4);
  });

  it.each([
    ['category=x-ray', 'query/category'],
    ['status=lost', 'query/status'],
    ['sort=fileName', 'query/sort'],
    ['limit=0', 'query/limit'],
    ['search=alice', 'query/search'],
  ])('refuses %s', async (query, pointer) => {
    const answer = await medic.get(`/v1/files?patientId=${carol}&${query}`);
    expect([answer.status, toPointers(answer)]).toEqual([422, [pointer]]);
  });
});

describe('reading and downloading', () => {
  it('returns 304 if the caller has the current version', async () => {
    const { id } = await clinic.storeFile(medic, alice);
    const answer = await medic.get(`/v1/files/${id}`, { 'If-None-Match': '"2"' });
    expect([answer.status, answer.text, answer.headers.get('ETag')]).toEqual([304, '', '"2"']);
  });

  it('returns the content for five minutes, under a neutral name', async () => {
    const content = createPdf() as Buffer<ArrayBuffer>;
    const file = await clinic.storeFile(medic, alice, content, { fileName: 'Alice "Archer".pdf' });
    const { status, body } = await medic.get(`/v1/files/${file.id}/download`);
    const { fileName, contentType, sizeBytes, sha256 } = file;
    expect([status, body]).toEqual([
      200,
      { url: body.url, expiresAt: '2026-03-02T14:05:00.000Z', fileName, contentType, sizeBytes, sha256 },
    ]);
    expect(decodeURIComponent(body.url)).not.toMatch(/archer/i);
    const fetched = await clinic.fetch(body.url);
    expect([fetched.status, fetched.bytes]).toEqual([200, content]);
    expect(fetched.headers.get('Content-Type')).toBe('application/pdf');
    expect(fetched.headers.get('Content-Disposition')).toBe(`attachment; filename="${file.id}.pdf"`);
    later(5);
    expect((await clinic.fetch(body.url)).status).toBe(403);
  });

  it('returns no URL for a file that is not available', async () => {
    const { id } = await clinic.startUpload(medic, alice, createPdf());
    const answer = await medic.get(`/v1/files/${id}/download`);
    expect([answer.status, answer.body.type, answer.body.detail]).toEqual([
      409,
      '/problems/conflict',
      'The file is pending. Only an available file can be downloaded.',
    ]);
  });

  it('returns the text of a document from a FHIR record, and the new text after a change', async () => {
    const id = crypto.randomUUID();
    const text = 'Sehr geehrte Kollegin, …\n';
    await api.db.sql`
      insert into files (id, patient_id, file_name, content_type, size_bytes, sha256, category, status, object_key)
      values (${id}, ${alice}, 'Brief.txt', 'text/plain', 1, 'a', 'medical-history', 'available', ${`fhir/${id}`})`;
    await api.db.sql`insert into file_texts (id, patient_id, text) values (${id}, ${alice}, ${text})`;
    const content = async (client: Client) =>
      (await clinic.fetch((await client.get(`/v1/files/${id}/download`)).body.url)).bytes.toString();
    expect(await content(medic)).toBe(text);
    expect(await content(api.as('patient', 'alice'))).toBe(text);
    await api.db.sql`update file_texts set text = 'Corrected.' where id = ${id}`;
    expect(await content(medic)).toBe('Corrected.');
  });

  it('returns the bytes of a loaded document in another encoding, not its text in UTF-8', async () => {
    const id = crypto.randomUUID();
    const bytes = Buffer.from('José Muñoz', 'latin1');
    await api.db.sql`
      insert into files (id, patient_id, file_name, content_type, size_bytes, sha256, category, status, object_key)
      values (${id}, ${alice}, 'Carta.txt', 'text/plain; charset=iso-8859-1', ${bytes.byteLength}, ${hashSha256(bytes)},
        'medical-history', 'available', ${`fhir/${id}`})`;
    await api.db.sql`
      insert into file_texts (id, patient_id, text, content) values (${id}, ${alice}, 'José Muñoz', ${bytes})`;
    const { url } = (await medic.get(`/v1/files/${id}/download`)).body;
    expect((await clinic.fetch(url)).bytes).toEqual(bytes);
  });
});

describe('classifying', () => {
  const said = { category: 'exam-result', confidence: 0.75, source: 'review' };

  it('sets what the file is; repeating it changes nothing', async () => {
    const { id } = await clinic.storeFile(medic, alice);
    const answer = await clinic.classify(medic, id, said, { 'If-Match': '"2"' });
    expect([answer.status, answer.headers.get('ETag')]).toEqual([200, '"3"']);
    expect(answer.body).toMatchObject({ category: 'exam-result', classification: said });
    expect((await clinic.classify(medic, id, said)).text).toBe(answer.text);
    const stale = await clinic.classify(medic, id, { ...said, confidence: 1 }, { 'If-Match': '"2"' });
    expect([stale.status, stale.body.type]).toEqual([412, '/problems/precondition-failed']);
    expect((await medic.get(`/v1/files/${id}`)).text).toBe(answer.text);
  });

  it.each([
    ['confidence', 1.01],
    ['confidence', -0.01],
    ['confidence', '1'],
    ['category', 'x-ray'],
    ['source', ''],
    ['source', undefined],
    ['model', 'x'],
  ])('refuses %s %j', async (field, value) => {
    const { id } = await clinic.storeFile(medic, alice);
    const answer = await clinic.classify(medic, id, { ...said, [field]: value });
    expect([answer.status, toPointers(answer)]).toEqual([422, [`/${field}`]]);
  });

  it.each([0, 1])('accepts a confidence of %i, which is on the limit', async (confidence) => {
    const { id } = await clinic.storeFile(medic, alice);
    expect((await clinic.classify(medic, id, { ...said, confidence })).status).toBe(200);
  });
});

describe('concurrent changes', () => {
  const tally = (answers: { status: number }[]) => answers.map(({ status }) => status).sort();

  it('of the same version: one classification wins, the others learn of it', async () => {
    const { id } = await clinic.storeFile(medic, alice);
    const answers = await Promise.all(
      [0.1, 0.2, 0.3, 0.4, 0.5].map((confidence) =>
        clinic.classify(medic, id, { category: 'other', confidence, source: 'review' }, { 'If-Match': '"2"' }),
      ),
    );
    expect(tally(answers)).toEqual([200, 412, 412, 412, 412]);
  });

  it('by removal: one succeeds, the others find nothing', async () => {
    const { id } = await clinic.storeFile(medic, alice);
    const answers = await Promise.all(Array.from({ length: 8 }, () => medic.delete(`/v1/files/${id}`)));
    expect(tally(answers)).toEqual([204, ...Array(7).fill(404)]);
  });

  it('by removal and completion: the file ends up removed', async () => {
    const content = createPdf() as Buffer<ArrayBuffer>;
    const { id, upload } = await clinic.startUpload(medic, alice, content);
    await clinic.put(upload, content);
    const [removal, ...completions] = await Promise.all([
      medic.delete(`/v1/files/${id}`),
      ...Array.from({ length: 8 }, () => clinic.complete(medic, id)),
    ]);
    expect(removal?.status).toBe(204);
    for (const { status, body } of completions)
      expect([
        [200, 'available'],
        [404, 404],
      ]).toContainEqual([status, body.status]);
    expect((await api.as('admin').get(`/v1/files/${id}`)).body.status).toBe('removed');
  });
});

describe('removing', () => {
  it('hides the file from everyone but administrators, and keeps its record and content', async () => {
    const content = createPdf() as Buffer<ArrayBuffer>;
    const { id } = await clinic.storeFile(medic, alice, content);
    const { url } = (await medic.get(`/v1/files/${id}/download`)).body;
    expect((await medic.delete(`/v1/files/${id}`, { 'If-Match': '"1"' })).status).toBe(412);
    const answer = await medic.delete(`/v1/files/${id}`, { 'If-Match': '"2"' });
    expect([answer.status, answer.text]).toEqual([204, '']);
    for (const client of [medic, api.as('admin')]) expect((await client.delete(`/v1/files/${id}`)).status).toBe(404);
    // An earlier URL no longer works either.
    expect((await clinic.fetch(url)).status).toBe(404);
    for (const client of [medic, api.as('staff'), api.as('patient', 'alice')]) {
      expect((await client.get(`/v1/files/${id}`)).status).toBe(404);
      expect((await clinic.complete(client, id)).status).toBe(404);
      const { body } = await client.get(`/v1/files?patientId=${alice}&limit=100`);
      expect(body.data.map((file: { id: string }) => file.id)).not.toContain(id);
    }
    const admin = api.as('admin');
    const kept = (await admin.get(`/v1/files/${id}`)).body;
    expect([kept.status, kept.removedAt]).toEqual(['removed', testNow.toISOString()]);
    const answers = [
      await admin.get(`/v1/files/${id}/download`),
      await clinic.complete(admin, id),
      await clinic.classify(admin, id, { category: 'other', confidence: 1, source: 'x' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([409, 409, 409]);
    const versions = await readdir(join(folder, 'versions', 'files'));
    const path = await objectPath(id);
    expect(versions.filter((name) => path.endsWith(name.split('.')[0] ?? ''))).toHaveLength(1);
  });
});
