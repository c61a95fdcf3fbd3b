import { sql } from 'drizzle-orm';
import { param, preparedSql } from '../../db/client/prepared.js';
import type { Transaction } from '../../db/client/transaction.js';
import { Problem } from './problem.js';

const secondsUntilAllowed = preparedSql<{ seconds: number | null }>(
  () => sql`select seconds_until_allowed(${param('accessesPerMinute')}) as seconds`,
);

/**
 * Refuses a caller whose accesses to patient data have reached a limit within the last minute. They are counted on the
 * audit trail, so all execution environments count together; the refusal itself is no access and is not counted.
 * @throws Problem `too-many-requests` with the seconds after which there is room for one more
 */
export async function enforceAccessLimit(tx: Transaction, accessesPerMinute: number): Promise<void> {
  const [row] = await secondsUntilAllowed(tx, { accessesPerMinute });
  const seconds = row?.seconds ?? null;
  if (seconds === null) return;
  throw new Problem('too-many-requests', {
    detail: `One account may access patient data ${accessesPerMinute} times a minute.`,
    headers: { 'Retry-After': String(seconds) },
  });
}
