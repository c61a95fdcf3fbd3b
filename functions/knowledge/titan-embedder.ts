import { type BedrockEndpoint, isRetryable, loadBedrock } from './bedrock.js';
import { type Embedder, EmbeddingError, embeddingDimensions } from './embedder.js';

export interface TitanSettings extends BedrockEndpoint {
  readonly modelId: string;
  /** Time limit of one call to `embed`, retries included. */
  readonly timeoutMilliseconds: number;
}

/** Titan accepts one text per call; more parallel calls would only hit its quota sooner. */
const concurrentCalls = 4;

/** Creates an embedder that calls Amazon Titan Text Embeddings V2 in Bedrock. */
export function createTitanEmbedder(settings: TitanSettings): Embedder {
  const { modelId, timeoutMilliseconds } = settings;
  let loading: ReturnType<typeof loadBedrock> | undefined;

  async function embedOne(inputText: string, signal: AbortSignal): Promise<number[]> {
    loading ??= loadBedrock(settings);
    const { client, InvokeModelCommand } = await loading;
    const command = new InvokeModelCommand({
      modelId,
      contentType: 'application/json',
      accept: 'application/json',
      body: JSON.stringify({ inputText, dimensions: embeddingDimensions, normalize: true }),
    });
    try {
      const { body } = await client.send(command, { abortSignal: signal });
      const { embedding } = JSON.parse(new TextDecoder().decode(body)) as { embedding: number[] };
      if (embedding.length !== embeddingDimensions) {
        throw new Error(`${modelId} returned ${embedding.length} dimensions instead of ${embeddingDimensions}.`);
      }
      return embedding;
    } catch (cause) {
      if (!isRetryable(cause)) throw cause;
      throw new EmbeddingError(`${modelId} did not answer.`, { cause });
    }
  }

  return {
    name: modelId,
    async embed(texts, signal) {
      const deadline = AbortSignal.timeout(timeoutMilliseconds);
      const until = signal === undefined ? deadline : AbortSignal.any([signal, deadline]);
      const vectors: number[][] = [];
      for (let start = 0; start < texts.length; start += concurrentCalls) {
        const some = texts.slice(start, start + concurrentCalls);
        vectors.push(...(await Promise.all(some.map((text) => embedOne(text, until)))));
      }
      return vectors;
    },
  };
}
