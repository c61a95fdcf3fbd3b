import { type FunctionName, functionNames } from '../functions.js';
import type { PlannedUsage, UsagePresetName } from './usage.js';

interface SourcedNumber {
  readonly value: number;
  readonly source: string;
}

/** A demand with each number replaced by itself and its source. */
type Sourced<Value> = Value extends number
  ? SourcedNumber
  : Value extends string
    ? Value
    : { readonly [Key in keyof Value]: Sourced<Value[Key]> };

const withSource = (value: number, source: string): SourcedNumber => ({ value, source });

const inventory = (requestsPerMonth: number, durationMilliseconds: number) => ({
  requestsPerMonth: withSource(requestsPerMonth, '2025 cost study, Component 2, function inventory'),
  durationMilliseconds: withSource(durationMilliseconds, '2025 cost study, Component 2, function inventory'),
});

const period = (name: string, writerAcu: number, readerAcu: number) => {
  const source = '2025 cost study, Component 1, usage assumptions';
  return {
    name,
    hoursPerDay: withSource(12, source),
    daysPerMonth: withSource(30, `${source}: 30 days for Aurora, 730 hours elsewhere`),
    writerAcu: withSource(writerAcu, source),
    readerAcu: withSource(readerAcu, source),
  };
};

const excludedFiles = '2025 cost study, Exclusions: documents and their S3 storage belong to another stack';
const excludedModels = '2025 cost study, Exclusions: AI services (Bedrock) belong to another stack';

/** The demand on a function that the study doesn't have: none until a stack plans for it under `usage.functions`. */
const unplannedFunction = {
  requestsPerMonth: withSource(0, 'estimate: not in the 2025 cost study; set the number of your stack'),
  durationMilliseconds: withSource(200, 'estimate: as for most functions of the 2025 cost study'),
};
const unplannedFunctions = Object.fromEntries(functionNames.map((name) => [name, unplannedFunction])) as Record<
  FunctionName,
  typeof unplannedFunction
>;

/** The baseline of the 2025 cost study for 10,000 active users, including its contradictions; see `findContradictions`. */
const studyPreset: Sourced<PlannedUsage> = {
  users: {
    activePerMonth: withSource(10_000, '2025 cost study, Component 4'),
    registered: withSource(100_000, '2025 cost study, Component 4'),
    sessionsPerActiveUser: withSource(20, '2025 cost study, Component 4'),
    callsPerSession: withSource(50, '2025 cost study, Component 3'),
  },
  api: {
    requestsPerMonth: withSource(10_000_000, '2025 cost study, Component 3'),
    peakRequestsPerSecond: withSource(500, '2025 cost study, Component 3: 30,000 a minute'),
    averageRequestsPerSecond: withSource(333, '2025 cost study, Component 3; its own request count averages 7.7'),
    businessHoursPerMonth: withSource(360, '2025 cost study, Component 1: 12 hours on 30 days'),
  },
  functions: {
    ...unplannedFunctions,
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
        '10,000 users × 20 sessions × (one sign-in + three token refreshes, every 15 minutes)',
      ),
      durationMilliseconds: withSource(20, 'estimate: inspects the event; one call to Cognito for staff'),
    },
  },
  compute: {
    networkOverheadMilliseconds: withSource(50, '2025 cost study, Component 2: VPC overhead'),
  },
  database: {
    periods: [period('peak', 10, 5), period('off-peak', 2, 1)],
    storageGb: withSource(500, '2025 cost study, Component 1'),
    ioRequestsMillions: withSource(200, '2025 cost study, Component 1'),
    backupGb: withSource(500, '2025 cost study, Component 1: equal to the database'),
    dataApiRequestsMillions: withSource(
      0,
      '2025 cost study has no use of it; studio sessions make a few thousand calls',
    ),
  },
  network: {
    outboundGb: withSource(100, '2025 cost study, Component 5: NAT data'),
    bedrockGb: withSource(50, 'estimate: 2 million questions × 25 kB per embedding request and response'),
    internetOutGb: withSource(100, '2025 cost study, Component 5: outbound to internet'),
    betweenZonesGb: withSource(0, '2025 cost study, Component 5: minimal'),
  },
  secrets: { apiCallsPerMonth: withSource(100_000, '2025 cost study, Component 6') },
  keys: { requestsPerMonth: withSource(500_000, '2025 cost study, Component 6') },
  logs: {
    functionsGb: withSource(40, '2025 cost study, Component 7: Lambda logs'),
    accessGb: withSource(5, '2025 cost study, Component 7: API Gateway logs'),
    databaseGb: withSource(5, '2025 cost study, Component 7: application logs'),
    flowGb: withSource(
      1,
      'estimate: not in the 2025 cost study; 10-minute records of about 10 million flows, 100 bytes each',
    ),
    storedGb: withSource(100, '2025 cost study, Component 7: 12 GB current, 88 GB historical'),
  },
  monitoring: {
    metricCount: withSource(50, '2025 cost study, Component 7: database, Lambda, API Gateway and application metrics'),
    notificationsPerMonth: withSource(100, 'estimate: three a day'),
  },
  trail: {
    fileEventsPerMonth: withSource(500_000, '2025 cost study, Component 7: S3 API calls'),
    functionEventsPerMonth: withSource(500_000, '2025 cost study, Component 7: Lambda invocations'),
    managementEventsPerMonth: withSource(100_000, 'estimate: deployments, rotations and calls by AWS services'),
    bytesPerEvent: withSource(1_500, 'estimate: JSON with identity, request and response'),
  },
  files: {
    storedGb: withSource(0, excludedFiles),
    writesPerMonth: withSource(0, excludedFiles),
    readsPerMonth: withSource(0, excludedFiles),
    auditStoredGb: withSource(0, '2025 cost study, Component 7: storage of the trail is priced separately'),
  },
  registry: {
    storedGb: withSource(2, '2025 cost study, Component 8'),
    internetPullGb: withSource(
      0,
      '2025 cost study, Component 8: pulls stay in the region; its internet line bills the same 10 GB twice',
    ),
  },
  models: {
    inputTokensMillions: withSource(0, excludedModels),
    outputTokensMillions: withSource(0, excludedModels),
    embeddingTokensMillions: withSource(0, excludedModels),
  },
  queues: { requestsMillions: withSource(0.01, 'estimate: dead letters are rare, and nothing polls the queues') },
};

const presets: Readonly<Record<UsagePresetName, Sourced<PlannedUsage>>> = { study2025: studyPreset };

const isSourced = (part: object): part is SourcedNumber => 'source' in part;

function stripSources(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(stripSources);
  if (typeof part !== 'object' || part === null) return part;
  if (isSourced(part)) return part.value;
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, stripSources(value)]));
}

export const getUsagePreset = (name: UsagePresetName): PlannedUsage => stripSources(presets[name]) as PlannedUsage;

function collectSources(part: unknown, path: string): [string, string][] {
  if (typeof part !== 'object' || part === null) return [];
  if (isSourced(part)) return [[path, part.source]];
  return Object.entries(part).flatMap(([key, value]) => collectSources(value, path === '' ? key : `${path}.${key}`));
}

/** Returns the source of each number of a preset, by path such as `logs.functionsGb`. */
export const listPresetSources = (name: UsagePresetName): ReadonlyMap<string, string> =>
  new Map(collectSources(presets[name], ''));
