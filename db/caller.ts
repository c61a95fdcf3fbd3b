import { sql } from 'drizzle-orm';
import type { CallerRole } from './schema/policies.js';
import type { Transaction } from './transaction.js';

/** On whose behalf a transaction runs; what row-level security and the change history see. */
export interface DatabaseCaller {
  readonly role: CallerRole | null;
  /** `sub` of the account, or the ARN of an IAM principal. */
  readonly subject: string | null;
  readonly requestId: string;
}

/** Sets the caller for the rest of this transaction, and of no other: the connection goes back to the pool clean. */
export async function setCaller(tx: Transaction, caller: DatabaseCaller): Promise<void> {
  await tx.execute(
    sql`select set_config('app.role', ${caller.role ?? ''}, true),
      set_config('app.subject', ${caller.subject ?? ''}, true),
      set_config('app.request_id', ${caller.requestId}, true)`,
  );
}
