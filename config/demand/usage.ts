import * as z from 'zod';
import { type FunctionName, functionNames, getFunctionDefinition } from '../functions.js';

/**
 * Growth of a number with the monthly active users: proportional, by a power below 1, or none.
 * `efficient` is the growth of database capacity in the 2025 cost study, which explains it by better utilization: its tables
 * have 3.5 and 6.0 times the capacity at 50,000 and 100,000 users, both a power of 0.778. The study applies that power to
 * storage too; here storage is proportional, because twice the patients are twice the rows.
 */
export type Growth = 'proportional' | 'efficient' | 'fixed';

/** log10(6.0), from the study's factor for ten times the users. */
export const efficientGrowthExponent = 0.778;

/** Hours of a month on AWS's price pages and in the 2025 cost study: 365 days × 24 hours ÷ 12. */
export const hoursPerMonth = 730;

const growths = z.registry<{ growth: Growth }>();

const amount = (growth: Growth, description: string) =>
  z.number().min(0).describe(description).register(growths, { growth });

const count = (growth: Growth, description: string) =>
  z.int().min(0).describe(description).register(growths, { growth });

const buildCallSchema = (growth: Growth) =>
  z.strictObject({
    requestsPerMonth: count(growth, 'Invocations per month.'),
    durationMilliseconds: amount(
      'fixed',
      'Average duration of an invocation, in milliseconds, without network overhead.',
    ),
  });

/** The Lambda function that Cognito calls before it issues a token. It is not in the catalog. */
export const tokenTrigger = 'token_trigger';
export type PricedFunction = FunctionName | typeof tokenTrigger;

const chooseGrowth = (name: FunctionName): Growth =>
  getFunctionDefinition(name).routes.length > 0 ? 'proportional' : 'fixed';

const Period = z.strictObject({
  name: z.string().min(1).describe('Name of the period on the bill, such as `peak`.'),
  hoursPerDay: z.number().gt(0).max(24).describe('Hours per day.').register(growths, { growth: 'fixed' }),
  daysPerMonth: z.number().gt(0).max(31).describe('Days per month.').register(growths, { growth: 'fixed' }),
  writerAcu: amount('efficient', 'Average capacity required on the writer, in ACU.'),
  readerAcu: amount('efficient', 'Average capacity required for reads that readers can serve, in ACU.'),
});

/** Hours of a month of 28 to 31 days. A demand for fewer or more hours would omit hours from the bill or count them twice. */
export const monthHoursRange = { least: 28 * 24, most: 31 * 24 };

export const sumPeriodHours = (
  periods: readonly { readonly hoursPerDay: number; readonly daysPerMonth: number }[],
): number => periods.reduce((sum, { hoursPerDay, daysPerMonth }) => sum + hoursPerDay * daysPerMonth, 0);

const isMonth = (periods: Parameters<typeof sumPeriodHours>[0]): boolean =>
  sumPeriodHours(periods) >= monthHoursRange.least && sumPeriodHours(periods) <= monthHoursRange.most;

