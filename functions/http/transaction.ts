import type { Context, Handler } from 'hono';
import { toDatabaseFailure } from '../../db/client/errors.js';
import { pipelined } from '../../db/client/prepared.js';
import type { DatabaseCaller } from '../../db/client/transaction.js';
import { AuditTrail, isRefusal, writeAuditEvent } from './audit.js';
import type { ApiEnv } from './context.js';
import { toProblem } from './failures.js';
import { claimKey, type KeyedRequest, parseIdempotencyKey, storeAnswer } from './idempotency.js';
import type { OperationPolicy } from './operation.js';
import { problemResponse } from './problem.js';
import { enforceAccessLimit } from './rate-limit.js';

/** On whose behalf the request's transactions run. */
export const toDatabaseCaller = (c: Context<ApiEnv>): DatabaseCaller => {
  const caller = c.get('caller') as ApiEnv['Variables']['caller'] | undefined;
  return { role: caller?.role ?? null, subject: caller?.subject ?? null, requestId: c.var.requestId };
};

/** The answer of a handler; Hono's own type lets one return none. */
export async function requireResponse(handled: ReturnType<Handler<ApiEnv>>): Promise<Response> {
  const answer = await handled;
  if (!(answer instanceof Response)) throw new Error('A handler must return a response.');
  return answer;
}

/** What the request's Idempotency-Key stands for; undefined where it has none. */
export async function readKeyedRequest(c: Context<ApiEnv>): Promise<KeyedRequest | undefined> {
  const key = c.req.method === 'POST' ? parseIdempotencyKey(c.req.header('Idempotency-Key')) : undefined;
  if (key === undefined) return undefined;
  const body = c.req.bodyCache.json === undefined ? '' : JSON.stringify(await c.req.json());
  const { subject: callerSubject, role } = c.var.caller;
  return { callerSubject, role, key, method: c.req.method, path: c.req.path, body };
}

/** An operation in one transaction: its work, the kept answer and the audit event, all of it or nothing. */
export const inTransaction =
  (policy: OperationPolicy, handler: Handler<ApiEnv>): Handler<ApiEnv> =>
  async (c, next) => {
    const { database, accessesPerMinute } = c.var.services;
    const caller = toDatabaseCaller(c);
    const keyed = await readKeyedRequest(c);
    c.set('hasBegun', true);
    const handle = () => requireResponse(handler(c, next));
    // What reads may be done twice, at the price of a second event; what has a key finds what its first run did.
    const isRepeatable = keyed !== undefined || c.req.method === 'GET' || c.req.method === 'HEAD';
    return database.transaction(
      caller,
      async (tx) => {
        c.set('tx', tx);
        c.set('audit', new AuditTrail(c.req.param('id')));
        const isLimited = policy.audit.patientData && accessesPerMinute !== undefined;
        const permitted = isLimited ? enforceAccessLimit(tx, accessesPerMinute) : Promise.resolve();
        // What only reads need not wait for it; nothing is answered before it.
        if (c.req.method !== 'GET') await permitted;
        const answered = keyed ? answerOnce(c, keyed, handle) : handle();
        const [, answer] = await pipelined(permitted, answered);
        return answer;
      },
      {
        retry: isRepeatable ? 'always' : 'uncommitted',
        lastStatement: async (tx, { status }) => {
          // A problem that was kept as the answer to a key is no error any more, and a refusal is an event wherever it is.
          if (policy.audit.patientData || isRefusal(status)) {
            await writeAuditEvent(tx, policy.audit, c.var.audit, caller, status);
          }
        },
      },
    );
  };

/**
 * Runs the handler unless its answer to this key is known. A problem is kept as an answer too, so the handler runs in a
 * savepoint: what it did is undone, the key and the audit event are not.
 */
async function answerOnce(c: Context<ApiEnv>, keyed: KeyedRequest, handle: () => Promise<Response>): Promise<Response> {
  const { tx } = c.var;
  const first = await claimKey(tx, keyed);
  if (first !== undefined) {
    if (first.trail.resourceId !== null) c.var.audit.setResource(first.trail.resourceId);
    c.var.audit.addPatients(first.trail.patientIds);
    return first.answer;
  }
  let answer: Response;
  try {
    answer = await tx.transaction(async (savepoint) => {
      c.set('tx', savepoint);
      return handle();
    });
  } catch (error) {
    const problem = toProblem(error);
    if (problem.status >= 500 || toDatabaseFailure(error)?.kind === 'conflict') throw error;
    answer = problemResponse(problem, { path: c.req.path, requestId: c.var.requestId });
  }
  c.set('tx', tx);
  await storeAnswer(tx, keyed, answer, c.var.audit);
  return answer;
}
