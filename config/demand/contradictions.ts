import { hoursPerMonth, type PlannedUsage, sumPeriodHours, sumServedRequests } from './usage.js';

/** What may be found in a demand. */
export const contradictionIds = [
  'requests-against-sessions',
  'active-against-registered',
  'average-against-requests',
  'peak-against-average',
  'invocations-against-requests',
  'data-events-against-invocations',
  'log-volume-against-invocations',
  'input-tokens-against-questions',
  'output-tokens-against-questions',
  'file-requests-against-data-events',
  'audit-storage-against-events',
  'hours-of-the-month',
  'bedrock-against-outbound',
] as const;
export type ContradictionId = (typeof contradictionIds)[number];

/** Two numbers of a demand that can't both hold. */
export interface Contradiction {
  readonly id: ContradictionId;
  /** The number to look at again. */
  readonly key: string;
  readonly found: number;
  /** What the other numbers make of it. */
  readonly expected: number;
  readonly message: string;
}

/** Two counts are held to be the same within this share: planning is no bookkeeping. */
const tolerance = 0.02;

/** Peaks of real traffic are a few times the average; beyond this one of both is wrong. */
const plausiblePeakFactor = 20;

/** A structured line with its request's facts is under 2 KB; more is a payload, and a payload is patient data. */
const plausibleLogBytesPerCall = 2_000;

/** Lambda's own `platform.start` and `platform.report` in JSON are as much, before a function logs a word (ADR 15). */
const minLogBytesPerCall = 500;

/**
 * What a question to the assistant makes its model read and write, in tokens: instructions and tool definitions of about 1,000,
 * ten passages of 300 (functions/knowledge/chunking.ts), answered in a paragraph, in one turn. An estimate to be replaced by
 * the usage that each answer is kept with.
 */
const tokensPerQuestion = { read: 4_000, written: 250 };

/** CloudTrail’s files are gzipped JSON, about a tenth of its size: an estimate. */
const trailCompression = 10;

const differ = (found: number, expected: number): boolean =>
  Math.abs(found - expected) > tolerance * Math.max(Math.abs(expected), 1);

const formatFigure = (value: number): string =>
  value.toLocaleString('en-US', { maximumFractionDigits: value < 100 ? 1 : 0 });

const secondsPerHour = 3_600;

function* userContradictions({ users, api }: PlannedUsage): Generator<Contradiction> {
  const expected = users.activePerMonth * users.sessionsPerActiveUser * users.callsPerSession;
  if (differ(api.requestsPerMonth, expected)) {
    yield {
      id: 'requests-against-sessions',
      key: 'usage.api.requestsPerMonth',
      found: api.requestsPerMonth,
      expected,
      message: `${formatFigure(api.requestsPerMonth)} requests a month, but ${formatFigure(users.activePerMonth)} users × ${formatFigure(users.sessionsPerActiveUser)} sessions × ${formatFigure(users.callsPerSession)} calls are ${formatFigure(expected)}`,
    };
  }
  if (users.activePerMonth > users.registered) {
    yield {
      id: 'active-against-registered',
      key: 'usage.users.registered',
      found: users.registered,
      expected: users.activePerMonth,
      message: `${formatFigure(users.activePerMonth)} users are active, but only ${formatFigure(users.registered)} have an account`,
    };
  }
}

function* rateContradictions({ api }: PlannedUsage): Generator<Contradiction> {
  const expected = api.requestsPerMonth / (api.businessHoursPerMonth * secondsPerHour);
  if (differ(api.averageRequestsPerSecond, expected)) {
    yield {
      id: 'average-against-requests',
      key: 'usage.api.averageRequestsPerSecond',
      found: api.averageRequestsPerSecond,
      expected,
      message: `an average of ${formatFigure(api.averageRequestsPerSecond)} requests a second, but ${formatFigure(api.requestsPerMonth)} in ${formatFigure(api.businessHoursPerMonth)} hours are ${formatFigure(expected)} a second`,
    };
  }
  const peakFactor = api.peakRequestsPerSecond / expected;
  if (peakFactor < 1 || peakFactor > plausiblePeakFactor) {
    yield {
      id: 'peak-against-average',
      key: 'usage.api.peakRequestsPerSecond',
      found: api.peakRequestsPerSecond,
      expected: peakFactor < 1 ? expected : plausiblePeakFactor * expected,
      message: `a peak of ${formatFigure(api.peakRequestsPerSecond)} requests a second is ${formatFigure(peakFactor)} times the average of ${formatFigure(expected)}`,
    };
  }
}

