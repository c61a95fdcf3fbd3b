import * as z from 'zod';
import { budgetedServiceNames } from './budgets.js';
import { Clinic, defaultClinic } from './clinic.js';
import { functionNames } from './functions.js';
import { UsageSettings } from './usage.js';

/** Retentions that CloudWatch Logs offers, in days: the PutRetentionPolicy page of its API reference. */
export const logRetentionDaysOffered = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

const logRetentionDays = z
  .int()
  .refine((days) => (logRetentionDaysOffered as readonly number[]).includes(days), {
    error: `must be a retention that CloudWatch Logs offers: ${logRetentionDaysOffered.join(', ')}`,
  })
  .meta({ enum: [...logRetentionDaysOffered] });

const LogClass = z.enum(['standard', 'infrequentAccess']);
export type LogClass = z.infer<typeof LogClass>;

/** Only for groups of which no metric is made and that nothing subscribes to. */
const logClass = (what: string) =>
  LogClass.default('standard').describe(
    `How ${what} are taken in: \`infrequentAccess\` costs half; they are then read with Logs Insights alone, and not exported to S3. A group’s class can’t change: it is replaced, and what it holds is lost unless it was exported first (docs/deploy.md).`,
  );

const acuFrom = (least: number) => z.number().min(least).max(256).multipleOf(0.5, 'must be a multiple of 0.5');

/** What is named in a list has its resource by its name. */
const each = <Item extends z.ZodType<string>>(item: Item) =>
  z
    .array(item)
    .refine((items) => new Set(items).size === items.length, 'must name each once')
    .meta({ uniqueItems: true });

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day in UTC, HH:MM');

/** Tokens and records go over these; on a developer's own machine nobody listens. */
function isEncryptedOrLocal(address: string): boolean {
  return /^https:|^http:\/\/localhost(?=[:/]|$)/.test(address);
}

const https = z
  .string()
  .regex(/^https?:\/\/[A-Za-z0-9.-]+(:\d+)?$/, {
    abort: true,
    error: 'must be an origin without path or wildcard, such as https://app.example.org',
  })
  .refine(isEncryptedOrLocal, 'must be https, but on localhost');

/** AWS services that an interface endpoint can stand for; each costs per availability zone and hour. */
export const interfaceEndpointServices = [
  'bedrock-runtime',
  'secretsmanager',
  'logs',
  'kms',
  'sqs',
  'sns',
  'rds-data',
] as const;

const Network = z.strictObject({
  cidrBlock: z
    .cidrv4('must be an IPv4 range such as 10.0.0.0/16')
    .default('10.0.0.0/16')
    .describe(
      'IPv4 range of the VPC, /16 to /20. Can’t be changed once it is deployed: a database doesn’t move to another VPC.',
    ),
  availabilityZoneCount: z
    .int()
    .min(2)
    .max(3)
    .default(2)
    .describe('Availability zones that subnets exist in. A change adds or removes subnets.'),
  availabilityZoneNames: z
    .array(z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d[a-z]$/, 'must be a zone such as us-east-1a'))
    .optional()
    .describe(
      'Zones to use, in place of the first ones of the region; as many as `availabilityZoneCount`. Another zone is another subnet.',
    ),
  natStrategy: z
    .enum(['none', 'single', 'onePerAz'])
    .default('none')
    .describe(
      'How the private subnets reach the internet over IPv4: not at all, through one NAT gateway, through one per zone. A change moves routes, and open connections end.',
    ),
  dualStack: z
    .boolean()
    .default(true)
    .describe(
      'IPv6 beside IPv4, with an egress-only gateway for the private subnets: egress without the price of a NAT gateway. A change updates VPC, subnets and functions in place.',
    ),
  interfaceEndpoints: each(z.enum(interfaceEndpointServices))
    .default(['bedrock-runtime'])
    .describe(
      'AWS services reached inside the VPC; S3 and DynamoDB always are, through gateway endpoints that cost nothing. What else functions call goes out over IPv6 or NAT; the models of Bedrock have no confirmed IPv6 name.',
    ),
  flowLogRetentionDays: logRetentionDays
    .default(365)
    .describe('How long flow logs are kept, in days. As with all logs, a shorter time deletes what is older.'),
  flowLogClass: logClass('flow logs'),
});

const Encryption = z.strictObject({
  keyDeletionWindowDays: z
    .int()
    .min(7)
    .max(30)
    .default(30)
    .describe('How long a key that is deleted can be brought back, in days.'),
});

