import * as z from 'zod';
import { Clinic, defaultClinic } from '../clinic.js';
import { UsageSettings } from '../demand/usage.js';
import { ApiSettings, IdentitySettings, NetworkSettings } from './access.js';
import { DatabaseSettings, EncryptionSettings, RegistrySettings, StorageSettings } from './data.js';
import { AssistantSettings, FunctionSettings } from './functions.js';
import { AlertSettings, AuditSettings, BudgetSettings, ObservabilitySettings } from './operations.js';

const withDefaults = <Schema extends z.ZodObject>(schema: Schema) => schema.prefault({} as z.input<Schema>);

/**
 * Every setting of an environment. `Pulumi.<stack>.yaml` contains only what differs from the defaults, which suit production.
 * Unknown keys are rejected, because a misspelled key would have no effect. Rules that span several settings are in
 * stack-rules.ts. The descriptions become the JSON Schema that editors show.
 */
export const StackConfig = z.strictObject({
  clinic: Clinic.extend({
    workingHours: Clinic.shape.workingHours.default(defaultClinic.workingHours),
    bookingHorizonDays: Clinic.shape.bookingHorizonDays.default(defaultClinic.bookingHorizonDays),
  }).describe(
    'The clinic. `timeZone` is required; working hours default to Monday to Friday, 08:00 to 20:00, and the booking horizon to two years.',
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
  usage: withDefaults(UsageSettings).describe(
    'Demand that the stack is priced for. Only the thresholds of a few alarms in AWS depend on it.',
  ),
});
export type StackConfig = z.infer<typeof StackConfig>;
