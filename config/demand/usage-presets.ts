import type { Usage, UsagePresetName } from './usage.js';

/** A number and where it is from. */
interface Sourced {
  readonly value: number;
  readonly source: string;
}

type Numbers<Value> = { readonly [Key in keyof Value]: Value[Key] extends number ? Sourced : SourcedPart<Value[Key]> };
type SourcedPart<Value> = Value extends readonly (infer Element)[]
  ? readonly SourcedPart<Element>[]
  : Value extends string
    ? Value
    : Numbers<Value>;

export type SourcedUsage = Numbers<Usage>;

const said = (value: number, source: string): Sourced => ({ value, source });

const inventory = (requestsPerMonth: number, durationMilliseconds: number) => ({
  requestsPerMonth: said(requestsPerMonth, 'report, Component 2, function inventory'),
  durationMilliseconds: said(durationMilliseconds, 'report, Component 2, function inventory'),
});

const period = (name: string, writerAcu: number, readerAcu: number) => {
  const source = 'report, Component 1, usage assumptions';
  return {
    name,
    hoursPerDay: said(12, source),
    daysPerMonth: said(30, `${source}: Aurora’s month is 30 days, elsewhere it is 730 hours`),
    writerAcu: said(writerAcu, source),
    readerAcu: said(readerAcu, source),
  };
};

const excluded = 'report, Exclusions: another stack’s';

/** The cost report's baseline of 10,000 active users, contradictions and all; see `contradictionsOf`. */
const reportUsage: SourcedUsage = {
  users: {
    activePerMonth: said(10_000, 'report, Component 4'),
    registered: said(100_000, 'report, Component 4'),
    sessionsPerActiveUser: said(20, 'report, Component 4'),
    callsPerSession: said(50, 'report, Component 3'),
  },
  api: {
    requestsPerMonth: said(10_000_000, 'report, Component 3'),
    peakRequestsPerSecond: said(500, 'report, Component 3: 30,000 a minute'),
    averageRequestsPerSecond: said(333, 'report, Component 3; its own requests make 7.7'),
    businessHoursPerMonth: said(360, 'report, Component 1: 12 hours on 30 days'),
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
      requestsPerMonth: said(
        800_000,
        '10,000 users × 20 sessions × one sign-in and three refreshed tokens of 15 minutes',
      ),
      durationMilliseconds: said(20, 'estimate: one look at the event, for workforce one call of Cognito'),
    },
  },
  compute: {
    networkOverheadMilliseconds: said(50, 'report, Component 2: VPC overhead'),
  },
  database: {
    periods: [period('peak', 10, 5), period('off-peak', 2, 1)],
    storageGb: said(500, 'report, Component 1'),
    ioRequestsMillions: said(200, 'report, Component 1'),
    backupGb: said(500, 'report, Component 1: equal to the database'),
    dataApiRequestsMillions: said(0, 'report names no use of it; people’s studio sessions are a few thousand calls'),
  },
  network: {
    outboundGb: said(100, 'report, Component 5: NAT data'),
    bedrockGb: said(50, 'estimate: 2 million questions × 25 kB for an embedding request and its 1,024 numbers'),
    internetOutGb: said(100, 'report, Component 5: outbound to internet'),
    betweenZonesGb: said(0, 'report, Component 5: minimal'),
  },
  secrets: { apiCallsPerMonth: said(100_000, 'report, Component 6') },
  keys: { requestsPerMonth: said(500_000, 'report, Component 6') },
  logs: {
    functionsGb: said(40, 'report, Component 7: Lambda logs'),
    accessGb: said(5, 'report, Component 7: API Gateway logs'),
    databaseGb: said(5, 'report, Component 7: application logs'),
    flowGb: said(
      1,
      'estimate: the report has no flow logs; 10-minute records of about 10 million flows, 100 bytes each',
    ),
    storedGb: said(100, 'report, Component 7: 12 GB current, 88 GB historical'),
  },
  monitoring: {
    metricCount: said(50, 'report, Component 7: database, Lambda, API Gateway and application metrics'),
    notificationsPerMonth: said(100, 'estimate: three a day'),
  },
  trail: {
    fileEventsPerMonth: said(500_000, 'report, Component 7: S3 API calls'),
    functionEventsPerMonth: said(500_000, 'report, Component 7: Lambda invocations'),
    managementEventsPerMonth: said(100_000, 'estimate: deployments, rotations and services’ own calls'),
    bytesPerEvent: said(1_500, 'estimate: CloudTrail’s JSON with identity, request and response'),
  },
  files: {
    storedGb: said(0, `${excluded} documents and their S3`),
    writesPerMonth: said(0, `${excluded} documents and their S3`),
    readsPerMonth: said(0, `${excluded} documents and their S3`),
    auditStoredGb: said(0, 'report, Component 7: storage of the trail is a separate cost'),
  },
  registry: {
    storedGb: said(2, 'report, Component 8'),
    internetPullGb: said(
      0,
      'report, Component 8: pulls are in the region; its internet line bills the same 10 GB again',
    ),
  },
  models: {
    inputTokensMillions: said(0, `${excluded} AI services (Bedrock)`),
    outputTokensMillions: said(0, `${excluded} AI services (Bedrock)`),
    embeddingTokensMillions: said(0, `${excluded} AI services (Bedrock)`),
  },
  queues: { requestsMillions: said(0.01, 'estimate: a dead letter is rare; pollers would be more') },
};

const isSourced = (part: unknown): part is Sourced => typeof part === 'object' && part !== null && 'source' in part;

function valuesOf(part: unknown): unknown {
  if (isSourced(part)) return part.value;
  if (Array.isArray(part)) return part.map(valuesOf);
  if (typeof part === 'object' && part !== null) {
    return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, valuesOf(value)]));
  }
  return part;
}

const sourced: Readonly<Record<UsagePresetName, SourcedUsage>> = { report: reportUsage };

/** A preset as plain numbers. */
export const usagePreset = (name: UsagePresetName): Usage => valuesOf(sourced[name]) as Usage;

function sourcesOf(part: unknown, path: string): [string, string][] {
  if (isSourced(part)) return [[path, part.source]];
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([key, value]) => sourcesOf(value, path === '' ? key : `${path}.${key}`));
}

/** Where each number of a preset is from, by its path such as `logs.functionsGb`. */
export const sourcesOfPreset = (name: UsagePresetName): ReadonlyMap<string, string> =>
  new Map(sourcesOf(sourced[name], ''));
