import type { Clinic } from '../../config/clinic.js';
import type { Database } from '../../db/client.js';
import type { Transaction } from '../../db/transaction.js';
import type { AuditTrail } from './audit.js';
import type { Caller, RequestContext, VerifyToken } from './identity.js';
import type { Log } from './log.js';
import type { CursorSeal } from './pagination.js';
import type { Role } from './permissions.js';

/** What an app works with; made once per execution environment, replaced piece by piece in tests. */
export interface Services {
  readonly database: Database;
  readonly clinic: Clinic;
  readonly now: () => Date;
  readonly log: Log;
  /** What runs, such as a commit. */
  readonly release: string;
  /** How often one account may access patient data within a minute; unlimited where it is left out. */
  readonly accessesPerMinute?: number;
  /** Where no API Gateway stands before the app. */
  readonly verifyToken?: VerifyToken;
  cursorSeal?: CursorSeal;
}

export interface Variables {
  services: Services;
  requestId: string;
  /** Set in every operation that asks for a permission: without a role there is none. */
  caller: Caller & { role: Role };
  /** The request's one transaction, with the caller set. */
  tx: Transaction;
  audit: AuditTrail;
  /** Whether the operation itself began: what it answers from then on is about data. */
  hasBegun: boolean;
}

export type ApiEnv = {
  Variables: Variables;
  /** `isMalformed`: what came was no HTTP request at all. */
  Bindings: { requestContext?: RequestContext; isMalformed?: boolean } | undefined;
};
