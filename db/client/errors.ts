/** What went wrong in the database, without HTTP and without the values involved. */
export type DatabaseFailure =
  | { readonly kind: 'unique' | 'exclusion' | 'foreign-key' | 'check'; readonly constraint: string }
  /** The statement asked for more than the role or the caller may do. */
  | { readonly kind: 'not-permitted' }
  /** A text holds what PostgreSQL can't store, or a value is out of its type's range. */
  | { readonly kind: 'bad-value' }
  /** Two transactions got in each other's way; the same one again may succeed. */
  | { readonly kind: 'conflict' }
  /** No connection, a lost one, a server that is starting, stopping or read-only, or one that took too long. */
  | {
      readonly kind: 'unavailable';
      /** The connection was lost while it committed: what the transaction did may be there or not. */
      readonly isOutcomeUnknown?: true;
    };

/** A call to the database took longer than its deadline, the wait for a free connection included. */
export class DatabaseDeadlineError extends Error {
  override readonly name = 'DatabaseDeadlineError';
}

/** A secret could not be read, or a token not be signed; the cause is not the database's. */
export class DatabaseSignInError extends Error {
  override readonly name = 'DatabaseSignInError';
}

/** The connection was lost after the COMMIT went out: whether the transaction's work is done is not known. */
export class DatabaseOutcomeUnknownError extends Error {
  override readonly name = 'DatabaseOutcomeUnknownError';
}

interface ServerError {
  readonly code: string;
  readonly constraint_name?: string;
}

const constraintKinds: Record<string, 'unique' | 'exclusion' | 'foreign-key' | 'check'> = {
  '23505': 'unique',
  '23P01': 'exclusion',
  '23503': 'foreign-key',
  '23514': 'check',
};

/** SQLSTATE classes 08 (connection), 28 (sign-in), 53 (resources), 57 (operator intervention, timeouts), a read-only server. */
const unavailableCodes = /^(08...|28...|53...|57...|25006|25P03|25P04|55P03)$/;

/** Codes of Node's sockets and of postgres.js when there is no server to talk to, or no longer one. */
const connectionCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'EAI_AGAIN',
  'CONNECT_TIMEOUT',
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
]);

/** The server refused who signs in: a password that was rotated, or an IAM token that has expired. */
const signInRefusedCodes = /^(28P01|28000)$/;

/** What was the writer before a failover; its connections lead nowhere any more. */
const readOnlyCode = '25006';

/**
 * Failures of a connection, or of a server that is starting, stopping, full or no writer any more: on another connection a
 * moment later the same may succeed. A statement that took too long is none, for it would take as long again.
 */
const transientCodes = /^(08...|53300|57P01|57P02|57P03|57P05|25P03|25P04)$/;

/** Whether an error, or what caused it, is of a kind. */
export function isCausedBy(error: unknown, kind: new (...parameters: never[]) => Error): boolean {
  if (error instanceof kind) return true;
  return error instanceof Error && error.cause !== undefined && isCausedBy(error.cause, kind);
}

function findServerError(error: unknown): ServerError | undefined {
  for (let current = error; current instanceof Error; current = current.cause) {
    const { code } = current as Partial<ServerError>;
    if (typeof code === 'string') return current as unknown as ServerError;
    if (current instanceof AggregateError && current.errors[0] !== undefined) return findServerError(current.errors[0]);
  }
  return undefined;
}

/**
 * Says what a failed statement means, by SQLSTATE and constraint and never by message text.
 * @returns undefined where the error is not the database's, or a mistake of the program
 */
export function toDatabaseFailure(error: unknown): DatabaseFailure | undefined {
  if (isCausedBy(error, DatabaseOutcomeUnknownError)) return { kind: 'unavailable', isOutcomeUnknown: true };
  if (isCausedBy(error, DatabaseDeadlineError) || isCausedBy(error, DatabaseSignInError))
    return { kind: 'unavailable' };
  const found = findServerError(error);
  if (found === undefined) return undefined;
  const constraintKind = constraintKinds[found.code];
  if (constraintKind !== undefined) return { kind: constraintKind, constraint: found.constraint_name ?? '' };
  if (found.code === '42501') return { kind: 'not-permitted' };
  if (/^22...$/.test(found.code)) return { kind: 'bad-value' };
  if (found.code === '40001' || found.code === '40P01') return { kind: 'conflict' };
  if (unavailableCodes.test(found.code) || connectionCodes.has(found.code)) return { kind: 'unavailable' };
  return undefined;
}

/** Why another connection may do what this one could not; undefined where it would fare no better. */
export function classifyConnectionLoss(error: unknown): 'connection' | 'sign-in' | 'read-only' | undefined {
  if (isCausedBy(error, DatabaseDeadlineError) || isCausedBy(error, DatabaseSignInError)) return 'connection';
  const code = findServerError(error)?.code ?? '';
  if (signInRefusedCodes.test(code)) return 'sign-in';
  if (code === readOnlyCode) return 'read-only';
  return transientCodes.test(code) || connectionCodes.has(code) ? 'connection' : undefined;
}
