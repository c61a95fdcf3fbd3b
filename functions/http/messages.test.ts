import { z } from '@hono/zod-openapi';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeIssue } from '../../config/issue-text.js';
import { createWholeApi, type WholeApi } from '../../test/support/whole-api.js';

let api: WholeApi;
beforeAll(async () => {
  api = await createWholeApi();
});
afterAll(() => api.close());

/** Values of every kind that JSON has, and of the extremes of each kind. */
const invalidValues = [
  undefined,
  null,
  true,
  -1e300,
  7.5,
  2 ** 53,
  '',
  ' ',
  'x',
  '\u0000',
  'x'.repeat(100_001),
  [],
  [null],
  Array.from({ length: 1001 }, () => null),
  {},
  { unknown: 1 },
];

/** Nests a schema's invalid values, so that each field of each object and each entry of each list gets all of them. */
function* listInvalid(schema: unknown, nest: (value: unknown) => unknown = (value) => value): Generator<unknown> {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) {
    return yield* listInvalid(schema.unwrap(), nest);
  }
  if (schema instanceof z.ZodPipe) return yield* listInvalid(schema.in, nest);
  for (const value of invalidValues) yield nest(value);
  if (schema instanceof z.ZodArray) yield* listInvalid(schema.element, (value) => nest([value]));
  if (schema instanceof z.ZodUnion) for (const option of schema.options) yield* listInvalid(option, nest);
  if (schema instanceof z.ZodObject) {
    for (const [name, field] of Object.entries(schema.shape)) {
      yield* listInvalid(field, (value) => nest({ [name]: value }));
    }
  }
}

/** The schemas of every request: bodies, queries and path parameters. */
const listRequestSchemas = (): z.ZodType[] =>
  api.app.openAPIRegistry.definitions.flatMap((definition) => {
    if (definition.type !== 'route') return [];
    const { body, query, params } = definition.route.request ?? {};
    const media = Object.values(body?.content ?? {}).map((medium) => medium && 'schema' in medium && medium.schema);
    return [...media, query, params].filter((schema) => schema instanceof z.ZodType);
  });

const isOurs = (message: string): boolean =>
  /^(is|must|has|does|can't) /.test(message) && !/\b(expected|received|input|Invalid)\b/.test(message);

const { localeError } = z.locales.en();

describe('the messages of validation', () => {
  it('are ours for every invalid value of every field of every request', () => {
    const schemas = [...new Set(listRequestSchemas())];
    expect(schemas.length).toBeGreaterThan(20);
    const messages = new Set<string>();
    for (const schema of schemas) {
      for (const value of listInvalid(schema)) {
        for (const { message } of schema.safeParse(value).error?.issues ?? []) messages.add(message);
      }
    }
    expect(messages.size).toBeGreaterThan(30);
    expect([...messages].filter((message) => !isOurs(message))).toEqual([]);
  });

  const issues: Record<z.core.$ZodIssue['code'], Partial<z.core.$ZodRawIssue>> = {
    invalid_type: { expected: 'string' },
    invalid_value: { values: ['a', 'b'] },
    too_small: { minimum: 1, origin: 'number' },
    too_big: { maximum: 1, origin: 'number' },
    not_multiple_of: { divisor: 5 },
    invalid_format: { format: 'email' },
    unrecognized_keys: { keys: ['a'] },
    invalid_key: { origin: 'record' },
    invalid_element: { origin: 'map' },
    invalid_union: { errors: [] },
    custom: {},
  };
  it.each(Object.entries(issues))("are ours for the validator's issue %s", (code, issue) => {
    // The issues share no type that could be built by code.
    const raw = { code, input: 7, path: [], inst: undefined, ...issue } as unknown as z.core.$ZodRawIssue;
    expect(isOurs(describeIssue(raw))).toBe(true);
    expect(describeIssue(raw)).not.toBe(localeError(raw));
    expect(code === 'custom' || describeIssue(raw) !== 'is invalid').toBe(true);
  });
});
