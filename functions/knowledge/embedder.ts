/** Dimensions of the vectors in the knowledge base, the same as Amazon Titan Text Embeddings V2. */
export { embeddingDimensions } from '../../db/schema/index.js';

/** Turns texts into vectors; texts about the same subject get similar directions. */
export interface Embedder {
  /** Stored with every passage: vectors of different embedders can't be compared. */
  readonly name: string;
  /**
   * @returns a unit vector for each text, in the same order
   * @throws EmbeddingError if the embedder is unreachable
   */
  embed(texts: readonly string[], signal?: AbortSignal): Promise<number[][]>;
}

/** The embedder did not answer. A retry can succeed. */
export class EmbeddingError extends Error {
  override readonly name = 'EmbeddingError';
}