/** The sections of a demand. No amount has a default, so that none is forgotten. */
const sections = {
  users: z.strictObject({
    activePerMonth: z
      .int()
      .min(1)
      .describe('Monthly active users (MAU): people who sign in at least once in a month.')
      .register(growths, { growth: 'proportional' }),
    registered: count('proportional', 'People with an account.'),
    sessionsPerActiveUser: amount('fixed', 'Sessions per active user and month.'),
    callsPerSession: amount('fixed', 'API requests per session.'),
  }),
  api: z.strictObject({
    requestsPerMonth: count('proportional', 'Requests per month that API Gateway accepts.'),
    peakRequestsPerSecond: amount(
      'proportional',
      'Requests in the busiest second. The throttle and the request alarm are compared with it.',
    ),
    averageRequestsPerSecond: amount(
      'proportional',
      'Average requests per second during business hours; must agree with `requestsPerMonth`.',
    ),
    businessHoursPerMonth: z
      .number()
      .gt(0)
      .max(744)
      .describe('Business hours per month, in which all requests arrive; above 0 and at most 744.')
      .register(growths, { growth: 'fixed' }),
  }),
  functions: z.strictObject({
    ...(Object.fromEntries(functionNames.map((name) => [name, buildCallSchema(chooseGrowth(name))])) as Record<
      FunctionName,
      ReturnType<typeof buildCallSchema>
    >),
    [tokenTrigger]: buildCallSchema('proportional'),
  }),
  compute: z.strictObject({
    networkOverheadMilliseconds: amount('fixed', 'Overhead that the VPC adds to each invocation, in milliseconds.'),
  }),
  database: z.strictObject({
    periods: z
      .array(Period)
      .min(1)
      .refine(isMonth, {
        error: ({ input }) =>
          `must cover all hours of a month, ${monthHoursRange.least} to ${monthHoursRange.most} (found ${sumPeriodHours(input as z.infer<typeof Period>[])}): include the quiet hours`,
      })
      .describe(
        'Database capacity by period; together the periods cover all hours of a month. A list replaces the whole list of the preset.',
      ),
    storageGb: amount('proportional', 'Database storage, in GB: data, indexes and vectors.'),
    ioRequestsMillions: amount('proportional', 'I/O requests of the database per month, in millions.'),
    backupGb: amount('proportional', 'Size of continuous backups and snapshots, in GB.'),
    dataApiRequestsMillions: amount(
      'proportional',
      'Data API requests per month, in millions; AWS counts every 32 KB as one.',
    ),
  }),
  network: z.strictObject({
    outboundGb: amount(
      'proportional',
      'Traffic between functions and services outside the VPC, except S3, in GB per month.',
    ),
    bedrockGb: amount(
      'proportional',
      'The part of `outboundGb` that goes to Bedrock, in GB per month. With an interface endpoint for Bedrock it goes through that.',
    ),
    internetOutGb: amount('proportional', 'Traffic from AWS to the internet, in GB per month.'),
    betweenZonesGb: amount('proportional', 'Traffic between availability zones, in GB per month.'),
  }),
  secrets: z.strictObject({ apiCallsPerMonth: count('proportional', 'Secrets Manager API calls per month.') }),
  keys: z.strictObject({
    requestsPerMonth: count('proportional', 'KMS API calls per month, including those that AWS services make.'),
  }),
  logs: z.strictObject({
    functionsGb: amount('proportional', 'Function logs, in GB per month.'),
    accessGb: amount('proportional', 'API access logs, in GB per month.'),
    databaseGb: amount('proportional', 'Exported PostgreSQL logs, in GB per month.'),
    flowGb: amount('proportional', 'VPC flow logs, in GB per month.'),
    storedGb: amount('proportional', 'Logs stored in CloudWatch Logs, in GB after its compression.'),
  }),
  monitoring: z.strictObject({
    metricCount: count('fixed', 'Number of metrics that are watched, from any source.'),
    notificationsPerMonth: count('fixed', 'Emails of alarms and budgets per month.'),
  }),
  trail: z.strictObject({
    fileEventsPerMonth: count('proportional', 'S3 data events per month.'),
    functionEventsPerMonth: count('proportional', 'Lambda data events per month.'),
    managementEventsPerMonth: count(
      'fixed',
      'Management events per month; the first trail of an account records them for free.',
    ),
    bytesPerEvent: amount('fixed', 'Size of a trail event in a log group, in bytes.'),
  }),
  files: z.strictObject({
    storedGb: amount('proportional', 'Stored files, including removed versions, in GB.'),
    writesPerMonth: count('proportional', 'Uploads and other write requests per month.'),
    readsPerMonth: count('proportional', 'Downloads and other read requests per month.'),
    auditStoredGb: amount('proportional', 'Size of the audit bucket, in GB.'),
  }),
  registry: z.strictObject({
    storedGb: amount('fixed', 'Size of the container images, in GB; shared layers count once.'),
    internetPullGb: amount(
      'fixed',
      'Image pulls from outside the region, in GB per month; pulls inside the region are free.',
    ),
  }),
  models: z.strictObject({
    inputTokensMillions: amount('proportional', 'Input tokens of the answering model per month, in millions.'),
    outputTokensMillions: amount('proportional', 'Output tokens of the answering model per month, in millions.'),
    embeddingTokensMillions: amount('proportional', 'Tokens to embed per month, in millions.'),
  }),
  queues: z.strictObject({ requestsMillions: amount('proportional', 'SQS requests per month, in millions.') }),
};

