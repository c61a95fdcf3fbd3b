import type { RouteConfig, RouteConfigToTypedResponse, RouteHandler, z } from '@hono/zod-openapi';
import type { TypedResponse } from 'hono';
import type { Authorizer } from '../../config/functions.js';
import type { AuditedResource, OperationPolicy } from './audit.js';
import type { AnyEnv } from './context.js';
import { permissions, type Role } from './permissions.js';
import { ProblemDocument, type ProblemKind, problemKinds, problemMediaType } from './problem.js';
import type { ReplayRule } from './replay.js';

export type RequestSchemas = NonNullable<RouteConfig['request']>;
export type Responses = RouteConfig['responses'];

/** What an operation promises its clients. Problems that every operation of its kind can return are added. */
export interface PublicContract<Request = RequestSchemas, Declared = Responses> {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly request?: Request;
  readonly responses: Declared;
  /** Further problems. */
  readonly problems?: readonly ProblemKind[];
}

export interface Contract<Request = RequestSchemas, Declared = Responses> extends PublicContract<Request, Declared> {
  /** The router adds what it leaves out. */
  readonly policy: Omit<OperationPolicy, keyof AuditedResource> & Partial<AuditedResource>;
  /** What a retry with the same Idempotency-Key returns. Required for POST, and only for POST. */
  readonly replay?: ReplayRule;
  /** The roles of callers that can have what the operation is about, such as a record of their own. Defaults to all. */
  readonly callers?: readonly Role[];
  /** Set if API Gateway authenticates callers by IAM instead of an access token. Must match `config/functions.ts`. */
  readonly authorizer?: Extract<Authorizer, 'iam'>;
}

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** The responses that a handler can return: only those that its contract declares. Problems are thrown. */
type Answer<Route extends RouteConfig> = Response & WithoutBody<RouteConfigToTypedResponse<Route>>;

/** Hono types a response without a body in two ways: in a route's declaration and for `c.body(null)`. */
type WithoutBody<Declared> =
  Declared extends TypedResponse<unknown, infer Status, infer Format>
    ? string extends Format
      ? TypedResponse<null, Status, 'body'>
      : Declared
    : never;

/** The handler of an operation, in one of the environments of `context.ts`. */
export type OperationHandler<Route extends RouteConfig, Env extends AnyEnv> = (
  c: Parameters<RouteHandler<Route, Env>>[0],
) => Promise<Answer<Route>>;

const headers = {
  'X-Request-Id': { description: 'Identifies the request in the logs.', schema: { type: 'string', maxLength: 128 } },
} as const;

/** Headers that the OpenAPI document describes once. */
export const sharedHeaders = {
  RateLimit: {
    description:
      'The accesses to patient data that your account has left (`r`), and the seconds until the oldest counted one no longer counts (`t`). Absent if there is no limit.',
    schema: { type: 'string', maxLength: 64 },
    example: '"patient-data";r=598;t=41',
  },
  'RateLimit-Policy': {
    description: 'The limit: `q` accesses to patient data in `w` seconds.',
    schema: { type: 'string', maxLength: 64 },
    example: '"patient-data";q=600;w=60',
  },
} as const;

const allowanceHeaders = Object.fromEntries(
  Object.keys(sharedHeaders).map((name) => [name, { $ref: `#/components/headers/${name}` }]),
);

const etagHeader = {
  ETag: { description: 'The version, for `If-Match` and `If-None-Match`.', schema: { type: 'string', maxLength: 32 } },
} as const;

const locationHeader = {
  Location: {
    description: 'The path of the new resource.',
    schema: { type: 'string', format: 'uri-reference', maxLength: 256 },
  },
} as const;

const jsonResponse = <Schema extends z.ZodType>(description: string, schema: Schema, moreHeaders = {}) => ({
  description,
  headers: { ...headers, ...moreHeaders },
  content: { 'application/json': { schema } },
});

/** The responses that a contract can declare. */
export const response = {
  json: <Schema extends z.ZodType>(description: string, schema: Schema) => jsonResponse(description, schema),
  /** A resource with a version. */
  resource: <Schema extends z.ZodType>(description: string, schema: Schema) =>
    jsonResponse(description, schema, etagHeader),
  /** A new resource with a version. */
  created: <Schema extends z.ZodType>(description: string, schema: Schema) =>
    jsonResponse(description, schema, { ...etagHeader, ...locationHeader }),
  /** A new resource without a version. */
  added: <Schema extends z.ZodType>(description: string, schema: Schema) =>
    jsonResponse(description, schema, locationHeader),
  /** No body. */
  empty: (description: string) => ({ description, headers }),
};

/** Both responses of a conditional read. */
export const conditionalRead = <Schema extends z.ZodType>(description: string, schema: Schema) => ({
  200: response.resource(description, schema),
  304: {
    description: 'Not modified: the version in `If-None-Match` is current.',
    headers: { ...headers, ...etagHeader },
  },
});

export const jsonBody = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true as const,
  content: { 'application/json': { schema } },
});

/** A merge patch request body. Accepts the media type of RFC 7396, and plain JSON for clients that can't send it. */
export const mergePatchBody = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true as const,
  content: { 'application/merge-patch+json': { schema }, 'application/json': { schema } },
});

const conditionalHeader = (name: string, description: string) =>
  ({
    name,
    in: 'header',
    required: false,
    description,
    schema: { type: 'string', maxLength: 2000 },
  }) as const;

const ifMatchHeader = conditionalHeader('If-Match', 'Return 412 unless the resource still has this ETag.');
const ifNoneMatchHeader = conditionalHeader('If-None-Match', 'Return 304 if the resource still has this ETag.');

