import { describe, expect, it } from 'vitest';
import { createClient, edit, ifMatch, ProblemError, paginate, unwrap } from '../../client/src/index.js';

interface Sent {
  readonly method: string;
  readonly url: string;
  readonly key: string | null;
  readonly body: string;
}

const problem =
  (status: number, kind: string, headers: Record<string, string> = {}) =>
  () =>
    new Response(JSON.stringify({ type: `/problems/${kind}`, title: kind, status, requestId: 'r1' }), {
      status,
      headers: { 'Content-Type': 'application/problem+json', ...headers },
    });
const json =
  (body: object, status = 200) =>
  () =>
    Response.json(body, { status });
const lost = () => {
  throw new TypeError('fetch failed');
};

/** Creates a client of a server that gives these answers in turn, and records what it was sent. */
function createScripted(...answers: (() => Response)[]) {
  const sent: Sent[] = [];
  const client = createClient({
    baseUrl: 'https://api.clinic.example',
    token: async () => 'token',
    maximumAttempts: 3,
    async fetch(request) {
      const { method, url, headers } = request;
      sent.push({ method, url, key: headers.get('Idempotency-Key'), body: await request.text() });
      const answer = answers.shift();
      if (answer === undefined) throw new Error('The client sent one request too many.');
      return answer();
    },
  });
  return { client, sent };
}

const now = { 'Retry-After': '0' };
const path = { params: { path: { id: '6f1c9a52-0b7e-4b7e-9d59-0f4c3a2b1d10' } } };
const search = { body: { name: 'Ana' } };

describe('a request', () => {
  it.each([
    ['GET', 'after 503', problem(503, 'unavailable', now)],
    ['GET', 'after 429', problem(429, 'too-many-requests', now)],
    ['GET', 'without a response', lost],
    ['POST', 'after 503', problem(503, 'unavailable', now)],
    ['POST', 'without a response', lost],
    ['POST', 'while its first attempt runs', problem(409, 'conflict', now)],
    ['PATCH', 'after 429', problem(429, 'too-many-requests', now)],
  ] as const)('is repeated: %s %s', async (method, _when, failure) => {
    const { client, sent } = createScripted(failure, json({ data: [] }));
    if (method === 'GET') await client.GET('/v1/medics');
    else if (method === 'POST') await client.POST('/v1/patient-lookup', search);
    else await client.PATCH('/v1/medics/{id}', { ...path, body: { active: false } });
    expect(sent).toHaveLength(2);
    // The same key and body, or the server would do the work twice.
    expect(sent[1]).toEqual(sent[0]);
    expect(sent[0]?.key === null).toBe(method !== 'POST');
  });

  it.each([
    ['PATCH', problem(503, 'unavailable', now)],
    ['PATCH', lost],
    ['DELETE', problem(503, 'unavailable', now)],
    ['POST', problem(409, 'slot-taken')],
    ['GET', problem(500, 'internal')],
    ['GET', problem(503, 'unavailable', { 'Retry-After': '600' })],
  ] as const)('is not repeated where that could do harm or no good: %s', async (method, failure) => {
    const { client, sent } = createScripted(failure);
    const sending =
      method === 'PATCH'
        ? client.PATCH('/v1/medics/{id}', { ...path, body: { active: false } })
        : method === 'DELETE'
          ? client.DELETE('/v1/medics/{id}', path)
          : method === 'POST'
            ? client.POST('/v1/patient-lookup', search)
            : client.GET('/v1/medics');
    await expect(sending).rejects.toThrow();
    expect(sent).toHaveLength(1);
  });

  it('fails with the last problem after the last attempt', async () => {
    const { client, sent } = createScripted(...Array(3).fill(problem(503, 'unavailable', now)));
    const error = await client.GET('/v1/medics').catch((cause) => cause);
    expect(error).toBeInstanceOf(ProblemError);
    expect(error).toMatchObject({ kind: 'unavailable', status: 503, requestId: 'r1', retryAfterSeconds: 0 });
    expect(sent).toHaveLength(3);
  });

  it('stops waiting when it is aborted', async () => {
    const { client } = createScripted(problem(503, 'unavailable', { 'Retry-After': '15' }));
    const stopped = new AbortController();
    const sending = client.GET('/v1/medics', { signal: stopped.signal });
    setTimeout(() => stopped.abort(), 20);
    await expect(sending).rejects.toThrow('aborted');
  });

  it('sends the key of the caller, if there is one', async () => {
    const { client, sent } = createScripted(json({ data: [] }));
    await client.POST('/v1/patient-lookup', { ...search, headers: { 'Idempotency-Key': 'mine' } });
    expect(sent[0]?.key).toBe('mine');
  });
});