/** The planned demand of an environment in a month. All amounts are at least 0. */
export const PlannedUsage = z.strictObject(sections);
export type PlannedUsage = z.infer<typeof PlannedUsage>;

export const usagePresetNames = ['study2025'] as const;
export type UsagePresetName = (typeof usagePresetNames)[number];

/** The former name of `study2025`, which stack files may still have. */
const formerPresetName = 'report';

type OptionalSection<Section> =
  Section extends z.ZodObject<infer Shape, infer Config>
    ? z.ZodOptional<z.ZodObject<{ [Key in keyof Shape]: z.ZodOptional<Shape[Key]> }, Config>>
    : never;

const optionalSections = Object.fromEntries(
  Object.entries(sections).map(([name, section]) => [name, section.partial().optional()]),
) as { [Name in keyof typeof sections]: OptionalSection<(typeof sections)[Name]> };

const LeftOut = z.strictObject({
  resource: z.string().min(1).describe('Logical name of a resource in the plan, such as `network-flows`.'),
  reason: z.string().min(10).describe('Why it is not on this bill, in 10 characters or more; shown with its price.'),
});

/**
 * The demand in a stack's file: a preset and the numbers that differ from it. The file's numbers apply to its own
 * `users.activePerMonth` and are used unchanged; they grow only when another number of users is requested, as by `--mau`.
 */
export const UsageSettings = z.strictObject({
  preset: z
    .enum([...usagePresetNames, formerPresetName])
    .default('study2025')
    .transform((name) => (name === formerPresetName ? 'study2025' : name))
    .describe(
      'Demand to start from. `study2025` is the baseline of the 2025 cost study, 10,000 active users. `report` is its former name: still accepted, deprecated.',
    ),
  ...optionalSections,
  leftOut: z.array(LeftOut).default([]).describe('Resources to price separately, not on the bill.'),
});
export type UsageSettings = z.infer<typeof UsageSettings>;

/** Requests per month to the functions behind the API. */
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
  throw new Error(`${path} has no growth rule. Declare it with amount() or count() in config/demand/usage.ts.`);
}

function growNumber(schema: unknown, value: number, factor: number, growth: Growth): number {
  if (growth === 'fixed') return value;
  const grown = value * (growth === 'efficient' ? factor ** efficientGrowthExponent : factor);
  // Counts are whole numbers, rounded up: one request per month for 10,000 users is still one for 10.
  return schema instanceof z.ZodNumber && schema.format === 'safeint' ? Math.max(0, Math.ceil(grown - 1e-9)) : grown;
}

/** Scales a demand to another number of monthly active users, each number by its growth rule. */
export function growUsage(usage: PlannedUsage, activePerMonth: number): PlannedUsage {
  const factor = activePerMonth / usage.users.activePerMonth;
  return factor === 1 ? usage : (growValue(PlannedUsage, usage, factor, 'usage') as PlannedUsage);
}

/** Returns the demand of a stack: the preset scaled to the stack's users, then overridden by the numbers in its file. */
export function resolveUsage(preset: PlannedUsage, settings: UsageSettings): PlannedUsage {
  const grown = growUsage(preset, settings.users?.activePerMonth ?? preset.users.activePerMonth);
  const sections = Object.keys(grown) as (keyof PlannedUsage)[];
  return PlannedUsage.parse(Object.fromEntries(sections.map((key) => [key, { ...grown[key], ...settings[key] }])));
}
