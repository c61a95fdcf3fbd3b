import * as z from 'zod';
import { type FunctionName, functionNames, getFunctionDefinition } from '../functions.js';

/**
 * How a number follows the count of monthly active users: in step with it, as a power of it, or not at all.
 * `efficient` is what the cost report expects of the database: its tables at 50,000 and 100,000 users are 3.5 and 6.0 times
 * the 10,000, which both are a power of 0.778, explained there by better use of the capacity. It grows storage by that power
 * as well; here it is held to the capacity, because twice the patients are twice the rows.
 */
export type Growth = 'proportional' | 'efficient' | 'fixed';

/** log10(6.0), from the report's factor for ten times the users. */
export const efficientGrowthExponent = 0.778;

/** 365 days × 24 hours ÷ 12: what AWS's price pages and the cost report reckon a month with. */
export const hoursPerMonth = 730;

const growths = z.registry<{ growth: Growth }>();

const amount = (growth: Growth, description: string) =>
  z.number().min(0).describe(description).register(growths, { growth });

const count = (growth: Growth, description: string) =>
  z.int().min(0).describe(description).register(growths, { growth });

const Users = z.strictObject({
  activePerMonth: z
    .int()
    .min(1)
    .describe('People who sign in at least once in a month (MAU).')
    .register(growths, { growth: 'proportional' }),
  registered: count('proportional', 'People who have an account.'),
  sessionsPerActiveUser: amount('fixed', 'Sessions of an active user in a month.'),
  callsPerSession: amount('fixed', 'Calls of the API in a session.'),
});

const Api = z.strictObject({
  requestsPerMonth: count('proportional', 'Requests that API Gateway lets through in a month.'),
  peakRequestsPerSecond: amount('proportional', 'Requests in the busiest second.'),
  averageRequestsPerSecond: amount(
    'proportional',
    'Requests a second over the business hours, as whoever planned it says.',
  ),
  businessHoursPerMonth: z
    .number()
    .gt(0)
    .max(744)
    .describe('Hours of a month that the requests fall into.')
    .register(growths, { growth: 'fixed' }),
});

const buildCallSchema = (growth: Growth) =>
  z.strictObject({
    requestsPerMonth: count(growth, 'Invocations in a month.'),
    durationMilliseconds: amount('fixed', 'Average duration of an invocation, in milliseconds, before any overhead.'),
  });

/** The Lambda beside the catalogue that Cognito calls before it makes a token. */
export const tokenTrigger = 'token_trigger';
export type PricedFunction = FunctionName | typeof tokenTrigger;

const chooseGrowth = (name: FunctionName): Growth =>
  getFunctionDefinition(name).routes.length > 0 ? 'proportional' : 'fixed';

const Functions = z.strictObject({
  ...(Object.fromEntries(functionNames.map((name) => [name, buildCallSchema(chooseGrowth(name))])) as Record<
    FunctionName,
    ReturnType<typeof buildCallSchema>
  >),
  [tokenTrigger]: buildCallSchema('proportional'),
});

const Compute = z.strictObject({
  networkOverheadMilliseconds: amount('fixed', 'Added to each invocation of a function in the VPC, in milliseconds.'),
});

const Period = z.strictObject({
  name: z.string().min(1).describe('What the bill calls it, such as `peak`.'),
  hoursPerDay: z.number().gt(0).max(24).describe('Hours of a day.').register(growths, { growth: 'fixed' }),
  daysPerMonth: z.number().gt(0).max(31).describe('Days of a month.').register(growths, { growth: 'fixed' }),
  writerAcu: amount('efficient', 'Average capacity that writing and its reads need, in ACU.'),
  readerAcu: amount('efficient', 'Average capacity that reading needs which may go to readers, in ACU.'),
});

/** A month has 28 to 31 days; a demand for other hours would leave some of them out of the bill, or have some twice. */
export const monthHoursRange = { least: 28 * 24, most: 31 * 24 };

export const sumPeriodHours = (
  periods: readonly { readonly hoursPerDay: number; readonly daysPerMonth: number }[],
): number => periods.reduce((sum, { hoursPerDay, daysPerMonth }) => sum + hoursPerDay * daysPerMonth, 0);

