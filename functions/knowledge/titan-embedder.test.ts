import { createServer, type Http2Server, type ServerHttp2Session } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { EmbeddingError } from './embedder.js';
import { createTitanEmbedder } from './titan-embedder.js';

interface Call {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
}

/** Bedrock's answers in order; the last one repeats. */
type Answer = { readonly status: number; readonly body: unknown; readonly type?: string } | 'silence';

let server: Http2Server;
const sessions = new Set<ServerHttp2Session>();
let calls: Call[] = [];
let answers: Answer[] = [];

const vector = (first: number) => Array.from({ length: 1024 }, (_, index) => (index === 0 ? first : 0));
const answered = (first = 1): Answer => ({ status: 200, body: { embedding: vector(first), inputTextTokenCount: 3 } });
const throttled: Answer = { status: 429, body: { message: 'Too many requests' }, type: 'ThrottlingException' };

beforeAll(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  // The SDK uses HTTP/2.
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    calls.push({
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      body: JSON.parse(Buffer.concat(chunks).toString()),
    });
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (answer === undefined || answer === 'silence') return;
    response.writeHead(answer.status, {
      'Content-Type': 'application/json',
      ...(answer.type !== undefined && { 'x-amzn-ErrorType': answer.type }),
    });
    response.end(JSON.stringify(answer.body));
  });
  server.on('session', (session) => sessions.add(session));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
});
afterAll(() => {
  vi.unstubAllEnvs();
  for (const session of sessions) session.destroy();
  server.close();
});
beforeEach(() => {
  calls = [];
  answers = [answered()];
});

const titan = (timeoutMilliseconds = 5_000) =>
  createTitanEmbedder({
    modelId: 'amazon.titan-embed-text-v2:0',
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    timeoutMilliseconds,
  });

describe('Titan Text Embeddings on the wire', () => {
  it('receives a signed request for 1,024 normalized dimensions per text', async () => {
    expect(await titan().embed(['swollen knee'])).toEqual([vector(1)]);
    expect(calls).toHaveLength(1);
    const [call] = calls;
    expect([call?.method, call?.path]).toEqual(['POST', '/model/amazon.titan-embed-text-v2%3A0/invoke']);
    expect(call?.body).toEqual({ inputText: 'swollen knee', dimensions: 1024, normalize: true });
    expect(call?.headers).toMatchObject({
      'content-type': 'application/json',
      accept: 'application/json',
      authorization: expect.stringContaining('/us-east-1/bedrock/aws4_request'),
    });
  });

  it('returns vectors in the order of the texts, with a few calls in parallel', async () => {
    answers = Array.from({ length: 10 }, (_, index) => answered(index));
    const texts = Array.from({ length: 10 }, (_, index) => `text ${index}`);
    const vectors = await titan().embed(texts);
    expect(vectors).toHaveLength(10);
    expect(calls.map(({ body }) => (body as { inputText: string }).inputText).sort()).toEqual([...texts].sort());
  });

  it('retries when throttled, up to three calls', async () => {
    answers = [throttled, answered()];
    expect(await titan().embed(['x'])).toEqual([vector(1)]);
    expect(calls).toHaveLength(2);
    calls = [];
    answers = [throttled];
    await expect(titan().embed(['x'])).rejects.toThrow(EmbeddingError);
    expect(calls).toHaveLength(3);
  });

  it('is unreachable if the account has used up its quota', async () => {
    answers = [{ status: 400, body: { message: 'Quota exceeded' }, type: 'ServiceQuotaExceededException' }];
    await expect(titan().embed(['x'])).rejects.toThrow(EmbeddingError);
  });

  it('is given up after the time limit', async () => {
    answers = ['silence'];
    await expect(titan(300).embed(['x'])).rejects.toThrow(EmbeddingError);
  });

  it('is unreachable if nothing listens', async () => {
    const unreachable = createTitanEmbedder({
      modelId: 'amazon.titan-embed-text-v2:0',
      region: 'us-east-1',
      endpoint: 'http://127.0.0.1:9',
      timeoutMilliseconds: 3_000,
    });
    await expect(unreachable.embed(['x'])).rejects.toThrow(EmbeddingError);
  });

  it('reports a denied call or another number of dimensions as a deployment error', async () => {
    answers = [{ status: 403, body: { message: 'no access' }, type: 'AccessDeniedException' }];
    await expect(titan().embed(['x'])).rejects.not.toBeInstanceOf(EmbeddingError);
    answers = [{ status: 200, body: { embedding: [1, 0, 0] } }];
    await expect(titan().embed(['x'])).rejects.toThrow('returned 3 dimensions instead of 1024');
  });
});
