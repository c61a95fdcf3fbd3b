import { z } from '@hono/zod-openapi';
import { describe, expect, it } from 'vitest';
import { trimmedText } from './schemas.js';
import { toValidationProblem } from './validation.js';

function listErrors(schema: z.ZodType, value: unknown, target = 'json') {
  const { error } = schema.safeParse(value);
  return toValidationProblem(error?.issues ?? [], target).options.errors;
}

describe('the detail of a validation error', () => {
  it.each<[detail: string, schema: z.ZodType, value: unknown]>([
    ['is required', z.string(), undefined],
    ['is required', z.enum(['a', 'b']), undefined],
    ['must be a string', z.string(), 7],
    ['must be a number', z.number(), '7'],
    ['must be a whole number', z.int(), 7.5],
    ['must be true or false', z.boolean(), 'yes'],
    ['must be an array', z.array(z.string()), {}],
    ['must be an object', z.strictObject({}), []],
    ['must be one of a, b', z.enum(['a', 'b']), 'c'],
    ['must be exact', z.enum(['exact']), 'c'],
    ['must not be empty', trimmedText(5), '  '],
    ['must have at least 2 characters (found 1)', z.string().min(2), 'x'],
    ['must have at most 5 characters (found 6)', trimmedText(5), 'abcdef'],
    ['must have at most 2 entries (found 3)', z.array(z.int()).max(2), [1, 2, 3]],
    ['must be at least 5', z.int().min(5), 4],
    ['must be at most 480', z.int().max(480), 481],
    ['has an invalid format', z.string().regex(/^x$/), 'y'],
    ['does not match any of the allowed types', z.union([z.string(), z.number()]), true],
    ['is invalid', z.string().refine(() => false), 'x'],
    ["is the schema's own", z.string("is the schema's own"), 7],
  ])('%s', (detail, schema, value) => {
    expect(listErrors(schema, value)).toEqual([{ pointer: '', detail }]);
  });

  it('names unknown fields one by one', () => {
    expect(listErrors(z.strictObject({}), { a: 1, 'b/c': 2 })).toEqual([
      { pointer: '/a', detail: 'is not a known field' },
      { pointer: '/b~1c', detail: 'is not a known field' },
    ]);
  });

  it('names unknown fields also where issues are read directly', () => {
    const { error } = z.strictObject({}).safeParse({ a: 1, b: 2 });
    expect(error?.issues.map(({ message }) => message)).toEqual(['has unknown fields: a, b']);
  });

  it('points into the query, the path or the headers', () => {
    expect(listErrors(z.strictObject({ limit: z.string() }), {}, 'query')).toEqual([
      { pointer: 'query/limit', detail: 'is required' },
    ]);
  });
});