const isMonth = (periods: Parameters<typeof sumPeriodHours>[0]): boolean =>
  sumPeriodHours(periods) >= monthHoursRange.least && sumPeriodHours(periods) <= monthHoursRange.most;

const Database = z.strictObject({
  periods: z
    .array(Period)
    .min(1)
    .refine(isMonth, {
      error: ({ input }) =>
        `must be the hours of a month, ${monthHoursRange.least} to ${monthHoursRange.most}, and not ${sumPeriodHours(input as z.infer<typeof Period>[])}: say the quiet hours too`,
    })
    .describe('What the database needs by hours of the day, for all hours of a month. Replaced as a whole.'),
  storageGb: amount('proportional', 'Data, indexes and vectors, in GB.'),
  ioRequestsMillions: amount('proportional', 'Reads and writes of the storage in a month, in millions.'),
  backupGb: amount('proportional', 'Continuous backups and snapshots, in GB.'),
  dataApiRequestsMillions: amount('proportional', 'Calls of the Data API in a month, in millions of 32 KB.'),
});

const Network = z.strictObject({
  outboundGb: amount('proportional', 'What functions send out of the VPC and get back, without S3, in GB a month.'),
  bedrockGb: amount(
    'proportional',
    'The part of it that goes to Bedrock, in GB a month; its endpoint takes it where there is one.',
  ),
  internetOutGb: amount('proportional', 'What leaves AWS for the internet, in GB a month.'),
  betweenZonesGb: amount('proportional', 'What crosses availability zones, in GB a month.'),
});

const Secrets = z.strictObject({ apiCallsPerMonth: count('proportional', 'Calls of Secrets Manager in a month.') });

const Keys = z.strictObject({
  requestsPerMonth: count('proportional', 'Calls of KMS in a month, by services as well.'),
});

const Logs = z.strictObject({
  functionsGb: amount('proportional', 'What functions log, in GB a month.'),
  accessGb: amount('proportional', 'Access logs of the API, in GB a month.'),
  databaseGb: amount('proportional', 'PostgreSQL’s exported log, in GB a month.'),
  flowGb: amount('proportional', 'Flow logs of the VPC, in GB a month.'),
  storedGb: amount('proportional', 'What CloudWatch Logs keeps, in GB, compressed as it counts.'),
});

const Monitoring = z.strictObject({
  metricCount: count('fixed', 'Metrics that are watched, whoever publishes them.'),
  notificationsPerMonth: count('fixed', 'E-mails of alarms and budgets in a month.'),
});

const Trail = z.strictObject({
  fileEventsPerMonth: count('proportional', 'Data events of S3 in a month.'),
  functionEventsPerMonth: count('proportional', 'Data events of Lambda in a month.'),
  managementEventsPerMonth: count('fixed', 'Changes of the account in a month; a first trail has them for nothing.'),
  bytesPerEvent: amount('fixed', 'Size of an event in a log group, in bytes.'),
});

const Files = z.strictObject({
  storedGb: amount('proportional', 'Stored files with their removed versions, in GB.'),
  writesPerMonth: count('proportional', 'Uploads and other writing requests in a month.'),
  readsPerMonth: count('proportional', 'Downloads and other reading requests in a month.'),
  auditStoredGb: amount('proportional', 'What the audit bucket keeps, in GB.'),
});

const Registry = z.strictObject({
  storedGb: amount('fixed', 'Container images with shared layers counted once, in GB.'),
  internetPullGb: amount('fixed', 'Pulls from outside of the region, in GB a month; those inside cost nothing.'),
});

const Models = z.strictObject({
  inputTokensMillions: amount('proportional', 'Tokens that the answering model reads in a month, in millions.'),
  outputTokensMillions: amount('proportional', 'Tokens that it writes in a month, in millions.'),
  embeddingTokensMillions: amount('proportional', 'Tokens that are turned into vectors in a month, in millions.'),
});

const Queues = z.strictObject({ requestsMillions: amount('proportional', 'Calls of SQS in a month, in millions.') });

