/** A schema of the OpenAPI document. */
export interface DescribedSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly DescribedSchema[];
  readonly items?: DescribedSchema;
  readonly properties?: Readonly<Record<string, DescribedSchema>>;
  readonly description?: string;
}

type Content = Readonly<Record<string, { readonly schema: DescribedSchema }>>;

export interface Operation {
  readonly operationId: string;
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
}

export interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, DescribedSchema>> };
}

export const listTypes = (schema: DescribedSchema): readonly string[] => [schema.type ?? []].flat();

/** Returns the alternatives of a schema, without references. */
export function listParts({ components }: Document, schema: DescribedSchema): DescribedSchema[] {
  const name = schema.$ref?.split('/').at(-1);
  const resolved = name === undefined ? schema : (components.schemas[name] ?? {});
  return resolved.anyOf ? resolved.anyOf.flatMap((part) => listParts({ components, paths: {} }, part)) : [resolved];
}

export const acceptsNull = (document: Document, schema: DescribedSchema): boolean =>
  listParts(document, schema).some((part) => listTypes(part).includes('null'));

/**
 * Returns the places where a value of one schema can't be sent as another, as the type checker of a generated client
 * compares them: lengths and patterns are not types.
 */
export function findMismatches(document: Document, read: DescribedSchema, sent: DescribedSchema, path = ''): string[] {
  const targets = listParts(document, sent);
  return listParts(document, read).flatMap((part) =>
    listTypes(part).flatMap((type) => {
      const mismatches = targets
        .filter((target) => listTypes(target).includes(type))
        .map((target) => compare(document, type, part, target, path));
      return mismatches.find(({ length }) => length === 0) ?? mismatches[0] ?? [`${path}: ${type}`];
    }),
  );
}

function compare(
  document: Document,
  type: string,
  read: DescribedSchema,
  sent: DescribedSchema,
  path: string,
): string[] {
  if (type === 'array') return findMismatches(document, read.items ?? {}, sent.items ?? {}, `${path}/*`);
  if (type === 'object') {
    return Object.entries(read.properties ?? {}).flatMap(([name, property]) => {
      const target = sent.properties?.[name];
      return target ? findMismatches(document, property, target, `${path}/${name}`) : [`${path}/${name}: unknown`];
    });
  }
  const isSubset = !sent.enum || read.enum?.every((value) => sent.enum?.includes(value));
  return isSubset ? [] : [`${path}: values`];
}
