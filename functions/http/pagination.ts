import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { z } from '@hono/zod-openapi';
import { eq, type Placeholder, type SQL, sql } from 'drizzle-orm';
import type { Transaction } from '../../db/client/transaction.js';
import { applicationKeys } from '../../db/schema/index.js';
import { Problem } from './problem.js';

export const defaultLimit = 25;
export const maximumLimit = 100;

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
      param: { name: 'limit', in: 'query' },
      type: 'integer',
      format: 'int32',
      minimum: 1,
      maximum: maximumLimit,
      description: 'Most entries on a page.',
    }),
  // Its length is not asked for here: one that no list gave is malformed, however long it is.
  cursor: z
    .string()
    .optional()
    .openapi({
      param: { name: 'cursor', in: 'query' },
      minLength: 1,
      maxLength: 2000,
      description: 'The `nextCursor` of the page before, with the same filters and sort.',
    }),
  count: z
    .enum(['exact'])
    .optional()
    .openapi({ param: { name: 'count', in: 'query' }, description: 'Adds `page.total`, at the price of counting.' }),
};

export interface PageRequest {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly count?: 'exact' | undefined;
}

/** One page of a list. */
export const toPageSchema = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({
    data: z.array(item).max(maximumLimit),
    page: z.strictObject({
      limit: z.int().min(1).max(maximumLimit).openapi({ format: 'int32' }),
      nextCursor: z.string().max(2000).nullable().openapi({ description: 'Null on the last page.' }),
      total: z.int().min(0).max(Number.MAX_SAFE_INTEGER).optional().openapi({ format: 'int64' }),
    }),
  });

/** A column that a list is ordered by, with the type that its values have in a cursor. */
export interface SortKey {
  readonly expression: SQL;
  readonly type: 'timestamptz' | 'text' | 'date' | 'real' | 'uuid';
  readonly direction: 'asc' | 'desc';
}

/** Values of the last row of a page, one per sort key, as the texts that PostgreSQL reads back exactly. */
type Position = readonly string[];

/**
 * Cursors hold values of the row where a page ended, names and dates of birth among them, and travel in URLs; so they
 * are sealed (AES-256-GCM). The seal covers what list they are of: with other filters or another sort they don't open.
 */
export class CursorSeal {
  readonly #key: Buffer;

  constructor(key: Buffer) {
    this.#key = key;
  }

  seal(position: Position, list: string): string {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce).setAAD(fingerprint(list));
    const sealed = Buffer.concat([cipher.update(JSON.stringify(position)), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
  }

  /** @throws Problem `malformed-request` for anything but a cursor of this list */
  open(cursor: string, list: string): Position {
    try {
      const bytes = Buffer.from(cursor, 'base64url');
      // Node passes over what is no base64url, and over bits that stand for nothing.
      if (bytes.toString('base64url') !== cursor) throw new Error('The cursor is not as it was given.');
      const decipher = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(0, 12), { authTagLength: 16 })
        .setAAD(fingerprint(list))
        .setAuthTag(bytes.subarray(12, 28));
      const text = Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString();
      return JSON.parse(text) as Position;
    } catch (cause) {
      throw new Problem('malformed-request', {
        detail: 'The cursor is not one that this list gave, or it came with other filters or another sort.',
        errors: [{ pointer: 'query/cursor', detail: 'must be the nextCursor of a page of this very list' }],
        cause,
      });
    }
  }
}

const fingerprint = (list: string) => createHash('sha256').update(list).digest();

/** One key for all execution environments: it lives in the database, beside the data that it protects. */
export async function readCursorSeal(tx: Transaction): Promise<CursorSeal> {
  const [row] = await tx
    .select({ key: applicationKeys.key })
    .from(applicationKeys)
    .where(eq(applicationKeys.purpose, 'cursor'));
  if (row === undefined) throw new Error('The table application_keys has no key for cursors.');
  return new CursorSeal(row.key);
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
  /** Cuts the row too many and tells the next cursor. */
  toPage<Row extends { position: string[] }>(rows: Row[]): { rows: Row[]; nextCursor: string | null };
}

/**
 * Plans one page by keyset: rows are found by the values of the row where the last page ended, so a page costs the same
 * wherever it lies, and rows that are inserted or removed meanwhile make none appear twice or go missing.
 * The last key must be unique, and all must have one direction where an index is to serve them.
 *
 * @param list what makes the list this one: its path, filters and sort
 */
export function planPage(request: PageRequest, seal: CursorSeal, list: string, keys: readonly SortKey[]): PagePlan {
  const position = request.cursor === undefined ? undefined : seal.open(request.cursor, list);
  const fetchLimit = request.limit + 1;
  const orderBy = keys.map((key) =>
    key.direction === 'asc' ? sql`${key.expression} asc` : sql`${key.expression} desc`,
  );
  const texts = keys.map((key) => sql`(${key.expression})::text`);
  const parts = { orderBy, position: sql<string[]>`jsonb_build_array(${sql.join(texts, sql`, `)})` };
  return {
    ...parts,
    after: position && afterPosition(keys, position),
    fetchLimit,
    ahead: {
      form: () => ({
        ...parts,
        after:
          position &&
          afterPosition(
            keys,
            keys.map((_key, index) => sql.placeholder(`after${index}`)),
          ),
        fetchLimit: sql.placeholder('fetchLimit'),
      }),
      values: {
        ...Object.fromEntries((position ?? []).map((text, index) => [`after${index}`, text])),
        fetchLimit,
      },
    },
    toPage(rows) {
      const page = rows.slice(0, request.limit);
      const last = page.at(-1);
      const isLastPage = rows.length <= request.limit || last === undefined;
      return { rows: page, nextCursor: isLastPage ? null : seal.seal(last.position, list) };
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
