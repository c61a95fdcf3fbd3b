interface JsonObject {
  readonly [key: string]: unknown;
}

interface OpenApiComponents {
  readonly components?: { readonly schemas?: Record<string, unknown> };
}

const nothing = { type: 'null' } as const;
const prefix = '#/components/schemas/';

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const acceptsNull = (type: unknown): boolean => type === 'null' || (Array.isArray(type) && type.includes('null'));

/** Removes null from the types of a schema. */
function withoutNull(schema: JsonObject): JsonObject {
  const { type, anyOf, ...rest } = schema;
  const types = Array.isArray(type) ? type.filter((name) => name !== 'null') : type;
  return {
    ...(type !== undefined && { type: Array.isArray(types) && types.length === 1 ? types[0] : types }),
    ...(Array.isArray(anyOf) && { anyOf: anyOf.filter((part) => !isNull(part)) }),
    ...rest,
  };
}

const isNull = (schema: unknown): boolean => isObject(schema) && schema.type === 'null';

const isNullable = (schema: unknown): boolean =>
  isObject(schema) && (acceptsNull(schema.type) || (Array.isArray(schema.anyOf) && schema.anyOf.some(isNull)));

/**
 * Moves null from components to the references that allow it. The generator gives a component the nullability of the
 * first field that uses it, and marks the other fields with `allOf`, which can only remove null.
 */
export function clarifyNullableReferences<Document extends OpenApiComponents>(document: Document): Document {
  const schemas = document.components?.schemas ?? {};
  const nullable = new Set(
    Object.entries(schemas).flatMap(([name, schema]) => (isNullable(schema) ? [`${prefix}${name}`] : [])),
  );

  const refer = (reference: string, isAllowed: boolean, siblings: JsonObject): JsonObject =>
    isAllowed ? { anyOf: [{ $ref: reference }, nothing], ...siblings } : { $ref: reference, ...siblings };

  function rewrite(node: unknown): unknown {
    if (Array.isArray(node)) return node.map(rewrite);
    if (!isObject(node)) return node;
    if (typeof node.$ref === 'string') {
      const { $ref, ...siblings } = node;
      return refer(node.$ref, nullable.has(node.$ref), siblings);
    }
    const [base, override] = Array.isArray(node.allOf) ? node.allOf : [];
    if (isObject(base) && typeof base.$ref === 'string' && isObject(override)) {
      const { type, ...siblings } = override;
      return refer(base.$ref, type === undefined ? nullable.has(base.$ref) : acceptsNull(type), siblings);
    }
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, rewrite(value)]));
  }

  const clarified = Object.entries(schemas).map(([name, schema]) => [
    name,
    rewrite(isObject(schema) && nullable.has(`${prefix}${name}`) ? withoutNull(schema) : schema),
  ]);
  const rest = rewrite({ ...document, components: { ...document.components, schemas: {} } }) as Document;
  return { ...rest, components: { ...rest.components, schemas: Object.fromEntries(clarified) } };
}
