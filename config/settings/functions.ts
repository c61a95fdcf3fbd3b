import * as z from 'zod';
import { functionNames } from '../functions.js';
import { logRetentionDays } from './settings.js';

const ProvisionedConcurrency = z.strictObject({
  instances: z
    .int()
    .min(1)
    .max(1000)
    .describe('Execution environments that are kept warm; each is billed whether used or not.'),
  schedule: z
    .strictObject({
      startCron: z
        .string()
        .regex(/^cron\(\S+( \S+){5}\)$/, 'must be like cron(45 7 ? * MON-FRI *)')
        .describe('Cron of Application Auto Scaling, six fields, in `timeZone`: when they are warmed.'),
      stopCron: z
        .string()
        .regex(/^cron\(\S+( \S+){5}\)$/, 'must be like cron(15 20 ? * MON-FRI *)')
        .describe('When they are let go.'),
    })
    .optional()
    .describe('Keeps them warm only on these days and hours; always where left out.'),
});

const FunctionOverrides = z.strictObject({
  memoryMb: z
    .int()
    .min(128)
    .max(10_240)
    .optional()
    .describe('Memory, in MB; Lambda gives computing power in proportion. The catalogue’s where it is left out.'),
  timeoutSeconds: z
    .int()
    .min(1)
    .max(900)
    .optional()
    .describe('Longest that an invocation may take, in seconds; under 30 behind the API.'),
  reservedConcurrency: z
    .int()
    .min(1)
    .optional()
    .describe('Invocations at once that this function has for itself and that it may not exceed.'),
  provisionedConcurrency: ProvisionedConcurrency.optional().describe(
    'Environments that are kept warm; none by default.',
  ),
});

export const FunctionSettings = z.strictObject({
  architecture: z
    .enum(['arm64', 'x86_64'])
    .default('arm64')
    .describe('`arm64` costs a fifth less per GB-second. A change is a new release of every function.'),
  logRetentionDays: logRetentionDays.default(365).describe('How long functions’ logs are kept, in days.'),
  accountConcurrency: z
    .int()
    .min(10)
    .default(1000)
    .describe(
      'Lambda’s quota of the account, “Concurrent executions”. Says what AWS allows and changes nothing there; alarms and advice follow it.',
    ),
  overrides: z
    .partialRecord(z.enum(functionNames), FunctionOverrides)
    .default({})
    .describe('Departures from the catalogue in config/functions.ts, by function.'),
});
