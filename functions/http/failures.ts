import { HTTPException } from 'hono/http-exception';
import { toDatabaseFailure } from '../../db/client/errors.js';
import { Problem } from './problem.js';

const outcomeUnknown =
  'The connection to the database was lost at the last moment: the change may have been made. Look before you repeat it; with an Idempotency-Key it can be repeated as it is.';

/** What to answer when an operation ends with an error. */
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
        detail: 'A value is out of the range that can be stored.',
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

/**
 * The problem to keep as the answer to an Idempotency-Key; undefined for a failure that the same request may not meet
 * again.
 */
export function findStorableProblem(error: unknown): Problem | undefined {
  const problem = toProblem(error);
  return problem.status >= 500 || toDatabaseFailure(error)?.kind === 'conflict' ? undefined : problem;
}

/**
 * Waits for another service.
 * @throws Problem `unavailable` where it fails with this class of error
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
