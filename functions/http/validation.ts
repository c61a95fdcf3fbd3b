import type { z } from '@hono/zod-openapi';
import { Problem, type ProblemPart } from './problem.js';

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
