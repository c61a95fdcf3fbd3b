import type { z } from '@hono/zod-openapi';

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

/** Returns our wording for an issue whose schema has no message of its own. Values are not repeated: they may be patient data. */
export function describeIssue(issue: z.core.$ZodRawIssue): string {
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