const replayedHeader = {
  'Idempotency-Replayed': {
    description: '`true` if an earlier request with the same Idempotency-Key did the work.',
    schema: { type: 'string', enum: ['true'] },
  },
};

const buildIdempotencyKeyHeader = (replay: ReplayRule | undefined) =>
  ({
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description:
      replay === 'run-again'
        ? 'For 24 hours, the same key works for the same request only. This operation changes nothing, so a retry runs it again.'
        : 'Makes retries safe: for 24 hours, the same key and request return the first response again. If you can no longer read the resource, a retry returns what a read returns.',
    schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]+$' },
  }) as const;

/** Problems that the operation itself returns, which are stored for the Idempotency-Key. */
const storedRefusals = new Set([403, 404, 409, 422]);

const describeWait = (status: number): string =>
  status === 409 ? 'Seconds to wait while the first request with this key is running.' : 'Seconds to wait.';

function buildProblemResponses(method: Method, config: PublicContract & Partial<Contract>): RouteConfig['responses'] {
  const kinds = [...new Set(listProblems(method, config))];
  const statuses = new Set(kinds.map((kind) => problemKinds[kind].status));
  const responses = [...statuses].map((status) => [
    status,
    {
      description: kinds
        .filter((kind) => problemKinds[kind].status === status)
        .map((kind) => `\`${kind}\`: ${problemKinds[kind].meaning}`)
        .join('\n\n'),
      headers: {
        ...headers,
        ...(status === 412 && etagHeader),
        ...(status === 429 && config.policy?.patientData && allowanceHeaders),
        ...(method === 'post' && storedRefusals.has(status) && replayedHeader),
        ...(status === 401 && { 'WWW-Authenticate': { schema: { type: 'string', maxLength: 200 } } }),
        ...((status === 429 || status === 503 || (status === 409 && method === 'post')) && {
          'Retry-After': { description: describeWait(status), schema: { type: 'string', maxLength: 10 } },
        }),
      },
      content: {
        [problemMediaType]: {
          schema: ProblemDocument,
          examples: Object.fromEntries(
            kinds
              .filter((kind) => problemKinds[kind].status === status)
              .map((kind) => [kind, { $ref: `#/components/examples/${kind}` }]),
          ),
        },
      },
    },
  ]);
  return Object.fromEntries(responses);
}

const isChange = (method: Method): boolean => ['patch', 'put', 'delete'].includes(method);

function listProblems(method: Method, config: PublicContract & Partial<Contract>): ProblemKind[] {
  const everywhere = ['uri-too-long', 'header-fields-too-large', 'too-many-requests', 'internal'] as const;
  if (!('policy' in config)) return [...everywhere, ...(config.problems ?? [])];
  const isPost = method === 'post';
  return [
    ...everywhere,
    'malformed-request',
    'unauthenticated',
    'forbidden',
    'validation-failed',
    'unavailable',
    // A replay returns `not-found` if the caller can no longer read the resource.
    ...(config.request?.params || typeof config.replay === 'object' ? (['not-found'] as const) : []),
    ...(config.request?.body ? (['payload-too-large', 'unsupported-media-type'] as const) : []),
    ...(isPost ? (['conflict', 'idempotency-key-reused'] as const) : []),
    ...(isChange(method) ? (['precondition-failed'] as const) : []),
    ...(config.problems ?? []),
  ];
}

/** Returns the request headers of an operation. Handlers read them without a validator. */
function listHeaders(
  method: Method,
  config: PublicContract & Partial<Contract>,
): NonNullable<RouteConfig['parameters']> {
  if (method === 'post') return [buildIdempotencyKeyHeader(config.replay)];
  if (isChange(method)) return [ifMatchHeader];
  return '304' in config.responses ? [ifNoneMatchHeader] : [];
}

/** Returns the roles that may call an operation. Undefined if it needs no authentication. */
function listCallers({ policy, authorizer, callers }: Partial<Contract>): readonly Role[] | undefined {
  if (policy === undefined) return undefined;
  const permitted: readonly Role[] = permissions[policy.permission];
  return permitted.filter((role) => (callers?.includes(role) ?? true) && (authorizer !== 'iam' || role === 'service'));
}

/**
 * Documents the roles, for people in the description and for tools in an extension. OpenAPI's own place for role names, a
 * security requirement, lists those that a caller must have together
 * (https://spec.openapis.org/oas/v3.1.0#security-requirement-object).
 */
const describeRoles = (roles: readonly Role[] | undefined, description: string) => ({
  description: roles ? `${description}\n\nRoles: ${roles.map((role) => `\`${role}\``).join(', ')}.` : description,
  ...(roles && { 'x-roles': roles }),
});

/** Builds the OpenAPI route of an operation with its common headers and problems. */
export function buildRoute(
  method: Method,
  path: string,
  tag: string,
  contract: PublicContract & Partial<Contract>,
): RouteConfig {
  const { operationId, summary, description, request, policy, authorizer = 'accessToken' } = contract;
  const added = { ...(method === 'post' && replayedHeader), ...(policy?.patientData && allowanceHeaders) };
  const described = Object.entries(contract.responses).map(([status, response]) => [
    status,
    response && { ...response, headers: { ...(response as { headers?: object }).headers, ...added } },
  ]);
  return {
    operationId,
    tags: [tag],
    summary,
    ...describeRoles(listCallers(contract), description),
    ...(request && { request }),
    responses: { ...buildProblemResponses(method, contract), ...Object.fromEntries(described) },
    method,
    path,
    security: policy === undefined ? [] : [{ [authorizer]: [] }],
    parameters: listHeaders(method, contract),
  };
}
