import type { AgentEnvironment } from '../../config/environment.js';
import { createEmbedder } from '../knowledge/create-embedder.js';
import type { Embedder } from '../knowledge/embedder.js';
import type { AssistantServices } from './assistant/ask.js';
import { createConverseModel } from './assistant/converse.js';
import type { Model } from './assistant/model.js';
import { quotingModel } from './assistant/quoting-model.js';

export interface AgentServices extends Omit<AssistantServices, 'knowledge'> {
  readonly embedder: Embedder;
}

function createModel(environment: AgentEnvironment): Model {
  const { MODEL, MODEL_ID: modelId, GUARDRAIL_ID: id, GUARDRAIL_VERSION: version } = environment;
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
