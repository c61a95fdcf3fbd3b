import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { request } from 'node:http';
import { Hono } from 'hono';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestFolder } from '../../test/support/test-folder.js';
import { createLocalObjects, type LocalObjects } from './objects.js';
import { listen } from './server.js';

const start = new Date('2026-03-02T14:00:00.000Z');
const content = Buffer.from('%PDF-1.7\n');
const key = 'files/7d3f3c5e-0000-4000-8000-000000000001';

const folder = createTestFolder();
let now: Date;
let objects: LocalObjects;
let server: Hono;

beforeAll(async () => {
  objects = createLocalObjects({ folder, origin: 'http://localhost:3000', now: () => now });
  server = new Hono().route('/local/objects', objects.routes);
});
beforeEach(() => {
  now = start;
});
afterEach(async () => {
  // Rejected and interrupted uploads must leave nothing behind.
  expect((await listStoredFiles()).filter((name) => name.endsWith('.part'))).toEqual([]);
});

const listStoredFiles = () => readdir(folder, { recursive: true }).then((names) => names.sort());
const computeSha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const presignUpload = (fields: object = {}, store = objects) =>
  store.presignUpload({
    key,
    contentType: 'application/pdf',
    sizeBytes: content.byteLength,
    sha256: computeSha256(content),
    validSeconds: 900,
    now,
    ...fields,
  });
const presignDownload = () =>
  objects.presignDownload({ key, contentType: 'application/pdf', fileName: 'x.pdf', validSeconds: 300, now });
const put = async (url: string, body: Uint8Array<ArrayBuffer> = content, headers: Record<string, string> = {}) => {
  const answer = await server.request(url, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/pdf', 'Content-Length': String(content.byteLength), ...headers },
    body,
  });
  return [answer.status, answer.status === 200 ? '' : ((await answer.json()) as { type: string }).type];
};
const rejected = [403, '/problems/forbidden'];
const mismatched = [400, '/problems/malformed-request'];

describe('an upload', () => {
  it('that matches its declaration is stored with its type', async () => {
    const { url, headers } = await presignUpload();
    expect(headers).toEqual({ 'Content-Type': 'application/pdf' });
    expect(await put(url)).toEqual([200, '']);
    expect(await objects.inspect(key)).toEqual({
      contentType: 'application/pdf',
      sizeBytes: 9,
      sha256: computeSha256(content),
    });
    expect(Buffer.from(await objects.readStart(key, 4)).toString()).toBe('%PDF');
    expect(Buffer.from(await objects.readStart(key, 1024))).toEqual(content);
    await objects.remove([key]);
  });

  it.each([
    ['a changed byte', Buffer.from('%PDF-1.8\n')],
    ['a missing byte', content.subarray(1)],
    ['an additional byte', Buffer.concat([content, Buffer.from('\n')])],
    ['an empty body', Buffer.alloc(0)],
  ])('with %s is rejected and leaves nothing behind', async (_what, body) => {
    const before = await listStoredFiles();
    expect(await put((await presignUpload()).url, body as Buffer<ArrayBuffer>)).toEqual(mismatched);
    expect(await listStoredFiles()).toEqual(before);
    expect(await objects.inspect(key)).toBeUndefined();
  });

  it('with another type or length is rejected before its body is read', async () => {
    const { url } = await presignUpload();
    expect(await put(url, content, { 'Content-Type': 'text/html' })).toEqual(rejected);
    expect(await put(url, content, { 'Content-Type': '' })).toEqual(rejected);
    expect(await put(url, content, { 'Content-Length': '10' })).toEqual(rejected);
    expect(await put(url, content, { 'Content-Length': '' })).toEqual(rejected);
  });

  it('is accepted until just before its URL expires', async () => {
    const { url } = await presignUpload();
    now = new Date(start.getTime() + 900_000);
    expect(await put(url)).toEqual(rejected);
    now = new Date(start.getTime() + 899_999);
    expect(await put(url)).toEqual([200, '']);
    await objects.remove([key]);
  });

  it.each([
    ['expires', String(start.getTime() + 86_400_000)],
    ['type', 'text/html'],
    ['size', '10'],
    ['sha256', computeSha256(Buffer.from('other'))],
    ['signature', 'ab'.repeat(32)],
    ['signature', ''],
    ['signature', 'none'],
  ])('is rejected if the %s in its URL is %j', async (name, value) => {
    const url = new URL((await presignUpload()).url);
    url.searchParams.set(name, value);
    expect(await put(url.href)).toEqual(rejected);
  });

  it.each(['expires', 'type', 'size', 'sha256', 'name', 'signature', 'another'])(
    'is rejected if its URL has a second %s',
    async (name) => {
      const { url } = await presignUpload();
      expect(await put(`${url}&${name}=0`)).toEqual(rejected);
      expect(await put(url.replace('?', `?${name}=0&`))).toEqual(rejected);
    },
  );

  it('is rejected if its signature has more characters or upper case', async () => {
    const { url } = await presignUpload();
    expect(await put(`${url}zz`)).toEqual(rejected);
    expect(await put(url.replace(/(?<=signature=).*/, (signature) => signature.toUpperCase()))).toEqual(rejected);
  });

  it('is rejected for another key, without a signature, or with the URL of a download or of another server', async () => {
    const { url } = await presignUpload();
    expect(await put(url.replace('000001', '000002'))).toEqual(rejected);
    expect(await put(url.split('?')[0] ?? '')).toEqual(rejected);
    expect(await put(await presignDownload())).toEqual(rejected);
    const other = createLocalObjects({ folder, origin: 'http://localhost:3000', now: () => now });
    const { url: foreign } = await presignUpload({}, other);
    expect(await put(foreign)).toEqual(rejected);
  });

  it('that is interrupted leaves nothing behind', async () => {
    const port = 34_573;
    const listening = await listen(server, port);
    const { url } = await presignUpload({ sizeBytes: 1_000_000, validSeconds: 3_600 });
    const target = url.replace('localhost:3000', `127.0.0.1:${port}`);
    const sending = request(target, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/pdf', 'Content-Length': '1000000' },
    });
    const broken = new Promise((resolve) => sending.on('error', resolve));
    sending.write(Buffer.alloc(200_000));
    const parts = async () => (await listStoredFiles()).filter((name) => name.endsWith('.part'));
    await expect.poll(parts).toHaveLength(1);
    sending.destroy();
    await broken;
    await expect.poll(parts).toEqual([]);
    expect(await objects.inspect(key)).toBeUndefined();
    await listening.close();
  });

  it('stores one complete object if several run at once for one key', async () => {
    const { url } = await presignUpload();
    expect(await Promise.all(Array.from({ length: 10 }, () => put(url)))).toEqual(Array(10).fill([200, '']));
    expect(await objects.inspect(key)).toMatchObject({ sha256: computeSha256(content) });
    await objects.remove([key]);
  });
});

