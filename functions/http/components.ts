import { getOpenApiMetadata, getRefId, type OpenAPIRegistry } from '@asteasolutions/zod-to-openapi';
import { z } from '@hono/zod-openapi';

const isSchema = (value: unknown): value is z.ZodType => value instanceof z.ZodType;

/** Returns the schemas that a schema consists of. */
function listParts(schema: z.ZodType): unknown[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) {
    return [schema.unwrap()];
  }
  if (schema instanceof z.ZodPipe) return [schema.in];
  if (schema instanceof z.ZodArray) return [schema.element];
  if (schema instanceof z.ZodUnion) return [...schema.options];
  return schema instanceof z.ZodObject ? Object.values(schema.shape) : [];
}

const isWrapper = (schema: z.ZodType): boolean =>
  schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault;

/** Yields a schema after its parts, because generating it would also generate the components of its parts. */
function* walk(schema: unknown): Generator<z.ZodType> {
  if (!isSchema(schema)) return;
  for (const part of listParts(schema)) yield* walk(part);
  yield schema;
}

function* listRouteSchemas({ definitions }: OpenAPIRegistry): Generator<z.ZodType> {
  for (const definition of definitions) {
    if (definition.type !== 'route') continue;
    const { request, responses } = definition.route;
    for (const answer of [request?.body, ...Object.values(responses)]) {
      const content = answer && 'content' in answer ? Object.values(answer.content ?? {}) : [];
      for (const medium of content) if (medium && 'schema' in medium) yield* walk(medium.schema);
    }
  }
}

/**
 * Registers the components of all routes. Without it, the generator gives a component the nullability of the first field
 * that uses it, and loses the nullability of the others.
 *
 * @throws Error for a nullable field with a `type` in its metadata, which the generator would take instead of null
 */
export function registerComponents(registry: OpenAPIRegistry): void {
  const registered = new Set<string>();
  for (const schema of [...listRouteSchemas(registry)]) {
    const name = getRefId(schema);
    const { type } = getOpenApiMetadata(schema);
    if (type !== undefined && schema.safeParse(null).success) {
      throw new Error(
        `A nullable field has the type ${type}. Remove \`type\` from its metadata (${name ?? 'unnamed'}).`,
      );
    }
    if (name === undefined || isWrapper(schema) || registered.has(name)) continue;
    registered.add(name);
    registry.register(name, schema);
  }
}

interface JsonObject {
  readonly [key: string]: unknown;
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Rewrites the references of an OpenAPI document that allow null or have a description. The generator writes them as
 * `allOf`, which can't add null to a component that doesn't allow it.
 */
export function rewriteReferences(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(rewriteReferences);
  if (!isObject(node)) return node;
  const [base, override] = Array.isArray(node.allOf) ? node.allOf : [];
  if (isObject(base) && isObject(override) && typeof base.$ref === 'string') {
    const { type, ...siblings } = override;
    const isNullable = Array.isArray(type) && type.includes('null');
    return isNullable ? { anyOf: [base, { type: 'null' }], ...siblings } : { ...base, ...siblings };
  }
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, rewriteReferences(value)]));
}
