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
