import * as z from 'zod';
import { type FunctionName, functionNames, isBehindApi } from '../functions.js';

/**
 * Growth of a number with the monthly active users: proportional, by a power below 1, or none.
 * `efficient` is the growth of database capacity in the 2025 cost study, which explains it by better utilization: its tables
 * have 3.5 and 6.0 times the capacity at 50,000 and 100,000 users, both a power of 0.778. The study applies that power to
 * storage too; here storage is proportional, because twice the patients are twice the rows.
 */
type Growth = 'proportional' | 'efficient' | 'fixed';

/** log10(6.0), from the study's factor for ten times the users. */
const efficientGrowthExponent = 0.778;

/** Hours of a month on AWS's price pages and in the 2025 cost study: 365 days × 24 hours ÷ 12. */
export const hoursPerMonth = 730;
export const secondsPerHour = 3_600;

const growths = z.registry<{ growth: Growth }>();

const amount = (description: string, growth: Growth = 'proportional') =>
  z.number().min(0).describe(description).register(growths, { growth });

const count = (description: string, growth: Growth = 'proportional') =>
  z.int().min(0).describe(description).register(growths, { growth });

const buildCallSchema = (growth: Growth) =>
  z.strictObject({
    requestsPerMonth: count('Invocations per month.', growth),
    durationMilliseconds: amount(
      'Average duration of an invocation, in milliseconds, without network overhead.',
      'fixed',
    ),
  });

/** The Lambda function that Cognito calls before it issues a token. It is not in the catalog. */
export const tokenTrigger = 'token_trigger';
export type PricedFunction = FunctionName | typeof tokenTrigger;

const Period = z.strictObject({
  name: z.string().min(1).describe('Name of the period on the bill, such as `peak`.'),
  hoursPerDay: z.number().gt(0).max(24).describe('Hours per day.').register(growths, { growth: 'fixed' }),
  daysPerMonth: z.number().gt(0).max(31).describe('Days per month.').register(growths, { growth: 'fixed' }),
  writerAcu: amount('Average capacity required on the writer, in ACU.', 'efficient'),
  readerAcu: amount('Average capacity required for reads that readers can serve, in ACU.', 'efficient'),
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
    registered: count('People with an account.'),
    sessionsPerActiveUser: amount('Sessions per active user and month.', 'fixed'),
    callsPerSession: amount('API requests per session.', 'fixed'),
  }),
  api: z.strictObject({
    requestsPerMonth: count('Requests per month that API Gateway accepts.'),
    peakRequestsPerSecond: amount(
      'Requests in the busiest second. The throttle and the request alarm are compared with it.',
    ),
    averageRequestsPerSecond: amount(
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
    ...(Object.fromEntries(
      functionNames.map((name) => [name, buildCallSchema(isBehindApi(name) ? 'proportional' : 'fixed')]),
    ) as Record<FunctionName, ReturnType<typeof buildCallSchema>>),
    [tokenTrigger]: buildCallSchema('proportional'),
  }),
  compute: z.strictObject({
    networkOverheadMilliseconds: amount('Overhead that the VPC adds to each invocation, in milliseconds.', 'fixed'),
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
    storageGb: amount('Database storage, in GB: data, indexes and vectors.'),
    ioRequestsMillions: amount('I/O requests of the database per month, in millions.'),
    backupGb: amount('Size of continuous backups and snapshots, in GB.'),
    dataApiRequestsMillions: amount('Data API requests per month, in millions; AWS counts every 32 KB as one.'),
  }),
  network: z.strictObject({
    outboundGb: amount('Traffic between functions and services outside the VPC, except S3, in GB per month.'),
    bedrockGb: amount(
      'The part of `outboundGb` that goes to Bedrock, in GB per month. With an interface endpoint for Bedrock it goes through that.',
    ),
    internetOutGb: amount('Traffic from AWS to the internet, in GB per month.'),
    betweenZonesGb: amount('Traffic between availability zones, in GB per month.'),
  }),
  secrets: z.strictObject({ apiCallsPerMonth: count('Secrets Manager API calls per month.') }),
  keys: z.strictObject({
    requestsPerMonth: count('KMS API calls per month, including those that AWS services make.'),
  }),
  logs: z.strictObject({
    functionsGb: amount('Function logs, in GB per month.'),
    accessGb: amount('API access logs, in GB per month.'),
    databaseGb: amount('Exported PostgreSQL logs, in GB per month.'),
    flowGb: amount('VPC flow logs, in GB per month.'),
    storedGb: amount('Logs stored in CloudWatch Logs, in GB after its compression.'),
  }),
  monitoring: z.strictObject({
    metricCount: count('Number of metrics that are watched, from any source.', 'fixed'),
    notificationsPerMonth: count('Emails of alarms and budgets per month.', 'fixed'),
  }),
  trail: z.strictObject({
    fileEventsPerMonth: count('S3 data events per month.'),
    functionEventsPerMonth: count('Lambda data events per month.'),
    managementEventsPerMonth: count(
      'Management events per month; the first trail of an account records them for free.',
      'fixed',
    ),
    bytesPerEvent: amount('Size of a trail event in a log group, in bytes.', 'fixed'),
  }),
  files: z.strictObject({
    storedGb: amount('Stored files, including removed versions, in GB.'),
    writesPerMonth: count('Uploads and other write requests per month.'),
    readsPerMonth: count('Downloads and other read requests per month.'),
    auditStoredGb: amount('Size of the audit bucket, in GB.'),
  }),
  registry: z.strictObject({
    storedGb: amount('Size of the container images, in GB; shared layers count once.', 'fixed'),
    internetPullGb: amount(
      'Image pulls from outside the region, in GB per month; pulls inside the region are free.',
      'fixed',
    ),
  }),
  models: z.strictObject({
    inputTokensMillions: amount('Input tokens of the answering model per month, in millions.'),
    outputTokensMillions: amount('Output tokens of the answering model per month, in millions.'),
    embeddingTokensMillions: amount('Tokens to embed per month, in millions.'),
  }),
  queues: z.strictObject({ requestsMillions: amount('SQS requests per month, in millions.') }),
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
  functionNames.filter(isBehindApi).reduce((sum, name) => sum + functions[name].requestsPerMonth, 0);

function growValue(schema: unknown, value: unknown, factor: number, path: string): unknown {
  const growth = growths.get(schema as z.ZodType)?.growth;
  if (growth === 'fixed' || schema instanceof z.ZodString) return value;
  if (growth !== undefined) {
    const grown = Number(value) * (growth === 'efficient' ? factor ** efficientGrowthExponent : factor);
    // Counts are whole numbers, rounded up: one request per month for 10,000 users is still one for 10.
    return schema instanceof z.ZodNumber && schema.format === 'safeint' ? Math.max(0, Math.ceil(grown - 1e-9)) : grown;
  }
  if (schema instanceof z.ZodArray) {
    return (value as unknown[]).map((each, index) => growValue(schema.element, each, factor, `${path}.${index}`));
  }
  if (schema instanceof z.ZodObject) {
    const values = value as Record<string, unknown>;
    return Object.fromEntries(
      Object.entries(schema.shape).map(([key, part]) => [key, growValue(part, values[key], factor, `${path}.${key}`)]),
    );
  }
  throw new Error(`${path} has no growth rule. Declare it with amount() or count() in config/demand/usage.ts.`);
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
