import { OpenAPIHono, type z } from '@hono/zod-openapi';
import type { MiddlewareHandler } from 'hono';
import { AuditError, AuditTrail, isRefusal, type OperationPolicy, writeAuditEvent } from './audit.js';
import type { ApiEnv } from './context.js';
import { identify, toDatabaseCaller } from './identity.js';
import { describeError } from './log.js';
import { isPermitted } from './permissions.js';
import { Problem } from './problem.js';
import { toValidationProblem } from './validation.js';

/** Creates a router that returns a problem document for a request that fails validation. */
export const createRouter = (): OpenAPIHono<ApiEnv> => new OpenAPIHono<ApiEnv>({ defaultHook: refuseInvalid });

const refuseInvalid = (
  result: { target: string } & ({ success: true } | { success: false; error: z.core.$ZodError }),
) => {
  if (!result.success) throw toValidationProblem(result.error.issues, result.target);
};

/** Authenticates the caller and requires a permission. */
export const authorize =
  ({ permission }: OperationPolicy): MiddlewareHandler<ApiEnv> =>
  async (c, next) => {
    const { verifyToken } = c.var.services;
    const caller = await identify(c.env?.requestContext, c.req.header('Authorization'), verifyToken);
    // Set the caller before the permission check, so that the audit event of a refusal has the subject.
    c.set('caller', caller);
    if (caller.role === null || !isPermitted(caller.role, permission)) throw new Problem('forbidden');
    await next();
  };

/** Time for writing the audit event of a failed request, after the operation has used up its own time. */
const failureDeadlineMilliseconds = 5_000;

/**
 * Writes the audit event of a failed request in a separate transaction, because the request's own was rolled back. A
 * request that failed validation accessed nothing and gets no event. If the event can't be written, the request fails.
 */
export const auditFailures =
  (policy: OperationPolicy): MiddlewareHandler<ApiEnv> =>
  async (c, next) => {
    c.set('audit', new AuditTrail(c.req.param('id')));
    await next();
    if (c.error === undefined) return;
    const { status } = c.res;
    const { audit = new AuditTrail(), hasBegun } = c.var;
    // A rate-limited request accessed no data, and a write per refusal would defeat the limit.
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
      // The client sees only the audit failure, so log the original error too.
      c.var.services.log.error('request failed without an audit event', {
        requestId: c.var.requestId,
        status,
        ...describeError(c.error),
      });
      throw cause instanceof AuditError ? cause : new AuditError('The audit event could not be written.', { cause });
    }
  };

/** Policies by the functions that enforce them: a route's first middleware and its wrapped handler. */
const policies = new WeakMap<object, OperationPolicy>();

/** Records the policy that a middleware or wrapped handler enforces, for `requireWrappedHandlers`. */
export function enforce<Enforcer extends object>(policy: OperationPolicy, enforcer: Enforcer): Enforcer {
  policies.set(enforcer, policy);
  return enforcer;
}

/** @throws Error if a handler isn't wrapped in `transactional` or `inSteps` with its own route */
export function requireWrappedHandlers(router: OpenAPIHono<ApiEnv>): void {
  const enforced = new Map<string, (OperationPolicy | undefined)[]>();
  for (const { method, path, handler } of router.routes) {
    const name = `${method} ${path}`;
    enforced.set(name, [...(enforced.get(name) ?? []), policies.get(handler)]);
  }
  for (const [name, [declared, ...others]] of enforced) {
    if (declared === others.at(-1)) continue;
    throw new Error(`${name}: wrap the handler in transactional() or inSteps() with its own route.`);
  }
}
