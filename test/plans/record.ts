import { sql } from 'drizzle-orm';
import type postgres from 'postgres';
import type { Database } from '../../db/client/database.js';
import type { Transaction } from '../../db/client/transaction.js';
import type { CallerRole } from '../../db/schema/policies.js';
import { asCaller } from '../support/database.js';

/** The statements and scans of one request. */
export interface QueryRecord {
  /** SQL texts. */
  readonly statements: string[];
  /** Tables with a sequential scan, including scans inside SQL functions. */
  readonly scanned: Set<string>;
}

/** Sequential scans per table; may include scans of earlier transactions. */
async function countScans(tx: Transaction): Promise<Map<string, number>> {
  const rows = await tx.execute<{ name: string; count: number }>(
    sql`select relname::text as name, seq_scan::integer as count from pg_stat_xact_user_tables where seq_scan > 0`,
  );
  return new Map(rows.map(({ name, count }) => [name, count]));
}

/** Wraps a database so that its statements are added to the record that `current` returns. */
export const recordQueries = (database: Database, current: () => QueryRecord): Database => ({
  close: () => database.close(),
  transaction: (caller, work, options) =>
    database.transaction(
      caller,
      async (tx) => {
        const { statements, scanned } = current();
        // Drizzle doesn't expose the client of a transaction, and statements can only be observed there.
        const { client } = tx._.session as unknown as { client: Pick<postgres.Sql, 'unsafe'> };
        // Large tables make the planner avoid sequential scans.
        await tx.execute(sql`set local seq_page_cost = 1000`);
        const before = await countScans(tx);
        const unsafe = client.unsafe.bind(client) as typeof client.unsafe;
        client.unsafe = ((text, parameters, how) => {
          statements.push(text);
          return unsafe(text, parameters, how);
        }) as typeof client.unsafe;
        const result = await work(tx);
        client.unsafe = unsafe;
        for (const [table, count] of await countScans(tx)) if (count > (before.get(table) ?? 0)) scanned.add(table);
        return result;
      },
      options,
    ),
});

/**
 * Returns the generic plan of a statement for the functions' role, without costs: the plan of a prepared statement after
 * several runs. Sequential scans cost as much as on large tables.
 */
export async function explainStatement(
  administrator: postgres.Sql,
  role: CallerRole,
  statement: string,
): Promise<string> {
  const rows = await asCaller(administrator, { role, subject: `${role}-account` }, async (tx) => {
    await tx`set local seq_page_cost = 1000`;
    return tx.unsafe(`explain (generic_plan, costs off) ${statement}`);
  });
  return rows.map((row) => Object.values(row)[0] as string).join('\n');
}
