import type { AgentEnvironment } from '../../config/environment.js';
import { createEmbedder } from '../knowledge/create-embedder.js';
import type { Embedder } from '../knowledge/embedder.js';
import type { AssistantServices } from './assistant/ask.js';
import { createChatCompletionsModel } from './assistant/chat-completions.js';
import { createConverseModel } from './assistant/converse.js';
import type { Model } from './assistant/model.js';
import { quotingModel } from './assistant/quoting-model.js';

export interface AgentServices extends Omit<AssistantServices, 'knowledge'> {
  readonly embedder: Embedder;
}

function createModel(environment: AgentEnvironment): Model {
  const { MODEL, MODEL_ID: modelId, GUARDRAIL_ID: id, GUARDRAIL_VERSION: version } = environment;
  const { ASSISTANT_MODEL_URL: url, ASSISTANT_MODEL: modelName, ASSISTANT_MODEL_KEY: key } = environment;
  if (url !== undefined && modelName !== undefined) return createChatCompletionsModel({ url, modelName, key });
  if (MODEL === 'extractive') return quotingModel;
  return createConverseModel({
    modelId,
    region: environment.AWS_REGION,
    endpoint: environment.AWS_ENDPOINT_URL,
    guardrail: id === undefined || version === undefined ? undefined : { id, version },
  });
}

export function createAgentServices(environment: AgentEnvironment): AgentServices {
  return {
    embedder: createEmbedder(environment),
    model: createModel(environment),
    timeoutMilliseconds: environment.MODEL_TIMEOUT_MILLISECONDS,
  };
}
