import { OpenAPIHono, type z } from '@hono/zod-openapi';
import type { Handler, MiddlewareHandler } from 'hono';
import { AuditError, AuditTrail, isRefusal, writeAuditEvent } from './audit.js';
import { readJsonBody } from './body.js';
import type { ApiEnv } from './context.js';
import { identify } from './identity.js';
import { describeError } from './log.js';
import type { OperationPolicy } from './operation.js';
import { isPermitted } from './permissions.js';
import { Problem } from './problem.js';
import { inSteps } from './steps.js';
import { inTransaction, toDatabaseCaller } from './transaction.js';
import { toValidationProblem } from './validation.js';

/** What is left of a function's time when the operation itself has used up its own. */
const failureDeadlineMilliseconds = 5_000;

/**
 * A router whose operations all go the same way: sign-in, permission, body, validation, then the handler in one
 * transaction, or in several steps, that has the caller set, keeps the first answer to an Idempotency-Key and writes the
 * audit event.
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
      (policy.inSteps ? inSteps : inTransaction)(
        policy,
        handler as unknown as Handler<ApiEnv>,
      ) as unknown as typeof handler,
      hook,
    );
  }) as typeof openapi;
  return router;
}

const refuseInvalid = (
  result: { target: string } & ({ success: true } | { success: false; error: z.core.$ZodError }),
) => {
  if (!result.success) throw toValidationProblem(result.error.issues, result.target);
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

/**
 * Writes the event of a request that ended in a problem, in a transaction of its own because its own was rolled back.
 * A request that was refused for its form touched nothing and leaves none. Where the event can't be written, the
 * request fails.
 */
const auditFailures =
  (policy: OperationPolicy): MiddlewareHandler<ApiEnv> =>
  async (c, next) => {
    c.set('audit', new AuditTrail(c.req.param('id')));
    c.set('hasBegun', false);
    await next();
    if (c.error === undefined) return;
    const { status } = c.res;
    // A caller over its limit touched nothing, and a write per refusal would be what the limit is there to prevent.
    const touchedData = status !== 429 && c.var.hasBegun && (policy.audit.patientData || status >= 500);
    if (!isRefusal(status) && !touchedData) return;
    const caller = toDatabaseCaller(c);
    try {
      await c.var.services.database.transaction(
        caller,
        (tx) => writeAuditEvent(tx, policy.audit, c.var.audit, caller, status),
        { deadlineMilliseconds: failureDeadlineMilliseconds, retry: 'uncommitted' },
      );
    } catch (cause) {
      // What the request failed of is answered by nobody any more; the log tells both.
      c.var.services.log.error('failure without audit event', {
        requestId: c.var.requestId,
        status,
        ...describeError(c.error),
      });
      throw cause instanceof AuditError ? cause : new AuditError('The audit event could not be written.', { cause });
    }
  };
