import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AgentEnvironment, parseEnvironment } from '../../../config/environment.js';
import type { TestApi } from '../../../test/support/api.js';
import { lexicalEmbedder } from '../../knowledge/lexical-embedder.js';
import { createAgentServices } from '../services.js';
import {
  buildCompletion,
  type ChatReply,
  createAgentApi,
  createAgentFixtures,
  openConversation,
  startChatServer,
} from '../testing.js';
import { type ChatCompletionsSettings, createChatCompletionsModel } from './chat-completions.js';
import { ModelError, type ModelRequest, type Turn } from './model.js';

let server: Awaited<ReturnType<typeof startChatServer>>;
let replies: ChatReply[] = [];

beforeAll(async () => {
  server = await startChatServer(() => replies.shift() ?? { status: 500, body: {} });
});
afterAll(() => server.close());
beforeEach(() => {
  replies = [];
  server.requests.length = 0;
});

const createModel = (settings: Partial<ChatCompletionsSettings> = {}) =>
  createChatCompletionsModel({ url: server.url, modelName: 'llama', ...settings });
const tool = { description: 'Looks up.', inputSchema: { type: 'object' as const } };
const buildRequest = (
  turns: readonly Turn[] = [{ role: 'user', text: 'Hello' }],
  milliseconds = 3_000,
): ModelRequest => ({
  instructions: 'Be brief.',
  turns,
  tools: { lookUpPatients: tool },
  signal: AbortSignal.timeout(milliseconds),
});
const converse = (...replying: ChatReply[]) => {
  replies = replying;
  return createModel().converse(buildRequest());
};

describe('a model behind an OpenAI-compatible API', () => {
  it('gets instructions, turns, tools and outcomes in the form of chat completions', async () => {
    replies = [buildCompletion('Hi')];
    const calls = [
      { id: 'a', name: 'searchKnowledge', input: { query: 'x' } },
      { id: 'a', name: 'readRecord', input: 'not JSON' },
    ];
    await createModel({ url: `${server.url}/`, key: 'secret' }).converse(
      buildRequest([
        { role: 'user', text: 'Hello' },
        { role: 'assistant', text: '', toolCalls: calls },
        {
          role: 'tools',
          outcomes: [
            { id: 'a', output: { n: 1 }, isError: false },
            { id: 'a', output: { problem: 'no' }, isError: true },
          ],
        },
      ]),
    );
    const [request] = server.requests;
    expect([request?.path, request?.authorization]).toEqual(['/v1/chat/completions', 'Bearer secret']);
    expect(request?.body).toEqual({
      model: 'llama',
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Hello' },
        {
          role: 'assistant',
          content: '',
          tool_calls: [
            { id: 'call00000', type: 'function', function: { name: 'searchKnowledge', arguments: '{"query":"x"}' } },
            { id: 'call00001', type: 'function', function: { name: 'readRecord', arguments: '{}' } },
          ],
        },
        { role: 'tool', tool_call_id: 'call00000', content: '{"n":1}' },
        { role: 'tool', tool_call_id: 'call00001', content: '{"problem":"no"}' },
      ],
      tools: [
        {
          type: 'function',
          function: { name: 'lookUpPatients', description: 'Looks up.', parameters: { type: 'object' } },
        },
      ],
      ...{ max_tokens: 1500, temperature: 0, stream: false },
    });
  });

  it.each([
    ['an answer', buildCompletion('Hi'), { text: 'Hi', stopReason: 'answered', inputTokens: 7, outputTokens: 3 }],
    [
      'a call',
      buildCompletion(null, [{ name: 'x', arguments: '{"a":1}' }]),
      { stopReason: 'tools', toolCalls: [{ name: 'x', input: { a: 1 } }] },
    ],
    [
      'a call that ends with "stop"',
      buildCompletion('', [{ name: 'x', arguments: '{}' }], 'stop'),
      { stopReason: 'tools' },
    ],
    [
      'arguments as an object',
      buildCompletion('', [{ name: 'x', arguments: { a: 1 } }]),
      { toolCalls: [{ input: { a: 1 } }] },
    ],
    [
      'malformed arguments',
      buildCompletion('', [{ name: 'x', arguments: '{"a":' }]),
      { stopReason: 'tools', toolCalls: [{ input: '{"a":' }] },
    ],
    [
      'an end for a call without calls',
      buildCompletion('Hi', [], 'tool_calls'),
      { text: 'Hi', stopReason: 'answered' },
    ],
    [
      'an answer that is too long',
      buildCompletion('Hi', [{ name: 'x', arguments: '{' }], 'length'),
      { stopReason: 'length', toolCalls: [] },
    ],
    ['a filter', buildCompletion('', [], 'content_filter'), { stopReason: 'filtered' }],
    ['no reason', buildCompletion('Hi', [], null), { stopReason: 'answered' }],
    ['an unknown reason', buildCompletion('Hi', [], 'eos'), { stopReason: 'answered' }],
    ['its reasoning', buildCompletion('<think>Ada is\nallergic</think>\n\nHi'), { text: 'Hi' }],
    ['reasoning without an end', buildCompletion('Hi <think>Ada is'), { text: 'Hi' }],
    [
      'no usage',
      { body: { choices: [{ message: { content: 'Hi' } }] } },
      { text: 'Hi', inputTokens: 0, outputTokens: 0 },
    ],
    [
      'impossible usage',
      { body: { choices: [{ message: { content: 'Hi' } }], usage: { prompt_tokens: 1e300, completion_tokens: -5.5 } } },
      { text: 'Hi', inputTokens: 0, outputTokens: 0 },
    ],
  ] as const)('can answer with %s', async (_what, reply, expected) => {
    expect(await converse(reply)).toMatchObject(expected);
  });

  it.each([
    ['500', { status: 500, body: {} }],
    ['503', { status: 503, body: 'busy' }],
    ['429', { status: 429, body: {} }],
    ['text instead of JSON', { body: 'I am a teapot' }],
    ['cut JSON', { body: '{"choices": [{"message"' }],
    ['JSON of another kind', { body: { error: 'no' } }],
    ['no choices', { body: { choices: [] } }],
    ['a message that is no text', { body: { choices: [{ message: { content: { html: 'x' } } }] } }],
    ['a call without a name', buildCompletion('', [{ arguments: '{}' } as never])],
    ['two megabytes', { body: 'x'.repeat(2_000_000) }],
  ] as const)('that answers with %s is asked up to three times, then is unavailable', async (_what, reply) => {
    await expect(converse(reply, buildCompletion('Hi'))).resolves.toMatchObject({ text: 'Hi' });
    await expect(converse(reply, reply, reply, buildCompletion('late'))).rejects.toThrow(ModelError);
    expect(replies).toHaveLength(1);
  });

  it.each([400, 401, 404, 301, 307])('that answers with %i is misconfigured, and is asked once', async (status) => {
    const reply = { status, headers: { Location: `${server.url}/elsewhere` }, body: { error: 'Ada Lovelace' } };
    const failure = await converse(reply, buildCompletion('Hi')).catch((error: unknown) => error);
    expect(failure).not.toBeInstanceOf(ModelError);
    expect(String(failure)).toBe(`Error: llama answered with the status ${status}.`);
    expect(server.requests).toHaveLength(1);
  });

  it('that is slow or absent is unavailable, in time', async () => {
    replies = ['never'];
    const startedAt = performance.now();
    await expect(createModel().converse(buildRequest(undefined, 200))).rejects.toThrow(ModelError);
    const absent = createModel({ url: 'http://127.0.0.1:9/v1' });
    await expect(absent.converse(buildRequest())).rejects.toThrow(ModelError);
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });
});

