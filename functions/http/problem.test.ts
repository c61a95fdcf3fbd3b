import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiEnvironment, parseEnvironment } from '../../config/environment.js';
import { connectDatabase } from '../../db/client/database.js';
import { createRequestContext, createTestApi, type TestApi, type TestResponse } from '../../test/support/api.js';
import { patientsRouter } from '../patients/routes.js';
import { type ProblemKind, problemKinds } from './problem.js';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi([patientsRouter]);
});
afterAll(() => api.close());

const person = { givenName: 'Ada', familyName: 'Problematova', birthDate: '1980-05-17', gender: 'female' };
const absent = '00000000-0000-4000-8000-000000000000';
const mebibyte = 1024 * 1024;
const json = { 'Content-Type': 'application/json' };

const post = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = json) =>
  api.as('admin').send('POST', '/v1/patients', { body, headers });

/** Checks what every problem must have, whatever its kind. */
function expectProblem(answer: TestResponse, kind: ProblemKind, instance: string): void {
  const { status, title } = problemKinds[kind];
  expect([answer.status, answer.headers.get('Content-Type')]).toEqual([status, 'application/problem+json']);
  expect(answer.body).toMatchObject({ type: `/problems/${kind}`, title, status, instance });
  expect(answer.body.requestId).toBe(answer.headers.get('X-Request-Id'));
  expect(answer.body.detail).toMatch(/\S/);
  const members = ['type', 'title', 'status', 'detail', 'instance', 'requestId'];
  expect(Object.keys(answer.body).filter((name) => name !== 'errors')).toEqual(members);
}

/** Runs work with another database, then restores the original one. */
async function withDatabase<Result>(database: TestApi['services']['database'], work: () => Promise<Result>) {
  const own = api.services.database;
  Object.assign(api.services, { database });
  try {
    return await work();
  } finally {
    Object.assign(api.services, { database: own });
  }
}

/** An address without a server. How long a request really tries is tested in time-limits.test.ts. */
function unreachable(): TestApi['services']['database'] {
  const database = connectDatabase(parseEnvironment(ApiEnvironment, { DATABASE_URL: 'postgres://app@127.0.0.1:1/x' }));
  return {
    ...database,
    transaction: (caller, work, options) =>
      database.transaction(caller, work, { ...options, deadlineMilliseconds: 300 }),
  };
}

