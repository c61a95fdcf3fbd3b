import { type SQL, sql } from 'drizzle-orm';
import { boolean, customType, date, integer, text, timestamp, uuid } from 'drizzle-orm/pg-core';

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

/** How much of a date is known. A date that is partly known is stored as its first day. */
export const datePrecisions = ['year', 'month', 'day'] as const;
export type DatePrecision = (typeof datePrecisions)[number];

/** A calendar date, with its precision in a column of its own (`precisionColumn`). */
export const dateColumn = () => date({ mode: 'string' });

/**
 * The precision of a date column. An update of the date by a release that doesn't know this column resets it to `day`
 * (see db/routines/mark_precision.sql).
 */
export const precisionColumn = () => text({ enum: datePrecisions }).notNull().default('day');

/**
 * JSON whose values read back as they were written. Drizzle's own column parses a value that the driver has already
 * parsed, so the text `"7"` would come back as a number (https://github.com/drizzle-team/drizzle-orm/issues/5485).
 */
export const jsonbColumn = customType<{ data: unknown; driverData: unknown }>({
  dataType: () => 'jsonb',
  toDriver: (value) => JSON.stringify(value),
  fromDriver: (value) => value,
});

/** Like `jsonbColumn`, for a column whose type is `json`. */
export const jsonColumn = customType<{ data: unknown; driverData: unknown }>({
  dataType: () => 'json',
  toDriver: (value) => JSON.stringify(value),
  fromDriver: (value) => value,
});

/** Raw bytes, for which drizzle has no column type. */
export const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

/** A condition that an expression is one of some values, which must not contain quotes. */
export const isOneOf = (expression: string, values: readonly string[]): SQL =>
  sql.raw(`${expression} in (${values.map((value) => `'${value}'`).join(', ')})`);
