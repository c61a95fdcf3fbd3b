import { type SQL, sql } from 'drizzle-orm';
import { boolean, customType, integer, text, timestamp, uuid } from 'drizzle-orm/pg-core';

/** In milliseconds, like JavaScript's Date and the API's instants: with more digits, cursors would skip rows. */
export const timestampColumn = () => timestamp({ withTimezone: true, precision: 3, mode: 'date' });

export const recordColumns = () => ({
  id: uuid().primaryKey().defaultRandom(),
  createdAt: timestampColumn().notNull().defaultNow(),
});

/** Columns of every API resource. The trigger `touch_row` maintains `updatedAt` and `version`, which is the ETag. */
export const resourceColumns = () => ({
  ...recordColumns(),
  updatedAt: timestampColumn().notNull().defaultNow(),
  version: integer().notNull().default(1),
});

/** Columns that patients and medics share. */
export const personColumns = () => ({
  givenName: text().notNull(),
  familyName: text().notNull(),
  /** Lower case without accents, for the name search. */
  searchName: text().notNull().generatedAlwaysAs(sql`fold_text(given_name || ' ' || family_name)`),
  email: text(),
  phone: text(),
  /** `sub` of the account that this person signs in with. */
  accountSubject: text(),
  active: boolean().notNull().default(true),
  /** Null until the person is removed. The row is kept, because medical records must be. */
  removedAt: timestampColumn(),
});

/** Raw bytes, for which drizzle has no column type. */
export const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

/** A condition that an expression is one of some values, which must not contain quotes. */
export const isOneOf = (expression: string, values: readonly string[]): SQL =>
  sql.raw(`${expression} in (${values.map((value) => `'${value}'`).join(', ')})`);
