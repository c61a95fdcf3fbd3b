import { formatRounded } from '../format.js';
import { hoursPerMonth, type PlannedUsage, secondsPerHour, sumPeriodHours, sumServedRequests } from './usage.js';

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

/** Two numbers of a demand that can't both be right. */
export interface Contradiction {
  readonly id: ContradictionId;
  /** The setting to fix. */
  readonly key: string;
  readonly found: number;
  /** The value that follows from the other numbers. */
  readonly expected: number;
  /** A sentence that names the setting, the value found and why it can't be right. */
  readonly message: string;
}

/** Two counts that differ by at most this share count as equal: a plan is an estimate. */
const tolerance = 0.02;

/** Peaks of real traffic are a few times the average; beyond this factor, one of the two numbers is wrong. */
const plausiblePeakFactor = 20;

/** A structured log line with the facts of its request is under 2 KB; a larger one has a payload, and payloads are patient data. */
const plausibleLogBytesPerCall = 2_000;

/** Size of Lambda's own `platform.start` and `platform.report` records in JSON, before a function logs anything (ADR 15). */
const minLogBytesPerCall = 500;

/**
 * Tokens that a question to the assistant makes its model read and write: instructions and tool definitions of about 1,000,
 * ten passages of 300 (functions/knowledge/chunking.ts) and an answer of one paragraph, in one turn. An estimate, to be
 * replaced by the usage that is stored with each answer.
 */
const tokensPerQuestion = { input: 4_000, output: 250 };

/** Compression of CloudTrail's files: gzip reduces the JSON to about a tenth. An estimate. */
const trailCompression = 10;

const differ = (found: number, expected: number): boolean =>
  Math.abs(found - expected) > tolerance * Math.max(Math.abs(expected), 1);

/** @param predicate the rest of the sentence that starts with the setting's key */
const contradict = (
  id: ContradictionId,
  setting: string,
  figures: { readonly found: number; readonly expected: number },
  predicate: string,
): Contradiction => ({ id, key: `usage.${setting}`, ...figures, message: `usage.${setting} ${predicate}.` });

function* userContradictions({ users, api }: PlannedUsage): Generator<Contradiction> {
  const { activePerMonth: active, sessionsPerActiveUser: sessions, callsPerSession: calls } = users;
  const found = api.requestsPerMonth;
  const expected = active * sessions * calls;
  if (differ(found, expected)) {
    yield contradict(
      'requests-against-sessions',
      'api.requestsPerMonth',
      { found, expected },
      `is ${formatRounded(found)}, but ${formatRounded(active)} users × ${formatRounded(sessions)} sessions × ${formatRounded(calls)} calls are ${formatRounded(expected)}`,
    );
  }
  if (active > users.registered) {
    yield contradict(
      'active-against-registered',
      'users.registered',
      { found: users.registered, expected: active },
      `is ${formatRounded(users.registered)}, but ${formatRounded(active)} users are active`,
    );
  }
}

function* rateContradictions({ api }: PlannedUsage): Generator<Contradiction> {
  const expected = api.requestsPerMonth / (api.businessHoursPerMonth * secondsPerHour);
  const average = api.averageRequestsPerSecond;
  if (differ(average, expected)) {
    yield contradict(
      'average-against-requests',
      'api.averageRequestsPerSecond',
      { found: average, expected },
      `is ${formatRounded(average)}, but ${formatRounded(api.requestsPerMonth)} requests in ${formatRounded(api.businessHoursPerMonth)} business hours average ${formatRounded(expected)}`,
    );
  }
  const peak = api.peakRequestsPerSecond;
  const peakFactor = peak / expected;
  if (peakFactor < 1 || peakFactor > plausiblePeakFactor) {
    yield contradict(
      'peak-against-average',
      'api.peakRequestsPerSecond',
      { found: peak, expected: peakFactor < 1 ? expected : plausiblePeakFactor * expected },
      `is ${formatRounded(peak)}, ${formatRounded(peakFactor)} times the average of ${formatRounded(expected)}; 1 to ${plausiblePeakFactor} times is plausible`,
    );
  }
}

