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
  /** Left out for what anyone may ask without signing in. */
  readonly policy?: OperationPolicy;
  /** How API Gateway knows who calls, where it is not by an access token; as `config/functions.ts` has the route. */
  readonly authorizer?: Extract<Authorizer, 'iam'>;
  /** Besides those that every operation of its kind can answer with. */
  readonly problems?: readonly ProblemKind[];
};

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** A route that asks for a permission; `transactional` and `inSteps` take its handler. */
export type OperationRoute = RouteConfig & { readonly policy: OperationPolicy };

/** What a route's handler gets, in one of the environments of `context.ts`. */
export type HandlerContext<Route extends RouteConfig, Env extends ApiEnv | TransactionEnv | StepsEnv> = Parameters<
  RouteHandler<Route, Env>
>[0];

/** What a route's handler may answer: the responses that the route declares, and no others. Problems are thrown. */
export type Answer<Route extends RouteConfig> = Response & WithoutBody<RouteConfigToTypedResponse<Route>>;

/** Hono has two types for a response without a body: the one of a route's declaration, and the one of `c.body(null)`. */
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
  'X-Request-Id': { description: 'Finds the request in the logs.', schema: { type: 'string', maxLength: 128 } },
} as const;

const etagHeader = {
  ETag: { description: 'The version, for If-Match and If-None-Match.', schema: { type: 'string', maxLength: 32 } },
} as const;

const locationHeader = {
  Location: {
    description: 'Path of the new resource.',
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
  /** The answer to a conditional read where the caller has the resource already. */
  notModified: { description: 'The caller has this version.', headers: { ...headers, ...etagHeader } },
};

/** The body of an operation that creates. */
export const jsonBody = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true as const,
  content: { 'application/json': { schema } },
});

/** The body of an operation that changes: the media type of RFC 7396, and JSON for clients that know no better. */
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

const ifMatchHeader = conditionalHeader('If-Match', 'Refuse the change unless the record still has this ETag.');
const ifNoneMatchHeader = conditionalHeader('If-None-Match', 'Answer 304 when the record still has this ETag.');

const replayedHeader = {
  'Idempotency-Replayed': {
    description: '`true` when this is the first answer to the Idempotency-Key again.',
    schema: { type: 'string', enum: ['true'] },
  },
};

const idempotencyKeyHeader = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'Makes a retry safe: the same key with the same request gives the first answer again for 24 hours.',
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]+$' },
} as const;

/** Refusals by the operation itself, which are kept as the answer to an Idempotency-Key. */
const storedRefusals = new Set([403, 404, 409, 422]);

const describeWait = (status: number): string =>
  status === 409 ? 'Seconds to wait while the first request with this Idempotency-Key still runs.' : 'Seconds to wait.';

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

/** Headers that an operation of this kind understands; handlers read them, validators need not. */
function listHeaders(method: Method, config: OperationConfig) {
  if (method === 'post') return [idempotencyKeyHeader];
  if (isChange(method)) return [ifMatchHeader];
  return '304' in config.responses ? [ifNoneMatchHeader] : [];
}

/** What a request passes before its validation and its handler. */
const buildMiddleware = (policy: OperationPolicy, mediaTypes: readonly string[]) => [
  enforce(policy, auditFailures(policy)),
  authorize(policy),
  ...(mediaTypes.length > 0 ? [readJsonBody(mediaTypes)] : []),
];

/**
 * Declares one operation: its route as the OpenAPI document has it, who may call it, and how the audit trail names it.
 * The problems that any operation of its kind can answer with are added to the document, not to the handler's types:
 * handlers throw them.
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
  // The document shows whatever can be enumerated in a route.
  for (const name of ['policy', 'problems', 'authorizer']) Object.defineProperty(declared, name, { enumerable: false });
  return declared;
}
