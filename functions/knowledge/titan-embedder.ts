import { type BedrockModel, createBedrockCaller } from './bedrock.js';
import { type Embedder, EmbeddingError, embeddingDimensions } from './embedder.js';

interface TitanSettings extends BedrockModel {
  /** Time limit of one call to `embed`, retries included. */
  readonly timeoutMilliseconds: number;
}

/** Titan accepts one text per call; more parallel calls would only hit its quota sooner. */
const concurrentCalls = 4;

/** Creates an embedder that calls Amazon Titan Text Embeddings V2 in Bedrock. */
export function createTitanEmbedder(settings: TitanSettings): Embedder {
  const { modelId, timeoutMilliseconds } = settings;
  const callBedrock = createBedrockCaller(settings, EmbeddingError);

  const embedOne = (inputText: string, abortSignal: AbortSignal): Promise<number[]> =>
    callBedrock(async ({ client, InvokeModelCommand }) => {
      const command = new InvokeModelCommand({
        modelId,
        contentType: 'application/json',
        accept: 'application/json',
        body: JSON.stringify({ inputText, dimensions: embeddingDimensions, normalize: true }),
      });
      const { body } = await client.send(command, { abortSignal });
      const { embedding } = JSON.parse(new TextDecoder().decode(body)) as { embedding: number[] };
      if (embedding.length !== embeddingDimensions) {
        throw new Error(`${modelId} returned ${embedding.length} dimensions instead of ${embeddingDimensions}.`);
      }
      return embedding;
    });

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
