import * as z from 'zod';
import { Clinic, defaultClinic } from '../clinic.js';
import { UsageSettings } from '../demand/usage.js';
import { ApiSettings } from './api.js';
import { AssistantSettings } from './assistant.js';
import { AuditSettings } from './audit.js';
import { BudgetSettings } from './budgets.js';
import { DatabaseSettings } from './database.js';
import { FunctionSettings } from './functions.js';
import { IdentitySettings } from './identity.js';
import { NetworkSettings } from './network.js';
import { ObservabilitySettings } from './observability.js';
import { uniqueList } from './settings.js';
import { StorageSettings } from './storage.js';

const EncryptionSettings = z.strictObject({
  keyDeletionWindowDays: z
    .int()
    .min(7)
    .max(30)
    .default(30)
    .describe('How long a key that is deleted can be brought back, in days.'),
});

const AlertSettings = z.strictObject({
  emails: uniqueList(z.email('must be an e-mail address'))
    .default([])
    .describe('Who gets a mail from alarms and budgets; AWS asks each of them to confirm first.'),
});

const RegistrySettings = z.strictObject({
  keptImageCount: z.int().min(1).max(1000).default(5).describe('Container images of the agent that are kept.'),
});

const withDefaults = <Schema extends z.ZodObject>(schema: Schema) => schema.prefault({} as z.input<Schema>);

/**
 * Every setting of an environment: `Pulumi.<stack>.yaml` holds the ones that depart from the defaults, which are
 * production's. Unknown keys are refused, because a key that nobody reads only looks like a setting. Rules that span
 * several settings are in stack-rules.ts. The descriptions become the JSON Schema that editors show.
 */
export const StackConfig = z.strictObject({
  clinic: Clinic.extend({ workingHours: Clinic.shape.workingHours.default(defaultClinic.workingHours) }).describe(
    'The clinic: its time zone must be said, its hours are the cost report’s where they are left out.',
  ),
  network: withDefaults(NetworkSettings),
  encryption: withDefaults(EncryptionSettings),
  database: withDefaults(DatabaseSettings),
  identity: withDefaults(IdentitySettings),
  storage: withDefaults(StorageSettings),
  audit: withDefaults(AuditSettings),
  alerts: withDefaults(AlertSettings),
  budgets: withDefaults(BudgetSettings),
  observability: withDefaults(ObservabilitySettings),
  functions: withDefaults(FunctionSettings),
  api: withDefaults(ApiSettings),
  assistant: withDefaults(AssistantSettings),
  registry: withDefaults(RegistrySettings),
  usage: withDefaults(UsageSettings).describe('The demand that the stack is priced for; changes nothing in AWS.'),
});
export type StackConfig = z.infer<typeof StackConfig>;
