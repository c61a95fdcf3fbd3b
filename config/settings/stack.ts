import * as z from 'zod';
import { Clinic, defaultClinic } from '../clinic.js';
import { UsageSettings } from '../demand/usage.js';
import { Api } from './api.js';
import { Assistant } from './assistant.js';
import { Audit } from './audit.js';
import { Budgets } from './budgets.js';
import { Database } from './database.js';
import { Functions } from './functions.js';
import { Identity } from './identity.js';
import { Network } from './network.js';
import { Observability } from './observability.js';
import { each } from './settings.js';
import { Storage } from './storage.js';

const Encryption = z.strictObject({
  keyDeletionWindowDays: z
    .int()
    .min(7)
    .max(30)
    .default(30)
    .describe('How long a key that is deleted can be brought back, in days.'),
});

const Alerts = z.strictObject({
  emails: each(z.email('must be an e-mail address'))
    .default([])
    .describe('Who gets a mail from alarms and budgets; AWS asks each of them to confirm first.'),
});

const Registry = z.strictObject({
  keptImageCount: z.int().min(1).max(1000).default(5).describe('Container images of the agent that are kept.'),
});

const defaulted = <Schema extends z.ZodObject>(schema: Schema) => schema.prefault({} as z.input<Schema>);

/**
 * Every setting of an environment: `Pulumi.<stack>.yaml` holds the ones that depart from the defaults, which are
 * production's. Unknown keys are refused, because a key that nobody reads only looks like a setting. Rules that span
 * several settings are in stack-rules.ts. The descriptions become the JSON Schema that editors show.
 */
export const StackConfig = z.strictObject({
  clinic: Clinic.extend({ workingHours: Clinic.shape.workingHours.default(defaultClinic.workingHours) }).describe(
    'The clinic: its time zone must be said, its hours are the cost report’s where they are left out.',
  ),
  network: defaulted(Network),
  encryption: defaulted(Encryption),
  database: defaulted(Database),
  identity: defaulted(Identity),
  storage: defaulted(Storage),
  audit: defaulted(Audit),
  alerts: defaulted(Alerts),
  budgets: defaulted(Budgets),
  observability: defaulted(Observability),
  functions: defaulted(Functions),
  api: defaulted(Api),
  assistant: defaulted(Assistant),
  registry: defaulted(Registry),
  usage: defaulted(UsageSettings).describe('The demand that the stack is priced for; changes nothing in AWS.'),
});
export type StackConfig = z.infer<typeof StackConfig>;
