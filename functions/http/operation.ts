import type { RouteConfig, RouteConfigToTypedResponse, RouteHandler, z } from '@hono/zod-openapi';
import type { TypedResponse } from 'hono';
import type { Authorizer } from '../../config/functions.js';
import type { OperationPolicy } from './audit.js';
import { readJsonBody } from './body.js';
import type { ApiEnv, StepsEnv, TransactionEnv } from './context.js';
import { ProblemDocument, type ProblemKind, problemKinds, problemMediaType } from './problem.js';
import { auditFailures, authorize, enforce } from './router.js';

type OperationConfig = Omit<RouteConfig, 'method' | 'path' | 'middleware'> & {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  /** Absent if the operation needs no authentication. */
  readonly policy?: OperationPolicy;
  /** Set if API Gateway authenticates callers by IAM instead of an access token. Must match `config/functions.ts`. */
  readonly authorizer?: Extract<Authorizer, 'iam'>;
  /** Problems beyond those that every operation of this kind can return. */
  readonly problems?: readonly ProblemKind[];
};

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** A route that requires a permission. `transactional` or `inSteps` wraps its handler. */
export type OperationRoute = RouteConfig & { readonly policy: OperationPolicy };

/** The context of a route's handler, in one of the environments of `context.ts`. */
export type HandlerContext<Route extends RouteConfig, Env extends ApiEnv | TransactionEnv | StepsEnv> = Parameters<
  RouteHandler<Route, Env>
>[0];

/** The responses that a route's handler can return: only those that the route declares. Problems are thrown. */
export type Answer<Route extends RouteConfig> = Response & WithoutBody<RouteConfigToTypedResponse<Route>>;

/** Hono types a response without a body in two ways: in a route's declaration and for `c.body(null)`. */
type WithoutBody<Declared> =
  Declared extends TypedResponse<unknown, infer Status, infer Format>
    ? string extends Format
      ? TypedResponse<null, Status, 'body'>
      : Declared
    : never;

export type OperationHandler<Route extends RouteConfig, Env extends ApiEnv | TransactionEnv | StepsEnv> = (
  c: HandlerContext<Route, Env>,
) => Promise<Answer<Route>>;

const headers = {
  'X-Request-Id': { description: 'Identifies the request in the logs.', schema: { type: 'string', maxLength: 128 } },
} as const;

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

/** The responses that a route can declare; problems are declared for it. */
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
  /** The response to a conditional read if the caller has the current version. */
  notModified: {
    description: 'Not modified: the version in `If-None-Match` is current.',
    headers: { ...headers, ...etagHeader },
  },
};

export const jsonBody = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true as const,
  content: { 'application/json': { schema } },
});

/** A merge patch request body. Accepts the media type of RFC 7396, and plain JSON for clients that can't send it. */
export const mergePatchBody = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true as const,
  content: { 'application/merge-patch+json': { schema }, 'application/json': { schema } },
});

const conditionalHeader = (name: string, description: string) => ({
  name,
  in: 'header',
  required: false,
  description,
  schema: { type: 'string', maxLength: 2000 },
});

const ifMatchHeader = conditionalHeader('If-Match', 'Return 412 unless the resource still has this ETag.');
const ifNoneMatchHeader = conditionalHeader('If-None-Match', 'Return 304 if the resource still has this ETag.');

const replayedHeader = {
  'Idempotency-Replayed': {
    description: '`true` if this is the stored response to an earlier request with the same Idempotency-Key.',
    schema: { type: 'string', enum: ['true'] },
  },
};

const idempotencyKeyHeader = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'Makes retries safe: for 24 hours, the same key and request return the first response again.',
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]+$' },
} as const;

/** Problems that the operation itself returns, which are stored for the Idempotency-Key. */
const storedRefusals = new Set([403, 404, 409, 422]);

const describeWait = (status: number): string =>
  status === 409 ? 'Seconds to wait while the first request with this key is running.' : 'Seconds to wait.';

function buildProblemResponses(method: Method, config: OperationConfig): RouteConfig['responses'] {
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
        ...(method === 'post' && storedRefusals.has(status) && replayedHeader),
        ...(status === 401 && { 'WWW-Authenticate': { schema: { type: 'string', maxLength: 200 } } }),
        ...((status === 429 || status === 503 || (status === 409 && method === 'post')) && {
          'Retry-After': { description: describeWait(status), schema: { type: 'string', maxLength: 10 } },
        }),
      },
      content: { [problemMediaType]: { schema: ProblemDocument } },
    },
  ]);
  return Object.fromEntries(responses);
}

const isChange = (method: Method): boolean => ['patch', 'put', 'delete'].includes(method);

function listProblems(method: Method, config: OperationConfig): ProblemKind[] {
  const everywhere = ['uri-too-long', 'header-fields-too-large', 'too-many-requests', 'internal'] as const;
  if (config.policy === undefined) return [...everywhere];
  const isPost = method === 'post';
  return [
    ...everywhere,
    'malformed-request',
    'unauthenticated',
    'forbidden',
    'validation-failed',
    'unavailable',
    ...(config.request?.params ? (['not-found'] as const) : []),
    ...(config.request?.body ? (['payload-too-large', 'unsupported-media-type'] as const) : []),
    ...(isPost ? (['conflict', 'idempotency-key-reused'] as const) : []),
    ...(isChange(method) ? (['precondition-failed'] as const) : []),
    ...(config.problems ?? []),
  ];
}

/** Returns the request headers of an operation. Handlers read them without a validator. */
function listHeaders(method: Method, config: OperationConfig) {
  if (method === 'post') return [idempotencyKeyHeader];
  if (isChange(method)) return [ifMatchHeader];
  return '304' in config.responses ? [ifNoneMatchHeader] : [];
}

/** The middleware that runs before validation and the handler. */
const buildMiddleware = (policy: OperationPolicy, mediaTypes: readonly string[]) => [
  enforce(policy, auditFailures(policy)),
  authorize(policy),
  ...(mediaTypes.length > 0 ? [readJsonBody(mediaTypes)] : []),
];

/**
 * Declares one operation: its OpenAPI route, the permission it requires and how the audit trail records it. Common
 * problems are added to the document but not to the handler's types, because handlers throw them.
 */
export function route<const Verb extends Method, const Path extends string, const Config extends OperationConfig>(
  method: Verb,
  path: Path,
  config: Config,
): Config & { method: Verb; path: Path } {
  const { policy, authorizer, request } = config;
  const described = Object.entries(config.responses).map(([status, response]) => [
    status,
    method === 'post' && response
      ? { ...response, headers: { ...(response as { headers?: object }).headers, ...replayedHeader } }
      : response,
  ]);
  const declared = {
    ...config,
    method,
    path,
    security: policy === undefined ? [] : [{ [authorizer ?? 'accessToken']: [] }],
    parameters: listHeaders(method, config),
    responses: { ...buildProblemResponses(method, config), ...Object.fromEntries(described) },
    ...(policy && { middleware: buildMiddleware(policy, Object.keys(request?.body?.content ?? {})) }),
  };
  // The document shows every enumerable property of a route.
  for (const name of ['policy', 'problems', 'authorizer']) Object.defineProperty(declared, name, { enumerable: false });
  return declared;
}