const Database = z.strictObject({
  majorVersion: z
    .literal([15, 16, 17])
    .default(17)
    .describe(
      'PostgreSQL’s major version. Raising it is an upgrade in place with downtime; lowering it is not possible.',
    ),
  minCapacityAcu: acuFrom(0)
    .default(0.5)
    .describe(
      'Capacity that an instance keeps, in Aurora capacity units of 2 GiB; 0 lets the cluster pause. Changes without a restart.',
    ),
  maxCapacityAcu: acuFrom(1)
    .default(8)
    .describe(
      'Capacity that an instance may grow to, in Aurora capacity units. Changes without a restart; the connections that it allows follow at the next one.',
    ),
  autoPauseSeconds: z
    .int()
    .min(300)
    .max(86_400)
    .optional()
    .describe('Seconds without connections until the cluster pauses; needs `minCapacityAcu` 0.'),
  readerCount: z
    .int()
    .min(0)
    .max(15)
    .default(1)
    .describe('Instances besides the writer; each is a target of failover. A change makes or deletes the last ones.'),
  readerPromotionTier: z
    .int()
    .min(0)
    .max(15)
    .default(2)
    .describe(
      'Failover priority of the readers. In tiers 0 and 1 a reader is held at the writer’s capacity; from 2 it scales alone.',
    ),
  storage: z
    .enum(['standard', 'ioOptimized'])
    .default('standard')
    .describe('`ioOptimized` costs more per ACU and GB and nothing per I/O. Can be changed once in 30 days.'),
  backupRetentionDays: z
    .int()
    .min(1)
    .max(35)
    .default(35)
    .describe('Days that the cluster can be brought back to, to the second.'),
  backupStartsAt: timeOfDay.default('07:00').describe('When the daily backup starts, UTC.'),
  maintenanceWindow: z
    .string()
    .regex(
      /^(mon|tue|wed|thu|fri|sat|sun):([01]\d|2[0-3]):[0-5]\d-(mon|tue|wed|thu|fri|sat|sun):([01]\d|2[0-3]):[0-5]\d$/,
      'must be like sun:08:30-sun:09:30',
    )
    .default('sun:08:30-sun:09:30')
    .describe('When maintenance may happen, UTC, such as `sun:08:30-sun:09:30`; not during the backup.'),
  deletionProtection: z
    .boolean()
    .default(true)
    .describe('Whether the cluster and the accounts refuse to be deleted. To delete them, first deploy with false.'),
  snapshotOnDelete: z
    .boolean()
    .default(true)
    .describe(
      'Whether a deleted cluster leaves a last snapshot and its backups. False only where data is worth nothing.',
    ),
  proxy: z
    .boolean()
    .default(false)
    .describe(
      'RDS Proxy between functions and cluster. Keeps the cluster from pausing; row-level security pins its connections. A change sends functions to another host with their next release.',
    ),
  dataApi: z
    .boolean()
    .default(true)
    .describe('The Data API: for Bedrock Knowledge Bases and for drizzle-kit studio against a deployed stack.'),
  insights: z
    .enum(['standard', 'advanced'])
    .default('standard')
    .describe('Database Insights; `advanced` keeps 15 months and is billed per ACU-hour.'),
  statementTimeoutMilliseconds: z
    .int()
    .min(100)
    .max(25_000)
    .default(10_000)
    .describe('Longest that one SQL statement of a function may run, in milliseconds.'),
  logRetentionDays: logRetentionDays.default(365).describe('How long exported PostgreSQL logs are kept, in days.'),
});

const Identity = z.strictObject({
  tier: z
    .enum(['lite', 'essentials', 'plus'])
    .default('plus')
    .describe('Cognito’s feature plan. Threat protection needs `plus`.'),
  threatProtection: z
    .enum(['enforced', 'audit', 'off'])
    .default('enforced')
    .describe('Adaptive authentication and compromised-credential checks: act, only record, or not at all.'),
  secondFactor: z
    .enum(['required', 'off'])
    .default('required')
    .describe(
      'Authenticator apps: the clinic’s people need one and patients may have one, or nobody can, which policies call an error.',
    ),
  passwordMinimumLength: z
    .int()
    .min(8)
    .max(99)
    .default(14)
    .describe('Characters that a password must have; one that is in use stays valid.'),
  accessTokenMinutes: z
    .int()
    .min(5)
    .max(60)
    .default(15)
    .describe('How long an access token holds, in minutes; from the next sign-in or refresh on.'),
  refreshTokenHours: z.int().min(1).max(720).default(12).describe('How long one sign-in lasts at most, in hours.'),
  domainPrefix: z
    .string()
    .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, 'must be lower-case letters, digits and hyphens')
    .refine((prefix) => !/aws|amazon|cognito/.test(prefix), 'must not contain aws, amazon or cognito: AWS keeps those')
    .optional()
    .describe(
      'Prefix of the managed sign-in page’s domain; without it there is no such page. Another one replaces the domain, and links to the old one end.',
    ),
  callbackUrls: z
    .array(
      z
        .url({ protocol: /^https?$/, error: 'must be a URL such as https://app.example.org/signed-in', abort: true })
        .refine(isEncryptedOrLocal, 'must be https, but on localhost'),
    )
    .default([])
    .describe('Where the managed sign-in page may send people back to.'),
});