describe('a download', () => {
  it('returns the content as an attachment until its URL expires', async () => {
    await objects.write(key, 'application/pdf', content);
    const url = await presignDownload();
    const answer = await server.request(url);
    expect([answer.status, Buffer.from(await answer.arrayBuffer())]).toEqual([200, content]);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-length': '9',
      'content-disposition': 'attachment; filename="x.pdf"',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    now = new Date(start.getTime() + 300_000);
    expect((await server.request(url)).status).toBe(403);
    await objects.remove([key]);
  });

  it.each([
    ['name', 'evil.html'],
    ['type', 'text/html'],
    ['expires', '9999999999999'],
    ['signature', ''],
  ])('is rejected if its URL has another %s', async (name, value) => {
    const url = new URL(await presignDownload());
    url.searchParams.set(name, value);
    expect((await server.request(url.href)).status).toBe(403);
  });

  it('is rejected for another key, another method, or with the URL of an upload', async () => {
    const url = await presignDownload();
    expect((await server.request(url.replace('000001', '000002'))).status).toBe(403);
    expect((await server.request(url, { method: 'HEAD' })).status).toBe(403);
    expect((await server.request(url, { method: 'DELETE' })).status).toBe(404);
    expect((await server.request((await presignUpload()).url)).status).toBe(403);
  });

  it('of a missing object returns 404', async () => {
    expect((await server.request(await presignDownload())).status).toBe(404);
  });
});

describe('the folder', () => {
  it('keeps removed objects, and removing one again is not an error', async () => {
    await objects.write(key, 'application/pdf', content);
    const versions = async () => (await listStoredFiles()).filter((name) => name.startsWith(`versions/${key}.`)).length;
    const before = await versions();
    await objects.remove([key, 'files/7d3f3c5e-0000-4000-8000-000000000009']);
    await objects.remove([key]);
    expect([await objects.inspect(key), (await versions()) - before]).toEqual([undefined, 1]);
  });

  it.each(['../issuer.pem', 'files/../../issuer.pem', '/etc/passwd', 'files/x', ''])(
    'cannot be left with the key %j',
    async (outside) => {
      await expect(objects.inspect(outside)).rejects.toThrow('Invalid object key');
      await expect(objects.write(outside, 'text/plain', content)).rejects.toThrow('Invalid object key');
    },
  );
});