/** One request for each way that HTTP can reject one. */
const ways: [what: string, kind: ProblemKind, instance: string, ask: () => Promise<TestResponse>][] = [
  ['broken JSON', 'malformed-request', '/v1/patients', () => post('{"givenName":')],
  ['JSON with a comment', 'malformed-request', '/v1/patients', () => post('{} // nothing')],
  ['an empty body', 'malformed-request', '/v1/patients', () => post('')],
  [
    'no body',
    'malformed-request',
    '/v1/patients',
    () => api.as('admin').send('POST', '/v1/patients', { headers: json }),
  ],
  [
    'a body that is not UTF-8',
    'malformed-request',
    '/v1/patients',
    () => post(new Uint8Array([0x22, 0xc3, 0x28, 0x22])),
  ],
  ['a body in UTF-16', 'malformed-request', '/v1/patients', () => post(new Uint8Array(Buffer.from('{}', 'utf16le')))],
  ['a body with the wrong fields', 'validation-failed', '/v1/patients', () => post('{}')],
  [
    'a body over 1 MiB according to its header',
    'payload-too-large',
    '/v1/patients',
    () => post('{}', { ...json, 'Content-Length': String(mebibyte + 1) }),
  ],
  ['a body over 1 MiB without a header', 'payload-too-large', '/v1/patients', () => post(' '.repeat(mebibyte + 1))],
  [
    'a body over 1 MiB with a smaller size in its header',
    'payload-too-large',
    '/v1/patients',
    () => post(' '.repeat(mebibyte + 1), { ...json, 'Content-Length': '2' }),
  ],
  [
    'another media type',
    'unsupported-media-type',
    '/v1/patients',
    () => post('{}', { 'Content-Type': 'application/xml' }),
  ],
  [
    'a merge patch where a resource is created',
    'unsupported-media-type',
    '/v1/patients',
    () => post('{}', { 'Content-Type': 'application/merge-patch+json' }),
  ],
  [
    'a form',
    'unsupported-media-type',
    '/v1/patients',
    () => post('a=b', { 'Content-Type': 'application/x-www-form-urlencoded' }),
  ],
  [
    'another charset',
    'unsupported-media-type',
    '/v1/patients',
    () => post(JSON.stringify(person), { 'Content-Type': 'application/json; charset=iso-8859-1' }),
  ],
  [
    'a content encoding',
    'unsupported-media-type',
    '/v1/patients',
    () => post(JSON.stringify(person), { ...json, 'Content-Encoding': 'gzip' }),
  ],
  ['no media type', 'unsupported-media-type', '/v1/patients', () => post(new Uint8Array(Buffer.from('{}')), {})],
  ['an unknown route', 'not-found', '/v1/nothing', () => api.as('admin').get('/v1/nothing')],
  ['an unknown route without authentication', 'not-found', '/', () => api.anonymous.get('/')],
  ['a path that ends in a slash', 'not-found', '/v1/patients/', () => api.as('admin').get('/v1/patients/')],
  ['an additional slash', 'not-found', `/v1/patients/${absent}/`, () => api.as('admin').get(`/v1/patients/${absent}/`)],
  ['a path in another case', 'not-found', '/V1/Patients', () => api.as('admin').get('/V1/Patients')],
  [
    'a record that does not exist',
    'not-found',
    `/v1/patients/${absent}`,
    () => api.as('admin').get(`/v1/patients/${absent}`),
  ],
  [
    'another method on a path within a collection',
    'method-not-allowed',
    '/v1/patients/me',
    () => api.as('admin').delete('/v1/patients/me'),
  ],
  ['another method', 'method-not-allowed', '/v1/patients', () => api.as('admin').send('DELETE', '/v1/patients')],
  ['an unknown method', 'method-not-allowed', '/v1/patients', () => api.anonymous.send('BREW', '/v1/patients')],
  ['no authentication', 'unauthenticated', '/v1/patients', () => api.anonymous.get('/v1/patients')],
  ['a role without permission', 'forbidden', '/v1/patients', () => api.as('patient').get('/v1/patients')],
  ['an invalid id', 'validation-failed', '/v1/patients/x', () => api.as('admin').get('/v1/patients/x')],
  ['an invalid cursor', 'malformed-request', '/v1/patients', () => api.as('admin').get('/v1/patients?cursor=x')],
  [
    'an unreachable database',
    'unavailable',
    '/v1/patients',
    () => withDatabase(unreachable(), () => api.as('admin').get('/v1/patients')),
  ],
];

/** Checks the headers that every response must have. */
function expectHeaders({ headers }: { headers: Headers }): void {
  expect(Object.fromEntries(headers)).toMatchObject({
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'strict-transport-security': 'max-age=63072000; includeSubDomains',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'x-request-id': expect.stringMatching(/^[A-Za-z0-9._:-]{1,128}$/),
  });
  expect(headers.get('X-Powered-By')).toBeNull();
}

