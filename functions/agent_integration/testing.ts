import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'vitest';
import { type Client, createTestApi, type TestApi } from '../../test/support/api.js';
import { examResultsRouter } from '../exams/results/routes.js';
import { patientLookupRouter } from '../patient_lookup/routes.js';
import { patientsRouter } from '../patients/routes.js';
import { reservationsRouter } from '../reservations/routes.js';
import type { Model, ModelAnswer, ModelRequest, ModelToolCall } from './assistant/model.js';
import { createAgentRouters } from './routers.js';
import type { AgentServices } from './services.js';

/** Creates an API with the assistant and the routes of its tools. */
export const createAgentApi = (services: AgentServices): Promise<TestApi> =>
  createTestApi([
    ...createAgentRouters(services),
    patientLookupRouter,
    patientsRouter,
    examResultsRouter,
    reservationsRouter,
  ]);

const emptyAnswer = { text: '', toolCalls: [], inputTokens: 10, outputTokens: 2 };

export const createTextAnswer = (text: string): ModelAnswer => ({ ...emptyAnswer, text, stopReason: 'answered' });

export const createToolCallAnswer = (...calls: Omit<ModelToolCall, 'id'>[]): ModelAnswer => ({
  ...emptyAnswer,
  toolCalls: calls.map((call, index) => ({ id: `call-${index}`, ...call })),
  stopReason: 'tools',
});

/** Creates a model that gives scripted answers and records its requests. */
export function createScriptedModel() {
  let script: ((request: ModelRequest) => ModelAnswer | Promise<ModelAnswer>)[] = [];
  const requests: ModelRequest[] = [];
  const model: Model = {
    name: 'scripted',
    async converse(request) {
      requests.push({ ...request, turns: [...request.turns] });
      const next = script.shift();
      if (next === undefined) throw new Error('The script has no more answers.');
      return next(request);
    },
  };
  return {
    model,
    requests,
    answers(...answers: (ModelAnswer | ((request: ModelRequest) => ModelAnswer | Promise<ModelAnswer>))[]): void {
      requests.length = 0;
      script = answers.map((answer) => (typeof answer === 'function' ? answer : () => answer));
    },
    get left(): number {
      return script.length;
    },
  };
}

/** A request to an OpenAI-compatible API. */
export interface ChatRequest {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: {
    readonly model: string;
    readonly messages: readonly {
      readonly role: 'system' | 'user' | 'assistant' | 'tool';
      readonly content: string;
      readonly tool_call_id?: string;
      readonly tool_calls?: readonly { readonly id: string; readonly function: { name: string; arguments: string } }[];
    }[];
    readonly tools: readonly { readonly function: { readonly name: string; readonly parameters: object } }[];
  };
}

/** What the scripted API sends: a status with a body as it is, or nothing. */
export type ChatReply =
  | { readonly status?: number; readonly headers?: object; readonly body: string | object }
  | 'never';

/** Builds the body of a chat completion. */
export const buildCompletion = (
  content: string | null,
  calls: readonly { readonly name: string; readonly arguments: unknown }[] = [],
  finishReason: string | null = calls.length > 0 ? 'tool_calls' : 'stop',
): ChatReply => ({
  body: {
    choices: [
      {
        message: {
          role: 'assistant',
          content,
          ...(calls.length > 0 && {
            tool_calls: calls.map((call, index) => ({ id: `server-${index}`, type: 'function', function: call })),
          }),
        },
        finish_reason: finishReason,
      },
    ],
    usage: { prompt_tokens: 7, completion_tokens: 3 },
  },
});

/** Starts an OpenAI-compatible API on the loopback interface that answers by a script. */
export async function startChatServer(answer: (request: ChatRequest) => ChatReply) {
  const requests: ChatRequest[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const received: ChatRequest = {
      path: String(request.url),
      authorization: request.headers.authorization,
      body: JSON.parse(Buffer.concat(chunks).toString()),
    };
    requests.push(received);
    const reply = answer(received);
    if (reply === 'never') return;
    response.writeHead(reply.status ?? 200, { 'Content-Type': 'application/json', ...reply.headers });
    response.end(typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Creates records for a conversation, directly in the database. */
export function createAgentFixtures({ db: { sql } }: TestApi) {
  const readId = ([row]: readonly Record<string, unknown>[]) => row?.id as string;
  let made = 0;
  return {
    patient: async (givenName: string, familyName: string) =>
      readId(
        await sql`insert into patients (given_name, family_name, birth_date, gender)
          values (${givenName}, ${familyName}, '1980-05-17', 'other') returning id`,
      ),
    medic: async (givenName: string, familyName: string) => {
      made += 1;
      return readId(
        await sql`insert into medics (given_name, family_name, license_number)
          values (${givenName}, ${familyName}, ${`L-${made}`}) returning id`,
      );
    },
    exam: async (name: string) =>
      readId(await sql`insert into exams (name, type, duration_minutes) values (${name}, 'imaging', 30) returning id`),
    reservations: async () => [...(await sql`select * from reservations order by created_at`)],
  };
}

export const postKnowledgeDocument = async (
  admin: Client,
  title: string,
  text: string,
  patientId?: string,
): Promise<string> => {
  const body = { title, text, ...(patientId !== undefined && { patientId }) };
  const answer = await admin.post('/v1/agent/knowledge/documents', body);
  expect(answer.status).toBe(201);
  return answer.body.id;
};

/** Opens a session and returns a function to send messages in it. */
export async function openConversation(client: Client, fields: object = {}) {
  const opened = await client.post('/v1/agent/sessions', fields);
  expect(opened.status).toBe(201);
  const path = `/v1/agent/sessions/${opened.body.id}`;
  return {
    path,
    messages: `${path}/messages`,
    ask: (content: string, more: object = {}, headers: Record<string, string> = {}) =>
      client.post(`${path}/messages`, { content, ...more }, headers),
  };
}
