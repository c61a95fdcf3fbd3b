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
