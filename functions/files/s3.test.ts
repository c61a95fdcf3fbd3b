import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ObjectStore, ObjectStoreError } from './objects.js';
import { createS3ObjectStore } from './s3.js';

// The SDK's real requests, to a server that takes the place of S3, records them and checks signatures as S3 does.

interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

interface Reply {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

const secretKey = 'an-example-secret';
const kmsKeyArn = 'arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-4333-8444-555555555555';
const content = Buffer.from('%PDF-1.7\n');
const sha256 = createHash('sha256').update(content).digest('hex');
const checksum = createHash('sha256').update(content).digest('base64');
const key = 'files/7d3f3c5e-0000-4000-8000-000000000001';

let server: Server;
let endpoint: string;
let requests: Recorded[];
let reply: (request: Recorded) => Reply | Promise<Reply>;

beforeAll(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', secretKey);
  vi.stubEnv('AWS_SESSION_TOKEN', 'an/example+token=');
  server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const url = new URL(incoming.url ?? '', 'http://s3');
    const request = {
      method: incoming.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      headers: incoming.headers,
      body: Buffer.concat(chunks),
    };
    requests.push(request);
    const { status, headers, body } = await reply(request);
    outgoing.writeHead(status, headers).end(body);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  endpoint = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
});
afterAll(async () => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});
beforeEach(() => {
  requests = [];
  reply = () => ({ status: 200 });
});
afterEach(() => expect(requests.length).toBeLessThan(4));

const createObjects = (more: object = {}): ObjectStore =>
  createS3ObjectStore({ bucket: 'clinic-files', region: 'eu-west-1', kmsKeyArn, endpoint, ...more });

const now = new Date();
const upload = { key, contentType: 'application/pdf', sizeBytes: content.byteLength, sha256, validSeconds: 900, now };
const download = { key, contentType: 'application/pdf', fileName: 'x.pdf', validSeconds: 300, now };

const hmac = (keyBytes: string | Buffer, text: string) => createHmac('sha256', keyBytes).update(text).digest();
const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/**
 * Returns true if a request matches the signature of its URL: AWS Signature Version 4 for query strings, implemented
 * from the specification.
 */
function isSigned({ method, path, query, headers }: Recorded): boolean {
  const pairs = [...query].filter(([name]) => name !== 'X-Amz-Signature');
  const canonicalQuery = pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).sort();
  const names = (query.get('X-Amz-SignedHeaders') ?? '').split(';');
  const canonicalHeaders = names.map((name) => `${name}:${headers[name] ?? ''}\n`).join('');
  const canonical = [method, path, canonicalQuery.join('&'), canonicalHeaders, names.join(';'), 'UNSIGNED-PAYLOAD'];
  const [, ...scope] = (query.get('X-Amz-Credential') ?? '').split('/');
  const digest = createHash('sha256').update(canonical.join('\n')).digest('hex');
  const text = ['AWS4-HMAC-SHA256', query.get('X-Amz-Date'), scope.join('/'), digest].join('\n');
  const signingKey = scope.reduce<string | Buffer>((parent, part) => hmac(parent, part), `AWS4${secretKey}`);
  return hmac(signingKey, text).toString('hex') === query.get('X-Amz-Signature');
}

const asS3 = (request: Recorded): Reply => ({ status: isSigned(request) ? 200 : 403 });