function* functionContradictions(usage: PlannedUsage): Generator<Contradiction> {
  const served = sumServedRequests(usage);
  const { api, trail, logs } = usage;
  if (differ(served, api.requestsPerMonth)) {
    yield {
      id: 'invocations-against-requests',
      key: 'usage.functions',
      found: served,
      expected: api.requestsPerMonth,
      message: `${formatFigure(served)} invocations of functions behind the API, which lets ${formatFigure(api.requestsPerMonth)} requests through`,
    };
  }
  if (trail.functionEventsPerMonth > 0 && differ(trail.functionEventsPerMonth, served)) {
    yield {
      id: 'data-events-against-invocations',
      key: 'usage.trail.functionEventsPerMonth',
      found: trail.functionEventsPerMonth,
      expected: served,
      message: `${formatFigure(trail.functionEventsPerMonth)} data events of functions; each of ${formatFigure(served)} invocations is one`,
    };
  }
  if (served === 0) return;
  const bytesPerCall = (logs.functionsGb * 1e9) / served;
  if (bytesPerCall > plausibleLogBytesPerCall || bytesPerCall < minLogBytesPerCall) {
    const nearest = bytesPerCall < minLogBytesPerCall ? minLogBytesPerCall : plausibleLogBytesPerCall;
    yield {
      id: 'log-volume-against-invocations',
      key: 'usage.logs.functionsGb',
      found: logs.functionsGb,
      expected: (nearest * served) / 1e9,
      message: `${formatFigure(logs.functionsGb)} GB of logs are ${formatFigure(bytesPerCall)} bytes for each invocation`,
    };
  }
}

function* modelContradictions({ functions, models }: PlannedUsage): Generator<Contradiction> {
  const questions = functions.agent_integration.requestsPerMonth;
  if (questions === 0) return;
  for (const [key, found, tokens, verb] of [
    ['inputTokensMillions', models.inputTokensMillions, tokensPerQuestion.read, 'reads'],
    ['outputTokensMillions', models.outputTokensMillions, tokensPerQuestion.written, 'writes'],
  ] as const) {
    if (found > 0) continue;
    const expected = (questions * tokens) / 1e6;
    yield {
      id: `${verb === 'reads' ? 'input' : 'output'}-tokens-against-questions`,
      key: `usage.models.${key}`,
      found,
      expected,
      message: `${formatFigure(questions)} calls of the assistant, and its model ${verb} nothing; at ${formatFigure(tokens)} tokens each they are ${formatFigure(expected)} million`,
    };
  }
}

function* fileContradictions({ trail, files }: PlannedUsage): Generator<Contradiction> {
  const requests = files.writesPerMonth + files.readsPerMonth;
  if (trail.fileEventsPerMonth > 0 && differ(requests, trail.fileEventsPerMonth)) {
    yield {
      id: 'file-requests-against-data-events',
      key: 'usage.files.readsPerMonth',
      found: requests,
      expected: trail.fileEventsPerMonth,
      message: `${formatFigure(requests)} requests of files; each of ${formatFigure(trail.fileEventsPerMonth)} data events is one`,
    };
  }
  const events = trail.fileEventsPerMonth + trail.functionEventsPerMonth + trail.managementEventsPerMonth;
  const expected = (events * trail.bytesPerEvent) / 1e9 / trailCompression;
  if (files.auditStoredGb < expected) {
    yield {
      id: 'audit-storage-against-events',
      key: 'usage.files.auditStoredGb',
      found: files.auditStoredGb,
      expected,
      message: `${formatFigure(files.auditStoredGb)} GB in the audit bucket; ${formatFigure(events)} events are ${expected.toFixed(2)} GB of files each month`,
    };
  }
}

function* databaseContradictions({ database, network }: PlannedUsage): Generator<Contradiction> {
  const hours = sumPeriodHours(database.periods);
  if (Math.abs(hours - hoursPerMonth) > 1) {
    yield {
      id: 'hours-of-the-month',
      key: 'usage.database.periods',
      found: hours,
      expected: hoursPerMonth,
      message: `the database’s periods are ${formatFigure(hours)} hours, a month has ${hoursPerMonth}`,
    };
  }
  if (network.bedrockGb > network.outboundGb) {
    yield {
      id: 'bedrock-against-outbound',
      key: 'usage.network.bedrockGb',
      found: network.bedrockGb,
      expected: network.outboundGb,
      message: `${formatFigure(network.bedrockGb)} GB go to Bedrock, but only ${formatFigure(network.outboundGb)} GB leave the VPC`,
    };
  }
}

/** Where a demand contradicts itself: advice, not errors, because the report's own baseline does so in many places. */
export const findContradictions = (usage: PlannedUsage): Contradiction[] =>
  [
    userContradictions,
    rateContradictions,
    functionContradictions,
    modelContradictions,
    fileContradictions,
    databaseContradictions,
  ].flatMap((rules) => [...rules(usage)]);
