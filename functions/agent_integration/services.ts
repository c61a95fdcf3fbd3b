import type { AgentEnvironment } from '../../config/environment.js';
import type { Embedder } from '../knowledge/embedder.js';
import { lexicalEmbedder } from '../knowledge/lexical-embedder.js';
import { createTitanEmbedder } from '../knowledge/titan-embedder.js';

/** The embedder that the function's environment variables name. */
export function embedderOf(environment: AgentEnvironment): Embedder {
  if (environment.EMBEDDER === 'lexical') return lexicalEmbedder;
  return createTitanEmbedder({
    modelId: environment.EMBEDDING_MODEL_ID,
    region: environment.AWS_REGION,
    endpoint: environment.AWS_ENDPOINT_URL,
    timeoutMilliseconds: environment.EMBEDDING_TIMEOUT_MILLISECONDS,
  });
}
