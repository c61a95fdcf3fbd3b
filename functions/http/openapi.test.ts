import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { FileRules, parseEnvironment } from '../../config/environment.js';
import { createApiRouters, localAgent, renderOpenApiDocument } from '../local/functions.js';
import { createLocalObjects } from '../local/objects.js';
import { glossary, selfEvidentFields } from './glossary.js';
import { problemKinds } from './problem.js';

interface Schema {
  readonly $ref?: string;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly description?: string;
}

interface Content {
  readonly schema: Schema;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { value?: unknown; $ref?: string }>>;
}

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly {
    name: string;
    in: string;
    schema: Schema;
    description?: string;
    example?: unknown;
  }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Content>> };
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, Content>> }>>;
}

const objects = createLocalObjects({ folder: '/nonexistent', origin: 'http://localhost', now: () => new Date(0) });
const files = { objects, rules: parseEnvironment(FileRules, {}) };
const text = renderOpenApiDocument(createApiRouters({ files, agent: localAgent }));
const document = JSON.parse(text) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly examples: Readonly<Record<string, { readonly value: unknown }>>;
  };
};
const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));

const ajv = new Ajv2020({ strict: false, allErrors: true });
// The package's types describe its CommonJS default export.
(addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
ajv.addSchema({ $id: 'openapi', components: document.components });

/** Returns what is wrong with an example of a schema. */
function findErrors(schema: Schema, value: unknown): string[] {
  const validate = ajv.compile(
    JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"openapi#/components/')),
  );
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const listExamples = ({ example, examples = {} }: Content): unknown[] => [
  ...(example === undefined ? [] : [example]),
  ...Object.values(examples).map(({ value, $ref }) =>
    $ref === undefined ? value : document.components.examples[$ref.split('/').at(-1) ?? '']?.value,
  ),
];

const listContents = (operation: Operation): [place: string, content: Content][] => [
  ...Object.entries(operation.requestBody?.content ?? {}),
  ...Object.entries(operation.responses).flatMap(([status, { content = {} }]) =>
    Object.entries(content).map(([mediaType, media]): [string, Content] => [`${status} ${mediaType}`, media]),
  ),
];

function* listFields(schema: Schema, path: string): Generator<[path: string, field: Schema]> {
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    yield [`${path}.${name}`, property];
    yield* listFields(property, `${path}.${name}`);
  }
  for (const part of [...(schema.anyOf ?? []), ...(schema.items ? [schema.items] : [])]) yield* listFields(part, path);
}

describe('the OpenAPI document', () => {
  it.each(operations.map((operation) => [operation.operationId, operation] as const))(
    'has valid examples of each parameter, body and response of %s',
    (_operationId, operation) => {
      for (const { name, schema, example } of operation.parameters ?? []) {
        expect([name, example]).not.toEqual([name, undefined]);
        expect([name, findErrors(schema, example)]).toEqual([name, []]);
      }
      for (const [place, content] of listContents(operation)) {
        const found = listExamples(content);
        if (!place.endsWith('text/html')) expect([place, found.length]).not.toEqual([place, 0]);
        for (const example of found) expect([place, findErrors(content.schema, example)]).toEqual([place, []]);
      }
    },
  );

  it('shows an example of each kind of problem that an operation returns', () => {
    const listed = Object.keys(document.components.examples);
    const everywhere = Object.keys(problemKinds).filter((kind) => text.includes(`#/components/examples/${kind}"`));
    expect(listed.sort()).toEqual(everywhere.sort());
    // Only requests without an operation get this one.
    expect(Object.keys(problemKinds).filter((kind) => !listed.includes(kind))).toEqual(['method-not-allowed']);
  });

  it('describes each field whose name does not say everything, and each parameter', () => {
    const fields = Object.entries(document.components.schemas).flatMap(([name, schema]) => [
      ...listFields(schema, name),
    ]);
    const missing = fields
      .filter(([path, { description }]) => !description && !selfEvidentFields.has(path.split('.').at(-1) ?? ''))
      .map(([path]) => path);
    const parameters = operations.flatMap(({ operationId, parameters = [] }) =>
      parameters.filter(({ description }) => !description).map(({ name }) => `${operationId} ${name}`),
    );
    expect([...missing, ...parameters]).toEqual([]);
    expect(fields.length).toBeGreaterThan(300);
  });

  it('uses each description of the glossary', () => {
    expect(Object.entries(glossary).filter(([, description]) => !text.includes(JSON.stringify(description)))).toEqual(
      [],
    );
  });
});
