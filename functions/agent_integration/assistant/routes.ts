import type { ApiRouter } from '../../http/app.js';
import { jsonBody, response, route } from '../../http/operation.js';
import { createRouter } from '../../http/router.js';
import { idPath } from '../../http/schemas.js';
import { inSteps } from '../../http/steps.js';
import { AssistantMessageInput, AssistantReply } from '../sessions/schemas.js';
import type { AssistantServices } from './ask.js';

/** `POST /v1/agent/sessions/{id}/messages`: what is said to the assistant, and what it answers. */
export function createAssistantRouter(services: AssistantServices): ApiRouter {
  const assistant = createRouter();
  // Loaded with the first message, which waits for a model anyway: the tools bring other functions' operations with them.
  const loadAsk = async () => (await import('./ask.js')).createAskHandler(services);
  let loading: ReturnType<typeof loadAsk> | undefined;

  const askAssistantRoute = route('post', '/v1/agent/sessions/{id}/messages', {
    operationId: 'askAssistant',
    tags: ['Assistant'],
    summary: 'Says something and gets the answer',
    description:
      'Answers from passages that the caller may read and names them. It may look up patients and free slots with the caller’s own rights. It books only what it proposed in its last answer, once the next message confirms it. A session answers one message at a time.',
    policy: {
      permission: 'assistant:use',
      audit: { action: 'assistant.ask', resourceType: 'Communication', patientData: true },
    },
    request: { params: idPath, body: jsonBody(AssistantMessageInput) },
    responses: { 201: response.json('The answer.', AssistantReply) },
  });
  assistant.openapi(
    askAssistantRoute,
    inSteps(askAssistantRoute, async (c) => {
      loading ??= loadAsk();
      const ask = await loading;
      return ask(c, c.req.valid('param').id, c.req.valid('json'));
    }),
  );

  return assistant;
}
