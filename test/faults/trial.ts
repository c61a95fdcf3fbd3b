import { setTimeout as pause } from 'node:timers/promises';
import type { RequestFailure } from './clients.js';
import { checkHistory, type HistoryFinding } from './history.js';
import type { Scenario } from './scenarios.js';
import type { Stage } from './stage.js';

/** The service must answer again within this time of the database's return. */
export const recoverySeconds = 5;

/** What came of a scenario. */
export interface TrialReport {
  readonly scenario: string;
  readonly title: string;
  readonly requests: number;
  readonly acknowledged: number;
  readonly lost: number;
  readonly duplicated: number;
  /** Overlaps, versions left out, events missing, older states shown. */
  readonly otherFindings: number;
  /** 5xx and requests without an answer that began while the fault was there, or until recovery was due. */
  readonly failuresInside: number;
  /** The same, of the rest of the time. */
  readonly failuresOutside: number;
  /** Of all 5xx: those that were not a 503 that says when to come again. */
  readonly unexplained: number;
  /** From the mending to the first write that began after it and was acknowledged; null where none was. */
  readonly recoverySeconds: number | null;
  readonly findings: readonly HistoryFinding[];
}

/** Whether nothing was lost or done twice, and the service came back in time and for all. */
export const hasPassed = (report: TrialReport): boolean =>
  report.findings.length === 0 &&
  report.unexplained === 0 &&
  report.failuresOutside === 0 &&
  report.recoverySeconds !== null &&
  report.recoverySeconds <= recoverySeconds;

const usualClients = 10;
const warmUpMilliseconds = 1_500;

/** Lets clients work, brings a fault upon them, and holds what they were told against what there is. */
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
  // Past the time that recovery may take, so that there is something outside of the window to see.
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
