import type { HostileRequest } from './requests.js';
import type { AttackTarget, ReceivedAnswer } from './target.js';

/** On a database that is well, no request may keep the API longer than this, in milliseconds. */
const maxAnswerMilliseconds = 10_000;

const methodSyntax = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const methodsRefusedByFetch = new Set(['CONNECT', 'TRACE', 'TRACK']);

/** Whether what API Gateway handed on can be an HTTP request at all; otherwise it reaches no operation. */
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

/** What is wrong with an answer; undefined for one that a client was told to expect. */
export function findAnswerFault(
  request: HostileRequest,
  sent: ReceivedAnswer,
  target: AttackTarget,
): string | undefined {
  const { status, path, text, durationMilliseconds } = sent;
  const headers = new Headers(
    Object.entries(sent.headers).map(([name, value]): [string, string] => [name, String(value)]),
  );
  // The database is well, so that it is not available can only be the request's doing.
  if (status >= 500) return `answered ${status}`;
  if (durationMilliseconds > maxAnswerMilliseconds) return `took more than ${maxAnswerMilliseconds} ms`;
  if (!/^[A-Za-z0-9._:=-]{1,128}$/.test(headers.get('X-Request-Id') ?? '')) return 'answered without a request id';
  if (!headers.has('X-Content-Type-Options')) return 'answered without security headers';
  if (status === 405 && !headers.get('Allow')) return 'answered 405 without Allow';
  if (status === 401 && !headers.get('WWW-Authenticate')) return 'answered 401 without WWW-Authenticate';
  if (status === 429 && !headers.get('Retry-After')) return 'answered 429 without Retry-After';
  if (!isHttp(request)) return status === 400 ? undefined : `answered ${status} to what is no HTTP`;
  // The document describes no OPTIONS, and methods have a case: `Patch` is none of its own.
  if (request.method === 'OPTIONS')
    return [204, 404, 414, 431].includes(status) ? undefined : `answered ${status} to OPTIONS`;
  const method = request.method === request.method.toUpperCase() ? request.method : 'UNKNOWN';
  try {
    target.checkAnswer(method, path, { status, headers, body: sent.body, text });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
