import { createServer, type Http2Server, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TestApi } from '../../../test/support/api.js';
import { lexicalEmbedder } from '../../knowledge/lexical-embedder.js';
import { createAgentApi, createAgentFixtures, openConversation, postKnowledgeDocument } from '../testing.js';
import { type ConverseSettings, createConverseModel } from './converse.js';
import { type Model, ModelError, type ModelRequest } from './model.js';

/** A request to Bedrock, over HTTP/2 as the SDK sends it. */
interface Asked {
  readonly path: string;
  // biome-ignore lint/suspicious/noExplicitAny: bodies have every shape
  readonly body: any;
}
interface Reply {
  readonly status?: number;
  readonly error?: string;
  readonly body?: object;
}

let bedrock: Http2Server;
let endpoint: string;
let asked: Asked[] = [];
let replies: (Reply | 'never')[] = [];
const open = new Set<ServerHttp2Stream>();

const region = 'us-east-1';
const modelId = 'us.anthropic.claude-haiku-4-5-20251001-v1:0';
const createModel = (settings: Partial<ConverseSettings> = {}): Model =>
  createConverseModel({ modelId, region, endpoint, ...settings });

beforeAll(async () => {
  bedrock = createServer();
  bedrock.on('stream', async (stream, headers) => {
    open.add(stream);
    stream.on('close', () => open.delete(stream));
    stream.on('error', () => {});
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    asked.push({ path: String(headers[':path']), body: JSON.parse(Buffer.concat(chunks).toString()) });
    const reply = replies.shift() ?? { status: 500, error: 'InternalServerException' };
    if (reply === 'never') return;
    stream.respond({
      ':status': reply.status ?? 200,
      'content-type': 'application/json',
      ...(reply.error !== undefined && { 'x-amzn-errortype': reply.error }),
    });
    stream.end(JSON.stringify(reply.body ?? { message: 'no' }));
  });
  await new Promise<void>((resolve) => bedrock.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(bedrock.address() as AddressInfo).port}`;
});
afterAll(() => {
  for (const stream of open) stream.destroy();
  bedrock.close();
});
beforeEach(() => {
  [asked, replies] = [[], []];
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const answered = (content: object[], stopReason: string): Reply => ({
  body: {
    output: { message: { role: 'assistant', content } },
    stopReason,
    usage: { inputTokens: 12, outputTokens: 3, totalTokens: 15 },
    metrics: { latencyMs: 1 },
  },
});
const request = (changes: Partial<ModelRequest> = {}): ModelRequest => ({
  instructions: 'Be good.',
  turns: [{ role: 'user', text: 'Hello' }],
  tools: { look: { description: 'Looks.', inputSchema: { type: 'object', properties: {} } } },
  signal: AbortSignal.timeout(10_000),
  ...changes,
});

describe('Converse', () => {
  it('receives instructions, messages, tools and limits in its own format', async () => {
    replies = [answered([{ text: 'Hi.' }], 'end_turn')];
    const answer = await createModel().converse(
      request({
        turns: [
          { role: 'user', text: 'Hello' },
          { role: 'assistant', text: '', toolCalls: [{ id: 'a', name: 'look', input: { at: 1 } }] },
          {
            role: 'tools',
            outcomes: [
              { id: 'a', output: { found: 'x' }, isError: false },
              { id: 'b', output: { problem: 'y' }, isError: true },
            ],
          },
        ],
      }),
    );
    expect(asked).toEqual([
      {
        path: `/model/${encodeURIComponent(modelId)}/converse`,
        body: {
          system: [{ text: 'Be good.' }],
          messages: [
            { role: 'user', content: [{ text: 'Hello' }] },
            { role: 'assistant', content: [{ toolUse: { toolUseId: 'a', name: 'look', input: { at: 1 } } }] },
            {
              role: 'user',
              content: [
                { toolResult: { toolUseId: 'a', content: [{ json: { found: 'x' } }], status: 'success' } },
                { toolResult: { toolUseId: 'b', content: [{ json: { problem: 'y' } }], status: 'error' } },
              ],
            },
          ],
          inferenceConfig: { maxTokens: 1500, temperature: 0 },
          toolConfig: {
            tools: [
              {
                toolSpec: {
                  name: 'look',
                  description: 'Looks.',
                  inputSchema: { json: { type: 'object', properties: {} } },
                },
              },
            ],
          },
        },
      },
    ]);
    expect(answer).toEqual({
      ...{ text: 'Hi.', toolCalls: [], stopReason: 'answered' },
      ...{ inputTokens: 12, outputTokens: 3 },
    });
  });

  it('uses the configured guardrail and reports when it intervenes', async () => {
    replies = [answered([{ text: 'Not that.' }], 'guardrail_intervened')];
    const answer = await createModel({ guardrail: { id: 'abc123', version: '2' } }).converse(request());
    expect(asked[0]?.body.guardrailConfig).toEqual({ guardrailIdentifier: 'abc123', guardrailVersion: '2' });
    expect([answer.stopReason, answer.text]).toEqual(['guardrail', 'Not that.']);
  });

  it.each([
    ['end_turn', 'answered'],
    ['stop_sequence', 'answered'],
    ['max_tokens', 'length'],
    ['model_context_window_exceeded', 'length'],
    ['content_filtered', 'filtered'],
  ])('that ends with %s means %s, without incomplete tool calls', async (stopReason, expected) => {
    const cut = { toolUse: { toolUseId: 'a', name: 'look', input: {} } };
    replies = [answered([{ text: 'Yes' }, cut], stopReason)];
    expect(await createModel().converse(request())).toMatchObject({ stopReason: expected, toolCalls: [], text: 'Yes' });
  });

  it('is retried when it throttles, up to three calls', async () => {
    const throttled = { status: 429, error: 'ThrottlingException' };
    replies = [throttled, throttled, answered([{ text: 'Now.' }], 'end_turn')];
    expect((await createModel().converse(request())).text).toBe('Now.');
    expect(asked).toHaveLength(3);
    asked = [];
    replies = Array(5).fill(throttled);
    await expect(createModel().converse(request())).rejects.toThrow(ModelError);
    expect(asked).toHaveLength(3);
  });

  it.each([
    [503, 'ServiceUnavailableException'],
    [408, 'ModelTimeoutException'],
    [424, 'ModelErrorException'],
    [500, 'InternalServerException'],
  ])('that fails with %i is unreachable for now', async (status, error) => {
    replies = Array(3).fill({ status, error });
    await expect(createModel().converse(request())).rejects.toThrow(ModelError);
  });

  it.each([
    [403, 'AccessDeniedException'],
    [400, 'ValidationException'],
    [404, 'ResourceNotFoundException'],
  ])('that refuses with %i is a deployment error and is not retried', async (status, error) => {
    replies = [{ status, error }];
    await expect(createModel().converse(request())).rejects.not.toThrow(ModelError);
    expect(asked).toHaveLength(1);
  });

  it('that does not answer is given up when the time is up', async () => {
    replies = ['never'];
    const startedAt = performance.now();
    await expect(createModel().converse(request({ signal: AbortSignal.timeout(300) }))).rejects.toThrow(ModelError);
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });

  it('that does not listen is unreachable', async () => {
    await expect(createModel({ endpoint: 'http://127.0.0.1:9' }).converse(request())).rejects.toThrow(ModelError);
  });

  it('that returns a malformed tool call can be retried', async () => {
    replies = [answered([], 'malformed_tool_use')];
    await expect(createModel().converse(request())).rejects.toThrow(ModelError);
  });
});

describe('the assistant with a model in Bedrock', () => {
  let api: TestApi;
  const ids = { ada: '' };
  beforeAll(async () => {
    api = await createAgentApi({ embedder: lexicalEmbedder, model: createModel(), timeoutMilliseconds: 4_000 });
    ids.ada = await createAgentFixtures(api).patient('Ada', 'Lovelace');
    await postKnowledgeDocument(api.as('admin'), 'Summary', '# Medications\n\nMetformin.', ids.ada);
  });
  afterAll(() => api.close());

  it('runs the tools that it calls, in turns, and names it in the answer', async () => {
    const use = (toolUseId: string, name: string, input: object) =>
      answered([{ text: 'I look.' }, { toolUse: { toolUseId, name, input } }], 'tool_use');
    replies = [
      use('one', 'lookUpPatients', { name: 'Ada Lovelace' }),
      use('two', 'searchKnowledge', { query: 'medications', patientId: ids.ada }),
      answered([{ text: 'Metformin [1].' }], 'end_turn'),
    ];
    const { ask } = await openConversation(api.as('medic'));
    const { status, body } = await ask('What does Ada Lovelace take?');
    expect([status, body.message.content]).toEqual([201, 'Metformin [1].']);
    expect(body.citations).toMatchObject([{ patientId: ids.ada, passage: 'Summary › Medications\nMetformin.' }]);
    expect(body.usage).toMatchObject({
      ...{ model: modelId, stopReason: 'answered', turns: 3, inputTokens: 36, outputTokens: 9 },
    });
    const last = asked[2]?.body.messages;
    expect(last.map(({ role }: { role: string }) => role)).toEqual([
      ...['user', 'assistant', 'user', 'assistant', 'user', 'assistant', 'user'],
    ]);
    expect(last[4].content[0].toolResult).toMatchObject({ toolUseId: 'one', status: 'success' });
    expect(last[6].content[0].toolResult.content[0].json.passages[0]).toMatchObject({ number: 1, title: 'Summary' });
    expect(JSON.stringify(asked.map(({ body: { system } }) => system))).not.toMatch(/Metformin|Lovelace/);
    const tools = asked[0]?.body.toolConfig.tools;
    expect(tools.map(({ toolSpec }: { toolSpec: { name: string } }) => toolSpec.name).sort()).toEqual([
      ...['bookReservation', 'findAvailability', 'lookUpPatients', 'readRecord', 'searchKnowledge'],
    ]);
  });

  it('reports unknown tools and invalid input to the model, and continues', async () => {
    const uses = [
      { toolUse: { toolUseId: 'one', name: 'deletePatients', input: {} } },
      { toolUse: { toolUseId: 'two', name: 'searchKnowledge', input: 'medications' } },
      { toolUse: { toolUseId: 'three', name: 'searchKnowledge', input: ['medications'] } },
      { toolUse: { toolUseId: 'four', name: 'lookUpPatients', input: { name: 'Ada', drop: true } } },
    ];
    replies = [answered(uses, 'tool_use'), answered([], 'end_turn')];
    const { ask } = await openConversation(api.as('medic'));
    const { status, body } = await ask('Anything about Ada?');
    expect([status, body.message.content]).toEqual([201, 'The model returned no answer.']);
    const { messages } = asked[1]?.body ?? {};
    // Bedrock rejects tool input that is not an object, even its own model's.
    expect(messages[3].content.map(({ toolUse }: { toolUse: { input: unknown } }) => toolUse.input)).toEqual([
      ...[{}, {}, {}, { name: 'Ada', drop: true }],
    ]);
    expect(messages[4].content).toMatchObject(
      ['one', 'two', 'three', 'four'].map((toolUseId) => ({ toolResult: { toolUseId, status: 'error' } })),
    );
    const problems = messages[4].content.map(
      ({ toolResult }: { toolResult: { content: { json: { problem: string } }[] } }) =>
        toolResult.content[0]?.json.problem,
    );
    expect(problems).toEqual([
      expect.stringContaining('not available'),
      expect.stringContaining('must be an object'),
      expect.stringContaining('must be an object'),
      expect.stringContaining('drop'),
    ]);
    expect(body.toolCalls.map(({ name, outcome }: { name: string; outcome: string }) => [name, outcome])).toEqual([
      ['searchKnowledge', 'done'],
      ['lookUpPatients', 'refused'],
    ]);
  });

  it.each([
    ['is throttled', Array<Reply>(3).fill({ status: 429, error: 'ThrottlingException' }), 503],
    ['does not answer in time', ['never' as const], 503],
    ['refuses', [{ status: 403, error: 'AccessDeniedException' }], 500],
  ])('returns a problem if the model %s', async (_what, given, status) => {
    replies = [...given];
    const { ask } = await openConversation(api.as('medic'));
    const answer = await ask('Anything?');
    expect([answer.status, answer.body.type]).toEqual([
      status,
      status === 503 ? '/problems/unavailable' : '/problems/internal',
    ]);
    expect(answer.text).not.toMatch(/bedrock|anthropic|throttl/i);
  });

  it('says that the guardrail stopped the answer', async () => {
    replies = [answered([{ text: "I can't talk about that." }], 'guardrail_intervened')];
    const { ask } = await openConversation(api.as('medic'));
    const { body } = await ask('Something bad');
    expect(body.message.content).toBe("The clinic's guardrail stopped the answer.\n\nI can't talk about that.");
    expect([body.usage.stopReason, body.citations]).toEqual(['guardrail', []]);
  });
});