const Storage = z.strictObject({
  abandonedUploadDays: z
    .int()
    .min(1)
    .max(30)
    .default(1)
    .describe('Uploads that were never completed are removed after this many days.'),
  removedFileDays: z
    .int()
    .min(1)
    .max(36_500)
    .default(2192)
    .describe('Days that a removed file’s bytes stay: medical records must be kept.'),
  auditLockDays: z
    .int()
    .min(1)
    .max(36_500)
    .default(2192)
    .describe('Days for which nobody can delete what is in the audit bucket.'),
  auditLockMode: z
    .enum(['governance', 'compliance'])
    .default('compliance')
    .describe(
      '`governance` lets a principal with a special permission lift the lock; `compliance` lets nobody, the root user included.',
    ),
  allowedContentTypes: z
    .array(z.string().regex(/^[a-z]+\/[a-z0-9.+-]+$/, 'must be a media type such as image/png'))
    .min(1)
    .default(['application/pdf', 'image/png', 'image/jpeg', 'image/tiff', 'application/dicom', 'text/plain'])
    .describe('Media types that may be uploaded.'),
  forceDestroy: z
    .boolean()
    .default(false)
    .describe('Deletes what is in the buckets with the stack. True only where data is worth nothing.'),
});

const Audit = z.strictObject({
  dataEvents: each(z.enum(['files', 'functions']))
    .default(['files', 'functions'])
    .describe('What CloudTrail records besides changes of the account: accesses to files, invocations of functions.'),
  accountAlarms: z
    .boolean()
    .default(true)
    .describe(
      'Alarms on what should hardly ever happen in an account: its root user, changes of trail, keys, network.',
    ),
  logRetentionDays: logRetentionDays
    .default(2192)
    .describe('How long the trail is kept in its log group, in days; in the bucket it is for ever.'),
});

const Observability = z.strictObject({
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

const Budgets = z.strictObject({
  monthlyUsd: z
    .int()
    .min(1)
    .optional()
    .describe(
      'What the account may cost in a month, in US dollars; `npm run cost:budgets` reckons it. Without it there are no budgets.',
    ),
  services: z
    .partialRecord(z.enum(budgetedServiceNames), z.int().min(1))
    .default({})
    .describe('The same for single services.'),
  anomalyMonitor: z
    .boolean()
    .default(true)
    .describe(
      'Whether unusual costs are told of. An account has one monitor of all services: false for its second stack, and where AWS’s own is kept.',
    ),
  anomalyUsd: z.int().min(1).default(200).describe('From which unusual cost on, in US dollars.'),
});

const Alerts = z.strictObject({
  emails: each(z.email('must be an e-mail address'))
    .default([])
    .describe('Who gets a mail from alarms and budgets; AWS asks each of them to confirm first.'),
});

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

const Functions = z.strictObject({
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

const RouteThrottle = z.strictObject({
  requestsPerSecond: z.int().min(1).max(10_000).describe('Requests a second that each of its routes lets through.'),
  burst: z.int().min(1).max(5_000).describe('Requests to one of its routes that may arrive at one moment.'),
});

const Api = z.strictObject({
  throttleRequestsPerSecond: z
    .int()
    .min(1)
    .max(10_000)
    .default(600)
    .describe('Requests a second that the whole API lets through.'),
  throttleBurst: z.int().min(1).max(5_000).default(1_000).describe('Requests that may arrive at one moment.'),
  throttles: z
    .partialRecord(z.enum(functionNames), RouteThrottle)
    .default({})
    .describe('Tighter limits of single functions’ routes, by function.'),
  accountAccessesPerMinute: z
    .int()
    .min(1)
    .max(100_000)
    .default(600)
    .describe('How often one account may access patient data within a minute.'),
  corsAllowedOrigins: z.array(https).default([]).describe('Origins whose pages may call the API.'),
  accessLogRetentionDays: logRetentionDays.default(365).describe('How long access logs are kept, in days.'),
  accessLogClass: logClass('access logs'),
  domain: z
    .strictObject({
      name: z
        .string()
        .regex(/^([a-z0-9-]+\.)+[a-z]{2,}$/, 'must be a host name such as api.example.org')
        .describe('Host name that clients call. Another one replaces it.'),
      certificateArn: z
        .string()
        .regex(/^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/\S+$/, 'must be the ARN of a certificate of ACM')
        .describe('In the same region.'),
      hostedZoneId: z
        .string()
        .regex(/^Z[A-Z0-9]+$/, 'must be the id of a hosted zone, such as Z0123456789ABC')
        .optional()
        .describe('Route 53 zone that gets the alias record; without it the name is pointed elsewhere.'),
    })
    .optional()
    .describe('The API’s own name; without it clients use API Gateway’s.'),
});

const Assistant = z.strictObject({
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
