import { OpenAPIHono, type z } from '@hono/zod-openapi';
import type { Context, MiddlewareHandler } from 'hono';
import {
  AuditError,
  type AuditedResource,
  AuditTrail,
  isRefusal,
  type OperationPolicy,
  writeAuditEvent,
} from './audit.js';
import { readJsonBody } from './body.js';
import type { AnyEnv, ApiEnv, ReadOperation, StepsEnv, TransactionEnv } from './context.js';
import { identify, toDatabaseCaller } from './identity.js';
import { describeError } from './log.js';
import {
  buildRoute,
  type Contract,
  type Method,
  type OperationHandler,
  type PublicContract,
  type RequestSchemas,
  type Responses,
} from './operation.js';
import { isPermitted } from './permissions.js';
import { Problem } from './problem.js';
import { runInSteps } from './steps.js';
import { runInTransaction } from './transaction.js';
import { toValidationProblem } from './validation.js';

/** The handler of a contract: its request is validated, and its responses are those that the contract declares. */
interface Handling<
  Path extends string,
  Request extends RequestSchemas,
  Declared extends Responses,
  Env extends AnyEnv,
> {
  readonly handler: OperationHandler<{ method: Method; path: Path; request: Request; responses: Declared }, Env>;
}

/** Stands for a contract that declares no request. */
type NoRequest = Record<never, never>;

/** The operations on one kind of resource. Each is either public or requires a permission and is audited. */
export class OperationRouter extends OpenAPIHono<ApiEnv> {
  readonly #tag: string;
  readonly #resource: AuditedResource;
  readonly #operations = new Set<object>();
  /** The GET operations by path, which replays run. */
  readonly reads = new Map<string, ReadOperation>();

  /**
   * @param tag the tag of the operations in the OpenAPI document
   * @param resource how the audit trail records the resource, which public operations don't touch
   */
  constructor(tag: string, resource: AuditedResource) {
    super({ defaultHook: refuseInvalid });
    this.#tag = tag;
    this.#resource = resource;
  }

  /** Adds an operation in one transaction, so that its work, the stored response and the audit event commit together. */
  readonly transactional = this.#addWith<TransactionEnv>(runInTransaction);

  /** Adds an operation in several transactions. Its handler must return the response of `finish`. */
  readonly inSteps = this.#addWith<StepsEnv>(runInSteps);

  /** Adds an operation that needs no authentication. */
  public<Path extends string, Declared extends Responses, Request extends RequestSchemas = NoRequest>(
    method: Method,
    path: Path,
    operation: PublicContract<Request, Declared> &
      Handling<Path, Request, Declared, ApiEnv> & { readonly policy?: never },
  ): void {
    this.#add(method, path, operation, [], operation.handler);
  }

  /** Returns a method that adds an operation whose handler runs in the environment that `run` sets up. */
  #addWith<Env extends AnyEnv>(run: typeof runInTransaction) {
    return <Path extends string, Declared extends Responses, Request extends RequestSchemas = NoRequest>(
      method: Method,
      path: Path,
      operation: Contract<Request, Declared> & Handling<Path, Request, Declared, Env>,
    ): void => this.#addAudited(method, path, operation, run);
  }

  #addAudited(
    method: Method,
    path: string,
    contract: Contract & { readonly handler: (c: never) => Promise<Response> },
    run: typeof runInTransaction,
  ): void {
    const { replay = 'run-again', handler } = contract;
    if ((method === 'post') !== (contract.replay !== undefined)) {
      throw new Error(`${method} ${path}: declare \`replay\` for POST, and for no other method.`);
    }
    const policy = { ...this.#resource, ...contract.policy };
    const mediaTypes = Object.keys(contract.request?.body?.content ?? {});
    const middleware = [
      auditFailures(policy),
      authorize(policy),
      ...(mediaTypes.length > 0 ? [readJsonBody(mediaTypes)] : []),
    ];
    // The middleware and `run` set every variable of the handler's environment.
    const described = { ...contract, policy };
    this.#add(method, path, described, middleware, (c) => run(c, policy, replay, () => handler(c as never)));
    if (method === 'get' && run === runInTransaction) {
      this.reads.set(path, { route: buildRoute(method, path, this.#tag, described), policy, handler });
    }
  }

  #add(
    method: Method,
    path: string,
    contract: PublicContract,
    middleware: MiddlewareHandler<ApiEnv>[],
    handler: (c: Context<ApiEnv>) => Promise<Response>,
  ): void {
    const others = this.routes.length;
    this.openapi({ ...buildRoute(method, path, this.#tag, contract), middleware }, handler);
    for (const route of this.routes.slice(others)) this.#operations.add(route);
  }

  /** @throws Error for a route that was added in any other way, without the checks of an operation */
  requireOperations(): void {
    const other = this.routes.find((route) => !this.#operations.has(route));
    if (other)
      throw new Error(`${other.method} ${other.path}: add it as a transactional, inSteps or public operation.`);
  }
}

/** Returns a problem document for a request that fails validation. */
const refuseInvalid = (
  result: { target: string } & ({ success: true } | { success: false; error: z.core.$ZodError }),
) => {
  if (!result.success) throw toValidationProblem(result.error.issues, result.target);
};

/** Authenticates the caller and requires a permission. */
const authorize =
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
const auditFailures =
  (policy: OperationPolicy): MiddlewareHandler<ApiEnv> =>
  async (c, next) => {
    c.set('audit', new AuditTrail(c.req.param('id')));
    await next();
    if (c.error === undefined) return;
    const { status } = c.res;
    const { audit = new AuditTrail(), hasBegun } = c.var;
    // A rate-limited request accessed no data, and a write per refusal would defeat the limit.
    const touchedData = status !== 429 && hasBegun && (policy.patientData || status >= 500);
    if (!isRefusal(status) && !touchedData) return;
    const caller = toDatabaseCaller(c);
    try {
      await c.var.services.database.transaction(caller, (tx) => writeAuditEvent(tx, policy, audit, caller, status), {
        deadlineMilliseconds: failureDeadlineMilliseconds,
        retry: 'uncommitted',
      });
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