describe('an error response', () => {
  it("of a proxy has the kind 'other'", async () => {
    const { client } = createScripted(() => new Response('<html>', { status: 502, headers: { 'X-Request-Id': 'r2' } }));
    const error = await client.GET('/v1/medics').catch((cause) => cause);
    expect(error).toMatchObject({ kind: 'other', status: 502, title: 'Status 502', errors: [], requestId: 'r2' });
  });
});

describe('paginate', () => {
  const page = (nextCursor: string | null, ...data: object[]) => json({ data, page: { limit: 2, nextCursor } });

  it('follows the cursors with the same filters, and reads no page ahead', async () => {
    const { client, sent } = createScripted(page('c1', { id: '1' }, { id: '2' }), page(null, { id: '3' }));
    const ids = [];
    for await (const { id } of paginate(client, '/v1/patients', { query: { gender: ['male', 'other'], limit: 2 } })) {
      if (ids.length < 2) expect(sent).toHaveLength(1);
      ids.push(id);
    }
    expect(ids).toEqual(['1', '2', '3']);
    expect(sent.map(({ url }) => new URL(url).search)).toEqual([
      '?gender=male,other&limit=2',
      '?gender=male,other&limit=2&cursor=c1',
    ]);
  });
});

describe('edit', () => {
  it('sends the version that it read, and starts again after a change by somebody else', async () => {
    const { client, sent } = createScripted(
      json({ version: 3, email: 'old@clinic.example' }),
      problem(412, 'precondition-failed'),
      json({ version: 4, email: 'new@clinic.example' }),
      json({ version: 5, email: null }),
    );
    const seen: (string | null)[] = [];
    const saved = await edit(client, '/v1/patients/{id}', 'p1', (current) => {
      seen.push(current.email);
      return { email: null };
    });
    expect(seen).toEqual(['old@clinic.example', 'new@clinic.example']);
    expect(saved).toEqual({ version: 5, email: null });
    expect(sent.map(({ method, body }) => [method, body])).toEqual([
      ['GET', ''],
      ['PATCH', '{"email":null}'],
      ['GET', ''],
      ['PATCH', '{"email":null}'],
    ]);
    expect(ifMatch({ version: 3 })).toEqual({ 'If-Match': '"3"' });
  });

  it('sends nothing without a change, and leaves other problems to the caller', async () => {
    const { client, sent } = createScripted(json({ version: 3 }), json({ version: 3 }), problem(403, 'forbidden'));
    await edit(client, '/v1/exams/{id}', 'e1', () => undefined);
    expect(sent).toHaveLength(1);
    await expect(edit(client, '/v1/exams/{id}', 'e1', () => ({ name: 'X' }))).rejects.toMatchObject({
      kind: 'forbidden',
    });
  });

  it("accepts a whole resource without the fields that a patch doesn't have", async () => {
    const { client, sent } = createScripted(
      json({ version: 3, name: 'ECG', durationMinutes: 30 }),
      json({ version: 4 }),
    );
    await edit(client, '/v1/exams/{id}', 'e1', ({ name, durationMinutes }) => ({
      name: `${name} at rest`,
      durationMinutes,
    }));
    expect(JSON.parse(sent[1]?.body ?? '')).toEqual({ name: 'ECG at rest', durationMinutes: 30 });
    expect(await unwrap(Promise.resolve({ data: 1 }))).toBe(1);
  });
});
