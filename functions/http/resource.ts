import { toDatabaseFailure } from '../../db/client/errors.js';
import { matchesIfNoneMatch, notModified, requireIfMatch, toETag, type Version } from './conditional.js';
import type { OperationContext } from './context.js';
import type { Caller } from './identity.js';
import { Problem } from './problem.js';

type Versioned = { readonly version: number };

interface ResourceRow {
  readonly id: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly version: number;
}

interface RemovableRow {
  /** Removed records are kept for those that name them. */
  readonly removedAt: Date | null;
}

/** The fields that every resource has. */
export const toCommonFields = ({ id, createdAt, updatedAt, version }: ResourceRow) => ({
  id,
  createdAt: createdAt.toISOString(),
  updatedAt: updatedAt.toISOString(),
  version,
});

/** The names of a patient or a medic. */
export const toNames = ({ givenName, familyName }: { readonly givenName: string; readonly familyName: string }) => ({
  givenName,
  familyName,
  fullName: `${givenName} ${familyName}`,
});

/** When the record was removed, which administrators alone see. */
export const toRemovedAt = ({ removedAt }: RemovableRow, { role }: Pick<Caller, 'role'>) =>
  role === 'admin' && { removedAt: removedAt?.toISOString() ?? null };

/** The one row of a statement that returns what it wrote. */
export function requireReturnedRow<Row>([row]: readonly Row[]): Row {
  if (row === undefined) throw new Error('The statement returned no row.');
  return row;
}

/** @throws Problem `not-found` for a record that is unknown, or removed and the caller no administrator */
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

/** Answers a read, with 304 where the caller has this version already. */
export function answerRead<Body extends Versioned>(c: OperationContext, body: Body, version: Version = body.version) {
  if (matchesIfNoneMatch(c, version)) return notModified(c, version);
  return c.json(body, 200, { ETag: toETag(version) });
}

/** Answers a change with the resource as it is now. */
export const answerChanged = <Body extends Versioned>(c: OperationContext, body: Body) =>
  c.json(body, 200, { ETag: toETag(body.version) });

/** Answers with a new resource of a collection. */
export const answerCreated = <Body extends Versioned & { id: string }>(
  c: OperationContext,
  collection: string,
  body: Body,
) => c.json(body, 201, { Location: `${collection}/${body.id}`, ETag: toETag(body.version) });

/** The problem for a value that another record of its kind has. */
export const createDuplicateProblem = (resource: string, pointer: string, field: string) => () =>
  new Problem('conflict', {
    detail: `Another ${resource} has this ${field}.`,
    errors: [{ pointer, detail: 'is taken' }],
  });

/**
 * Waits for a statement and turns the violation of a named constraint into the problem that it means here.
 * @throws Problem for a constraint of the table; any other error as it is
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