describe('the assistant with such a model', () => {
  let api: TestApi;
  let patientId = '';
  beforeAll(async () => {
    const variables = { ASSISTANT_MODEL_URL: server.url, ASSISTANT_MODEL: 'llama', MODEL_TIMEOUT_MILLISECONDS: '4000' };
    api = await createAgentApi(createAgentServices(parseEnvironment(AgentEnvironment, variables)));
    patientId = await createAgentFixtures(api).patient('Ada', 'Lovelace');
  });
  afterAll(() => api.close());

  it('uses the tools, and names the model in the answer', async () => {
    replies = [
      buildCompletion(null, [{ name: 'lookUpPatients', arguments: '{"name":"Ada Lovelace"}' }]),
      buildCompletion(null, [{ name: 'readRecord', arguments: JSON.stringify({ patientId }) }]),
      buildCompletion('Nothing is recorded.'),
    ];
    const { ask } = await openConversation(api.as('medic'));
    const { status, body } = await ask('What is Ada Lovelace allergic to?');
    expect([status, body.message.content]).toEqual([201, 'Nothing is recorded.']);
    expect(body.usage).toMatchObject({ model: 'llama', embedder: lexicalEmbedder.name, turns: 3, inputTokens: 21 });
    expect(body.toolCalls.map(({ name, outcome }: { name: string; outcome: string }) => `${name} ${outcome}`)).toEqual([
      ...['searchKnowledge done', 'lookUpPatients done', 'readRecord done'],
    ]);
    const record = JSON.parse(server.requests[2]?.body.messages.at(-1)?.content ?? '');
    expect(record.allergies.nothingRecorded).toBe(
      "Nothing is recorded under allergies. That doesn't mean that there is nothing.",
    );
  });

  it('tells the model about unknown tools and malformed input, and ends endless calls', async () => {
    const wrong = buildCompletion(null, [
      { name: 'dropTables', arguments: '{}' },
      { name: 'readRecord', arguments: '{"patientId":' },
      { name: 'readRecord', arguments: '{"patientId":"1; drop table patients"}' },
    ]);
    replies = Array(20).fill(wrong);
    const { ask } = await openConversation(api.as('medic'), { patientId });
    const { status, body } = await ask('Anything?');
    expect([status, body.usage.stopReason, body.usage.turns]).toEqual([201, 'limit', 6]);
    const results = server.requests[1]?.body.messages.slice(-3).map(({ content }) => JSON.parse(content).problem);
    expect(results).toEqual([
      'This tool is not available in this conversation.',
      'The input must be an object.',
      'This conversation is about another patient.',
    ]);
    expect(body.toolCalls.length).toBeLessThanOrEqual(8);
  });

  it('is unavailable when the model is, and keeps nothing of the message', async () => {
    replies = [];
    const { ask, messages } = await openConversation(api.as('medic'));
    expect((await ask('Anything?')).status).toBe(503);
    expect((await api.as('medic').get(messages)).body.data).toEqual([]);
    expect(api.logLines.join('\n')).not.toContain('Lovelace');
  });
});
