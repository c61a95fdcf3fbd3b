import { isDeepStrictEqual } from 'node:util';
import { z } from '@hono/zod-openapi';
import { toValidationProblem } from './validation.js';

export type JsonObject = { [key: string]: unknown };

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Applies a JSON Merge Patch (RFC 7396, section 2) without changing its arguments. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const result = new Map(isObject(target) ? Object.entries(target) : []);
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) result.delete(key);
    else result.set(key, mergePatch(result.get(key), value));
  }
  return Object.fromEntries(result);
}

export const isEmpty = (object: object): boolean => Object.keys(object).length === 0;

/** Compares two JSON values, ignoring the order of object members. */
export const isSameJson = (one: unknown, other: unknown): boolean => isDeepStrictEqual(one, other);

/**
 * Derives the merge patch schema of a resource. Every field is optional, and a field that the resource can lack accepts
 * null, which removes it. Nested objects are patched the same way; lists are replaced as a whole.
 */
export function toMergePatchSchema(schema: z.ZodObject): z.ZodObject {
  const fields = Object.entries(schema.shape).map(([name, field]) => [name, toPatchField(field as z.ZodType)]);
  return z.strictObject(Object.fromEntries(fields));
}

function toPatchField(field: z.ZodType): z.ZodType {
  let inner = field;
  let isRemovable = false;
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodNullable || inner instanceof z.ZodDefault) {
    isRemovable = true;
    inner = inner.unwrap() as z.ZodType;
  }
  const patched = inner instanceof z.ZodObject ? toMergePatchSchema(inner) : inner;
  return isRemovable ? patched.nullable().optional() : patched.optional();
}

/** Removes null members recursively. In this API, null means the same as an absent field. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  const members = Object.entries(value).filter(([, member]) => member !== null && member !== undefined);
  return Object.fromEntries(members.map(([key, member]) => [key, withoutNulls(member)]));
}

/** Converts a value back to JSON. Validation turns instants into Date objects, which a merge patch can't compare. */
const toJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));

/**
 * Removes the members of a merge patch that repeat the resource as its caller reads it. They must change nothing, even
 * where the API returns a default for what is not stored.
 */
export function withoutRepeated(patch: JsonObject, asRead: object): JsonObject {
  const read = new Map(Object.entries(asRead));
  return Object.fromEntries(
    Object.entries(patch).filter(([name, value]) => !isSameJson(toJson(value), read.get(name))),
  );
}

/**
 * Applies a merge patch to the current state of a resource, given as a client would send it.
 * @returns the fields that change; empty if the patch changes nothing
 * @throws Problem `validation-failed` if a field is invalid after the patch
 */
export function computeChanges<Schema extends z.ZodObject>(
  schema: Schema,
  current: z.input<Schema>,
  patch: JsonObject,
): Partial<z.output<Schema>> {
  const changes: JsonObject = {};
  for (const name of Object.keys(patch)) {
    const before = (current as JsonObject)[name];
    const after = mergePatch({ [name]: before }, toJson({ [name]: patch[name] })) as JsonObject;
    const parsed = (schema.shape[name] as z.ZodType).safeParse(after[name]);
    if (!parsed.success) throw toValidationProblem(parsed.error.issues, 'json', [name]);
    if (!isSameJson(withoutNulls(toJson(parsed.data ?? null)), withoutNulls(before ?? null)))
      changes[name] = parsed.data ?? null;
  }
  return changes as Partial<z.output<Schema>>;
}
