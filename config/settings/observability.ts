import * as z from 'zod';

export const ObservabilitySettings = z.strictObject({
  alarms: z.boolean().default(true).describe('Alarms on database, functions, API, sign-ins and trail; each is billed.'),
  errorPercent: z
    .number()
    .min(0.1)
    .max(50)
    .default(1)
    .describe('Of requests and invocations, how many may fail before an alarm, in percent.'),
  capacityPercent: z
    .int()
    .min(50)
    .max(95)
    .default(80)
    .describe('Of the database’s highest capacity, what may be used for a quarter of an hour before an alarm.'),
  latencyMilliseconds: z
    .strictObject({
      p50: z.int().min(50).max(29_000).default(500).describe('Half of the requests, in milliseconds.'),
      p95: z.int().min(50).max(29_000).default(1_500).describe('95 of a hundred, in milliseconds.'),
      p99: z.int().min(50).max(29_000).default(5_000).describe('99 of a hundred, in milliseconds.'),
    })
    .prefault({})
    .describe('What half, 95 and 99 of a hundred requests may take before an alarm, in milliseconds.'),
});
