import type { AgentEnvironment } from '../../config/environment.js';
import type { Embedder } from '../knowledge/embedder.js';
import { createEmbedder } from '../knowledge/embedder-of.js';
import { createConverseModel } from './assistant/converse.js';
import type { Model } from './assistant/model.js';

/** What the function works with besides the database. */
export interface AgentServices {
  readonly embedder: Embedder;
  readonly model: Model;
  /** Longest that one message may wait for its answer, tools included, in milliseconds. */
  readonly timeoutMilliseconds: number;
}

/** No deployed function uses it: its rules are loaded where they are asked. */
const extractive: Model = {
  name: 'extractive',
  async converse(request) {
    const { extractiveAssistant } = await import('./assistant/extractive/extractive.js');
    return extractiveAssistant.converse(request);
  },
};

function createModel(environment: AgentEnvironment): Model {
  const { MODEL, MODEL_ID: modelId, GUARDRAIL_ID: id, GUARDRAIL_VERSION: version } = environment;
  if (MODEL === 'extractive') return extractive;
  return createConverseModel({
    modelId,
    region: environment.AWS_REGION,
    endpoint: environment.AWS_ENDPOINT_URL,
    guardrail: id === undefined || version === undefined ? undefined : { id, version },
  });
}

/** The embedder and the model that the function's environment variables name. */
export function createAgentServices(environment: AgentEnvironment): AgentServices {
  return {
    embedder: createEmbedder(environment),
    model: createModel(environment),
    timeoutMilliseconds: environment.MODEL_TIMEOUT_MILLISECONDS,
  };
}
