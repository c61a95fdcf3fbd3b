import type { Context, Handler } from 'hono';
import { toDatabaseFailure } from '../../db/client/errors.js';
import type { Transaction } from '../../db/client/transaction.js';
import { type AuditTrail, isRefusal, writeAuditEvent } from './audit.js';
import type { ApiEnv, Steps } from './context.js';
import { toProblem } from './failures.js';
import { claimKey, endClaim, holdKey, type KeyedRequest, storeAnswer } from './idempotency.js';
import type { OperationPolicy } from './operation.js';
import { problemResponse } from './problem.js';
import { enforceAccessLimit } from './rate-limit.js';
import { readKeyedRequest, requireResponse, toDatabaseCaller } from './transaction.js';

/** All steps together and what happens between them; the functions' time, less what a failure's event may take. */
const deadlineMilliseconds = 23_000;

/** What a step gets when the time is over: enough to tell, too little to wait. */
const shortestStepMilliseconds = 1_000;

/** What the last step is left by what happens before it. */
const lastStepMilliseconds = 2_000;

/** A key that this request holds until it has an answer. */
interface Claim {
  keep(tx: Transaction, answer: Response, trail: AuditTrail): Promise<void>;
  release(tx: Transaction): Promise<void>;
}

/** An operation in steps. Its handler must answer what `finish` gave. */
export const inSteps =
  (policy: OperationPolicy, handler: Handler<ApiEnv>): Handler<ApiEnv> =>
  async (c, next) => {
    const startedAt = performance.now();
    const caller = toDatabaseCaller(c);
    const keyed = await readKeyedRequest(c);
    c.set('hasBegun', true);

    const left = () => deadlineMilliseconds - (performance.now() - startedAt);
    const run: Steps['run'] = (work) => {
      return c.var.services.database.transaction(caller, work, {
        deadlineMilliseconds: Math.max(left(), shortestStepMilliseconds),
        // A step that was committed must not meet its own claim as another request's.
        retry: 'uncommitted',
      });
    };
    const writeEvent = async (tx: Transaction, { status }: Response) => {
      if (policy.audit.patientData || isRefusal(status)) {
        await writeAuditEvent(tx, policy.audit, c.var.audit, caller, status);
      }
    };

    const begun = await run(async (tx) => {
      const started = await beginSteps(c, policy, tx, keyed);
      if (started instanceof Response) await writeEvent(tx, started);
      return started;
    });
    if (begun instanceof Response) return begun;

    let finished: Response | undefined;
    c.set('steps', {
      run,
      leftMilliseconds: () => Math.max(Math.floor(left()) - lastStepMilliseconds, 1),
      finish: async (work) => {
        const answer = await run(async (tx) => {
          const result = await work(tx);
          await begun?.keep(tx, result, c.var.audit);
          await writeEvent(tx, result);
          return result;
        });
        finished = answer;
        return answer;
      },
    });
    try {
      const answer = await requireResponse(handler(c, next));
      if (answer !== finished) throw new Error('An operation in steps must answer what its last step gave.');
      return answer;
    } catch (error) {
      if (begun === undefined || finished !== undefined) throw error;
      const problem = toProblem(error);
      if (problem.status >= 500 || toDatabaseFailure(error)?.kind === 'conflict') {
        // The same request may run anew at once. Where that can't be said, the claim ends by itself.
        await run((tx) => begun.release(tx)).catch(() => {});
        throw error;
      }
      const answer = problemResponse(problem, { path: c.req.path, requestId: c.var.requestId });
      await run(async (tx) => {
        await begun.keep(tx, answer, c.var.audit);
        await writeEvent(tx, answer);
      });
      return answer;
    }
  };

/**
 * The first transaction: the limit of accesses, and what the key stands for.
 * @returns the first answer to the key, or the claim on it where this request is the first; undefined without a key
 */
async function beginSteps(
  c: Context<ApiEnv>,
  policy: OperationPolicy,
  tx: Transaction,
  keyed: KeyedRequest | undefined,
): Promise<Response | Claim | undefined> {
  const { accessesPerMinute } = c.var.services;
  if (policy.audit.patientData && accessesPerMinute !== undefined) await enforceAccessLimit(tx, accessesPerMinute);
  if (keyed === undefined) return undefined;
  const first = await claimKey(tx, keyed);
  if (first !== undefined) {
    if (first.trail.resourceId !== null) c.var.audit.setResource(first.trail.resourceId);
    c.var.audit.addPatients(first.trail.patientIds);
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
