import { z } from '@hono/zod-openapi';

interface ProblemKindDefinition {
  readonly status: 400 | 401 | 403 | 404 | 405 | 409 | 412 | 413 | 414 | 415 | 422 | 429 | 431 | 500 | 503;
  readonly title: string;
  /** Documentation for clients: when this problem occurs and what to do about it. */
  readonly meaning: string;
}

/** Every problem the API can return. The error class, OpenAPI responses and documentation derive from it. */
export const problemKinds = {
  'malformed-request': {
    status: 400,
    title: 'Malformed request',
    meaning: "The request can't be read: it has invalid JSON, an invalid header or a cursor from another list.",
  },
  unauthenticated: {
    status: 401,
    title: 'Authentication required',
    meaning: 'The access token is missing, invalid or expired. Get a new one and try again.',
  },
  forbidden: {
    status: 403,
    title: 'Not permitted',
    meaning: "Your role doesn't allow this operation, or doesn't allow setting the fields listed in `errors`.",
  },
  'not-found': {
    status: 404,
    title: 'Not found',
    meaning: "The resource doesn't exist or you don't have access to it.",
  },
  'method-not-allowed': {
    status: 405,
    title: 'Method not allowed',
    meaning: "The resource doesn't support this method. `Allow` lists the supported ones.",
  },
  conflict: {
    status: 409,
    title: 'Conflict',
    meaning:
      'The request conflicts with stored data, or another request with the same Idempotency-Key is still running.',
  },
  'slot-taken': {
    status: 409,
    title: 'Slot already taken',
    meaning: 'The medic or the patient already has a reservation at that time.',
  },
  'in-use': {
    status: 409,
    title: 'Resource in use',
    meaning: 'The resource has upcoming reservations. Cancel them first.',
  },
  'illegal-transition': {
    status: 409,
    title: 'Illegal status transition',
    meaning: "The reservation can't change from its current status to the requested one.",
  },
  'precondition-failed': {
    status: 412,
    title: 'Precondition failed',
    meaning: 'The resource has changed since the version in `If-Match`. Read it again, then retry the change.',
  },
  'payload-too-large': {
    status: 413,
    title: 'Payload too large',
    meaning: 'The request body is too large.',
  },
  'uri-too-long': {
    status: 414,
    title: 'URL too long',
    meaning: 'The path and query string are too long.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'Unsupported media type',
    meaning: "The request body has a media type or encoding that this operation doesn't support.",
  },
  'validation-failed': {
    status: 422,
    title: 'Validation failed',
    meaning: 'The request is readable but breaks one or more rules. `errors` lists each invalid part and its rule.',
  },
  'idempotency-key-reused': {
    status: 422,
    title: 'Idempotency key reused',
    meaning: 'This Idempotency-Key was already used for a different request. Use a new key for each new request.',
  },
  'too-many-requests': {
    status: 429,
    title: 'Too many requests',
    meaning: 'The rate limit is exceeded. Retry after the time in `Retry-After`.',
  },
  'header-fields-too-large': {
    status: 431,
    title: 'Header fields too large',
    meaning: 'The request headers are too large.',
  },
  internal: {
    status: 500,
    title: 'Internal error',
    meaning: 'An unexpected error occurred. Contact support with the request id.',
  },
  unavailable: {
    status: 503,
    title: 'Temporarily unavailable',
    meaning: 'The service is temporarily unavailable. Retry after the time in `Retry-After`.',
  },
} as const satisfies Record<string, ProblemKindDefinition>;

export type ProblemKind = keyof typeof problemKinds;

type ProblemType = `/problems/${ProblemKind}`;

/** Returns the path of the page that explains a kind of problem. */
export const toProblemType = (kind: ProblemKind): ProblemType => `/problems/${kind}`;

export const isProblemKind = (text: string): text is ProblemKind => Object.hasOwn(problemKinds, text);

const problemTypes = (Object.keys(problemKinds) as [ProblemKind, ...ProblemKind[]]).map(toProblemType);