function* functionContradictions(usage: PlannedUsage): Generator<Contradiction> {
  const served = sumServedRequests(usage);
  const { api, trail, logs } = usage;
  if (differ(served, api.requestsPerMonth)) {
    yield contradict(
      'invocations-against-requests',
      'functions',
      { found: served, expected: api.requestsPerMonth },
      `has ${formatRounded(served)} invocations behind the API, but usage.api.requestsPerMonth is ${formatRounded(api.requestsPerMonth)}`,
    );
  }
  const events = trail.functionEventsPerMonth;
  if (events > 0 && differ(events, served)) {
    yield contradict(
      'data-events-against-invocations',
      'trail.functionEventsPerMonth',
      { found: events, expected: served },
      `is ${formatRounded(events)}, but each of the ${formatRounded(served)} invocations is a data event`,
    );
  }
  if (served === 0) return;
  const bytesPerCall = (logs.functionsGb * 1e9) / served;
  if (bytesPerCall > plausibleLogBytesPerCall || bytesPerCall < minLogBytesPerCall) {
    const nearest = bytesPerCall < minLogBytesPerCall ? minLogBytesPerCall : plausibleLogBytesPerCall;
    yield contradict(
      'log-volume-against-invocations',
      'logs.functionsGb',
      { found: logs.functionsGb, expected: (nearest * served) / 1e9 },
      `is ${formatRounded(logs.functionsGb)}, ${formatRounded(bytesPerCall)} bytes per invocation; ${minLogBytesPerCall} to ${formatRounded(plausibleLogBytesPerCall)} bytes are plausible`,
    );
  }
}

function* modelContradictions({ functions, models }: PlannedUsage): Generator<Contradiction> {
  const questions = functions.agent_integration.requestsPerMonth;
  if (questions === 0) return;
  for (const direction of ['input', 'output'] as const) {
    const found = models[`${direction}TokensMillions`];
    if (found > 0) continue;
    const tokens = tokensPerQuestion[direction];
    const expected = (questions * tokens) / 1e6;
    yield contradict(
      `${direction}-tokens-against-questions`,
      `models.${direction}TokensMillions`,
      { found, expected },
      `is 0, but ${formatRounded(questions)} questions to the assistant at ${formatRounded(tokens)} tokens each are ${formatRounded(expected)} million`,
    );
  }
}

function* fileContradictions({ trail, files }: PlannedUsage): Generator<Contradiction> {
  const requests = files.writesPerMonth + files.readsPerMonth;
  if (trail.fileEventsPerMonth > 0 && differ(requests, trail.fileEventsPerMonth)) {
    yield contradict(
      'file-requests-against-data-events',
      'files.readsPerMonth',
      { found: requests, expected: trail.fileEventsPerMonth },
      `and usage.files.writesPerMonth are ${formatRounded(requests)} together, but usage.trail.fileEventsPerMonth is ${formatRounded(trail.fileEventsPerMonth)} and each file request is one data event`,
    );
  }
  const events = trail.fileEventsPerMonth + trail.functionEventsPerMonth + trail.managementEventsPerMonth;
  const expected = (events * trail.bytesPerEvent) / 1e9 / trailCompression;
  if (files.auditStoredGb < expected) {
    yield contradict(
      'audit-storage-against-events',
      'files.auditStoredGb',
      { found: files.auditStoredGb, expected },
      `is ${formatRounded(files.auditStoredGb)}, but ${formatRounded(events)} events add ${expected.toFixed(2)} GB to the audit bucket each month`,
    );
  }
}

function* databaseContradictions({ database, network }: PlannedUsage): Generator<Contradiction> {
  const hours = sumPeriodHours(database.periods);
  if (Math.abs(hours - hoursPerMonth) > 1) {
    yield contradict(
      'hours-of-the-month',
      'database.periods',
      { found: hours, expected: hoursPerMonth },
      `covers ${formatRounded(hours)} hours, but a month has ${hoursPerMonth}`,
    );
  }
  if (network.bedrockGb > network.outboundGb) {
    yield contradict(
      'bedrock-against-outbound',
      'network.bedrockGb',
      { found: network.bedrockGb, expected: network.outboundGb },
      `is ${formatRounded(network.bedrockGb)}, but only ${formatRounded(network.outboundGb)} GB leave the VPC (usage.network.outboundGb)`,
    );
  }
}

const rules = [
  userContradictions,
  rateContradictions,
  functionContradictions,
  modelContradictions,
  fileContradictions,
  databaseContradictions,
];

/** Finds contradictions in a demand. They are advice, not errors: the baseline of the 2025 cost study has many. */
export const findContradictions = (usage: PlannedUsage): Contradiction[] => rules.flatMap((rule) => [...rule(usage)]);
