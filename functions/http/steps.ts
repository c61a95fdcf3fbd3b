import type { Context } from 'hono';
import type { Transaction } from '../../db/client/transaction.js';
import { AuditTrail, type OperationPolicy } from './audit.js';
import type { ApiEnv, Steps } from './context.js';
import { findStorableProblem } from './failures.js';
import { claimKey, endClaim, holdKey, type KeyedRequest, storeAnswer } from './idempotency.js';
import { toDatabaseCaller } from './identity.js';
import { problemResponse } from './problem.js';
import { auditAnswer, readKeyedRequest, requireAccessesLeft } from './transaction.js';

/** Deadline for all steps and the waiting between them. Leaves time for the audit event of a failure. */
const deadlineMilliseconds = 23_000;

/** Minimum time for a step after the deadline: enough to store the outcome, too short to wait. */
const shortestStepMilliseconds = 1_000;

/** Time reserved for the last step. */
const lastStepMilliseconds = 2_000;

/** An idempotency key that this request holds until it has a response. */
interface Claim {
  keep(tx: Transaction, answer: Response, trail: AuditTrail): Promise<void>;
  release(tx: Transaction): Promise<void>;
}

/** Runs a handler that starts its own transactions. It must return the response of `finish`. */
export async function runInSteps(
  c: Context<ApiEnv>,
  policy: OperationPolicy,
  handle: () => Promise<Response>,
): Promise<Response> {
  const startedAt = performance.now();
  const caller = toDatabaseCaller(c);
  const keyed = await readKeyedRequest(c);
  const audit = new AuditTrail(c.req.param('id'));
  c.set('audit', audit);
  c.set('hasBegun', true);

  const left = () => deadlineMilliseconds - (performance.now() - startedAt);
  const run: Steps['run'] = (work) => {
    return c.var.services.database.transaction(caller, work, {
      deadlineMilliseconds: Math.max(left(), shortestStepMilliseconds),
      // On a retry, a committed step would mistake its own claim for another request's.
      retry: 'uncommitted',
    });
  };

  const begun = await run(async (tx) => {
    await requireAccessesLeft(c, policy, tx);
    const started = keyed && (await beginClaim(tx, keyed, audit));
    if (started instanceof Response) await auditAnswer(c, policy, tx, audit, started);
    return started;
  });
  if (begun instanceof Response) return begun;

  const finish: Steps['finish'] = (work) =>
    run(async (tx) => {
      const answer = await work(tx);
      await begun?.keep(tx, answer, audit);
      await auditAnswer(c, policy, tx, audit, answer);
      return answer;
    });
  let finished: Response | undefined;
  c.set('steps', {
    run,
    leftMilliseconds: () => Math.max(Math.floor(left()) - lastStepMilliseconds, 1),
    finish: async (work) => {
      const answer = await finish(work);
      finished = answer;
      return answer;
    },
  });
  try {
    const answer = await handle();
    if (answer !== finished) throw new Error('An operation in steps must return the response of its last step.');
    return answer;
  } catch (error) {
    if (begun === undefined || finished !== undefined) throw error;
    const problem = findStorableProblem(error);
    if (problem === undefined) {
      // Release the key so that the client can retry at once. If that fails, the claim expires by itself.
      await run((tx) => begun.release(tx)).catch(() => {});
      throw error;
    }
    return finish(async () => problemResponse(problem, { path: c.req.path, requestId: c.var.requestId }));
  }
}

/** Looks up the stored response for the key, or claims the key if this is the first request. */
async function beginClaim(tx: Transaction, keyed: KeyedRequest, audit: AuditTrail): Promise<Response | Claim> {
  const first = await claimKey(tx, keyed);
  if (first !== undefined) {
    audit.restore(first.trail);
    return first.answer;
  }
  const claim = await holdKey(tx, keyed);
  return {
    async keep(later, answer, trail) {
      await endClaim(later, keyed, claim);
      await storeAnswer(later, keyed, answer, trail);
    },
    release: (later) => endClaim(later, keyed, claim),
  };
}