describe('an upload URL', () => {
  it('is bound to key, type, size, checksum and encryption, and expires as requested', async () => {
    const { url, headers } = await createObjects({ endpoint: undefined }).presignUpload(upload);
    const { origin, pathname, searchParams } = new URL(url);
    expect([origin, pathname]).toEqual(['https://clinic-files.s3.eu-west-1.amazonaws.com', `/${key}`]);
    expect([...searchParams.keys()].sort()).toEqual([
      'X-Amz-Algorithm',
      'X-Amz-Content-Sha256',
      'X-Amz-Credential',
      'X-Amz-Date',
      'X-Amz-Expires',
      'X-Amz-Security-Token',
      'X-Amz-Signature',
      'X-Amz-SignedHeaders',
      'x-id',
    ]);
    expect(searchParams.get('X-Amz-Expires')).toBe('900');
    expect(searchParams.get('X-Amz-Date')).toBe(now.toISOString().replace(/[-:]|\.\d+/g, ''));
    expect(searchParams.get('X-Amz-SignedHeaders')?.split(';')).toEqual([
      'content-length',
      'content-type',
      'host',
      'x-amz-checksum-sha256',
      'x-amz-server-side-encryption',
      'x-amz-server-side-encryption-aws-kms-key-id',
    ]);
    expect(headers).toEqual({
      'Content-Type': 'application/pdf',
      'x-amz-checksum-sha256': checksum,
      'x-amz-server-side-encryption': 'aws:kms',
      'x-amz-server-side-encryption-aws-kms-key-id': kmsKeyArn,
    });
  });

  it('leaves encryption to the bucket if no key is set', async () => {
    const { url, headers } = await createObjects({ kmsKeyArn: undefined }).presignUpload(upload);
    expect(url).not.toContain('encryption');
    expect(Object.keys(headers)).toEqual(['Content-Type', 'x-amz-checksum-sha256']);
  });

  it('accepts the request it was made for, with the given headers', async () => {
    reply = asS3;
    const { url, headers } = await createObjects().presignUpload(upload);
    expect((await fetch(url, { method: 'PUT', headers, body: content })).status).toBe(200);
    expect(requests[0]).toMatchObject({ method: 'PUT', path: `/clinic-files/${key}`, body: content });
    expect(requests[0]?.headers).toMatchObject({ 'content-length': '9', 'x-amz-checksum-sha256': checksum });
  });

  it.each([
    ['another type', { 'Content-Type': 'text/html' }, content, ''],
    ['another checksum', { 'x-amz-checksum-sha256': 'AAAA' }, content, ''],
    ['another encryption key', { 'x-amz-server-side-encryption-aws-kms-key-id': 'mine' }, content, ''],
    ['no encryption', { 'x-amz-server-side-encryption': '' }, content, ''],
    ['a longer body', {}, Buffer.concat([content, content]), ''],
    ['another location', {}, content, '/other'],
  ])('rejects a request with %s', async (_what, changed, body, suffix) => {
    reply = asS3;
    const { url, headers } = await createObjects().presignUpload(upload);
    const altered = new URL(url);
    altered.pathname += suffix;
    expect((await fetch(altered, { method: 'PUT', headers: { ...headers, ...changed }, body })).status).toBe(403);
  });

  it('is created without a request', async () => {
    await createObjects().presignUpload(upload);
    expect(requests).toEqual([]);
  });
});

describe('a download URL', () => {
  it('is signed for GET only, and sets how to save the response', async () => {
    reply = asS3;
    const url = await createObjects().presignDownload(download);
    const { searchParams } = new URL(url);
    expect(Object.fromEntries(searchParams)).toMatchObject({
      'X-Amz-Expires': '300',
      'X-Amz-SignedHeaders': 'host',
      'response-content-type': 'application/pdf',
      'response-content-disposition': 'attachment; filename="x.pdf"',
      'response-cache-control': 'no-store',
    });
    expect((await fetch(url)).status).toBe(200);
    expect((await fetch(url, { method: 'DELETE' })).status).toBe(403);
    expect((await fetch(url.replace('x.pdf', 'y.pdf'))).status).toBe(403);
  });
});

