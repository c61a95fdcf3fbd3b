import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import type { ToolDefinition } from '../tool-definitions.js';
import {
  type Model,
  type ModelAnswer,
  ModelError,
  type ModelToolCall,
  maximumAnswerTokens,
  type Turn,
} from './model.js';

export interface ChatCompletionsSettings {
  /** Base address of the API, such as `http://localhost:11434/v1`. */
  readonly url: string;
  readonly modelName: string;
  /** Sent as a bearer token. */
  readonly key?: string | undefined;
}

/** One call and its retries, as for Bedrock. */
const maximumAttempts = 3;

/** An answer and its tool calls are far smaller. */
const maximumAnswerBytes = 1_000_000;

/**
 * What all servers send in common. Some leave out ids or the finish reason, or send a call's arguments as an object instead
 * of JSON text.
 */
const Completion = z.object({
  choices: z
    .array(
      z.object({
        message: z.object({
          content: z.string().nullish(),
          tool_calls: z.array(z.object({ function: z.object({ name: z.string(), arguments: z.unknown() }) })).nullish(),
        }),
        finish_reason: z.string().nullish(),
      }),
    )
    .min(1),
  usage: z
    .object({ prompt_tokens: z.int().min(0).catch(0), completion_tokens: z.int().min(0).catch(0) })
    .nullish()
    .catch(null),
});
type Completion = z.infer<typeof Completion>;

/** Ids by position: servers don't always send some, and the templates of some models accept only nine characters. */
const toCallId = (position: number): string => `call${String(position).padStart(5, '0')}`;

const toArguments = (input: unknown): string =>
  // Templates parse the arguments again, so what was malformed once must not be sent back.
  JSON.stringify(typeof input === 'object' && input !== null && !Array.isArray(input) ? input : {});

/** Converts turns to messages. The outcomes of a turn are in the order of the calls before it. */
function toMessages(instructions: string, turns: readonly Turn[]): object[] {
  const messages: object[] = [{ role: 'system', content: instructions }];
  let called = 0;
  for (const turn of turns) {
    if (turn.role === 'user') messages.push({ role: 'user', content: turn.text });
    else if (turn.role === 'assistant') {
      const calls = turn.toolCalls.map(({ name, input }, index) => ({
        id: toCallId(called + index),
        type: 'function',
        function: { name, arguments: toArguments(input) },
      }));
      messages.push({ role: 'assistant', content: turn.text, ...(calls.length > 0 && { tool_calls: calls }) });
    } else {
      for (const { output } of turn.outcomes) {
        messages.push({ role: 'tool', tool_call_id: toCallId(called), content: JSON.stringify(output) });
        called += 1;
      }
    }
  }
  return messages;
}

const toTool = ([name, { description, inputSchema }]: [string, ToolDefinition]) => ({
  type: 'function',
  function: { name, description, parameters: inputSchema },
});

/** Returns malformed arguments as text, which the tools refuse, so that the model can try again. */
function parseArguments(sent: unknown): unknown {
  if (typeof sent !== 'string') return sent;
  try {
    return JSON.parse(sent);
  } catch {
    return sent;
  }
}

/** Some models write their reasoning into the answer. */
const withoutReasoning = (text: string): string => text.replace(/<think>[\s\S]*?(?:<\/think>|$)/g, '').trim();

function toModelAnswer({ choices: [choice], usage }: Completion): ModelAnswer {
  const { content, tool_calls: sent } = choice?.message ?? {};
  const reason = choice?.finish_reason;
  // A truncated answer can contain an incomplete call.
  const isCut = reason === 'length' || reason === 'content_filter';
  const toolCalls: ModelToolCall[] = isCut
    ? []
    : (sent ?? []).map(({ function: { name, arguments: input } }, index) => ({
        id: toCallId(index),
        name,
        input: parseArguments(input),
      }));
  const ended = reason === 'length' ? 'length' : reason === 'content_filter' ? 'filtered' : 'answered';
  return {
    text: withoutReasoning(content ?? ''),
    toolCalls,
    stopReason: toolCalls.length > 0 ? 'tools' : ended,
    inputTokens: usage?.prompt_tokens ?? 0,
    outputTokens: usage?.completion_tokens ?? 0,
  };
}

/** @throws ModelError if the body is larger than an answer can be */
async function readBody(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    // Leaving the loop cancels the download.
    if (bytes > maximumAnswerBytes) throw new ModelError('The answer of the model is too large.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** Returns true if the same request can succeed later. Another status is a mistake in the settings. */
const isRetryable = (status: number): boolean => status >= 500 || status === 429 || status === 408 || status === 425;

/**
 * Creates a model behind an API that is compatible with OpenAI's chat completions, as Ollama, llama.cpp and vLLM serve it.
 * Errors contain neither requests nor responses, which contain patient data.
 */
export function createChatCompletionsModel({ url, modelName, key }: ChatCompletionsSettings): Model {
  const address = `${url.replace(/\/+$/, '')}/chat/completions`;
  const headers = { 'Content-Type': 'application/json', ...(key !== undefined && { Authorization: `Bearer ${key}` }) };

  async function ask(body: string, signal: AbortSignal): Promise<ModelAnswer> {
    const fail = (cause: unknown) => new ModelError(`${modelName} did not answer.`, { cause });
    // A redirect would send patient data to another server.
    const response = await fetch(address, { method: 'POST', headers, body, signal, redirect: 'manual' }).catch(
      (cause) => {
        throw fail(cause);
      },
    );
    if (!response.ok) {
      await response.body?.cancel();
      const message = `${modelName} answered with the status ${response.status}.`;
      throw isRetryable(response.status) ? new ModelError(message) : new Error(message);
    }
    const text = await readBody(response).catch((cause) => {
      throw cause instanceof ModelError ? cause : fail(cause);
    });
    let completion: Completion;
    try {
      completion = Completion.parse(JSON.parse(text));
    } catch {
      // Without the cause, which quotes the answer.
      throw new ModelError(`${modelName} sent an invalid answer.`);
    }
    return toModelAnswer(completion);
  }

  return {
    name: modelName,
    async converse({ instructions, turns, tools, signal }) {
      const body = JSON.stringify({
        model: modelName,
        messages: toMessages(instructions, turns),
        tools: Object.entries(tools).map(toTool),
        max_tokens: maximumAnswerTokens,
        temperature: 0,
        stream: false,
      });
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await ask(body, signal);
        } catch (error) {
          if (!(error instanceof ModelError) || signal.aborted || attempt === maximumAttempts) throw error;
          await setTimeout(100 * 2 ** attempt, undefined, { signal }).catch(() => {
            throw error;
          });
        }
      }
    },
  };
}
