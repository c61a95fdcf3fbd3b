import type { AgentEnvironment } from '../../config/environment.js';
import type { Embedder } from './embedder.js';
import { lexicalEmbedder } from './lexical-embedder.js';
import { createTitanEmbedder } from './titan-embedder.js';

/** Creates the embedder selected by a function's environment variables. */
export function createEmbedder(
  environment: Pick<
    AgentEnvironment,
    'EMBEDDER' | 'EMBEDDING_MODEL_ID' | 'EMBEDDING_TIMEOUT_MILLISECONDS' | 'AWS_REGION' | 'AWS_ENDPOINT_URL'
  >,
): Embedder {
  if (environment.EMBEDDER === 'lexical') return lexicalEmbedder;
  return createTitanEmbedder({
    modelId: environment.EMBEDDING_MODEL_ID,
    region: environment.AWS_REGION,
    endpoint: environment.AWS_ENDPOINT_URL,
    timeoutMilliseconds: environment.EMBEDDING_TIMEOUT_MILLISECONDS,
  });
}
