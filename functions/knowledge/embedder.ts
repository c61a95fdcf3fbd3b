/** Dimensions of the vectors in the knowledge base; those of Amazon Titan Text Embeddings v2. */
export { embeddingDimensions } from '../../db/schema/index.js';

/** Turns text into vectors whose directions are near where the texts are about the same. */
export interface Embedder {
  /** Kept with every passage: vectors of two embedders can't be compared. */
  readonly name: string;
  /**
   * @returns a vector of unit length for each text, in their order
   * @throws EmbeddingError where the embedder is out of reach
   */
  embed(texts: readonly string[], signal?: AbortSignal): Promise<number[][]>;
}

/** The embedder did not answer; the same call may succeed later. */
export class EmbeddingError extends Error {
  override readonly name = 'EmbeddingError';
}
