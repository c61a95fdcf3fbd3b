import { sql } from 'drizzle-orm';
import type postgres from 'postgres';
import type { Database } from '../../db/client/database.js';
import type { Transaction } from '../../db/client/transaction.js';
import type { CallerRole } from '../../db/schema/policies.js';
import { asCaller } from '../support/database.js';

interface RecordedStatement {
  readonly text: string;
}

/** What one request made the database do. */
export interface QueryRecord {
  readonly statements: RecordedStatement[];
  /** Tables that were read from end to end, by functions of the database too. */
  readonly scanned: Set<string>;
}

/** A page in sequence counts as dear as it is where tables are large. */
const penalizeSequentialScans = sql`set local seq_page_cost = 1000`;

/** How often each table was read from end to end; what earlier transactions did may still be among it. */
async function countScans(tx: Transaction): Promise<Map<string, number>> {
  const rows = await tx.execute<{ name: string; count: number }>(
    sql`select relname::text as name, seq_scan::integer as count from pg_stat_xact_user_tables where seq_scan > 0`,
  );
  return new Map(rows.map(({ name, count }) => [name, count]));
}

/** The same database, that notes what goes to it into whatever record `current` gives. */
export const recordQueries = (database: Database, current: () => QueryRecord): Database => ({
  close: () => database.close(),
  transaction: (caller, work, options) =>
    database.transaction(
      caller,
      async (tx) => {
        const { statements, scanned } = current();
        // Drizzle tells nobody which client a transaction has, and only there is a statement seen as it is sent.
        const { client } = tx._.session as unknown as { client: Pick<postgres.Sql, 'unsafe'> };
        await tx.execute(penalizeSequentialScans);
        const before = await countScans(tx);
        const unsafe = client.unsafe.bind(client) as typeof client.unsafe;
        client.unsafe = ((text, parameters, how) => {
          statements.push({ text });
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
 * The plan of a statement as the functions' role gets it, without costs, and for any values: as a statement that was
 * prepared is planned once it has run some times. Pages in sequence are dear here as well.
 */
export async function explainStatement(
  administrator: postgres.Sql,
  role: CallerRole,
  { text }: RecordedStatement,
): Promise<string> {
  const rows = await asCaller(administrator, { role, subject: `${role}-account` }, async (tx) => {
    await tx`set local seq_page_cost = 1000`;
    return tx.unsafe(`explain (generic_plan, costs off) ${text}`);
  });
  return rows.map((row) => Object.values(row)[0] as string).join('\n');
}
