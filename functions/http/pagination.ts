import { z } from '@hono/zod-openapi';
import { type Placeholder, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { TransactionContext } from './context.js';
import { type Position, readCursorSeal } from './cursor.js';
import { textOutput } from './schemas.js';

const defaultLimit = 25;
const maximumLimit = 100;

const limitMessage = `must be a whole number from 1 to ${maximumLimit}`;

/** The query parameters that every list takes. */
export const pageQuery = {
  // Not coerced: JavaScript takes 1e1, 0x10 and a number between blanks for numbers as well.
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
      description: 'Most entries on a page.',
    }),
  // Its length is not asked for here: one that no list gave is malformed, however long it is.
  cursor: z.string().optional().openapi({
    minLength: 1,
    maxLength: 2000,
    description: 'The `nextCursor` of the page before, with the same filters and sort.',
  }),
  count: z.enum(['exact']).optional().openapi({ description: 'Adds `page.total`, at the price of counting.' }),
};

/** The values of a `sort` parameter: each name for its ascending order, and with a minus for its descending one. */
export const inBothDirections = <Name extends string>(...names: readonly Name[]) =>
  names.flatMap((name) => [name, `-${name}` as const]);

interface PageQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly count?: 'exact' | undefined;
}

/** Which page of a list is read; a resource's list query takes it with a filter and a sort. */
export interface PageRequest {
  readonly limit: number;
  readonly isCounted: boolean;
  /** Where the page before ended; undefined on the first page. */
  readonly after: Position | undefined;
  /** The cursor of the page behind a position. */
  seal(position: Position): string;
}

export type ListRequest<Filter, Sort extends string = string> = PageRequest & {
  readonly filter: Filter;
  readonly sort: Sort;
};

/**
 * Opens the cursor of a list request.
 * @param list the list's name and everything that makes it this one: filters and sort. Cursors hold for it alone
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

/** One page of a list. */
export const toPageSchema = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({
    data: z.array(item).max(maximumLimit),
    page: z.strictObject({
      limit: z.int().min(1).max(maximumLimit).openapi({ format: 'int32' }),
      nextCursor: textOutput(2000).nullable().openapi({ description: 'Null on the last page.' }),
      total: z.int().min(0).max(Number.MAX_SAFE_INTEGER).optional().openapi({ format: 'int64' }),
    }),
  });

/** A column that a list is ordered by, with the type that its values have in a cursor. */
export interface SortKey {
  readonly expression: SQL;
  readonly type: 'timestamptz' | 'text' | 'date' | 'real' | 'uuid';
  readonly direction: 'asc' | 'desc';
}

/** The columns behind each name that a list can be sorted by. */
export type SortColumns<Name extends string = string> = Readonly<
  Record<Name, readonly (readonly [PgColumn | SQL, SortKey['type']])[]>
>;

/** A name as people look for it in a list: without regard to case and accents. An index serves the same expression. */
export const foldText = (column: PgColumn): SQL => sql`fold_text(${column})`;

/** The keys of a sort such as `-createdAt`. The id comes last, so that no two rows are equal. */
export function readSortKeys(sort: string, columns: SortColumns, id: PgColumn): SortKey[] {
  const direction = sort.startsWith('-') ? 'desc' : 'asc';
  const named = columns[sort.replace(/^-/, '')] ?? [];
  return [...named, [id, 'uuid'] as const].map(([column, type]) => ({ expression: sql`${column}`, type, direction }));
}

/** The parts of a query that reads one page. */
export interface PageForm<Limit = Placeholder> {
  /** Rows after the cursor; undefined on the first page. */
  readonly after: SQL | undefined;
  readonly orderBy: SQL[];
  /** One more than the page holds, to know whether another page follows. */
  readonly fetchLimit: Limit;
  /** Select it beside the row, under the name `position`. */
  readonly position: SQL<string[]>;
}

export interface PagePlan extends PageForm<number> {
  /** The same for a query that is built ahead: with placeholders, and the values that stand for them. */
  readonly ahead: { readonly form: () => PageForm; readonly values: Readonly<Record<string, string | number>> };
  /** Cuts the row too many, tells the next cursor, and counts the whole where the client asked for it. */
  finish<Row extends { position: string[] }>(rows: Row[], count: () => Promise<number>): Promise<Page<Row>>;
}

interface Page<Row> {
  readonly rows: Row[];
  readonly page: { readonly limit: number; readonly nextCursor: string | null; readonly total?: number };
}

/**
 * Plans one page by keyset: rows are found by the values of the row where the last page ended, so a page costs the same
 * wherever it lies, and rows that are inserted or removed meanwhile make none appear twice or go missing.
 * The last key must be unique, and all must have one direction where an index is to serve them.
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
  // Mixed directions have no row comparison: a later key decides where all earlier ones are equal.
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
