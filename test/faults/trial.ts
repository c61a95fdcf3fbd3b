import { setTimeout as pause } from 'node:timers/promises';
import type { RequestFailure } from './clients.js';
import { checkHistory, type HistoryFinding } from './history.js';
import type { Scenario } from './scenarios.js';
import type { Stage } from './stage.js';

/** Time in which the service must recover after the database is back. */
export const recoverySeconds = 5;

export interface TrialReport {
  readonly scenario: string;
  readonly title: string;
  readonly requests: number;
  readonly acknowledged: number;
  readonly lost: number;
  readonly duplicated: number;
  /** Overlaps, missing versions, missing events and stale reads. */
  readonly otherFindings: number;
  /** 5xx and unanswered requests that began during the fault or before the recovery deadline. */
  readonly failuresInside: number;
  /** All others. */
  readonly failuresOutside: number;
  /** 5xx responses other than a 503 with Retry-After. */
  readonly unexplained: number;
  /** Time from the repair to the first write that began after it and was acknowledged; null if there was none. */
  readonly recoverySeconds: number | null;
  readonly findings: readonly HistoryFinding[];
}

export const hasPassed = (report: TrialReport): boolean =>
  report.findings.length === 0 &&
  report.unexplained === 0 &&
  report.failuresOutside === 0 &&
  report.recoverySeconds !== null &&
  report.recoverySeconds <= recoverySeconds;

const usualClients = 10;
const warmUpMilliseconds = 1_500;

/** Runs clients, injects a fault, and compares the acknowledgments with the database. */
export async function runTrial(stage: Stage, scenario: Scenario, options: { isShort: boolean }): Promise<TrialReport> {
  const signIn = scenario.signIn ?? (stage.secrets ? 'deployed' : 'url');
  const service = await stage.service(signIn);
  const prefix = `${scenario.name}-`;
  const clients = await stage.createClients(service.origin, prefix, scenario.clients ?? usualClients);
  clients.start();
  await pause(warmUpMilliseconds);
  const brokenAt = performance.now();
  await scenario.inject(stage, (options.isShort ? scenario.shortSeconds : undefined) ?? scenario.seconds, service);
  const repairedAt = performance.now();
  // Continues past the recovery deadline, so that failures after it are observed too.
  await pause((recoverySeconds + (options.isShort ? 1 : 4)) * 1000);
  await clients.stop();
  service.requireAlive();
  const { operations, failures, requests } = clients.load;
  const findings = checkHistory(await stage.readHistory(prefix, operations));
  const count = (...kinds: HistoryFinding['kind'][]) => findings.filter(({ kind }) => kinds.includes(kind)).length;
  const isInside = ({ startedAt, endedAt }: RequestFailure) =>
    !scenario.isFaultless && endedAt >= brokenAt && startedAt <= repairedAt + recoverySeconds * 1000;
  const firstWrite = clients.firstWriteAfter(repairedAt);
  return {
    scenario: scenario.name,
    title: scenario.title,
    requests,
    acknowledged: operations.filter(({ outcome }) => outcome === 'acknowledged').length,
    lost: count('lost'),
    duplicated: count('duplicated'),
    otherFindings: count('overlap', 'version', 'event', 'stale'),
    failuresInside: failures.filter(isInside).length,
    failuresOutside: failures.filter((failure) => !isInside(failure)).length,
    unexplained: failures.filter(
      ({ status, hasRetryAfter }) => status !== undefined && !(status === 503 && hasRetryAfter),
    ).length,
    recoverySeconds: firstWrite === undefined ? null : Math.round(firstWrite - repairedAt) / 1000,
    findings,
  };
}
