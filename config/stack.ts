import * as z from 'zod';
import { Clinic, defaultClinic } from './clinic.js';
import { functionNames } from './functions.js';

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

const acu = z.number().min(0).max(256).multipleOf(0.5, 'must be a multiple of 0.5');

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day in UTC, HH:MM');

const https = z
  .string()
  .regex(
    /^https?:\/\/[A-Za-z0-9.-]+(:\d+)?$/,
    'must be an origin without path or wildcard, such as https://app.example.org',
  );

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
  /** IPv4 range of the VPC, /16 to /20. A change replaces the VPC and all that is in it. */
  cidrBlock: z.cidrv4().default('10.0.0.0/16'),
  /** Availability zones that subnets exist in. A change adds or removes subnets. */
  availabilityZoneCount: z.int().min(2).max(3).default(2),
  /** Zones to use, in place of the first ones of the region; as many as `availabilityZoneCount`. */
  availabilityZoneNames: z.array(z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d[a-z]$/)).optional(),
  /** How the private subnets reach the internet over IPv4: not at all, through one NAT gateway, through one per zone. */
  natStrategy: z.enum(['none', 'single', 'onePerAz']).default('none'),
  /** IPv6 beside IPv4, with an egress-only gateway for the private subnets: egress without the price of a NAT gateway. */
  dualStack: z.boolean().default(true),
  /** AWS services reached inside the VPC; S3 and DynamoDB always are, through gateway endpoints that cost nothing. */
  interfaceEndpoints: z.array(z.enum(interfaceEndpointServices)).default([]),
  /** How long flow logs are kept, in days. */
  flowLogRetentionDays: logRetentionDays.default(365),
});

const Encryption = z.strictObject({
  /** How long a key that is deleted can be brought back, in days. */
  keyDeletionWindowDays: z.int().min(7).max(30).default(30),
});

const Database = z.strictObject({
  /** PostgreSQL's major version. Raising it is an upgrade in place with downtime; lowering it is not possible. */
  majorVersion: z.literal([15, 16, 17]).default(17),
  /** Capacity that an instance keeps, in Aurora capacity units of 2 GiB; 0 lets the cluster pause. */
  minCapacityAcu: acu.default(0.5),
  /** Capacity that an instance may grow to, in Aurora capacity units. */
  maxCapacityAcu: acu.min(1).default(8),
  /** Seconds without connections until the cluster pauses; needs `minCapacityAcu` 0. */
  autoPauseSeconds: z.int().min(300).max(86_400).optional(),
  /** Instances besides the writer; each is a target of failover. */
  readerCount: z.int().min(0).max(15).default(1),
  /** Failover priority of the readers. In tiers 0 and 1 a reader is held at the writer's capacity; from 2 it scales alone. */
  readerPromotionTier: z.int().min(0).max(15).default(2),
  /** `ioOptimized` costs more per ACU and GB and nothing per I/O. Can be changed once in 30 days. */
  storage: z.enum(['standard', 'ioOptimized']).default('standard'),
  /** Days that the cluster can be brought back to, to the second. */
  backupRetentionDays: z.int().min(1).max(35).default(35),
  /** When the daily backup starts, UTC. */
  backupStartsAt: timeOfDay.default('07:00'),
  /** When maintenance may happen, UTC, such as `sun:08:30-sun:09:30`; not during the backup. */
  maintenanceWindow: z
    .string()
    .regex(
      /^(mon|tue|wed|thu|fri|sat|sun):\d\d:\d\d-(mon|tue|wed|thu|fri|sat|sun):\d\d:\d\d$/,
      'must be like sun:08:30-sun:09:30',
    )
    .default('sun:08:30-sun:09:30'),
  /** Whether the cluster refuses to be deleted, and leaves a last snapshot when it is. False only where data is worth nothing. */
  deletionProtection: z.boolean().default(true),
  /** RDS Proxy between functions and cluster. Keeps the cluster from pausing; row-level security pins its connections. */
  proxy: z.boolean().default(false),
  /** The Data API: for Bedrock Knowledge Bases and for drizzle-kit studio against a deployed stack. */
  dataApi: z.boolean().default(true),
  /** Database Insights; `advanced` keeps 15 months and is billed per ACU-hour. */
  insights: z.enum(['standard', 'advanced']).default('standard'),
  /** Longest that one SQL statement of a function may run, in milliseconds. */
  statementTimeoutMilliseconds: z.int().min(100).max(25_000).default(10_000),
  /** How long exported PostgreSQL logs are kept, in days. */
  logRetentionDays: logRetentionDays.default(365),
});

const Identity = z.strictObject({
  /** Cognito's feature plan. Threat protection needs `plus`. */
  tier: z.enum(['lite', 'essentials', 'plus']).default('plus'),
  /** Adaptive authentication and compromised-credential checks: act, only record, or not at all. */
  threatProtection: z.enum(['enforced', 'audit', 'off']).default('enforced'),
  passwordMinimumLength: z.int().min(8).max(99).default(14),
  /** How long an access token holds, in minutes. */
  accessTokenMinutes: z.int().min(5).max(60).default(15),
  /** How long one sign-in lasts at most, in hours. */
  refreshTokenHours: z.int().min(1).max(720).default(12),
  /** Prefix of the managed sign-in page's domain; without it there is no such page. */
  domainPrefix: z
    .string()
    .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, 'must be lower-case letters, digits and hyphens')
    .optional(),
  /** Where the managed sign-in page may send people back to. */
  callbackUrls: z.array(z.url({ protocol: /^https?$/ })).default([]),
});

