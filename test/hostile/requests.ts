import * as fc from 'fast-check';
import { bodyFor, type HostileBody } from './bodies.js';
import { headersFor, type Parameter, pathFor, queryFor } from './parameters.js';
import type { Schema, Schemas } from './schema-values.js';

/** The caller of a request; `stranger` is in no group, `nobody` is not signed in. */
const callerNames = ['admin', 'medic', 'staff', 'patient', 'service', 'stranger', 'nobody'] as const;
export type CallerName = (typeof callerNames)[number];

export interface HostileRequest {
  /** The operation that the request is generated for; altered paths and methods lead elsewhere. */
  readonly operationId: string;
  readonly caller: CallerName;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: HostileBody | undefined;
}

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

/** The part of an OpenAPI document that describes requests. */
export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Schemas };
}

const callerName: fc.Arbitrary<CallerName> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<CallerName>('admin') },
  { weight: 3, arbitrary: fc.constant<CallerName>('medic') },
  { weight: 5, arbitrary: fc.constantFrom(...callerNames) },
);

function requestFor(
  path: string,
  method: string,
  operation: Operation,
  schemas: Schemas,
): fc.Arbitrary<HostileRequest> {
  const { operationId, parameters = [], requestBody } = operation;
  const mediaTypes = Object.keys(requestBody?.content ?? {});
  const schema = requestBody?.content[mediaTypes[0] ?? '']?.schema;
  const body: fc.Arbitrary<HostileBody | undefined> = schema
    ? fc.option(bodyFor(mediaTypes, schema, schemas), { nil: undefined, freq: 30 })
    : fc.option(bodyFor(['application/json'], {}, schemas), { nil: undefined, freq: 1 });
  return fc.record({
    operationId: fc.constant(operationId),
    caller: callerName,
    method: fc.oneof(
      { weight: 40, arbitrary: fc.constant(method.toUpperCase()) },
      {
        weight: 1,
        arbitrary: fc.constantFrom('HEAD', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'TRACE', 'BREW', 'Patch', ''),
      },
    ),
    path: pathFor(path),
    query: queryFor(path, parameters, schemas),
    headers: headersFor(parameters),
    body,
  });
}

/** Generates requests for every operation of a document. */
export function requestsFor({ paths, components }: ApiDocument): fc.Arbitrary<HostileRequest> {
  const each = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => requestFor(path, method, operation, components.schemas)),
  );
  return fc.oneof(...each);
}
