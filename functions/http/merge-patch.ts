import { isDeepStrictEqual } from 'node:util';
import { z } from '@hono/zod-openapi';
import { toValidationProblem } from './validation.js';

export type JsonObject = { [key: string]: unknown };

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** JSON Merge Patch, RFC 7396, section 2. Neither argument is changed. */
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

/** Whether two JSON values say the same; the order of an object's members says nothing. */
export const isSameJson = (one: unknown, other: unknown): boolean => isDeepStrictEqual(one, other);

/**
 * The schema of a merge patch for resources of a schema: every field may be left out, and one that the resource can be
 * without may be null, which removes it. Objects within are patched in the same way, lists are replaced whole.
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

/** A JSON value without the members that are null: in this API a field that is null is as absent as one left out. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  const members = Object.entries(value).filter(([, member]) => member !== null && member !== undefined);
  return Object.fromEntries(members.map(([key, member]) => [key, withoutNulls(member)]));
}

/** As it was on the wire: validation has made instants of texts, and a Date is an object without members. */
const toJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/**
 * Applies a merge patch to what a client could have sent to create the resource as it is now.
 * @returns the fields that get another value; none for a patch that changes nothing
 * @throws Problem `validation-failed` when a field breaks its rule after the patch
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
