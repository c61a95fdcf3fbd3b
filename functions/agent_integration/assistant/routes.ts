import type { ApiRouter } from '../../http/app.js';
import { jsonBody, response, route } from '../../http/operation.js';
import { createRouter } from '../../http/router.js';
import { idPath } from '../../http/schemas.js';
import { inSteps } from '../../http/steps.js';
import { AssistantMessageInput, AssistantReply } from '../sessions/schemas.js';
import type { AssistantServices } from './ask.js';

/** Creates the route `POST /v1/agent/sessions/{id}/messages`. */
export function createAssistantRouter(services: AssistantServices): ApiRouter {
  const assistant = createRouter();
  // Load on the first message, which waits for a model anyway: the tools import other functions' routes.
  const loadAsk = async () => (await import('./ask.js')).createAskHandler(services);
  let loading: ReturnType<typeof loadAsk> | undefined;

  const askAssistantRoute = route('post', '/v1/agent/sessions/{id}/messages', {
    operationId: 'askAssistant',
    tags: ['Assistant'],
    summary: 'Send a message',
    description:
      "Administrators, medics and machines only. Answers from passages that the caller can read, and cites them. Looks up patients and available slots with the caller's permissions. To book a reservation, the assistant first proposes it; the next message must confirm it. A session answers one message at a time.",
    policy: {
      permission: 'assistant:use',
      audit: { action: 'assistant.ask', resourceType: 'Communication', patientData: true },
    },
    request: { params: idPath, body: jsonBody(AssistantMessageInput) },
    responses: { 201: response.json("The assistant's answer.", AssistantReply) },
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