const Storage = z.strictObject({
  /** Uploads that were never completed are removed after this many days. */
  abandonedUploadDays: z.int().min(1).max(30).default(1),
  /** Days that a removed file's bytes stay: medical records must be kept. */
  removedFileDays: z.int().min(1).max(36_500).default(2192),
  /** Days for which nobody can delete what is in the audit bucket. */
  auditLockDays: z.int().min(1).max(36_500).default(2192),
  /** `governance` lets a principal with a special permission lift the lock; `compliance` lets nobody, the root user included. */
  auditLockMode: z.enum(['governance', 'compliance']).default('compliance'),
  /** Media types that may be uploaded. */
  allowedContentTypes: z
    .array(z.string().regex(/^[a-z]+\/[a-z0-9.+-]+$/))
    .min(1)
    .default(['application/pdf', 'image/png', 'image/jpeg', 'image/tiff', 'application/dicom', 'text/plain']),
  /** Deletes what is in the buckets with the stack. True only where data is worth nothing. */
  forceDestroy: z.boolean().default(false),
});

const ProvisionedConcurrency = z.strictObject({
  /** Execution environments that are kept warm; each is billed whether used or not. */
  instances: z.int().min(1).max(1000),
  /** Keeps them warm only on these days and hours; always where left out. */
  schedule: z
    .strictObject({
      /** Cron of Application Auto Scaling, six fields, in `timeZone`: when they are warmed. */
      startCron: z.string().regex(/^cron\(\S+( \S+){5}\)$/, 'must be like cron(45 7 ? * MON-FRI *)'),
      stopCron: z.string().regex(/^cron\(\S+( \S+){5}\)$/, 'must be like cron(15 20 ? * MON-FRI *)'),
    })
    .optional(),
});

const FunctionOverrides = z.strictObject({
  memoryMb: z.int().min(128).max(10_240).optional(),
  timeoutSeconds: z.int().min(1).max(900).optional(),
  /** Invocations at once that this function has for itself and that it may not exceed. */
  reservedConcurrency: z.int().min(1).max(1000).optional(),
  provisionedConcurrency: ProvisionedConcurrency.optional(),
});

const Functions = z.strictObject({
  /** `arm64` costs a fifth less per GB-second. */
  architecture: z.enum(['arm64', 'x86_64']).default('arm64'),
  /** How long functions' logs are kept, in days. */
  logRetentionDays: logRetentionDays.default(365),
  /** Departures from the catalogue in config/functions.ts, by function. */
  overrides: z.partialRecord(z.enum(functionNames), FunctionOverrides).default({}),
});

const RouteThrottle = z.strictObject({
  requestsPerSecond: z.int().min(1).max(10_000),
  burst: z.int().min(1).max(5_000),
});

const Api = z.strictObject({
  /** Requests a second that the whole API lets through. */
  throttleRequestsPerSecond: z.int().min(1).max(10_000).default(600),
  /** Requests that may arrive at one moment. */
  throttleBurst: z.int().min(1).max(5_000).default(1_000),
  /** Tighter limits of single functions' routes, by function. */
  throttles: z.partialRecord(z.enum(functionNames), RouteThrottle).default({}),
  /** How often one account may access patient data within a minute. */
  accountAccessesPerMinute: z.int().min(1).max(100_000).default(600),
  /** Origins whose pages may call the API. */
  corsAllowedOrigins: z.array(https).default([]),
  /** How long access logs are kept, in days. */
  accessLogRetentionDays: logRetentionDays.default(365),
  /** The API's own name; without it clients use API Gateway's. */
  domain: z
    .strictObject({
      name: z.string().regex(/^([a-z0-9-]+\.)+[a-z]{2,}$/, 'must be a host name such as api.example.org'),
      /** In the same region. */
      certificateArn: z.string().regex(/^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/\S+$/),
      /** Route 53 zone that gets the alias record; without it the name is pointed elsewhere. */
      hostedZoneId: z
        .string()
        .regex(/^Z[A-Z0-9]+$/)
        .optional(),
    })
    .optional(),
});

const Assistant = z.strictObject({
  /** Bedrock model or inference profile that answers. */
  modelId: z.string().min(1).default('us.anthropic.claude-haiku-4-5-20251001-v1:0'),
  /** Bedrock model that turns text into vectors of 1,024 dimensions. */
  embeddingModelId: z.string().min(1).default('amazon.titan-embed-text-v2:0'),
  /** Bedrock guardrail that questions and answers pass through. */
  guardrail: z
    .strictObject({ id: z.string().regex(/^[a-z0-9]+$/), version: z.string().regex(/^(DRAFT|[1-9]\d{0,7})$/) })
    .optional(),
});

const Registry = z.strictObject({
  /** Container images of the agent that are kept. */
  keptImageCount: z.int().min(1).max(1000).default(5),
});

const defaulted = <Schema extends z.ZodObject>(schema: Schema) => schema.prefault({} as z.input<Schema>);

/**
 * Every setting of an environment: `Pulumi.<stack>.yaml` holds the ones that depart from the defaults, which are
 * production's. Unknown keys are refused, because a key that nobody reads only looks like a setting. Rules that span
 * several settings are in stack-rules.ts.
 */
export const StackConfig = z.strictObject({
  /** The clinic's time zone must be said; its hours are the cost report's where they are left out. */
  clinic: Clinic.extend({ workingHours: Clinic.shape.workingHours.default(defaultClinic.workingHours) }),
  network: defaulted(Network),
  encryption: defaulted(Encryption),
  database: defaulted(Database),
  identity: defaulted(Identity),
  storage: defaulted(Storage),
  functions: defaulted(Functions),
  api: defaulted(Api),
  assistant: defaulted(Assistant),
  registry: defaulted(Registry),
});
export type StackConfig = z.infer<typeof StackConfig>;
