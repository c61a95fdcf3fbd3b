import { type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Context } from 'hono';
import type { ApiEnv } from './context.js';
import { type PagePlan, type PageRequest, planPage, readCursorSeal, type SortKey } from './pagination.js';

/** What a list can be sorted by: the name in the query string → the columns. */
export type SortColumns = Readonly<Record<string, readonly { column: PgColumn | SQL; type: SortKey['type'] }[]>>;

/** A name as people look for it in a list: without regard to case and accents. An index serves the same expression. */
export const foldText = (column: PgColumn): SQL => sql`fold_text(${column})`;

/** The keys of a sort such as `-createdAt`. The id comes last, so that no two rows are equal. */
export function readSortKeys(sort: string, columns: SortColumns, id: PgColumn): SortKey[] {
  const direction = sort.startsWith('-') ? 'desc' : 'asc';
  const named = columns[sort.replace(/^-/, '')] ?? [];
  return [...named, { column: id, type: 'uuid' as const }].map(({ column, type }) => ({
    expression: sql`${column}`,
    type,
    direction,
  }));
}

export interface ListQuery<Row> {
  /** The list's name and everything that makes it this one: filters and sort. Cursors hold for it alone. */
  readonly identity: readonly unknown[];
  readonly keys: readonly SortKey[];
  readonly select: (plan: PagePlan) => Promise<Row[]>;
  readonly count: () => Promise<number>;
}

/** Reads one page of a list, and counts the whole where the client asked for it. */
export async function readPage<Row extends { position: string[] }>(
  c: Context<ApiEnv>,
  request: PageRequest,
  { identity, keys, select, count }: ListQuery<Row>,
) {
  const { tx, services } = c.var;
  services.cursorSeal ??= await readCursorSeal(tx);
  const plan = planPage(request, services.cursorSeal, JSON.stringify(identity), keys);
  const { rows, nextCursor } = plan.toPage(await select(plan));
  const total = request.count === 'exact' ? { total: await count() } : {};
  return { rows, page: { limit: request.limit, nextCursor, ...total } };
}
