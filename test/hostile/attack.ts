import * as fc from 'fast-check';
import { findAnswerFault } from './judge.js';
import { type HostileRequest, requestsFor } from './requests.js';
import type { AttackTarget } from './target.js';

interface AttackOptions {
  readonly requests: number;
  /** The same seed and data produce the same requests. */
  readonly seed: number;
  /** Called after each request with the number of completed ones. */
  readonly onAnswered?: (answered: number) => void;
}

export interface AttackFailure {
  readonly fault: string;
  /** As it was sent. */
  readonly request: HostileRequest;
  /** Errors logged during the request. */
  readonly log: readonly string[];
}

export interface AttackReport {
  readonly seed: number;
  /** Operation → status → number of responses. */
  readonly answers: ReadonlyMap<string, ReadonlyMap<number, number>>;
  /** The first failure of each operation and fault. */
  readonly failures: readonly AttackFailure[];
  readonly failed: number;
}

/** Sends requests one after the other and checks every response against the document. */
export async function attack(
  target: AttackTarget,
  { requests, seed, onAnswered }: AttackOptions,
): Promise<AttackReport> {
  const answers = new Map<string, Map<number, number>>();
  const failures = new Map<string, AttackFailure>();
  let answered = 0;
  let failed = 0;
  const attempt = async (generated: HostileRequest): Promise<void> => {
    const request = target.resolve(generated);
    target.errorLines.length = 0;
    const sent = await target.send(request);
    const statuses = answers.get(request.operationId) ?? new Map<number, number>();
    answers.set(request.operationId, statuses.set(sent.status, (statuses.get(sent.status) ?? 0) + 1));
    const fault = findAnswerFault(request, sent, target);
    if (fault !== undefined) {
      failed += 1;
      const name = `${request.operationId} ${sent.status} ${fault.slice(0, 200)}`;
      if (!failures.has(name)) failures.set(name, { fault, request, log: [...target.errorLines] });
    }
    answered += 1;
    onAnswered?.(answered);
  };
  // Failures are collected, so that one doesn't hide others.
  await fc.assert(fc.asyncProperty(requestsFor(target.document), attempt), { numRuns: requests, seed });
  return { seed, answers, failures: [...failures.values()], failed };
}
