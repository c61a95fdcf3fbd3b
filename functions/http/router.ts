import { OpenAPIHono, type z } from '@hono/zod-openapi';
import type { MiddlewareHandler } from 'hono';
import { AuditError, AuditTrail, isRefusal, type OperationPolicy, writeAuditEvent } from './audit.js';
import type { ApiEnv } from './context.js';
import { identify, toDatabaseCaller } from './identity.js';
import { describeError } from './log.js';
import { isPermitted } from './permissions.js';
import { Problem } from './problem.js';
import { toValidationProblem } from './validation.js';

/** A router that answers requests which break a schema's rules with a problem document. */
export const createRouter = (): OpenAPIHono<ApiEnv> => new OpenAPIHono<ApiEnv>({ defaultHook: refuseInvalid });

const refuseInvalid = (
  result: { target: string } & ({ success: true } | { success: false; error: z.core.$ZodError }),
) => {
  if (!result.success) throw toValidationProblem(result.error.issues, result.target);
};

/** Signs the caller in and requires a permission. */
export const authorize =
  ({ permission }: OperationPolicy): MiddlewareHandler<ApiEnv> =>
  async (c, next) => {
    const { verifyToken } = c.var.services;
    const caller = await identify(c.env?.requestContext, c.req.header('Authorization'), verifyToken);
    // The subject of a refusal is known as well, so it is set before the permission is asked for.
    c.set('caller', caller);
    if (caller.role === null || !isPermitted(caller.role, permission)) throw new Problem('forbidden');
    await next();
  };

/** What is left of a function's time when the operation itself has used up its own. */
const failureDeadlineMilliseconds = 5_000;

/**
 * Writes the event of a request that ended in a problem, in a transaction of its own because its own was rolled back.
 * A request that was refused for its form touched nothing and leaves none. Where the event can't be written, the
 * request fails.
 */
export const auditFailures =
  (policy: OperationPolicy): MiddlewareHandler<ApiEnv> =>
  async (c, next) => {
    c.set('audit', new AuditTrail(c.req.param('id')));
    await next();
    if (c.error === undefined) return;
    const { status } = c.res;
    const { audit = new AuditTrail(), hasBegun } = c.var;
    // A caller over its limit touched nothing, and a write per refusal would be what the limit is there to prevent.
    const touchedData = status !== 429 && hasBegun && (policy.audit.patientData || status >= 500);
    if (!isRefusal(status) && !touchedData) return;
    const caller = toDatabaseCaller(c);
    try {
      await c.var.services.database.transaction(
        caller,
        (tx) => writeAuditEvent(tx, policy.audit, audit, caller, status),
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

/** Policies by the functions that enforce them: the first middleware of a route, and its wrapped handler. */
const policies = new WeakMap<object, OperationPolicy>();

/** Notes which policy a middleware or a wrapped handler enforces, for `requireWrappedHandlers`. */
export function enforce<Enforcer extends object>(policy: OperationPolicy, enforcer: Enforcer): Enforcer {
  policies.set(enforcer, policy);
  return enforcer;
}

/** @throws Error for an operation whose handler isn't wrapped in `transactional` or `inSteps` with its own route */
export function requireWrappedHandlers(router: OpenAPIHono<ApiEnv>): void {
  const enforced = new Map<string, (OperationPolicy | undefined)[]>();
  for (const { method, path, handler } of router.routes) {
    const name = `${method} ${path}`;
    enforced.set(name, [...(enforced.get(name) ?? []), policies.get(handler)]);
  }
  for (const [name, [declared, ...others]] of enforced) {
    if (declared === others.at(-1)) continue;
    throw new Error(
      `${name}: wrap the handler in transactional() or inSteps() with the route that it is registered for.`,
    );
  }
}
