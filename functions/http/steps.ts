import type { Context } from 'hono';
import type { Transaction } from '../../db/client/transaction.js';
import { AuditTrail, type OperationPolicy } from './audit.js';
import type { ApiEnv, Steps } from './context.js';
import { findStorableProblem } from './failures.js';
import { claimKey, endClaim, type FirstAnswer, holdKey, type KeyedRequest, storeAnswer } from './idempotency.js';
import { toDatabaseCaller } from './identity.js';
import { problemResponse } from './problem.js';
import { markReplayed, type ReplayRule, replay } from './replay.js';
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

/** The outcome of looking up the key. Empty without a key. */
interface Beginning {
  /** This is the first request with the key. */
  readonly claim?: Claim;
  /** This is a retry, which runs again. */
  readonly first?: FirstAnswer;
  /** This is a retry, which is answered already. */
  readonly replayed?: Response;
}

/** Runs a handler that starts its own transactions. It must return the response of `finish`. */
export async function runInSteps(
  c: Context<ApiEnv>,
  policy: OperationPolicy,
  rule: ReplayRule,
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

  const begun = await run(async (tx): Promise<Beginning> => {
    await requireAccessesLeft(c, policy, tx);
    if (keyed === undefined) return {};
    const first = await claimKey(tx, c.var.services, keyed);
    if (first === undefined) return { claim: await beginClaim(c, tx, keyed, rule) };
    if (rule === 'run-again') return { first };
    const replayed = await replay(c, tx, audit, rule, first);
    await auditAnswer(c, policy, tx, audit, replayed);
    return { replayed };
  });
  if (begun.replayed) return begun.replayed;
  const { claim, first } = begun;

  const finish: Steps['finish'] = (work) =>
    run(async (tx) => {
      const answer = await work(tx);
      await claim?.keep(tx, answer, audit);
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
    return first === undefined ? answer : markReplayed(answer);
  } catch (error) {
    if (claim === undefined || finished !== undefined) throw error;
    const problem = findStorableProblem(error);
    if (problem === undefined) {
      // Release the key so that the client can retry at once. If that fails, the claim expires by itself.
      await run((tx) => claim.release(tx)).catch(() => {});
      throw error;
    }
    return finish(async () => problemResponse(problem, { path: c.req.path, requestId: c.var.requestId }));
  }
}

/** Claims the key until the request has a response to store, or fails. */
async function beginClaim(c: Context<ApiEnv>, tx: Transaction, keyed: KeyedRequest, rule: ReplayRule): Promise<Claim> {
  const claim = await holdKey(tx, keyed);
  return {
    async keep(later, answer, trail) {
      await endClaim(later, keyed, claim);
      await storeAnswer(later, c.var.services, keyed, answer, trail, { withBody: rule !== 'run-again' });
    },
    release: (later) => endClaim(later, keyed, claim),
  };
}
