import { createRoute, type RouteConfig, type z } from '@hono/zod-openapi';
import type { Authorizer } from '../../config/functions.js';
import type { AuditedOperation } from './audit.js';
import type { Permission } from './permissions.js';
import { ProblemDocument, type ProblemKind, problemKinds, problemMediaType } from './problem.js';

/** What an operation is besides its route: who may, and what it is on the audit trail. */
export interface OperationPolicy {
  readonly permission: Permission;
  readonly audit: AuditedOperation;
  /** For what waits for something slow, such as a model: no transaction is open meanwhile. See steps.ts. */
  readonly inSteps?: true;
}

type OperationConfig = Omit<RouteConfig, 'path'> & {
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

const headers = {
  'X-Request-Id': { description: 'Finds the request in the logs.', schema: { type: 'string', maxLength: 128 } },
} as const;

export const etagHeader = {
  ETag: { description: 'The version, for If-Match and If-None-Match.', schema: { type: 'string', maxLength: 32 } },
} as const;

export const locationHeader = {
  Location: {
    description: 'Path of the new resource.',
    schema: { type: 'string', format: 'uri-reference', maxLength: 256 },
  },
} as const;

/** A JSON answer of an operation. */
export const jsonResponse = <Schema extends z.ZodType, Headers extends object>(
  description: string,
  schema: Schema,
  moreHeaders?: Headers,
) => ({
  description,
  headers: { ...headers, ...moreHeaders },
  content: { 'application/json': { schema } },
});

/** An answer without a body. */
export const emptyResponse = (description: string, moreHeaders: object = {}) => ({
  description,
  headers: { ...headers, ...moreHeaders },
});

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

function buildProblemResponses(config: OperationConfig): RouteConfig['responses'] {
  const kinds = [...new Set(listProblems(config))];
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
        ...(config.method === 'post' && storedRefusals.has(status) && replayedHeader),
        ...(status === 401 && { 'WWW-Authenticate': { schema: { type: 'string', maxLength: 200 } } }),
        ...((status === 429 || status === 503 || (status === 409 && config.method === 'post')) && {
          'Retry-After': { description: describeWait(status), schema: { type: 'string', maxLength: 10 } },
        }),
      },
      content: { [problemMediaType]: { schema: ProblemDocument } },
    },
  ]);
  return Object.fromEntries(responses);
}

const isChange = (config: OperationConfig): boolean => ['patch', 'put', 'delete'].includes(config.method);

function listProblems(config: OperationConfig): ProblemKind[] {
  const everywhere = ['uri-too-long', 'header-fields-too-large', 'too-many-requests', 'internal'] as const;
  if (config.policy === undefined) return [...everywhere];
  const isPost = config.method === 'post';
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
    ...(isChange(config) ? (['precondition-failed'] as const) : []),
    ...(config.problems ?? []),
  ];
}

/** Headers that an operation of this kind understands; handlers read them, validators need not. */
function listHeaders(config: OperationConfig) {
  if (config.method === 'post') return [idempotencyKeyHeader];
  if (isChange(config)) return [ifMatchHeader];
  return '304' in config.responses ? [ifNoneMatchHeader] : [];
}

/**
 * Declares one operation: its route as the OpenAPI document has it, who may call it, and how the audit trail names it.
 * The problems that any operation of its kind can answer with are added to the document, not to the handler's types:
 * handlers throw them.
 */
export function operation<Path extends string, const Config extends OperationConfig & { path: Path }>(config: Config) {
  const { responses, problems: _described, authorizer, ...rest } = config;
  const problems = buildProblemResponses(config);
  const described = Object.entries(responses).map(([status, response]) => [
    status,
    config.method === 'post' && response
      ? { ...response, headers: { ...(response as { headers?: object }).headers, ...replayedHeader } }
      : response,
  ]);
  const declared = {
    ...rest,
    security: config.policy === undefined ? [] : [{ [authorizer ?? 'accessToken']: [] }],
    parameters: listHeaders(config),
    responses: { ...problems, ...Object.fromEntries(described) },
  };
  return createRoute<Path, Config>(declared as unknown as Config);
}
