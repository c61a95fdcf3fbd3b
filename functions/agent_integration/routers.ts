import type { OperationRouter } from '../http/router.js';
import { createAssistantRouter } from './assistant/routes.js';
import { createKnowledgeRouter } from './knowledge/routes.js';
import type { AgentServices } from './services.js';
import { sessionsRouter } from './sessions/routes.js';

export function createAgentRouters({ embedder, model, timeoutMilliseconds }: AgentServices): OperationRouter[] {
  const knowledge = createKnowledgeRouter(embedder);
  return [knowledge, sessionsRouter, createAssistantRouter({ model, knowledge, timeoutMilliseconds })];
}
