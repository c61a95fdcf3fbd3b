import { customType, integer, timestamp, uuid } from 'drizzle-orm/pg-core';

/** Milliseconds are all that JavaScript's Date and the API's instants hold; storing more would make cursors skip rows. */
export const timestampColumn = () => timestamp({ withTimezone: true, precision: 3, mode: 'date' });

/**
 * What every resource of the API has. `version` is the ETag; it and `updatedAt` are kept by the trigger `touch_row`,
 * so that no statement can forget them.
 */
export const resourceColumns = () => ({
  id: uuid().primaryKey().defaultRandom(),
  createdAt: timestampColumn().notNull().defaultNow(),
  updatedAt: timestampColumn().notNull().defaultNow(),
  version: integer().notNull().default(1),
});

/** Raw bytes; drizzle has no column of its own for them. */
export const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' });
