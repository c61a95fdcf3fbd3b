import type { PlannedUsage, UsagePresetName } from './usage.js';

/** A number and where it is from. */
interface SourcedNumber {
  readonly value: number;
  readonly source: string;
}

type Numbers<Value> = {
  readonly [Key in keyof Value]: Value[Key] extends number ? SourcedNumber : SourcedPart<Value[Key]>;
};
type SourcedPart<Value> = Value extends readonly (infer Element)[]
  ? readonly SourcedPart<Element>[]
  : Value extends string
    ? Value
    : Numbers<Value>;

export type SourcedUsage = Numbers<PlannedUsage>;

const withSource = (value: number, source: string): SourcedNumber => ({ value, source });

const inventory = (requestsPerMonth: number, durationMilliseconds: number) => ({
  requestsPerMonth: withSource(requestsPerMonth, 'report, Component 2, function inventory'),
  durationMilliseconds: withSource(durationMilliseconds, 'report, Component 2, function inventory'),
});

const period = (name: string, writerAcu: number, readerAcu: number) => {
  const source = 'report, Component 1, usage assumptions';
  return {
    name,
    hoursPerDay: withSource(12, source),
    daysPerMonth: withSource(30, `${source}: Aurora’s month is 30 days, elsewhere it is 730 hours`),
    writerAcu: withSource(writerAcu, source),
    readerAcu: withSource(readerAcu, source),
  };
};

const excluded = 'report, Exclusions: another stack’s';

/** The cost report's baseline of 10,000 active users, contradictions and all; see `findContradictions`. */
const studyPreset: SourcedUsage = {
  users: {
    activePerMonth: withSource(10_000, 'report, Component 4'),
    registered: withSource(100_000, 'report, Component 4'),
    sessionsPerActiveUser: withSource(20, 'report, Component 4'),
    callsPerSession: withSource(50, 'report, Component 3'),
  },
  api: {
    requestsPerMonth: withSource(10_000_000, 'report, Component 3'),
    peakRequestsPerSecond: withSource(500, 'report, Component 3: 30,000 a minute'),
    averageRequestsPerSecond: withSource(333, 'report, Component 3; its own requests make 7.7'),
    businessHoursPerMonth: withSource(360, 'report, Component 1: 12 hours on 30 days'),
  },
  functions: {
    patients: inventory(1_000_000, 200),
    medics: inventory(500_000, 200),
    exams: inventory(800_000, 200),
    reservations: inventory(600_000, 250),
    files: inventory(400_000, 300),
    agent_integration: inventory(2_000_000, 500),
    patient_lookup: inventory(500_000, 150),
    db_initialization: inventory(1, 300_000),
    data_loader: inventory(1, 900_000),
    token_trigger: {
      requestsPerMonth: withSource(
        800_000,
        '10,000 users × 20 sessions × one sign-in and three refreshed tokens of 15 minutes',
      ),
      durationMilliseconds: withSource(20, 'estimate: one look at the event, for workforce one call of Cognito'),
    },
  },
  compute: {
    networkOverheadMilliseconds: withSource(50, 'report, Component 2: VPC overhead'),
  },
  database: {
    periods: [period('peak', 10, 5), period('off-peak', 2, 1)],
    storageGb: withSource(500, 'report, Component 1'),
    ioRequestsMillions: withSource(200, 'report, Component 1'),
    backupGb: withSource(500, 'report, Component 1: equal to the database'),
    dataApiRequestsMillions: withSource(
      0,
      'report names no use of it; people’s studio sessions are a few thousand calls',
    ),
  },
  network: {
    outboundGb: withSource(100, 'report, Component 5: NAT data'),
    bedrockGb: withSource(50, 'estimate: 2 million questions × 25 kB for an embedding request and its 1,024 numbers'),
    internetOutGb: withSource(100, 'report, Component 5: outbound to internet'),
    betweenZonesGb: withSource(0, 'report, Component 5: minimal'),
  },
  secrets: { apiCallsPerMonth: withSource(100_000, 'report, Component 6') },
  keys: { requestsPerMonth: withSource(500_000, 'report, Component 6') },
  logs: {
    functionsGb: withSource(40, 'report, Component 7: Lambda logs'),
    accessGb: withSource(5, 'report, Component 7: API Gateway logs'),
    databaseGb: withSource(5, 'report, Component 7: application logs'),
    flowGb: withSource(
      1,
      'estimate: the report has no flow logs; 10-minute records of about 10 million flows, 100 bytes each',
    ),
    storedGb: withSource(100, 'report, Component 7: 12 GB current, 88 GB historical'),
  },
  monitoring: {
    metricCount: withSource(50, 'report, Component 7: database, Lambda, API Gateway and application metrics'),
    notificationsPerMonth: withSource(100, 'estimate: three a day'),
  },
  trail: {
    fileEventsPerMonth: withSource(500_000, 'report, Component 7: S3 API calls'),
    functionEventsPerMonth: withSource(500_000, 'report, Component 7: Lambda invocations'),
    managementEventsPerMonth: withSource(100_000, 'estimate: deployments, rotations and services’ own calls'),
    bytesPerEvent: withSource(1_500, 'estimate: CloudTrail’s JSON with identity, request and response'),
  },
  files: {
    storedGb: withSource(0, `${excluded} documents and their S3`),
    writesPerMonth: withSource(0, `${excluded} documents and their S3`),
    readsPerMonth: withSource(0, `${excluded} documents and their S3`),
    auditStoredGb: withSource(0, 'report, Component 7: storage of the trail is a separate cost'),
  },
  registry: {
    storedGb: withSource(2, 'report, Component 8'),
    internetPullGb: withSource(
      0,
      'report, Component 8: pulls are in the region; its internet line bills the same 10 GB again',
    ),
  },
  models: {
    inputTokensMillions: withSource(0, `${excluded} AI services (Bedrock)`),
    outputTokensMillions: withSource(0, `${excluded} AI services (Bedrock)`),
    embeddingTokensMillions: withSource(0, `${excluded} AI services (Bedrock)`),
  },
  queues: { requestsMillions: withSource(0.01, 'estimate: a dead letter is rare; pollers would be more') },
};

const isSourced = (part: unknown): part is SourcedNumber =>
  typeof part === 'object' && part !== null && 'source' in part;

function stripSources(part: unknown): unknown {
  if (isSourced(part)) return part.value;
  if (Array.isArray(part)) return part.map(stripSources);
  if (typeof part === 'object' && part !== null) {
    return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, stripSources(value)]));
  }
  return part;
}

const presets: Readonly<Record<UsagePresetName, SourcedUsage>> = { report: studyPreset };

/** A preset as plain numbers. */
export const getUsagePreset = (name: UsagePresetName): PlannedUsage => stripSources(presets[name]) as PlannedUsage;

function collectSources(part: unknown, path: string): [string, string][] {
  if (isSourced(part)) return [[path, part.source]];
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([key, value]) => collectSources(value, path === '' ? key : `${path}.${key}`));
}

/** Where each number of a preset is from, by its path such as `logs.functionsGb`. */
export const listPresetSources = (name: UsagePresetName): ReadonlyMap<string, string> =>
  new Map(collectSources(presets[name], ''));
