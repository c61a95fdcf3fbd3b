import type { components } from './schema.js';

type Problem = components['schemas']['Problem'];

/** The kinds of problems that the API returns, such as `slot-taken`. */
export type ProblemKind = Problem['type'] extends `/problems/${infer Kind}` ? Kind : never;

/** A part of a request that is invalid, by a JSON Pointer into the body or by `query/…`, `path/…` or `header/…`. */
export interface ProblemPart {
  readonly pointer: string;
  readonly detail: string;
}

/** An error response of the API. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  /** `other` for a response that isn't a problem document, for example of a proxy. */
  readonly kind: ProblemKind | 'other';
  readonly status: number;
  readonly title: string;
  readonly detail: string | undefined;
  readonly errors: readonly ProblemPart[];
  /** Finds the request in the server's logs. */
  readonly requestId: string | undefined;
  /** Seconds to wait before the next request. */
  readonly retryAfterSeconds: number | undefined;

  constructor(response: Response, problem: Partial<Problem>) {
    const title = problem.title ?? (response.statusText || `Status ${response.status}`);
    super(problem.detail ?? title);
    this.kind = (problem.type?.replace('/problems/', '') as ProblemKind | undefined) ?? 'other';
    this.status = response.status;
    this.title = title;
    this.detail = problem.detail;
    this.errors = problem.errors ?? [];
    this.requestId = problem.requestId ?? response.headers.get('X-Request-Id') ?? undefined;
    this.retryAfterSeconds = readRetryAfter(response);
  }
}

/** Returns the `Retry-After` of a response in seconds. */
export function readRetryAfter({ headers }: Response): number | undefined {
  const seconds = Number(headers.get('Retry-After') ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds : undefined;
}

/** Reads the problem document of an error response. */
export async function readProblem(response: Response): Promise<ProblemError> {
  const isProblem = response.headers.get('Content-Type')?.startsWith('application/problem+json');
  const problem = isProblem ? ((await response.json().catch(() => ({}))) as Partial<Problem>) : {};
  return new ProblemError(response, problem);
}
