/** The meaning of a database error, without the values involved. */
export type DatabaseFailure =
  | { readonly kind: 'unique' | 'exclusion' | 'foreign-key' | 'check'; readonly constraint: string }
  /** The role or the caller lacks a permission. */
  | { readonly kind: 'not-permitted' }
  /** PostgreSQL can't store a text, or a value is out of its type's range. */
  | { readonly kind: 'bad-value' }
  /** The transaction conflicted with another one; a retry can succeed. */
  | { readonly kind: 'conflict' }
  /** The connection failed or was lost, or the server is starting, stopping, read-only or too slow. */
  | {
      readonly kind: 'unavailable';
      /** The connection was lost during COMMIT, so the transaction may or may not have taken effect. */
      readonly isOutcomeUnknown?: true;
    };

/** A database call exceeded its deadline, including the wait for a free connection. */
export class DatabaseDeadlineError extends Error {
  override readonly name = 'DatabaseDeadlineError';
}

/** AWS did not return the secret or sign the token; the database was not involved. */
export class DatabaseSignInError extends Error {
  override readonly name = 'DatabaseSignInError';
}

/** The connection was lost after COMMIT was sent, so the transaction may or may not have taken effect. */
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

/** SQLSTATE classes 08 (connection), 28 (sign-in), 53 (resources), 57 (operator intervention), and timeouts and a read-only server. */
const unavailableCodes = /^(08...|28...|53...|57...|25006|25P03|25P04|55P03)$/;

/** Codes of Node's sockets and postgres.js for a server that can't be reached, or no longer. */
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

/** The server rejected a rotated password or an expired IAM token. */
const signInRefusedCodes = /^(28P01|28000)$/;

/** The instance was the writer before a failover; all connections to it are useless. */
const readOnlyCode = '25006';

/**
 * Failures of a connection, or of a server that is starting, stopping or full: a retry on another connection can succeed.
 * A statement timeout isn't among them, because the statement would take as long again.
 */
const transientCodes = /^(08...|53300|57P01|57P02|57P03|57P05|25P03|25P04)$/;

/** Checks an error and its chain of causes. */
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
 * Classifies an error by SQLSTATE and constraint, never by message text.
 * @returns undefined for other errors and for bugs in a statement
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

/** The reason why a retry on another connection can succeed; undefined if it can't. */
export function classifyConnectionLoss(error: unknown): 'connection' | 'sign-in' | 'read-only' | undefined {
  if (isCausedBy(error, DatabaseDeadlineError) || isCausedBy(error, DatabaseSignInError)) return 'connection';
  const code = findServerError(error)?.code ?? '';
  if (signInRefusedCodes.test(code)) return 'sign-in';
  if (code === readOnlyCode) return 'read-only';
  return transientCodes.test(code) || connectionCodes.has(code) ? 'connection' : undefined;
}
