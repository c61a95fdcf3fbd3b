import type { Context } from 'hono';
import { pipelined } from '../../db/client/prepared.js';
import type { Transaction } from '../../db/client/transaction.js';
import { AuditTrail, isRefusal, type OperationPolicy, writeAuditEvent } from './audit.js';
import type { ApiEnv, TransactionEnv } from './context.js';
import { findStorableProblem } from './failures.js';
import { claimKey, type KeyedRequest, parseIdempotencyKey, storeAnswer } from './idempotency.js';
import { toDatabaseCaller } from './identity.js';
import { enforceAccessLimit } from './limits.js';
import type { Answer, HandlerContext, OperationHandler, OperationRoute } from './operation.js';
import { problemResponse } from './problem.js';
import { enforce } from './router.js';

/**
 * Runs a route's handler in one transaction that has the caller set: its work, the kept answer to an Idempotency-Key and
 * the audit event, all of it or nothing.
 */
export function transactional<Route extends OperationRoute>(
  route: Route,
  handler: OperationHandler<Route, TransactionEnv>,
): OperationHandler<Route, ApiEnv> {
  return enforce(route.policy, async (c) => {
    // By now the middleware and `runInTransaction` have set everything that the handler's environment promises.
    const handle = () => handler(c as HandlerContext<Route, TransactionEnv>);
    // A replayed answer is one that this route gave before.
    return (await runInTransaction(c, route.policy, handle)) as Answer<Route>;
  });
}

async function runInTransaction(
  c: Context<ApiEnv>,
  policy: OperationPolicy,
  handle: () => Promise<Response>,
): Promise<Response> {
  const { database } = c.var.services;
  const keyed = await readKeyedRequest(c);
  c.set('hasBegun', true);
  // What reads may be done twice, at the price of a second event; what has a key finds what its first run did.
  const isRepeatable = keyed !== undefined || c.req.method === 'GET' || c.req.method === 'HEAD';
  let audit = new AuditTrail();
  return database.transaction(
    toDatabaseCaller(c),
    async (tx) => {
      audit = new AuditTrail(c.req.param('id'));
      c.set('tx', tx);
      c.set('audit', audit);
      const permitted = requireAccessesLeft(c, policy, tx);
      // What only reads need not wait for it; nothing is answered before it.
      if (c.req.method !== 'GET') await permitted;
      const answered = keyed ? answerOnce(c, tx, audit, keyed, handle) : handle();
      const [, answer] = await pipelined(permitted, answered);
      return answer;
    },
    {
      retry: isRepeatable ? 'always' : 'uncommitted',
      lastStatement: (tx, answer) => auditAnswer(c, policy, tx, audit, answer),
    },
  );
}

/** What the request's Idempotency-Key stands for; undefined where it has none. */
export async function readKeyedRequest(c: Context<ApiEnv>): Promise<KeyedRequest | undefined> {
  const key = c.req.method === 'POST' ? parseIdempotencyKey(c.req.header('Idempotency-Key')) : undefined;
  const { caller } = c.var;
  if (key === undefined || !caller?.role) return undefined;
  const body = c.req.bodyCache.json === undefined ? '' : JSON.stringify(await c.req.json());
  return { callerSubject: caller.subject, role: caller.role, key, method: c.req.method, path: c.req.path, body };
}

/** @throws Problem `too-many-requests` where the operation is about patient data and the caller has no access left */
export async function requireAccessesLeft(c: Context<ApiEnv>, { audit }: OperationPolicy, tx: Transaction) {
  const { accessesPerMinute } = c.var.services;
  if (audit.patientData && accessesPerMinute !== undefined) await enforceAccessLimit(tx, accessesPerMinute);
}

/** Writes the event of an answer, where it is one: a problem that was kept for a key is no error any more. */
export async function auditAnswer(
  c: Context<ApiEnv>,
  policy: OperationPolicy,
  tx: Transaction,
  trail: AuditTrail,
  { status }: Response,
): Promise<void> {
  if (!policy.audit.patientData && !isRefusal(status)) return;
  await writeAuditEvent(tx, policy.audit, trail, toDatabaseCaller(c), status);
}

/**
 * Runs the handler unless its answer to this key is known. A problem is kept as an answer too, so the handler runs in a
 * savepoint: what it did is undone, the key and the audit event are not.
 */
async function answerOnce(
  c: Context<ApiEnv>,
  tx: Transaction,
  audit: AuditTrail,
  keyed: KeyedRequest,
  handle: () => Promise<Response>,
): Promise<Response> {
  const first = await claimKey(tx, keyed);
  if (first !== undefined) {
    audit.restore(first.trail);
    return first.answer;
  }
  let answer: Response;
  try {
    answer = await tx.transaction(async (savepoint) => {
      c.set('tx', savepoint);
      return handle();
    });
  } catch (error) {
    const problem = findStorableProblem(error);
    if (problem === undefined) throw error;
    answer = problemResponse(problem, { path: c.req.path, requestId: c.var.requestId });
  }
  c.set('tx', tx);
  await storeAnswer(tx, keyed, answer, audit);
  return answer;
}
