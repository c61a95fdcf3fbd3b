import { createServer, type Server } from 'node:http';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { build } from 'esbuild';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { createPdf, createUploadInput } from './testing.js';

// The function as Lambda runs it: its environment variables, API Gateway events and the S3 client, with a server in
// place of S3.

let db: TestDatabase;
let store: Server;
let handler: (event: APIGatewayProxyEventV2) => Promise<{ statusCode?: number; headers?: object; body?: string }>;
let patient: string;
/** The responses of S3 by method: status, headers and body. */
let replies: Record<string, { status: number; headers?: Record<string, string>; body?: Uint8Array | string }>;

beforeAll(async () => {
  db = await createTestDatabase();
  store = createServer((request, response) => {
    request.resume();
    const { status, headers, body } = replies[request.method ?? ''] ?? { status: 404 };
    response.writeHead(status, headers).end(body);
  });
  await new Promise<void>((listening) => store.listen(0, '127.0.0.1', listening));
  const variables = {
    DATABASE_URL: db.url,
    FILES_BUCKET: 'clinic-files',
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(store.address() as { port: number }).port}`,
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'an-example-secret',
  };
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  ({ handler } = (await import('./handler.js')) as unknown as { handler: typeof handler });
  const [row] = await db.sql`
    insert into patients (given_name, family_name, birth_date, gender, account_subject)
    values ('Alice', 'Archer', '1990-01-01', 'other', 'alice') returning id`;
  patient = row?.id;
});
afterAll(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  store.closeAllConnections();
  await new Promise((closed) => store.close(closed));
  await db.close();
});
beforeEach(() => {
  replies = {};
});

async function invoke(method: string, path: string, body?: object, group = 'medic') {
  const [rawPath = '', rawQueryString = ''] = path.split('?');
  const claims = { sub: `${group}-account`, token_use: 'access', 'cognito:groups': `[${group}]` };
  const result = await handler({
    version: '2.0',
    rawPath,
    rawQueryString,
    headers: { 'content-type': 'application/json' },
    requestContext: { domainName: 'api.example', http: { method }, requestId: 'r', authorizer: { jwt: { claims } } },
    ...(body && { body: Buffer.from(JSON.stringify(body)).toString('base64'), isBase64Encoded: true }),
  } as unknown as APIGatewayProxyEventV2);
  return {
    status: result.statusCode,
    headers: result.headers as Record<string, string>,
    body: result.body ? JSON.parse(result.body) : undefined,
  };
}

const started = async (content = createPdf()) => {
  const { status, body } = await invoke('POST', '/v1/files/upload', createUploadInput(patient, content));
  expect(status).toBe(201);
  return { id: body.id as string, content, url: new URL(body.upload.url), headers: body.upload.headers };
};

const holding = (content: Buffer, sha256 = createUploadInput('', content).sha256) => ({
  HEAD: {
    status: 200,
    headers: {
      'Content-Type': 'application/pdf',
      'Content-Length': String(content.byteLength),
      'x-amz-checksum-sha256': Buffer.from(sha256, 'hex').toString('base64'),
    },
  },
  GET: { status: 206, body: content },
});

const completed = async () => {
  const { id, content } = await started();
  replies = holding(content);
  expect((await invoke('POST', `/v1/files/${id}/complete`)).status).toBe(200);
  return id;
};

const unavailable = { status: 503, body: '<Error><Code>SlowDown</Code></Error>' };

describe('the function', () => {
  it('takes a file through its life cycle on S3', async () => {
    const { id, content, url, headers } = await started();
    expect(url.pathname).toMatch(/^\/clinic-files\/files\/[0-9a-f-]{36}$/);
    expect(headers).toHaveProperty('x-amz-checksum-sha256');
    expect((await invoke('POST', `/v1/files/${id}/complete`)).status).toBe(409);
    replies = holding(content);
    const done = await invoke('POST', `/v1/files/${id}/complete`);
    expect([done.status, done.body.status]).toEqual([200, 'available']);
    const listed = await invoke('GET', `/v1/files?patientId=${patient}&status=available`);
    expect(listed.body.data.map((file: { id: string }) => file.id)).toContain(id);
    const { body } = await invoke('GET', `/v1/files/${id}/download`);
    expect(new URL(body.url).searchParams.get('X-Amz-Expires')).toBe('300');
    const said = { category: 'consent', confidence: 1, source: 'review' };
    expect((await invoke('PUT', `/v1/files/${id}/classification`, said)).body.category).toBe('consent');
    replies = { POST: { status: 200, body: '<DeleteResult/>' } };
    const removed = await invoke('DELETE', `/v1/files/${id}`);
    expect([removed.status, removed.body]).toEqual([204, undefined]);
    expect((await invoke('GET', `/v1/files/${id}`)).status).toBe(404);
  });

  it('rejects an upload that S3 holds with another checksum, or none', async () => {
    for (const spoil of [
      (reply: ReturnType<typeof holding>) => Object.assign(reply.HEAD.headers, { 'x-amz-checksum-sha256': 'AAAA' }),
      (reply: ReturnType<typeof holding>) =>
        delete (reply.HEAD.headers as Partial<typeof reply.HEAD.headers>)['x-amz-checksum-sha256'],
    ]) {
      const { id, content } = await started();
      const reply = holding(content);
      spoil(reply);
      replies = reply;
      const { status, body } = await invoke('POST', `/v1/files/${id}/complete`);
      expect([status, body.errors[0].pointer]).toEqual([422, '/sha256']);
    }
  });

  it('returns 405 with the allowed methods', async () => {
    const { status, headers } = await invoke('PATCH', `/v1/files/${patient}/classification`, {});
    expect([status, headers.allow]).toEqual([405, 'PUT']);
  });
});

describe('while S3 is overloaded', () => {
  it('returns 503 with the time to wait, and changes nothing', async () => {
    const { id, content } = await started();
    const available = await completed();
    replies = { HEAD: unavailable, GET: unavailable, POST: unavailable, PUT: unavailable };
    for (const [method, path] of [
      ['POST', `/v1/files/${id}/complete`],
      ['DELETE', `/v1/files/${available}`],
    ] as const) {
      const { status, headers, body } = await invoke(method, path);
      expect([status, body.type, headers['retry-after']]).toEqual([503, '/problems/unavailable', '5']);
      expect(JSON.stringify(body)).not.toMatch(/SlowDown|clinic-files/);
    }
    const states = await db.sql`select status from files where id in ${db.sql([id, available])} order by status`;
    expect(states.map(({ status }) => status)).toEqual(['available', 'pending']);
    replies = holding(content);
    expect((await invoke('POST', `/v1/files/${id}/complete`)).status).toBe(200);
  });

  it('still starts new uploads, and leaves abandoned ones for later', async () => {
    const { id } = await started();
    await db.sql`update files set upload_expires_at = now() - interval '2 hours' where id = ${id}`;
    replies = { POST: unavailable };
    await started();
    const state = async () =>
      (await db.sql`select status, upload_expires_at is null as cleared from files where id = ${id}`)[0];
    expect(await state()).toEqual({ status: 'pending', cleared: false });
    replies = { POST: { status: 200, body: '<DeleteResult/>' } };
    await started();
    expect(await state()).toEqual({ status: 'rejected', cleared: true });
  });
});

it('a denial by S3 is an internal error that reveals nothing', async () => {
  const { id } = await started();
  replies = { HEAD: { status: 403 } };
  const { status, body } = await invoke('POST', `/v1/files/${id}/complete`);
  expect([status, body.type, 'errors' in body]).toEqual([500, '/problems/internal', false]);
});

it('loads the AWS client only when it is needed', async () => {
  const { metafile } = await build({
    entryPoints: ['functions/files/handler.ts'],
    bundle: true,
    platform: 'node',
    format: 'esm',
    splitting: true,
    outdir: 'out',
    write: false,
    metafile: true,
    logLevel: 'error',
  });
  const { outputs } = metafile;
  const [entry] = Object.keys(outputs).filter((name) => outputs[name]?.entryPoint === 'functions/files/handler.ts');
  const loaded = new Set<string>();
  const load = (name: string) => {
    if (loaded.has(name)) return;
    loaded.add(name);
    for (const { path, kind } of outputs[name]?.imports ?? []) if (kind === 'import-statement') load(path);
  };
  load(entry ?? '');
  const inputs = [...loaded].flatMap((name) => Object.keys(outputs[name]?.inputs ?? {}));
  expect(inputs.length).toBeGreaterThan(50);
  expect(inputs.filter((path) => /@aws-sdk\/(client-|s3-)/.test(path))).toEqual([]);
});
