import type { z } from '@hono/zod-openapi';
import '../../config/issue-text.js';
import { Problem, type ProblemPart } from './problem.js';

const targetPrefixes: Record<string, string> = { query: 'query', param: 'path', header: 'header' };

/** Converts the path of a zod issue to a pointer as the contract defines it. */
function toPointer(target: string, path: readonly PropertyKey[]): string {
  const segments = path.map((segment) => String(segment).replaceAll('~', '~0').replaceAll('/', '~1'));
  const prefix = targetPrefixes[target];
  // A parameter with several values is one parameter.
  if (target === 'query') return [prefix, ...segments.slice(0, 1)].join('/');
  return prefix === undefined ? segments.map((segment) => `/${segment}`).join('') : [prefix, ...segments].join('/');
}

/**
 * Creates a problem from validation issues. Omits the invalid values, which may be patient data.
 *
 * @param target `json`, `query`, `param` or `header`
 * @param basePath path of the validated value, if it isn't the whole target
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
      detail: 'is not a known field',
    }));
  });
  return new Problem('validation-failed', { errors });
}
