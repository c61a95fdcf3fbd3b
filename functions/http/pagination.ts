import { z } from '@hono/zod-openapi';
import { and, getTableColumns, type Placeholder, type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Transaction } from '../../db/client/transaction.js';
import type { TransactionContext } from './context.js';
import { type Position, readCursorSeal } from './cursor.js';
import { textOutput } from './schemas.js';

const defaultLimit = 25;
const maximumLimit = 100;

const limitMessage = `must be a whole number from 1 to ${maximumLimit}`;

/** The query parameters of every list. */
export const pageQuery = {
  // Not coerced: JavaScript would also accept 1e1, 0x10 and surrounding spaces.
  limit: z
    .string(limitMessage)
    .regex(/^\d+$/, limitMessage)
    .transform(Number)
    .pipe(z.int(limitMessage).min(1, limitMessage).max(maximumLimit, limitMessage))
    .default(defaultLimit)
    .openapi({
      type: 'integer',
      format: 'int32',
      minimum: 1,
      maximum: maximumLimit,
      description: 'Maximum number of entries per page.',
    }),
  // No length check here: a cursor that we didn't issue is malformed, however long it is.
  cursor: z.string().optional().openapi({
    minLength: 1,
    maxLength: 2000,
    description: 'The `nextCursor` of the previous page. Use the same filters and sort.',
  }),
  count: z.enum(['exact']).optional().openapi({ description: 'Set to `exact` to add `page.total`.' }),
};

/** The values of a `sort` parameter: each name for ascending order, and with a minus for descending. */
export const inBothDirections = <Name extends string>(...names: readonly Name[]) =>
  names.flatMap((name) => [name, `-${name}` as const]);

interface PageQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly count?: 'exact' | undefined;
}

/** The page to read. A list query takes it with a filter and a sort. */
export interface PageRequest {
  readonly limit: number;
  readonly isCounted: boolean;
  /** The position where the previous page ended. Undefined on the first page. */
  readonly after: Position | undefined;
  /** Returns the cursor of the page after a position. */
  seal(position: Position): string;
}

export type ListRequest<Filter, Sort extends string = string> = PageRequest & {
  readonly filter: Filter;
  readonly sort: Sort;
};

/**
 * Opens the cursor of a list request.
 * @param list what identifies the list: its name, filters and sort. A cursor works only for the list it came from
 * @throws Problem `malformed-request` for a cursor of another list
 */
export async function readPageRequest(
  { var: { tx, services } }: TransactionContext,
  { limit, cursor, count }: PageQuery,
  list: readonly unknown[],
): Promise<PageRequest> {
  services.cursorSeal ??= await readCursorSeal(tx);
  const { cursorSeal } = services;
  const identity = JSON.stringify(list);
  return {
    limit,
    isCounted: count === 'exact',
    after: cursor === undefined ? undefined : cursorSeal.open(cursor, identity),
    seal: (position) => cursorSeal.seal(position, identity),
  };
}

/**
 * Reads a list request: opens its cursor and separates the filter from the page.
 * @throws Problem `malformed-request` for a cursor of another list
 */
export async function readListRequest<Query extends PageQuery & { readonly sort: string }>(
  c: TransactionContext,
  name: string,
  { limit, cursor, count, sort, ...filter }: Query,
) {
  return { ...(await readPageRequest(c, { limit, cursor, count }, [name, sort, filter])), sort, filter };
}

export const toPageSchema = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({
    data: z.array(item).max(maximumLimit),
    page: z.strictObject({
      limit: z.int().min(1).max(maximumLimit).openapi({ format: 'int32' }),
      nextCursor: textOutput(2000).nullable().openapi({ description: 'The next `cursor`. Null on the last page.' }),
      total: z.int().min(0).max(Number.MAX_SAFE_INTEGER).optional().openapi({ format: 'int64' }),
    }),
  });

/** A column that a list is sorted by, with the type of its values in a cursor. */
export interface SortKey {
  readonly expression: SQL;
  readonly type: 'timestamptz' | 'text' | 'date' | 'integer' | 'real' | 'uuid';
  readonly direction: 'asc' | 'desc';
}

/** The sort options of a list, with their columns. */
export type SortColumns<Name extends string = string> = Readonly<
  Record<Name, readonly (readonly [PgColumn | SQL, SortKey['type']])[]>
>;

/** Sorts and compares text without regard to case and accents. An index serves the same expression. */
export const foldText = (column: PgColumn): SQL => sql`fold_text(${column})`;

/** Returns the keys of a sort such as `-createdAt`. The id comes last, so no two rows are equal. */
export function readSortKeys(sort: string, columns: SortColumns, id: PgColumn): SortKey[] {
  const direction = sort.startsWith('-') ? 'desc' : 'asc';
  const named = columns[sort.replace(/^-/, '')] ?? [];
  return [...named, [id, 'uuid'] as const].map(([column, type]) => ({ expression: sql`${column}`, type, direction }));
}

/** The parts of a query that reads one page. */
export interface PageForm<Limit = Placeholder> {
  /** The condition for rows after the cursor. Undefined on the first page. */
  readonly after: SQL | undefined;
  readonly orderBy: SQL[];
  /** One row more than the page holds, to detect whether another page follows. */
  readonly fetchLimit: Limit;
  /** Select this as `position` with each row. */
  readonly position: SQL<string[]>;
}