describe('a problem document', () => {
  it.each(ways)('answers %s (%s)', async (_what, kind, instance, ask) => {
    const answer = await ask();
    expectProblem(answer, kind, instance);
    expectHeaders(answer);
  });

  it('lists the allowed methods of a path', async () => {
    const allowed = async (method: string, path: string) =>
      (await api.anonymous.send(method, path)).headers.get('Allow');
    expect(await allowed('PUT', '/v1/patients')).toBe('GET, HEAD, POST');
    expect(await allowed('POST', `/v1/patients/${absent}`)).toBe('DELETE, GET, HEAD, PATCH');
    expect((await api.anonymous.send('POST', '/v1/nothing')).headers.get('Allow')).toBeNull();
  });

  it('tells how long to wait while the database is unreachable', async () => {
    for (const ask of [
      () => api.as('admin').get(`/v1/patients/${absent}`),
      () => api.as('admin').post('/v1/patients', person, { 'Idempotency-Key': 'unreachable' }),
      // The denial can't be recorded in the audit trail, so it isn't returned either.
      () => api.as('patient').get('/v1/patients'),
    ]) {
      const counted = api.counted.length;
      const answer = await withDatabase(unreachable(), ask);
      expect([answer.status, answer.headers.get('Retry-After')]).toEqual([503, '5']);
      expect(api.counted.slice(counted)).toContain('UnavailableAnswers');
      expect(answer.text).not.toMatch(/127\.0\.0\.1|ECONNREFUSED/);
    }
  });

  it('reveals only the request id of an internal error, and so does the log', async () => {
    const secret = 'Zebrafish-7';
    const cause = new Error(`inner ${secret}`);
    const broken = {
      ...api.services.database,
      transaction: () => Promise.reject(new TypeError(`outer ${secret}`, { cause })),
    };
    api.logLines.length = 0;
    const answer = await withDatabase(broken, () =>
      api.as('admin').post('/v1/patients', person, { 'X-Request-Id': 'r-500' }),
    );
    expectProblem(answer, 'internal', '/v1/patients');
    expectHeaders(answer);
    expect(answer.body).not.toHaveProperty('errors');
    expect(answer.body.detail).toBe(problemKinds.internal.meaning);
    expect(answer.body.requestId).toBe('r-500');
    expect(`${answer.text}${[...answer.headers]}${api.logLines}`).not.toContain(secret);
    const lines = api.logLines.map((line) => JSON.parse(line));
    expect(lines).toMatchObject([
      { level: 'ERROR', requestId: 'r-500', status: 500, errorType: 'TypeError < Error' },
      { level: 'ERROR', requestId: 'r-500', status: 500, method: 'POST', errorType: 'AuditError < TypeError < Error' },
    ]);
    expect(lines[0].stack).toContain('problem.test.ts');
  });

  it('lists at most 1,000 errors', async () => {
    const fields = Object.fromEntries(Array.from({ length: 1500 }, (_, index) => [`field${index}`, index]));
    const answer = await post(JSON.stringify({ ...person, ...fields }));
    expectProblem(answer, 'validation-failed', '/v1/patients');
    expect(answer.body.errors).toHaveLength(1000);
  });

  it('shortens the pointer to a very long field', async () => {
    const answer = await post(JSON.stringify({ ...person, ['x'.repeat(100_000)]: 1 }));
    expect(answer.body.errors).toEqual([{ pointer: `/${'x'.repeat(100)}`, detail: 'is not a known field' }]);
  });
});

