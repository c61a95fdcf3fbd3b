import { z } from '@hono/zod-openapi';
import { Problem, type ProblemPart } from './problem.js';

const targetPrefixes: Record<string, string> = { query: 'query', param: 'path', header: 'header' };

/** Converts the path of a zod issue to a pointer as the contract defines it. */
function toPointer(target: string, path: readonly PropertyKey[]): string {
  const segments = path.map((segment) => String(segment).replaceAll('~', '~0').replaceAll('/', '~1'));
  const prefix = targetPrefixes[target];
  return prefix === undefined ? segments.map((segment) => `/${segment}`).join('') : [prefix, ...segments].join('/');
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'an array',
  object: 'an object',
  record: 'an object',
};

/** Says how long a string or array is; a number's value may be patient data and is not repeated. */
function describeLimit(comparison: 'at least' | 'at most', limit: number | bigint, input: unknown): string {
  if (typeof input !== 'string' && !Array.isArray(input)) return `must be ${comparison} ${limit}`;
  if (limit === 1 && comparison === 'at least') return 'must not be empty';
  const unit = typeof input === 'string' ? 'characters' : 'entries';
  return `must have ${comparison} ${limit} ${unit} (found ${input.length})`;
}

/** Returns our wording for an issue whose schema has no message of its own. */
function describeIssue(issue: z.core.$ZodRawIssue): string {
  if (issue.input === undefined && (issue.code === 'invalid_type' || issue.code === 'invalid_value')) {
    return 'is required';
  }
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${typeNames[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.join(', ')}`;
    case 'too_small':
      return describeLimit('at least', issue.minimum, issue.input);
    case 'too_big':
      return describeLimit('at most', issue.maximum, issue.input);
    case 'invalid_format':
      return 'has an invalid format';
    case 'unrecognized_keys':
      return `has unknown fields: ${issue.keys.join(', ')}`;
    case 'invalid_union':
      return 'does not match any of the allowed types';
    default:
      return 'is invalid';
  }
}

// Global, because the validators of the routes parse without options. Messages of a schema take precedence.
z.config({ customError: describeIssue });

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
