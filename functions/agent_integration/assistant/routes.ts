import type { OpenAPIHono } from '@hono/zod-openapi';
import type { ApiEnv } from '../../http/context.js';
import { jsonBody, jsonResponse, operation } from '../../http/operation.js';
import { createRouter } from '../../http/router.js';
import { idPath } from '../../http/schemas.js';
import { AssistantMessageInput, AssistantReply } from '../sessions/schemas.js';
import type { AssistantServices } from './ask.js';

const askAssistantRoute = operation({
  operationId: 'askAssistant',
  method: 'post',
  path: '/v1/agent/sessions/{id}/messages',
  tags: ['Assistant'],
  summary: 'Says something and gets the answer',
  description:
    'Answers from passages that the caller may read and names them. It may look up patients and free slots with the caller’s own rights. It books only what it proposed in its last answer, once the next message confirms it. A session answers one message at a time.',
  policy: {
    permission: 'assistant:use',
    audit: { action: 'assistant.ask', resourceType: 'Communication', patientData: true },
    inSteps: true,
  },
  request: { params: idPath, body: jsonBody(AssistantMessageInput) },
  responses: { 201: jsonResponse('The answer.', AssistantReply) },
});

/** `POST /v1/agent/sessions/{id}/messages`: what is said to the assistant, and what it answers. */
export function createAssistantRouter(services: AssistantServices): OpenAPIHono<ApiEnv> {
  const assistant = createRouter();
  // Loaded with the first message, which waits for a model anyway: the tools bring other functions' operations with them.
  const loadAsk = async () => (await import('./ask.js')).createAskHandler(services);
  let loading: ReturnType<typeof loadAsk> | undefined;

  assistant.openapi(askAssistantRoute, async (c) => {
    loading ??= loadAsk();
    const ask = await loading;
    return ask(c, c.req.valid('param').id, c.req.valid('json'));
  });

  return assistant;
}
