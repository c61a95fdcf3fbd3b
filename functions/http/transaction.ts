import type { Context } from 'hono';
import { pipelined } from '../../db/client/prepared.js';
import type { Transaction } from '../../db/client/transaction.js';
import { AuditTrail, isRefusal, type OperationPolicy, writeAuditEvent } from './audit.js';
import type { ApiEnv } from './context.js';
import { findStorableProblem } from './failures.js';
import { claimKey, type KeyedRequest, parseIdempotencyKey, storeAnswer } from './idempotency.js';
import { toDatabaseCaller } from './identity.js';
import { createLimitProblem, readAccessAllowance } from './limits.js';
import { Problem, problemResponse } from './problem.js';
import { markReplayed, type ReplayRule, replay } from './replay.js';

/** Runs a handler in one transaction with its stored response and audit event. */
export async function runInTransaction(
  c: Context<ApiEnv>,
  policy: OperationPolicy,
  rule: ReplayRule,
  handle: () => Promise<Response>,
): Promise<Response> {
  const { database } = c.var.services;
  const keyed = await readKeyedRequest(c);
  c.set('hasBegun', true);
  // A read may run twice, with a second audit event. A request with a key finds the response of its first run.
  const isRepeatable = keyed !== undefined || c.req.method === 'GET' || c.req.method === 'HEAD';
  let audit = new AuditTrail();
  return database.transaction(
    toDatabaseCaller(c),
    async (tx) => {
      audit = new AuditTrail(c.req.param('id'));
      c.set('tx', tx);
      c.set('audit', audit);
      const permitted = requireAccessesLeft(c, policy, tx);
      // A read runs in parallel with the limit check; the response waits for both.
      if (c.req.method !== 'GET') await permitted;
      const run = () => answerCommitted(c, handle);
      const answered = keyed ? answerOnce(c, tx, audit, keyed, rule, run) : run();
      const [, answer] = await pipelined(permitted, answered);
      return answer;
    },
    {
      retry: isRepeatable ? 'always' : 'uncommitted',
      lastStatement: (tx, answer) => auditAnswer(c, policy, tx, audit, answer),
    },
  );
}

/** Runs a handler, and returns a problem whose transaction commits as a response. */
async function answerCommitted(c: Context<ApiEnv>, handle: () => Promise<Response>): Promise<Response> {
  try {
    return await handle();
  } catch (error) {
    if (!(error instanceof Problem && error.options.isCommitted)) throw error;
    return problemResponse(error, { path: c.req.path, requestId: c.var.requestId });
  }
}

/** Returns the request as its Idempotency-Key identifies it, or undefined without a key. */
export async function readKeyedRequest(c: Context<ApiEnv>): Promise<KeyedRequest | undefined> {
  const key = c.req.method === 'POST' ? parseIdempotencyKey(c.req.header('Idempotency-Key')) : undefined;
  const { caller } = c.var;
  if (key === undefined || !caller?.role) return undefined;
  const body = c.req.bodyCache.json === undefined ? '' : JSON.stringify(await c.req.json());
  return { callerSubject: caller.subject, role: caller.role, key, method: c.req.method, path: c.req.path, body };
}

/**
 * Reads the caller's allowance of accesses to patient data. A rejected request doesn't count.
 * @throws Problem `too-many-requests` with the seconds until the next access is allowed
 */
export async function requireAccessesLeft(c: Context<ApiEnv>, { patientData }: OperationPolicy, tx: Transaction) {
  const { accessesPerMinute } = c.var.services;
  if (!patientData || accessesPerMinute === undefined) return;
  const allowance = await readAccessAllowance(tx, accessesPerMinute);
  c.set('allowance', allowance);
  if (allowance.remaining <= 0) throw createLimitProblem(allowance);
}

/** Writes the audit event of a response that requires one, including a problem stored for a key. */
export async function auditAnswer(
  c: Context<ApiEnv>,
  policy: OperationPolicy,
  tx: Transaction,
  trail: AuditTrail,
  { status }: Response,
): Promise<void> {
  if (!policy.patientData && !isRefusal(status)) return;
  await writeAuditEvent(tx, policy, trail, toDatabaseCaller(c), status);
}

/**
 * Runs the handler unless the response for this key is stored already. Problems are stored too, so the handler runs in
 * a savepoint: its changes roll back, while the key and the audit event commit.
 */
async function answerOnce(
  c: Context<ApiEnv>,
  tx: Transaction,
  audit: AuditTrail,
  keyed: KeyedRequest,
  rule: ReplayRule,
  handle: () => Promise<Response>,
): Promise<Response> {
  const { services } = c.var;
  const first = await claimKey(tx, services, keyed);
  if (first !== undefined)
    return rule === 'run-again' ? markReplayed(await handle()) : replay(c, tx, audit, rule, first);
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
  await storeAnswer(tx, services, keyed, answer, audit, { withBody: rule !== 'run-again' });
  return answer;
}
