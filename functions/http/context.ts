import type { Context } from 'hono';
import type { Clinic } from '../../config/clinic.js';
import type { Database } from '../../db/client/database.js';
import type { Transaction } from '../../db/client/transaction.js';
import type { AuditTrail } from './audit.js';
import type { CursorSeal } from './cursor.js';
import type { Caller, RequestContext, VerifyToken } from './identity.js';
import type { Log, Metrics } from './log.js';
import type { Role } from './permissions.js';

/** What an app works with; made once per execution environment, replaced piece by piece in tests. */
export interface Services {
  readonly database: Database;
  readonly clinic: Clinic;
  readonly now: () => Date;
  readonly log: Log;
  /** Where there is somebody who looks at them. */
  readonly metrics?: Metrics;
  /** What runs, such as a commit. */
  readonly release: string;
  /** How often one account may access patient data within a minute; unlimited where it is left out. */
  readonly accessesPerMinute?: number;
  /** Where no API Gateway stands before the app. */
  readonly verifyToken?: VerifyToken;
  cursorSeal?: CursorSeal;
}

/**
 * The transactions of an operation that waits for something slow, such as a model, between them: a Lambda holds one
 * connection, and an open transaction would hold rows and snapshots while nothing happens.
 */
export interface Steps {
  /** What is left of the operation's time, its last step aside, in milliseconds: at least 1. */
  leftMilliseconds(): number;
  /** Runs work in a transaction of its own, with the caller set. It is committed whatever becomes of the operation. */
  run<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result>;
  /** The last step: in its transaction the audit event is written and the answer to an Idempotency-Key is kept. */
  finish<Answer extends Response>(work: (tx: Transaction) => Promise<Answer>): Promise<Answer>;
}

/** Set for every request, before any route is looked for. */
interface RequestVariables {
  services: Services;
  requestId: string;
}

/** Set in every handler that `transactional` or `inSteps` wraps. */
interface OperationVariables extends RequestVariables {
  /** Only a caller with a role has a permission. */
  caller: Caller & { role: Role };
  audit: AuditTrail;
}

interface TransactionVariables extends OperationVariables {
  /** The request's one transaction, with the caller set. */
  tx: Transaction;
}

interface StepsVariables extends OperationVariables {
  steps: Steps;
}

interface Env<Variables> {
  Variables: Variables;
  /** `isMalformed`: what came was no HTTP request at all. */
  Bindings: { requestContext?: RequestContext; isMalformed?: boolean } | undefined;
}

/** The environment of every middleware and of public routes: what a request's later stages set may be absent. */
export type ApiEnv = Env<
  RequestVariables & {
    caller?: Caller;
    audit?: AuditTrail;
    tx?: Transaction;
    steps?: Steps;
    /** Whether the operation itself began: what it answers from then on is about data. */
    hasBegun?: boolean;
  }
>;

/** The environment of a handler in `transactional`. */
export type TransactionEnv = Env<TransactionVariables>;

/** The environment of a handler in `inSteps`. */
export type StepsEnv = Env<StepsVariables>;

type Answering = Pick<Context, 'req' | 'json' | 'body'>;

/** The context of an operation's handler, as far as functions that handlers share use it. */
export type OperationContext = Answering & { readonly var: Readonly<OperationVariables> };

/** The same for a handler in `transactional`. */
export type TransactionContext = Answering & { readonly var: Readonly<TransactionVariables> };

/** The same for a handler in `inSteps`. */
export type StepsContext = Answering & { readonly var: Readonly<StepsVariables> };
