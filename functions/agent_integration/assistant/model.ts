import type { ToolDefinition } from '../tool-definitions.js';

/** A tool that a model wants to be run. What it asks for is checked before anything runs. */
export interface ModelToolCall {
  /** The model's own name of the call. */
  readonly id: string;
  readonly name: string;
  readonly input: unknown;
}

/** What came of a tool call, as data. */
export interface ToolOutcome {
  readonly id: string;
  readonly output: object;
  readonly isError: boolean;
}

/** A conversation: people and the model in turn, and what tools gave after the model asked for them. */
export type Turn =
  | { readonly role: 'user'; readonly text: string }
  | { readonly role: 'assistant'; readonly text: string; readonly toolCalls: readonly ModelToolCall[] }
  | { readonly role: 'tools'; readonly outcomes: readonly ToolOutcome[] };

export interface ModelRequest {
  /** What the model is to do: ours alone, never anything that was stored or found. */
  readonly instructions: string;
  /** Begins with a user's turn. */
  readonly turns: readonly Turn[];
  readonly tools: Readonly<Record<string, ToolDefinition>>;
  /** When the time is over. */
  readonly signal: AbortSignal;
}

export interface ModelAnswer {
  readonly text: string;
  /** Not empty where it stopped for `tools`. */
  readonly toolCalls: readonly ModelToolCall[];
  /** `filtered`: the model's own filter; `guardrail`: the one that the deployment put before it. */
  readonly stopReason: 'answered' | 'tools' | 'length' | 'guardrail' | 'filtered';
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** What answers in a conversation. */
export interface Model {
  /** Told with every answer. */
  readonly name: string;
  /** @throws ModelError where it is out of reach or takes too long */
  converse(request: ModelRequest): Promise<ModelAnswer>;
}

/** The model did not answer; the same question may be answered later. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
}
