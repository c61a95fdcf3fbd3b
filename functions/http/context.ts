import type { RouteConfig } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Clinic } from '../../config/clinic.js';
import type { Database } from '../../db/client/database.js';
import type { Transaction } from '../../db/client/transaction.js';
import type { AuditTrail, OperationPolicy } from './audit.js';
import type { CursorSeal } from './cursor.js';
import type { Caller, RequestContext, VerifyToken } from './identity.js';
import type { Log, Metrics } from './log.js';
import type { Role } from './permissions.js';
import type { Seal } from './seal.js';

/** The dependencies of an app. Created once per execution environment; tests replace single ones. */
export interface Services {
  readonly database: Database;
  readonly clinic: Clinic;
  readonly now: () => Date;
  readonly log: Log;
  /** Absent where no one collects metrics. */
  readonly metrics?: Metrics;
  /** The running release, for example a commit hash. */
  readonly release: string;
  /** Maximum number of accesses to patient data per account and minute. Unlimited if absent. */
  readonly accessesPerMinute?: number;
  /** Verifies access tokens where the app doesn't run behind API Gateway. */
  readonly verifyToken?: VerifyToken;
  /** Set at the first list. */
  cursorSeal?: CursorSeal;
  /** Encrypts stored responses. Set at the first request with an Idempotency-Key. */
  answerSeal?: Seal;
}

/**
 * The transactions of an operation that waits for something slow, such as a model, in between. A Lambda has one
 * connection, and an open transaction would hold locks and snapshots while it waits.
 */
export interface Steps {
  /** Returns the time left for the operation, without its last step, in milliseconds. At least 1. */
  leftMilliseconds(): number;
  /** Runs work in its own transaction with the caller set. It commits even if the operation fails later. */
  run<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result>;
  /** Runs the last step, whose transaction also writes the audit event and stores the response for a key. */
  finish<Answer extends Response>(work: (tx: Transaction) => Promise<Answer>): Promise<Answer>;
}

/** An operation that reads a resource, for use within another operation. */
export interface ReadOperation {
  readonly route: RouteConfig;
  readonly policy: OperationPolicy;
  readonly handler: (c: never) => Promise<Response>;
}

/** The accesses to patient data that an account may still make. */
export interface AccessAllowance {
  readonly perMinute: number;
  /** Before this request is counted. */
  readonly remaining: number;
  /** Seconds until the oldest counted access, or this one, is a minute old. */
  readonly seconds: number;
}

/** Set for every request, before routing. */
interface RequestVariables {
  services: Services;
  requestId: string;
  /** The app's reads by path, which decide what a caller may still read. */
  reads: ReadonlyMap<string, ReadOperation>;
}

/** Set in the handler of every operation that isn't public. */
interface OperationVariables extends RequestVariables {
  /** Has a role, because only a caller with a role has permissions. */
  caller: Caller & { role: Role };
  audit: AuditTrail;
}

interface TransactionVariables extends OperationVariables {
  /** The request's transaction, with the caller set. */
  tx: Transaction;
}

interface StepsVariables extends OperationVariables {
  steps: Steps;
}

interface Env<Variables> {
  Variables: Variables;
  /** `isMalformed`: the event was not a valid HTTP request. */
  Bindings: { requestContext?: RequestContext; isMalformed?: boolean } | undefined;
}

/** The environment of middleware and public routes. Variables that later stages set may be absent. */
export type ApiEnv = Env<
  RequestVariables & {
    caller?: Caller;
    audit?: AuditTrail;
    tx?: Transaction;
    steps?: Steps;
    /** True once the handler has started, so that a failure from then on may concern patient data. */
    hasBegun?: boolean;
    /** Set where the number of accesses is limited. */
    allowance?: AccessAllowance;
  }
>;

/** The environment of an operation in one transaction. */
export type TransactionEnv = Env<TransactionVariables>;

/** The environment of an operation in steps. */
export type StepsEnv = Env<StepsVariables>;

export type AnyEnv = ApiEnv | TransactionEnv | StepsEnv;

type Answering = Pick<Context, 'req' | 'json' | 'body'>;

/** The part of a handler's context that shared functions use. */
export type OperationContext = Answering & { readonly var: Readonly<OperationVariables> };

/** The same for an operation in one transaction. */
export type TransactionContext = Answering & { readonly var: Readonly<TransactionVariables> };

/** The same for an operation in steps. */
export type StepsContext = Answering & { readonly var: Readonly<StepsVariables> };