/** What an environment is planned for: a month of it. All amounts are at least 0; none has a default, so none is forgotten. */
export const PlannedUsage = z.strictObject({
  users: Users,
  api: Api,
  functions: Functions,
  compute: Compute,
  database: Database,
  network: Network,
  secrets: Secrets,
  keys: Keys,
  logs: Logs,
  monitoring: Monitoring,
  trail: Trail,
  files: Files,
  registry: Registry,
  models: Models,
  queues: Queues,
});
export type PlannedUsage = z.infer<typeof PlannedUsage>;

export const usagePresetNames = ['report'] as const;
export type UsagePresetName = (typeof usagePresetNames)[number];

const LeftOut = z.strictObject({
  resource: z.string().min(1).describe('Logical name of a resource in the plan.'),
  reason: z.string().min(10).describe('Why it is not on this bill; shown with its price.'),
});

/**
 * What a stack's own file says of its demand: a preset, and where it departs from it. The file's numbers are those of its own
 * `users.activePerMonth` and are taken as they stand; they grow from there where another count is asked for, as by `--mau`.
 */
export const UsageSettings = z.strictObject({
  preset: z.enum(usagePresetNames).default('report').describe('The demand to start from.'),
  users: Users.partial().optional(),
  api: Api.partial().optional(),
  functions: Functions.partial().optional(),
  compute: Compute.partial().optional(),
  database: Database.partial().optional(),
  network: Network.partial().optional(),
  secrets: Secrets.partial().optional(),
  keys: Keys.partial().optional(),
  logs: Logs.partial().optional(),
  monitoring: Monitoring.partial().optional(),
  trail: Trail.partial().optional(),
  files: Files.partial().optional(),
  registry: Registry.partial().optional(),
  models: Models.partial().optional(),
  queues: Queues.partial().optional(),
  leftOut: z.array(LeftOut).default([]).describe('Resources that are priced beside the bill, not on it.'),
});
export type UsageSettings = z.infer<typeof UsageSettings>;

/** Requests of a month that functions behind the API answer. */
export const sumServedRequests = ({ functions }: PlannedUsage): number =>
  functionNames
    .filter((name) => getFunctionDefinition(name).routes.length > 0)
    .reduce((sum, name) => sum + functions[name].requestsPerMonth, 0);

function growValue(schema: unknown, value: unknown, factor: number, path: string): unknown {
  const growth = growths.get(schema as z.ZodType)?.growth;
  if (growth !== undefined) return growNumber(schema, Number(value), factor, growth);
  if (schema instanceof z.ZodArray) {
    return (value as unknown[]).map((each, index) => growValue(schema.element, each, factor, `${path}.${index}`));
  }
  if (schema instanceof z.ZodObject) {
    const values = value as Record<string, unknown>;
    return Object.fromEntries(
      Object.entries(schema.shape).map(([key, part]) => [key, growValue(part, values[key], factor, `${path}.${key}`)]),
    );
  }
  if (schema instanceof z.ZodString) return value;
  throw new Error(`Nothing says how ${path} grows with the users.`);
}

function growNumber(schema: unknown, value: number, factor: number, growth: Growth): number {
  if (growth === 'fixed') return value;
  const grown = value * (growth === 'efficient' ? factor ** efficientGrowthExponent : factor);
  // A part of a request is none; what is asked for once a month at ten thousand users is still asked for once at ten.
  return schema instanceof z.ZodNumber && schema.format === 'safeint' ? Math.max(0, Math.ceil(grown - 1e-9)) : grown;
}

/** The demand at another count of monthly active users, each number by its rule. */
export function growUsage(usage: PlannedUsage, activePerMonth: number): PlannedUsage {
  const factor = activePerMonth / usage.users.activePerMonth;
  return factor === 1 ? usage : (growValue(PlannedUsage, usage, factor, 'usage') as PlannedUsage);
}

/** The demand of a stack: the preset grown to the stack's users, then what its file says of these users otherwise. */
export function resolveUsage(preset: PlannedUsage, settings: UsageSettings): PlannedUsage {
  const grown = growUsage(preset, settings.users?.activePerMonth ?? preset.users.activePerMonth);
  const sections = Object.keys(grown) as (keyof PlannedUsage)[];
  return PlannedUsage.parse(Object.fromEntries(sections.map((key) => [key, { ...grown[key], ...settings[key] }])));
}
