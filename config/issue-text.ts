import * as z from 'zod';

const typeNames: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'an array',
  object: 'an object',
  record: 'an object',
  null: 'null',
};

const formatNames: Readonly<Record<string, string>> = {
  email: 'an email address',
  url: 'a URL',
  uuid: 'a UUID',
  guid: 'a UUID',
  date: 'a date in the format YYYY-MM-DD',
  datetime: 'an RFC 3339 time such as 2026-01-31T09:30:00Z',
  time: 'a time in the format HH:MM:SS',
};

/** Says how long a string or array is; a number's value may be patient data and is not repeated. */
function describeLimit(comparison: string, limit: number | bigint, input: unknown): string {
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
      return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return describeLimit(issue.inclusive === false ? 'more than' : 'at least', issue.minimum, issue.input);
    case 'too_big':
      return describeLimit(issue.inclusive === false ? 'less than' : 'at most', issue.maximum, issue.input);
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    case 'invalid_format': {
      const name = formatNames[issue.format];
      return name === undefined ? 'has an invalid format' : `must be ${name}`;
    }
    case 'unrecognized_keys':
      return `has unknown fields: ${issue.keys.join(', ')}`;
    case 'invalid_key':
      return 'has an invalid name of a field';
    case 'invalid_element':
      return 'has an invalid entry';
    case 'invalid_union':
      return 'does not match any of the allowed types';
    default:
      return 'is invalid';
  }
}

// Global, because schemas are also parsed without options. The messages of a schema take precedence.
z.config({ customError: describeIssue });
