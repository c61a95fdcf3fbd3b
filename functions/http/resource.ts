import { and, eq, isNull, type SQL } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import { toDatabaseFailure } from '../../db/client/errors.js';
import type { Transaction } from '../../db/client/transaction.js';
import { requireIfMatch } from './conditional.js';
import type { OperationContext } from './context.js';
import type { Caller } from './identity.js';
import { type MovedColumns, selectColumns } from './pagination.js';
import { Problem } from './problem.js';

interface ResourceRow {
  readonly id: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly version: number;
}

interface RemovableRow {
  /** Removed records are kept for the records that refer to them. */
  readonly removedAt: Date | null;
}

/** The fields that all resources share. */
export const toCommonFields = ({ id, createdAt, updatedAt, version }: ResourceRow) => ({
  id,
  createdAt: createdAt.toISOString(),
  updatedAt: updatedAt.toISOString(),
  version,
});

/** The name fields of patients and medics. */
export const toNames = ({ givenName, familyName }: { readonly givenName: string; readonly familyName: string }) => ({
  givenName,
  familyName,
  fullName: `${givenName} ${familyName}`,
});

/** The time of removal, visible to administrators only. */
export const toRemovedAt = ({ removedAt }: RemovableRow, { role }: Pick<Caller, 'role'>) =>
  role === 'admin' && { removedAt: removedAt?.toISOString() ?? null };

interface FindOptions<Table extends PgTable> {
  /** Locks the row until the transaction ends. */
  readonly forUpdate?: boolean;
  readonly moved?: MovedColumns<Table>;
}

async function findWhere<Table extends PgTable>(
  tx: Transaction,
  table: Table,
  condition: SQL | undefined,
  { forUpdate = false, moved }: FindOptions<Table>,
): Promise<Table['$inferSelect'] | undefined> {
  const query = tx
    .select(selectColumns(table, moved))
    .from(table as PgTable)
    .where(condition)
    .$dynamic();
  const [row] = await (forUpdate ? query.for('update') : query);
  return row;
}

/** Finds a row by its id. */
export const findRow = <Table extends PgTable & { readonly id: PgColumn }>(
  tx: Transaction,
  table: Table,
  id: string,
  options: FindOptions<Table> = {},
) => findWhere(tx, table, eq(table.id, id), options);

/** Finds the record that is linked to an account and isn't removed. */
export const findLinkedRow = <Table extends PgTable & Record<'accountSubject' | 'removedAt', PgColumn>>(
  tx: Transaction,
  table: Table,
  accountSubject: string,
  options: FindOptions<Table> = {},
) => findWhere(tx, table, and(eq(table.accountSubject, accountSubject), isNull(table.removedAt)), options);

/** The one row of a statement that returns what it wrote. */
export function requireReturnedRow<Row>([row]: readonly Row[]): Row {
  if (row === undefined) throw new Error('The statement returned no row.');
  return row;
}

/** @throws Problem `not-found` if the record doesn't exist, or is removed and the caller isn't an administrator */
export function requireVisible<Row>(c: OperationContext, row: (Row & Partial<RemovableRow>) | undefined): Row {
  if (row === undefined || (row.removedAt != null && c.var.caller.role !== 'admin')) throw new Problem('not-found');
  return row;
}

/**
 * Refuses a change whose caller has not seen the record's present version, and any change of a removed record.
 * @throws Problem `precondition-failed`, or `conflict` with the detail
 */
export function requireChangeable(c: OperationContext, row: ResourceRow & RemovableRow, detail: string): void {
  requireIfMatch(c, row.version);
  if (row.removedAt !== null) throw new Problem('conflict', { detail });
}

/** @throws Problem `not-found` for a record that is removed already, or `precondition-failed` */
export function requireRemovable(c: OperationContext, row: ResourceRow & RemovableRow): void {
  if (row.removedAt !== null) throw new Problem('not-found');
  requireIfMatch(c, row.version);
}

/** Creates the problem for a value that another record of the same kind already uses. */
export const createDuplicateProblem = (resource: string, pointer: string, field: string) => () =>
  new Problem('conflict', {
    detail: `Another ${resource} already uses this ${field}.`,
    errors: [{ pointer, detail: 'is already in use' }],
  });

/**
 * Waits for a statement and converts the violation of a named constraint to a problem.
 * @throws Problem for a constraint in the table; rethrows any other error
 */
export async function mapConstraints<Result>(
  statement: Promise<Result>,
  problems: Readonly<Record<string, () => Problem>>,
): Promise<Result> {
  try {
    return await statement;
  } catch (error) {
    const failure = toDatabaseFailure(error);
    const explain = failure && 'constraint' in failure ? problems[failure.constraint] : undefined;
    throw explain ? explain() : error;
  }
}