export interface ProblemPart {
  /** A JSON Pointer into the body, or `query/…`, `path/…`, `header/…`. */
  readonly pointer: string;
  readonly detail: string;
}

export interface ProblemOptions {
  readonly detail?: string;
  readonly errors?: readonly ProblemPart[];
  readonly headers?: Readonly<Record<string, string>>;
  /** True for a refusal that must leave a trace, such as a counted try: its transaction commits. */
  readonly isCommitted?: true;
  /** Logged, never sent. */
  readonly cause?: unknown;
}

/** An error that ends an operation with a problem response and rolls back its transaction. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly kind: ProblemKind;
  readonly options: ProblemOptions;

  constructor(kind: ProblemKind, options: ProblemOptions = {}) {
    super(options.detail ?? problemKinds[kind].title, { cause: options.cause });
    this.kind = kind;
    this.options = options;
  }

  get status(): (typeof problemKinds)[ProblemKind]['status'] {
    return problemKinds[this.kind].status;
  }
}

export const createValidationProblem = (pointer: string, detail: string): Problem =>
  new Problem('validation-failed', { errors: [{ pointer, detail }] });

export const problemMediaType = 'application/problem+json';

/** Longer paths are cut in `instance`. */
const maximumInstanceLength = 2048;

/** A problem document (RFC 9457) with the extension members `requestId` and `errors`. */
export const ProblemDocument = z
  .strictObject({
    type: z.enum(problemTypes).openapi({ description: 'The path of the page that explains this kind of problem.' }),
    title: z.string().max(200),
    status: z.int().min(400).max(599).openapi({ format: 'int32' }),
    detail: z.string().max(2000),
    instance: z.string().max(maximumInstanceLength).openapi({ description: 'The path of the request.' }),
    requestId: z.string().max(128),
    errors: z
      .array(
        z.strictObject({
          pointer: z.string().max(500).openapi({
            description: 'A JSON Pointer into the body, or `query/…`, `path/…`, `header/…`.',
            example: '/birthDate',
          }),
          detail: z.string().max(2000),
        }),
      )
      .max(1000)
      .optional(),
  })
  .openapi('Problem');
export type ProblemDocument = z.infer<typeof ProblemDocument>;

/** What the page of a kind of problem says. */
export const ProblemKindDescription = z
  .strictObject({
    type: z.enum(problemTypes).openapi({ description: 'The `type` of the problem documents of this kind.' }),
    title: z.string().max(200),
    status: z.int().min(400).max(599).openapi({ format: 'int32', description: 'The status code of the response.' }),
    meaning: z.string().max(2000).openapi({ description: 'When this problem occurs, and what to do about it.' }),
  })
  .openapi('ProblemKind');
export type ProblemKindDescription = z.infer<typeof ProblemKindDescription>;

interface ProblemRequest {
  readonly path: string;
  readonly requestId: string;
}

/** Builds the document of a problem. */
export function buildProblemDocument(problem: Problem, request: ProblemRequest): ProblemDocument {
  const { status, title, meaning } = problemKinds[problem.kind];
  const { detail, errors } = problem.options;
  return {
    type: toProblemType(problem.kind),
    title,
    status,
    detail: detail ?? meaning,
    instance: request.path.slice(0, maximumInstanceLength),
    requestId: request.requestId,
    ...(errors && errors.length > 0 && { errors: errors.slice(0, 1000).map((part) => ({ ...part })) }),
  };
}

/** Converts a problem to a response. A missing record and a hidden one get the same response, byte for byte. */
export function problemResponse(problem: Problem, request: ProblemRequest): Response {
  return new Response(JSON.stringify(buildProblemDocument(problem, request)), {
    status: problem.status,
    headers: {
      'Content-Type': problemMediaType,
      ...(problem.kind === 'unauthenticated' && { 'WWW-Authenticate': 'Bearer' }),
      ...(problem.kind === 'unavailable' && { 'Retry-After': '5' }),
      ...problem.options.headers,
    },
  });
}
