import type { HostileRequest } from './requests.js';
import type { AttackTarget, ReceivedAnswer } from './target.js';

const maxAnswerMilliseconds = 10_000;

const methodSyntax = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const methodsRefusedByFetch = new Set(['CONNECT', 'TRACE', 'TRACK']);

/** Other events reach no operation. */
function isHttp({ method, headers, path }: HostileRequest): boolean {
  if (!methodSyntax.test(method) || methodsRefusedByFetch.has(method.toUpperCase())) return false;
  try {
    new Headers(headers.map(([name, value]): [string, string] => [name, value]));
    new URL(`https://localhost${path}`);
    return true;
  } catch {
    return false;
  }
}

/** @returns the first fault of a response; undefined if the document describes it */
export function findAnswerFault(
  request: HostileRequest,
  sent: ReceivedAnswer,
  target: AttackTarget,
): string | undefined {
  const { status, path, text, durationMilliseconds } = sent;
  const headers = new Headers(
    Object.entries(sent.headers).map(([name, value]): [string, string] => [name, String(value)]),
  );
  // The database is healthy, so a 503 must be caused by the request.
  if (status >= 500) return `returned ${status}`;
  if (durationMilliseconds > maxAnswerMilliseconds) return `took more than ${maxAnswerMilliseconds} ms`;
  if (!/^[A-Za-z0-9._:=-]{1,128}$/.test(headers.get('X-Request-Id') ?? '')) return 'no request id';
  if (!headers.has('X-Content-Type-Options')) return 'no security headers';
  if (status === 405 && !headers.get('Allow')) return 'returned 405 without Allow';
  if (status === 401 && !headers.get('WWW-Authenticate')) return 'returned 401 without WWW-Authenticate';
  if (status === 429 && !headers.get('Retry-After')) return 'returned 429 without Retry-After';
  if (!isHttp(request)) return status === 400 ? undefined : `returned ${status} to a malformed HTTP request`;
  // The document describes no OPTIONS. Methods are case-sensitive, so `Patch` is not described either.
  if (request.method === 'OPTIONS')
    return [204, 404, 414, 431].includes(status) ? undefined : `returned ${status} to OPTIONS`;
  const method = request.method === request.method.toUpperCase() ? request.method : 'UNKNOWN';
  try {
    target.checkAnswer(method, path, { status, headers, body: sent.body, text });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
