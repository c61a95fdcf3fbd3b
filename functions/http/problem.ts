import { z } from '@hono/zod-openapi';

interface ProblemKindDefinition {
  readonly status: 400 | 401 | 403 | 404 | 405 | 409 | 412 | 413 | 414 | 415 | 422 | 429 | 431 | 500 | 503;
  readonly title: string;
  /** For people who read the documentation: when this is the answer and what to do about it. */
  readonly meaning: string;
}

/** Every way in which the API says no. The class, the OpenAPI responses and the documentation are made from this. */
export const problemKinds = {
  'malformed-request': {
    status: 400,
    title: 'The request is malformed',
    meaning: 'The request can’t be read: broken JSON, a cursor that this list never gave, a header out of its syntax.',
  },
  unauthenticated: {
    status: 401,
    title: 'Sign in first',
    meaning: 'There is no valid access token. Get a new one and try again.',
  },
  forbidden: {
    status: 403,
    title: 'Not permitted',
    meaning: 'The caller’s role does not include this operation, or not for the fields named in `errors`.',
  },
  'not-found': {
    status: 404,
    title: 'Not found',
    meaning: 'There is no such thing, or the caller may not know of it; the two answers are the same.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'Method not allowed',
    meaning: 'The path exists, but not with this method; `Allow` lists those that it has.',
  },
  conflict: {
    status: 409,
    title: 'Conflict',
    meaning: 'The change contradicts what is stored, or a request with the same Idempotency-Key is still running.',
  },
  'slot-taken': {
    status: 409,
    title: 'The slot is taken',
    meaning: 'The medic or the patient has another live reservation in this time.',
  },
  'in-use': {
    status: 409,
    title: 'In use',
    meaning: 'Something that is still to come depends on this record; cancel that first.',
  },
  'illegal-transition': {
    status: 409,
    title: 'Illegal transition',
    meaning: 'The reservation’s status can’t become this one.',
  },
  'precondition-failed': {
    status: 412,
    title: 'Precondition failed',
    meaning: 'The record has changed since the version named in If-Match. Read it again and repeat the change.',
  },
  'payload-too-large': {
    status: 413,
    title: 'Payload too large',
    meaning: 'The body is larger than the API takes.',
  },
  'uri-too-long': {
    status: 414,
    title: 'The URL is too long',
    meaning: 'Path and query string together are longer than the API takes.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'Unsupported media type',
    meaning: 'The body is in none of the media types that the operation takes.',
  },
  'validation-failed': {
    status: 422,
    title: 'Validation failed',
    meaning: 'The request was understood, but parts of it break a rule; `errors` names each part and its rule.',
  },
  'idempotency-key-reused': {
    status: 422,
    title: 'Idempotency key reused',
    meaning: 'The same Idempotency-Key came before with another request. Use a new key for a new request.',
  },
  'too-many-requests': {
    status: 429,
    title: 'Too many requests',
    meaning: 'Wait for the time in Retry-After before the next request.',
  },
  'header-fields-too-large': {
    status: 431,
    title: 'The header fields are too large',
    meaning: 'The header fields together are longer than the API takes.',
  },
  internal: {
    status: 500,
    title: 'Internal error',
    meaning: 'Something failed that is not the caller’s fault. The request id finds it in the logs.',
  },
  unavailable: {
    status: 503,
    title: 'Temporarily unavailable',
    meaning: 'The service can’t do this right now. Try again after the time in Retry-After.',
  },
} as const satisfies Record<string, ProblemKindDefinition>;

export type ProblemKind = keyof typeof problemKinds;

/** One part of the request that breaks a rule. */
export interface ProblemPart {
  /** A JSON Pointer into the body, or `query/…`, `path/…`, `header/…`. */
  readonly pointer: string;
  readonly detail: string;
}

export interface ProblemOptions {
  readonly detail?: string;
  readonly errors?: readonly ProblemPart[];
  readonly headers?: Readonly<Record<string, string>>;
  /** Logged, never sent. */
  readonly cause?: unknown;
}

/** An answer that ends an operation; its changes to the database are rolled back. */
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

/** A body or parameter that breaks one rule. */
export const createValidationProblem = (pointer: string, detail: string): Problem =>
  new Problem('validation-failed', { errors: [{ pointer, detail }] });

export const problemMediaType = 'application/problem+json';

/** A path may be longer than anybody reads. */
const maximumInstanceLength = 2048;

/** RFC 9457, with the extension members `requestId` and `errors`. */
export const ProblemDocument = z
  .strictObject({
    type: z.string().max(100).openapi({ example: '/problems/not-found' }),
    title: z.string().max(200),
    status: z.int().min(400).max(599).openapi({ format: 'int32' }),
    detail: z.string().max(2000),
    instance: z.string().max(maximumInstanceLength).openapi({ description: 'The path that was asked for.' }),
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

/** The answer that a problem stands for. Absence and concealment give the same one, byte for byte. */
export function problemResponse(problem: Problem, request: { path: string; requestId: string }): Response {
  const { status, title, meaning } = problemKinds[problem.kind];
  const { detail, errors, headers } = problem.options;
  const body: ProblemDocument = {
    type: `/problems/${problem.kind}`,
    title,
    status,
    detail: detail ?? meaning,
    instance: request.path.slice(0, maximumInstanceLength),
    requestId: request.requestId,
    ...(errors && errors.length > 0 && { errors: errors.slice(0, 1000).map((part) => ({ ...part })) }),
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      'Content-Type': problemMediaType,
      ...(problem.kind === 'unauthenticated' && { 'WWW-Authenticate': 'Bearer' }),
      ...(problem.kind === 'unavailable' && { 'Retry-After': '5' }),
      ...headers,
    },
  });
}
