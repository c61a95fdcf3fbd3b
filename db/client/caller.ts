import type { CallerRole } from '../schema/policies.js';
import type { SqlStatement } from './guarded-client.js';

/** On whose behalf a transaction runs; what row-level security and the change history see. */
export interface DatabaseCaller {
  readonly role: CallerRole | null;
  /** `sub` of the account, or the ARN of an IAM principal. */
  readonly subject: string | null;
  readonly requestId: string;
}

/** Sets the caller for the rest of a transaction, and of no other: the connection goes back to the pool clean. */
export const buildCallerStatement = ({ role, subject, requestId }: DatabaseCaller): SqlStatement => ({
  text: "select set_config('app.role', $1, true), set_config('app.subject', $2, true), set_config('app.request_id', $3, true)",
  parameters: [role ?? '', subject ?? '', requestId],
});
