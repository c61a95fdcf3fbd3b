import { HTTPException } from 'hono/http-exception';
import { toDatabaseFailure } from '../../db/client/errors.js';
import { Problem } from './problem.js';

const outcomeUnknown =
  'The database connection was lost while committing, so the change may have been saved. Check before you retry; with an Idempotency-Key you can retry safely.';

/** Converts any error of an operation to the problem to return. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const failure = toDatabaseFailure(error);
  switch (failure?.kind) {
    case 'unavailable':
      return new Problem('unavailable', {
        ...(failure.isOutcomeUnknown && { detail: outcomeUnknown }),
        cause: error,
      });
    case 'conflict':
      return new Problem('unavailable', { headers: { 'Retry-After': '1' }, cause: error });
    case 'unique':
    case 'exclusion':
    case 'foreign-key':
      return new Problem('conflict', { cause: error });
    case 'not-permitted':
      return new Problem('forbidden', { cause: error });
    case 'bad-value':
    case 'check':
      return new Problem('validation-failed', {
        detail: 'A value is outside the range that can be stored.',
        cause: error,
      });
  }
  if (error instanceof HTTPException && error.status < 500) {
    const kind =
      error.status === 413 ? 'payload-too-large' : error.status === 415 ? 'unsupported-media-type' : undefined;
    return new Problem(kind ?? 'malformed-request', { cause: error });
  }
  return new Problem('internal', { cause: error });
}

/** Returns the problem to store for an Idempotency-Key, or undefined for a failure that a retry may not meet again. */
export function findStorableProblem(error: unknown): Problem | undefined {
  const problem = toProblem(error);
  return problem.status >= 500 || toDatabaseFailure(error)?.kind === 'conflict' ? undefined : problem;
}

/**
 * Waits for another service.
 * @throws Problem `unavailable` if it fails with this class of error
 */
export async function orUnavailable<Result>(
  call: Promise<Result>,
  failure: abstract new (...args: never[]) => Error,
): Promise<Result> {
  try {
    return await call;
  } catch (cause) {
    if (cause instanceof failure) throw new Problem('unavailable', { cause });
    throw cause;
  }
}
