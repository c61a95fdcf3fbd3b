import type {
  ContentBlock,
  ConverseCommandOutput,
  Message,
  StopReason,
  Tool,
  ToolResultContentBlock,
} from '@aws-sdk/client-bedrock-runtime';
import { type BedrockModel, createBedrockCaller } from '../../knowledge/bedrock.js';
import type { ToolDefinition } from '../tool-definitions.js';
import { type Model, type ModelAnswer, ModelError, maximumAnswerTokens, type Turn } from './model.js';

export interface ConverseSettings extends BedrockModel {
  readonly guardrail?: { readonly id: string; readonly version: string } | undefined;
}

/** The SDK's type for JSON, which it doesn't export by name. */
type Document = NonNullable<Extract<ToolResultContentBlock, { json: unknown }>['json']>;

/** Bedrock accepts only objects as tool input, even when its model produced something else. */
const toDocument = (input: unknown): Document =>
  (typeof input === 'object' && input !== null && !Array.isArray(input) ? input : {}) as Document;

function toContentBlocks(turn: Turn): ContentBlock[] {
  if (turn.role === 'user') return [{ text: turn.text }];
  if (turn.role === 'assistant') {
    return [
      ...(turn.text.trim() === '' ? [] : [{ text: turn.text }]),
      ...turn.toolCalls.map(({ id, name, input }) => ({
        toolUse: { toolUseId: id, name, input: toDocument(input) },
      })),
    ];
  }
  // Retrieved text is only sent as a tool result: models are trained to treat that as data.
  return turn.outcomes.map(({ id, output, isError }) => ({
    toolResult: {
      toolUseId: id,
      content: [{ json: output as Document }],
      status: isError ? ('error' as const) : ('success' as const),
    },
  }));
}

const toMessage = (turn: Turn): Message => ({
  role: turn.role === 'assistant' ? 'assistant' : 'user',
  content: toContentBlocks(turn),
});

const toTool = ([name, { description, inputSchema }]: [string, ToolDefinition]): Tool => ({
  toolSpec: { name, description, inputSchema: { json: inputSchema as Document } },
});

const stopReasons: Partial<Record<StopReason, ModelAnswer['stopReason']>> = {
  end_turn: 'answered',
  stop_sequence: 'answered',
  tool_use: 'tools',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  guardrail_intervened: 'guardrail',
  content_filtered: 'filtered',
};

function toModelAnswer({ output, stopReason = 'end_turn', usage }: ConverseCommandOutput): ModelAnswer {
  const stopped = stopReasons[stopReason];
  if (stopped === undefined) throw new ModelError(`The model stopped with ${stopReason}.`);
  const content = output?.message?.content ?? [];
  const toolCalls = content.flatMap(({ toolUse }) =>
    toolUse?.toolUseId !== undefined && toolUse.name !== undefined
      ? [{ id: toolUse.toolUseId, name: toolUse.name, input: toolUse.input }]
      : [],
  );
  return {
    text: content.flatMap(({ text }) => text ?? []).join('\n'),
    // A truncated answer can contain an incomplete call.
    toolCalls: stopped === 'tools' ? toolCalls : [],
    stopReason: stopped === 'tools' && toolCalls.length === 0 ? 'answered' : stopped,
    inputTokens: usage?.inputTokens ?? 0,
    outputTokens: usage?.outputTokens ?? 0,
  };
}

/** Creates a model that calls Amazon Bedrock's Converse API, which is the same for all models that support tools. */
export function createConverseModel(settings: ConverseSettings): Model {
  const { modelId, guardrail } = settings;
  const callBedrock = createBedrockCaller(settings, ModelError);
  return {
    name: modelId,
    async converse({ instructions, turns, tools, signal }) {
      const output = await callBedrock(({ client, ConverseCommand }) => {
        const command = new ConverseCommand({
          modelId,
          system: [{ text: instructions }],
          messages: turns.map(toMessage),
          inferenceConfig: { maxTokens: maximumAnswerTokens, temperature: 0 },
          toolConfig: { tools: Object.entries(tools).map(toTool) },
          ...(guardrail && {
            guardrailConfig: { guardrailIdentifier: guardrail.id, guardrailVersion: guardrail.version },
          }),
        });
        return client.send(command, { abortSignal: signal });
      });
      return toModelAnswer(output);
    },
  };
}
