import type { ToolDefinition } from '../tool-definitions.js';

/** About one page. */
export const maximumAnswerTokens = 1_500;

/** A tool call requested by a model. Its input is checked before anything runs. */
export interface ModelToolCall {
  /** Assigned by the model. */
  readonly id: string;
  readonly name: string;
  readonly input: unknown;
}

/** The result of a tool call. */
export interface ToolOutcome {
  readonly id: string;
  readonly output: object;
  readonly isError: boolean;
}

/** One step of a conversation: a person's message, the model's answer, or the results of the tools that it called. */
export type Turn =
  | { readonly role: 'user'; readonly text: string }
  | { readonly role: 'assistant'; readonly text: string; readonly toolCalls: readonly ModelToolCall[] }
  | { readonly role: 'tools'; readonly outcomes: readonly ToolOutcome[] };

export interface ModelRequest {
  /** Never contains stored or retrieved text. */
  readonly instructions: string;
  /** Starts with a user's turn. */
  readonly turns: readonly Turn[];
  readonly tools: Readonly<Record<string, ToolDefinition>>;
  /** Aborts when the time for the answer is up. */
  readonly signal: AbortSignal;
}

export interface ModelAnswer {
  readonly text: string;
  /** Not empty when `stopReason` is `tools`. */
  readonly toolCalls: readonly ModelToolCall[];
  /** `filtered`: stopped by the model's own filter; `guardrail`: stopped by the deployment's. */
  readonly stopReason: 'answered' | 'tools' | 'length' | 'guardrail' | 'filtered';
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** A language model, or what stands in for one. */
export interface Model {
  /** Returned with every answer. */
  readonly name: string;
  /** @throws ModelError if the model is unreachable or too slow */
  converse(request: ModelRequest): Promise<ModelAnswer>;
}

/** The model did not answer. A retry can succeed. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
}

/**
 * Rejects when the signal aborts; the work itself goes on.
 * @throws ModelError when the time is up
 */
export function rejectOnAbort<Result>(signal: AbortSignal, work: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(new ModelError('The time for an answer is up.'));
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
}
