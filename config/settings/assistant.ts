import * as z from 'zod';

export const AssistantSettings = z.strictObject({
  modelId: z
    .string()
    .min(1)
    .default('us.anthropic.claude-haiku-4-5-20251001-v1:0')
    .describe('Bedrock model or inference profile that answers.'),
  embeddingModelId: z
    .string()
    .min(1)
    .default('amazon.titan-embed-text-v2:0')
    .describe('Bedrock model that turns text into vectors of 1,024 dimensions.'),
  guardrail: z
    .strictObject({
      id: z
        .string()
        .regex(/^[a-z0-9]+$/, 'must be lower-case letters and digits')
        .describe('Id of the guardrail.'),
      version: z
        .string()
        .regex(/^(DRAFT|[1-9]\d{0,7})$/, 'must be DRAFT or a number')
        .describe('Its version.'),
    })
    .optional()
    .describe('Bedrock guardrail that questions and answers pass through.'),
});
