import { OpenAPIHono, type z } from '@hono/zod-openapi';
import type { Context, Handler, MiddlewareHandler } from 'hono';
import type { DatabaseCaller } from '../../db/caller.js';
import { databaseFailure } from '../../db/errors.js';
import { AuditTrail, isRefusal, writeAuditEvent } from './audit.js';
import { readJsonBody } from './body.js';
import type { ApiEnv } from './context.js';
import { problemOf } from './failures.js';
import { claimKey, type KeyedRequest, keepAnswer, parseIdempotencyKey } from './idempotency.js';
import { identify } from './identity.js';
import type { OperationPolicy } from './operation.js';
import { isPermitted } from './permissions.js';
import { Problem, problemResponse } from './problem.js';
import { refuseExcess } from './rate-limit.js';
import { invalidParts } from './validation.js';

/** What is left of a function's time when the operation itself has used up its own. */
const failureDeadlineMilliseconds = 5_000;

/** Tries of a transaction that lost against another one; each starts from nothing. */
const transactionTries = 3;

/**
 * A router whose operations all go the same way: sign-in, permission, body, validation, then the handler in one
 * transaction that has the caller set, keeps the first answer to an Idempotency-Key and writes the audit event.
 */
export function createRouter(): OpenAPIHono<ApiEnv> {
  const router = new OpenAPIHono<ApiEnv>({ defaultHook: refuseInvalid });
  const { openapi } = router;
  router.openapi = ((route, handler, hook) => {
    const { policy, ...declared } = route as typeof route & { policy?: OperationPolicy };
    if (policy === undefined) return openapi(route, handler, hook);
    const mediaTypes = Object.keys(route.request?.body?.content ?? {});
    const middleware = [
      auditFailures(policy),
      authorize(policy),
      ...(mediaTypes.length > 0 ? [readJsonBody(mediaTypes)] : []),
    ];
    return openapi(
      { ...declared, middleware } as unknown as typeof route,
      inTransaction(policy, handler as unknown as Handler<ApiEnv>) as unknown as typeof handler,
      hook,
    );
  }) as typeof openapi;
  return router;
}

const refuseInvalid = (
  result: { target: string } & ({ success: true } | { success: false; error: z.core.$ZodError }),
) => {
  if (!result.success) throw invalidParts(result.error.issues, result.target);
};

const authorize =
  ({ permission }: OperationPolicy): MiddlewareHandler<ApiEnv> =>
  async (c, next) => {
    const { verifyToken } = c.var.services;
    const caller = await identify(c.env?.requestContext, c.req.header('Authorization'), verifyToken);
    // The subject of a refusal is known as well, so it is set before the permission is asked for.
    c.set('caller', caller as ApiEnv['Variables']['caller']);
    if (caller.role === null || !isPermitted(caller.role, permission)) throw new Problem('forbidden');
    await next();
  };

const databaseCallerOf = (c: Context<ApiEnv>): DatabaseCaller => {
  const caller = c.get('caller') as ApiEnv['Variables']['caller'] | undefined;
  return { role: caller?.role ?? null, subject: caller?.subject ?? null, requestId: c.var.requestId };
};

/**
 * Writes the event of a request that ended in a problem, in a transaction of its own because its own was rolled back.
 * A request that was refused for its form touched nothing and leaves none. Where the event can't be written, the
 * request fails.
 */
const auditFailures =
  (policy: OperationPolicy): MiddlewareHandler<ApiEnv> =>
  async (c, next) => {
    c.set('audit', new AuditTrail());
    c.set('hasBegun', false);
    await next();
    if (c.error === undefined) return;
    const { status } = c.res;
    // A caller over its limit touched nothing, and a write per refusal would be what the limit is there to prevent.
    const touchedData = status !== 429 && c.var.hasBegun && (policy.audit.patientData || status >= 500);
    if (!isRefusal(status) && !touchedData) return;
    const caller = databaseCallerOf(c);
    await c.var.services.database.transaction(
      caller,
      (tx) => writeAuditEvent(tx, policy.audit, c.var.audit, caller, status),
      { deadlineMilliseconds: failureDeadlineMilliseconds },
    );
  };

async function keyedRequestOf(c: Context<ApiEnv>): Promise<KeyedRequest | undefined> {
  const key = c.req.method === 'POST' ? parseIdempotencyKey(c.req.header('Idempotency-Key')) : undefined;
  if (key === undefined) return undefined;
  const body = c.req.bodyCache.json === undefined ? '' : JSON.stringify(await c.req.json());
  const { subject: callerSubject, role } = c.var.caller;
  return { callerSubject, role, key, method: c.req.method, path: c.req.path, body };
}

const inTransaction =
  (policy: OperationPolicy, handler: Handler<ApiEnv>): Handler<ApiEnv> =>
  async (c, next) => {
    const { database, accessesPerMinute } = c.var.services;
    const caller = databaseCallerOf(c);
    const keyed = await keyedRequestOf(c);
    c.set('hasBegun', true);
    const handle = async (): Promise<Response> => {
      const answer = await handler(c, next);
      if (!(answer instanceof Response)) throw new Error('A handler must return a response.');
      return answer;
    };
    const run = () =>
      database.transaction(caller, async (tx) => {
        c.set('tx', tx);
        const trail = new AuditTrail();
        c.set('audit', trail);
        if (policy.audit.patientData && accessesPerMinute !== undefined) await refuseExcess(tx, accessesPerMinute);
        const answer = keyed ? await answerOnce(c, keyed, handle) : await handle();
        // A problem that was kept as the answer to a key is no error any more, and a refusal is an event wherever it is.
        if (policy.audit.patientData || isRefusal(answer.status)) {
          await writeAuditEvent(tx, policy.audit, trail, caller, answer.status);
        }
        return answer;
      });
    for (let tries = 1; ; tries += 1) {
      try {
        return await run();
      } catch (error) {
        if (databaseFailure(error)?.kind !== 'conflict' || tries === transactionTries) throw error;
      }
    }
  };

/**
 * Runs the handler unless its answer to this key is known. A problem is kept as an answer too, so the handler runs in a
 * savepoint: what it did is undone, the key and the audit event are not.
 */
async function answerOnce(c: Context<ApiEnv>, keyed: KeyedRequest, handle: () => Promise<Response>): Promise<Response> {
  const { tx } = c.var;
  const first = await claimKey(tx, keyed);
  if (first !== undefined) {
    if (first.trail.resourceId !== null) c.var.audit.about(first.trail.resourceId);
    c.var.audit.shows(first.trail.patientIds);
    return first.answer;
  }
  let answer: Response;
  try {
    answer = await tx.transaction(async (savepoint) => {
      c.set('tx', savepoint);
      return handle();
    });
  } catch (error) {
    const problem = problemOf(error);
    if (problem.status >= 500 || databaseFailure(error)?.kind === 'conflict') throw error;
    answer = problemResponse(problem, { path: c.req.path, requestId: c.var.requestId });
  }
  c.set('tx', tx);
  await keepAnswer(tx, keyed, answer, c.var.audit);
  return answer;
}
