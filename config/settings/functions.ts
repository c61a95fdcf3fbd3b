import * as z from 'zod';
import { functionNames } from '../functions.js';
import { logRetentionDays, matching, wholeNumber } from './fields.js';

const cron = matching(/^cron\(\S+( \S+){5}\)$/, 'must be like cron(45 7 ? * MON-FRI *)');

const ProvisionedConcurrency = z.strictObject({
  instances: wholeNumber(1, 1000).describe(
    'Execution environments to keep warm, at most `reservedConcurrency`. Each is billed even when idle.',
  ),
  schedule: z
    .strictObject({
      startCron: cron.describe(
        'When to start keeping them warm: a cron expression of Application Auto Scaling with six fields, in `clinic.timeZone`.',
      ),
      stopCron: cron.describe('When to stop keeping them warm: a cron expression as in `startCron`.'),
    })
    .optional()
    .describe('Days and hours to keep them warm. Without it, they are always warm.'),
});

const FunctionOverrides = z.strictObject({
  memoryMb: wholeNumber(128, 10_240)
    .optional()
    .describe('Memory, in MB; Lambda allocates CPU in proportion. Defaults to the value in config/functions.ts.'),
  timeoutSeconds: wholeNumber(1, 900)
    .optional()
    .describe(
      'Timeout of an invocation, in seconds; under 30 for a function behind the API. Defaults to the value in config/functions.ts.',
    ),
  reservedConcurrency: z
    .int()
    .min(1)
    .optional()
    .describe(
      'Concurrent executions reserved for this function, which are also its maximum. Without it, the function shares the unreserved concurrency of the account.',
    ),
  provisionedConcurrency: ProvisionedConcurrency.optional().describe(
    'Execution environments to keep warm; none by default.',
  ),
});

export const FunctionSettings = z.strictObject({
  architecture: z
    .enum(['arm64', 'x86_64'])
    .default('arm64')
    .describe('Processor architecture. `arm64` costs a fifth less per GB-second. A change releases every function.'),
  logRetentionDays: logRetentionDays.default(365).describe('Retention of the function logs, in days.'),
  accountConcurrency: z
    .int()
    .min(10)
    .default(1000)
    .describe(
      'Lambda quota "Concurrent executions" of the account. Set it to what AWS has granted; it changes nothing in AWS. Alarms and advice use it.',
    ),
  overrides: z
    .partialRecord(z.enum(functionNames), FunctionOverrides)
    .default({})
    .describe('Settings of single functions that differ from config/functions.ts, by function name.'),
});

export const AssistantSettings = z.strictObject({
  modelId: z
    .string()
    .min(1)
    .default('us.anthropic.claude-haiku-4-5-20251001-v1:0')
    .describe('Bedrock model or inference profile that answers questions.'),
  embeddingModelId: z
    .string()
    .min(1)
    .default('amazon.titan-embed-text-v2:0')
    .describe('Bedrock embedding model; its vectors must have 1,024 dimensions.'),
  guardrail: z
    .strictObject({
      id: matching(/^[a-z0-9]+$/, 'must be lower-case letters and digits').describe('ID of the guardrail.'),
      version: matching(/^(DRAFT|[1-9]\d{0,7})$/, 'must be DRAFT or a number').describe(
        'Version of the guardrail: a number or `DRAFT`.',
      ),
    })
    .optional()
    .describe(
      'Bedrock guardrail that checks questions and answers. Without it, only the model itself filters content.',
    ),
});