export interface PagePlan extends PageForm<number> {
  /** The same plan for a prepared query: with placeholders, and the values to bind to them. */
  readonly ahead: { readonly form: () => PageForm; readonly values: Readonly<Record<string, string | number>> };
  /** Drops the extra row, returns the next cursor, and counts all rows if the client asked for it. */
  finish<Row extends { position: string[] }>(rows: Row[], count: () => Promise<number>): Promise<Page<Row>>;
}

interface Page<Row> {
  readonly rows: Row[];
  readonly page: { readonly limit: number; readonly nextCursor: string | null; readonly total?: number };
}

/**
 * Plans one page by keyset: rows are found by the sort key values of the last row on the previous page. Every page
 * costs the same, and rows inserted or removed in between don't cause duplicates or gaps. The last key must be unique,
 * and all keys must sort in the same direction for an index to serve them.
 */
export function planPage({ limit, isCounted, after, seal }: PageRequest, keys: readonly SortKey[]): PagePlan {
  const fetchLimit = limit + 1;
  const orderBy = keys.map((key) =>
    key.direction === 'asc' ? sql`${key.expression} asc` : sql`${key.expression} desc`,
  );
  const texts = keys.map((key) => sql`(${key.expression})::text`);
  const parts = { orderBy, position: sql<string[]>`jsonb_build_array(${sql.join(texts, sql`, `)})` };
  const placeholders = keys.map((_key, index) => sql.placeholder(`after${index}`));
  return {
    ...parts,
    after: after && afterPosition(keys, after),
    fetchLimit,
    ahead: {
      form: () => ({
        ...parts,
        after: after && afterPosition(keys, placeholders),
        fetchLimit: sql.placeholder('fetchLimit'),
      }),
      values: { ...Object.fromEntries((after ?? []).map((text, index) => [`after${index}`, text])), fetchLimit },
    },
    async finish(fetched, count) {
      const rows = fetched.slice(0, limit);
      const last = rows.at(-1);
      const isLastPage = fetched.length <= limit || last === undefined;
      const total = isCounted && { total: await count() };
      return { rows, page: { limit, nextCursor: isLastPage ? null : seal(last.position), ...total } };
    },
  };
}

/** Expressions to select instead of columns whose values are in another table. */
export type MovedColumns<Table extends PgTable> = Partial<Record<keyof Table['$inferSelect'], SQL>>;

/** The columns of a table, with the expressions of those that are in another one. */
export const selectColumns = <Table extends PgTable>(table: Table, moved: MovedColumns<Table> = {}) => ({
  ...getTableColumns(table as PgTable),
  ...(moved as Record<string, SQL>),
});

/** Reads one page of a table's rows that meet the conditions. */
export async function selectPage<Table extends PgTable>(
  tx: Transaction,
  table: Table,
  {
    keys,
    conditions,
    moved,
    ...request
  }: PageRequest & {
    readonly keys: readonly SortKey[];
    readonly conditions: SQL | undefined;
    readonly moved?: MovedColumns<Table>;
  },
) {
  const { position, after, orderBy, fetchLimit, finish } = planPage(request, keys);
  const fetched = await tx
    .select({ row: selectColumns(table, moved), position })
    .from(table as PgTable)
    .where(and(conditions, after))
    .orderBy(...orderBy)
    .limit(fetchLimit);
  const { rows, page } = await finish(fetched, () => tx.$count(table, conditions));
  return { rows: rows.map(({ row }) => row as Table['$inferSelect']), page };
}

/** Reads one page of a table's rows in one of the sorts of a list. */
export const selectSortedPage = <Table extends PgTable & { readonly id: PgColumn }>(
  tx: Transaction,
  table: Table,
  {
    sort,
    sortColumns,
    ...request
  }: PageRequest & {
    readonly sort: string;
    readonly sortColumns: SortColumns;
    readonly conditions: SQL | undefined;
    readonly moved?: MovedColumns<Table>;
  },
) => selectPage(tx, table, { ...request, keys: readSortKeys(sort, sortColumns, table.id) });

function afterPosition(keys: readonly SortKey[], position: readonly (string | Placeholder)[]): SQL {
  const value = (key: SortKey, index: number) => sql`${position[index] ?? ''}::${sql.raw(key.type)}`;
  const [first] = keys;
  if (first !== undefined && keys.every((key) => key.direction === first.direction)) {
    const columns = sql.join(
      keys.map((key) => key.expression),
      sql`, `,
    );
    const values = sql.join(keys.map(value), sql`, `);
    return first.direction === 'asc' ? sql`(${columns}) > (${values})` : sql`(${columns}) < (${values})`;
  }
  // A row comparison needs a single direction. Otherwise a later key decides where all earlier ones are equal.
  const alternatives = keys.map((key, index) => {
    const equals = keys.slice(0, index).map((earlier, at) => sql`${earlier.expression} = ${value(earlier, at)}`);
    const beyond =
      key.direction === 'asc'
        ? sql`${key.expression} > ${value(key, index)}`
        : sql`${key.expression} < ${value(key, index)}`;
    return sql`(${sql.join([...equals, beyond], sql` and `)})`;
  });
  return sql`(${sql.join(alternatives, sql` or `)})`;
}