describe('a stored object', () => {
  it('is inspected with its checksum', async () => {
    reply = () => ({
      status: 200,
      headers: { 'Content-Type': 'application/pdf', 'Content-Length': '9', 'x-amz-checksum-sha256': checksum },
    });
    expect(await createObjects().inspect(key)).toEqual({ contentType: 'application/pdf', sizeBytes: 9, sha256 });
    expect(requests[0]).toMatchObject({ method: 'HEAD', path: `/clinic-files/${key}` });
    expect(requests[0]?.headers['x-amz-checksum-mode']).toBe('ENABLED');
  });

  it('has no checksum if S3 has none, and is undefined if it is missing', async () => {
    reply = () => ({ status: 200, headers: { 'Content-Length': '9' } });
    expect(await createObjects().inspect(key)).toMatchObject({ sha256: undefined });
    reply = () => ({ status: 404 });
    expect(await createObjects().inspect(key)).toBeUndefined();
  });

  it('is read only up to its first bytes', async () => {
    reply = () => ({ status: 206, headers: { 'Content-Range': 'bytes 0-3/9' }, body: content.subarray(0, 4) });
    expect(Buffer.from(await createObjects().readStart(key, 4)).toString()).toBe('%PDF');
    expect(requests[0]).toMatchObject({ method: 'GET', path: `/clinic-files/${key}` });
    expect(requests[0]?.headers.range).toBe('bytes=0-3');
  });

  it('is written with checksum and encryption', async () => {
    await createObjects().write(key, 'text/plain', content);
    expect(requests[0]).toMatchObject({ method: 'PUT', path: `/clinic-files/${key}`, body: content });
    expect(requests[0]?.headers).toMatchObject({
      'content-type': 'text/plain',
      'x-amz-checksum-sha256': checksum,
      'x-amz-server-side-encryption': 'aws:kms',
      'x-amz-server-side-encryption-aws-kms-key-id': kmsKeyArn,
    });
  });

  it('is removed without a version id, so that the bucket keeps it', async () => {
    reply = () => ({ status: 200, headers: { 'Content-Type': 'application/xml' }, body: '<DeleteResult/>' });
    await createObjects().remove([key, `${key}0`]);
    expect([requests[0]?.method, requests[0]?.query.has('delete')]).toEqual(['POST', true]);
    const body = requests[0]?.body.toString();
    expect(body).toContain(`<Object><Key>${key}</Key></Object><Object><Key>${key}0</Key></Object>`);
    expect(body).not.toContain('VersionId');
  });

  it('is not treated as removed if S3 reports an error', async () => {
    const body = '<DeleteResult><Error><Key>x</Key><Code>InternalError</Code></Error></DeleteResult>';
    reply = () => ({ status: 200, headers: { 'Content-Type': 'application/xml' }, body });
    await expect(createObjects().remove([key])).rejects.toThrow(ObjectStoreError);
  });
});

describe('a failing S3', () => {
  const errorBody = (code: string) => `<Error><Code>${code}</Code><Message>…</Message></Error>`;

  it.each([
    [503, 'SlowDown'],
    [500, 'InternalError'],
    [429, 'TooManyRequests'],
  ])('with %i %s is called once more, then reported as unreachable', async (status, code) => {
    reply = () => ({ status, headers: { 'Content-Type': 'application/xml' }, body: errorBody(code) });
    await expect(createObjects().readStart(key, 4)).rejects.toThrow(ObjectStoreError);
    expect(requests).toHaveLength(2);
  });

  it('that recovers after one failure goes unnoticed', async () => {
    reply = () => (requests.length === 1 ? { status: 503, body: errorBody('SlowDown') } : { status: 404 });
    expect(await createObjects().inspect(key)).toBeUndefined();
  });

  it('that exceeds its time limit is reported as unreachable', async () => {
    reply = () => new Promise(() => {});
    const startedAt = performance.now();
    await expect(createObjects({ timeoutMilliseconds: 300 }).inspect(key)).rejects.toThrow(ObjectStoreError);
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });

  it('that does not answer is reported as unreachable', async () => {
    await expect(createObjects({ endpoint: 'http://127.0.0.1:9' }).inspect(key)).rejects.toThrow(ObjectStoreError);
  });

  it.each([
    [403, 'AccessDenied'],
    [404, 'NoSuchBucket'],
    [301, 'PermanentRedirect'],
  ])("with %i %s is a deployment error that a retry can't fix", async (status, code) => {
    reply = () => ({ status, headers: { 'Content-Type': 'application/xml' }, body: errorBody(code) });
    const error = await createObjects()
      .readStart(key, 4)
      .catch((caught) => caught);
    expect([error instanceof ObjectStoreError, requests.length]).toEqual([false, 1]);
  });
});
