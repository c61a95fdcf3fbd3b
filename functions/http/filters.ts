import { z } from '@hono/zod-openapi';
import { eq, inArray, type Placeholder, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { WithParams } from '../../db/client/prepared.js';
import { instantInput } from './schemas.js';

/** Maximum values of one filter. */
const maximumValues = 50;

/** A filter that takes several values, separated by commas, of which any can match. For values without commas. */
export const anyOf = <Value extends z.ZodType>(value: Value) =>
  z
    .preprocess((text) => (typeof text === 'string' ? text.split(',') : text), z.array(value).min(1).max(maximumValues))
    .optional()
    .openapi({ param: { style: 'form', explode: false } });

/** The condition that a column has one of a filter's values. */
export const isAnyOf = (column: PgColumn, values: readonly unknown[] | undefined): SQL | undefined => {
  if (values === undefined) return undefined;
  return values.length === 1 ? eq(column, values[0]) : inArray(column, [...values]);
};

/** A filter's values as a prepared statement takes them. One value has a statement of its own, whose index can also sort. */
export type Choice<Name extends string> = { readonly [Key in Name | `${Name}AnyOf`]?: string };

/** Converts the filters with several values to choices, and keeps the others. */
export function toChoices<Filter extends object, Name extends keyof Filter & string>(
  filter: Filter,
  ...names: readonly Name[]
): Omit<Filter, Name> & Choice<Name> {
  const choices = names.flatMap((name) => {
    const values = filter[name] as readonly string[] | undefined;
    if (values === undefined) return [[name, undefined]];
    return [values.length === 1 ? [name, values[0]] : [`${name}AnyOf`, values.join(',')]];
  });
  return { ...filter, ...Object.fromEntries([...names.map((name) => [name, undefined]), ...choices]) };
}

/** The condition that a column has one of a choice's values, in a prepared statement. */
export function isChosen<Name extends string>(
  column: PgColumn,
  choice: WithParams<Choice<NoInfer<Name>>>,
  name: Name,
): SQL | undefined {
  const { [name]: one, [`${name}AnyOf` as const]: several } = choice as Record<string, unknown>;
  if (several !== undefined) {
    return sql`${column} = any(string_to_array(${several}, ',')::${sql.raw(column.getSQLType())}[])`;
  }
  return one === undefined ? undefined : eq(column, one);
}

/** The condition that a time, as RFC 3339 text, is not before another. */
export const isFrom = (column: PgColumn, instant: string | Placeholder | undefined): SQL | undefined =>
  instant === undefined ? undefined : sql`${column} >= ${instant}::timestamptz`;

/** The parameter of lists of resources that change. */
export const changesQuery = {
  updatedSince: instantInput.optional().openapi({
    description:
      'Only resources that changed at or after this time. `updatedAt` is when the change began, and loading records can take 15 minutes, so start the next search 15 minutes before the previous one. Removed resources are left out.',
  }),
};
