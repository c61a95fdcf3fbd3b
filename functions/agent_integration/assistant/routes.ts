import { jsonBody, response } from '../../http/operation.js';
import { OperationRouter } from '../../http/router.js';
import { idPath } from '../../http/schemas.js';
import { AssistantMessageInput, AssistantReply } from '../sessions/schemas.js';
import type { AssistantServices } from './ask.js';

/** Creates the route `POST /v1/agent/sessions/{id}/messages`. */
export function createAssistantRouter(services: AssistantServices): OperationRouter {
  const assistant = new OperationRouter('Assistant', { resourceType: 'Communication', patientData: true });
  // Load on the first message, which waits for a model anyway: the tools import other functions' routes.
  const loadAsk = async () => (await import('./ask.js')).createAskHandler(services);
  let loading: ReturnType<typeof loadAsk> | undefined;

  assistant.inSteps('post', '/v1/agent/sessions/{id}/messages', {
    operationId: 'askAssistant',
    summary: 'Send a message',
    description:
      "Administrators, medics and machines only. Answers from passages that the caller can read, and cites them. Looks up patients and available slots with the caller's permissions. To book a reservation, the assistant first proposes it; the next message must confirm it. A session answers one message at a time.",
    policy: { permission: 'assistant:use', action: 'assistant.ask' },
    replay: { requires: '/v1/agent/sessions/{id}' },
    request: { params: idPath, body: jsonBody(AssistantMessageInput) },
    responses: { 201: response.json("The assistant's answer.", AssistantReply) },
    async handler(c) {
      loading ??= loadAsk();
      const ask = await loading;
      return ask(c, c.req.valid('param').id, c.req.valid('json'));
    },
  });

  return assistant;
}
