import type { Api } from '../http/app.js';
import { createAssistantRouter } from './assistant/routes.js';
import { createKnowledgeRouter } from './knowledge/routes.js';
import type { AgentServices } from './services.js';
import { sessions } from './sessions/routes.js';

/** All of `/v1/agent`. */
export function createAgentRouters({ embedder, model, timeoutMilliseconds }: AgentServices): Api[] {
  const knowledge = createKnowledgeRouter(embedder);
  return [knowledge, sessions, createAssistantRouter({ model, knowledge, timeoutMilliseconds })];
}
