import type { z } from '@hono/zod-openapi';
import { HTTPException } from 'hono/http-exception';
import { toDatabaseFailure } from '../../db/client/errors.js';
import { Problem, type ProblemPart } from './problem.js';

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

const targetPrefixes: Record<string, string> = { query: 'query', param: 'path', header: 'header' };

/** A path of zod's issues as the contract's pointer. */
function toPointer(target: string, path: readonly PropertyKey[]): string {
  const segments = path.map((segment) => String(segment).replaceAll('~', '~0').replaceAll('/', '~1'));
  const prefix = targetPrefixes[target];
  return prefix === undefined ? segments.map((segment) => `/${segment}`).join('') : [prefix, ...segments].join('/');
}

/**
 * The problem for the parts of a request that break a schema's rules. Their values are not repeated: they may be
 * patient data.
 *
 * @param target `json`, `query`, `param` or `header`
 * @param basePath path of the value that was validated, where it was not the whole
 */
export function toValidationProblem(
  issues: readonly z.core.$ZodIssue[],
  target: string,
  basePath: readonly PropertyKey[] = [],
): Problem {
  const errors = issues.flatMap((issue): ProblemPart[] => {
    const path = [...basePath, ...issue.path];
    if (issue.code !== 'unrecognized_keys') return [{ pointer: toPointer(target, path), detail: issue.message }];
    return issue.keys.map((key) => ({
      pointer: toPointer(target, [...path, key.slice(0, 100)]),
      detail: 'is not a field of this request',
    }));
  });
  return new Problem('validation-failed', { errors });
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
