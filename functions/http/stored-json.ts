import { z } from '@hono/zod-openapi';

const isPrimitive = (value: unknown): value is string | number | boolean =>
  ['string', 'number', 'boolean'].includes(typeof value);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Text is never shortened: a record may be longer than what the API accepts. */
const fitText = (schema: z.ZodType, text: string): string | undefined => {
  const { error } = schema.safeParse(text);
  return error?.issues.every(({ code }) => code === 'too_big') === false ? undefined : text;
};

function fitObject(schema: z.ZodObject, value: unknown, isWhole: boolean): unknown {
  if (!isObject(value)) return undefined;
  const members = Object.entries(schema.shape).map(([name, member]) => [
    name,
    fitValue(member as z.ZodType, value[name], isWhole),
  ]);
  const fitted = Object.fromEntries(members);
  const isComplete = members.every(([, member]) => member !== undefined);
  return isComplete && schema.safeParse(fitted).error?.issues.some(({ code }) => code !== 'too_big') !== true
    ? fitted
    : undefined;
}

/** Tries the alternatives. What fits none is text if text is allowed, so that nothing that was recorded disappears. */
function fitUnion(options: readonly z.ZodType[], value: unknown): unknown {
  for (const option of options) {
    const fitted =
      option instanceof z.ZodString && typeof value !== 'string' ? undefined : fitValue(option, value, true);
    if (fitted !== undefined) return fitted;
  }
  if (!options.some((option) => option instanceof z.ZodString)) return undefined;
  return isPrimitive(value) ? String(value) : JSON.stringify(value);
}

/** @param isWhole whether a member that doesn't fit makes the value unfit, instead of being null */
function fitValue(schema: z.ZodType, value: unknown, isWhole: boolean): unknown {
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional) {
    if (value === null || value === undefined) return null;
    return fitValue(schema.unwrap() as z.ZodType, value, isWhole) ?? (isWhole ? undefined : null);
  }
  if (schema instanceof z.ZodUnion) return fitUnion(schema.options as z.ZodType[], value);
  if (schema instanceof z.ZodObject) return fitObject(schema, value, isWhole);
  if (schema instanceof z.ZodArray) {
    const items = Array.isArray(value) ? value : value === null || value === undefined ? [] : [value];
    return items.map((item) => fitValue(schema.element as z.ZodType, item, false)).filter((item) => item !== undefined);
  }
  if (schema instanceof z.ZodString) return isPrimitive(value) ? fitText(schema, String(value)) : undefined;
  return schema.safeParse(value).data;
}

/**
 * Fits a JSON column to its response schema, because SQL and earlier releases can store what the API would refuse, and
 * one such row must not fail a whole list. A number or boolean becomes text where the schema has text, a missing list is
 * empty, and one value in place of a list is its only entry. A member that doesn't fit is null, an entry that doesn't fit
 * is left out, and what fits no alternative of a union is returned as text. Unknown members are left out.
 */
export const fitStored = <Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> | null =>
  (value === null ? null : (fitValue(schema, value, false) ?? null)) as z.output<Schema> | null;