describe('a body', () => {
  it('can have exactly 1 MiB', async () => {
    const text = JSON.stringify(person);
    expect((await post(text.padEnd(mebibyte))).status).toBe(201);
    expectProblem(await post(text.padEnd(mebibyte + 1)), 'payload-too-large', '/v1/patients');
    const wide = JSON.stringify({ ...person, familyName: 'é'.repeat(mebibyte / 2) });
    expect(wide.length).toBeLessThan(mebibyte);
    expectProblem(await post(wide), 'payload-too-large', '/v1/patients');
  });

  it('is not read before the caller is authenticated and authorized', async () => {
    const tooLarge = { body: ' '.repeat(mebibyte + 1), headers: json };
    expect((await api.anonymous.send('POST', '/v1/patients', tooLarge)).status).toBe(401);
    expect((await api.as('patient').send('POST', '/v1/patients', tooLarge)).status).toBe(403);
  });

  it('that is incomplete is a client error, although Node reports it like a lost database connection', async () => {
    const body = new ReadableStream({
      pull: () => Promise.reject(Object.assign(new Error('aborted'), { code: 'ECONNRESET' })),
    });
    const request = new Request('http://localhost/v1/patients', {
      method: 'POST',
      headers: json,
      body,
      duplex: 'half',
    });
    const counted = api.counted.length;
    const answer = await api.app.fetch(request, { requestContext: createRequestContext('admin', 'admin-account') });
    expect([answer.status, await answer.json()]).toMatchObject([400, { type: '/problems/malformed-request' }]);
    expect(api.counted.slice(counted)).toEqual([]);
  });

  it('that is nested too deeply is rejected like any other invalid body', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const deepObject = `${'{"address":'.repeat(50_000)}1${'}'.repeat(50_000)}`;
    const bodies = [
      deep,
      deepObject,
      JSON.stringify(person).replace('"Ada"', deep),
      JSON.stringify({ ...person, address: { line: 'X' } }).replace('"X"', deep),
      JSON.stringify({ ...person, medicalHistory: 'X' }).replace('"X"', deepObject),
    ];
    for (const body of bodies) {
      const headers = { ...json, 'Idempotency-Key': 'deep' };
      expect((await post(body, headers)).body).toMatchObject({ type: '/problems/validation-failed' });
      const patched = await api.as('admin').send('PATCH', `/v1/patients/${absent}`, { body, headers: json });
      expect(patched.status).toBe(422);
    }
    expectProblem(await post('['.repeat(100_000)), 'malformed-request', '/v1/patients');
  });

  it('with the names of prototype members changes no prototype', async () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
    for (const name of names) {
      const body = JSON.stringify(person).replace('{', `{"${name}":{"active":false,"polluted":true},`);
      const answer = await post(body);
      expect([name, answer.status, answer.body.errors]).toEqual([
        name,
        422,
        [{ pointer: `/${name}`, detail: 'is not a known field' }],
      ]);
    }
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe('the request id', () => {
  it("is the client's if it is valid, on every response and in the log", async () => {
    for (const id of ['a', 'A-b_c.d:9', 'x'.repeat(128), crypto.randomUUID()]) {
      api.logLines.length = 0;
      const headers = { 'X-Request-Id': id };
      const good = await api.as('admin').get('/v1/patients', headers);
      const bad = await api.as('admin').get('/v1/nothing', headers);
      expect([good.headers.get('X-Request-Id'), bad.headers.get('X-Request-Id'), bad.body.requestId]).toEqual([
        id,
        id,
        id,
      ]);
      expect(api.logLines.map((line) => JSON.parse(line).requestId)).toEqual([id, id]);
    }
  });

  it("is generated if the client's is invalid", async () => {
    const made = new Set<string | null>();
    for (const id of ['', 'x'.repeat(129), 'a b', 'a/b', '{"a":1}', 'é', 'a,b']) {
      const { headers, body } = await api.as('admin').get('/v1/nothing', { 'X-Request-Id': id });
      expect(headers.get('X-Request-Id')).toMatch(/^[0-9a-f-]{36}$/);
      expect(body.requestId).toBe(headers.get('X-Request-Id'));
      made.add(body.requestId);
    }
    expect(made.size).toBe(7);
  });
});

describe('every response', () => {
  it('has the security headers and is not cached', async () => {
    const admin = api.as('admin');
    const created = await admin.post('/v1/patients', person);
    const path = `/v1/patients/${created.body.id}`;
    const answers = [
      created,
      await admin.get(path),
      await admin.get(path, { 'If-None-Match': '*' }),
      await admin.patch(path, {}),
      await admin.get('/v1/patients'),
      await admin.delete(path),
    ];
    expect(answers.map(({ status }) => status)).toEqual([201, 200, 304, 200, 200, 204]);
    for (const answer of answers) expectHeaders(answer);
  });
});
