import { readRetryAfter } from './problem.js';

export interface RetryOptions {
  /** Maximum attempts of one request, the first included. Defaults to 4. */
  readonly maximumAttempts?: number;
  /** Maximum time to wait between two attempts, in seconds. A longer `Retry-After` ends the retries. Defaults to 20. */
  readonly maximumWaitSeconds?: number;
}

/** Sending such a request twice has the same effect as once. */
const isRepeatable = ({ method, headers }: Request): boolean =>
  ['GET', 'HEAD', 'PUT'].includes(method) || headers.has('Idempotency-Key');

/** Tells whether the API asks for another attempt. A request that was rejected with 429 did nothing. */
function isRetryAdvised(request: Request, response: Response): boolean {
  if (response.status === 429) return true;
  if (!isRepeatable(request)) return false;
  // 409 with `Retry-After`: an earlier attempt with this Idempotency-Key is still running.
  return response.status === 503 || (response.status === 409 && readRetryAfter(response) !== undefined);
}

/** Doubles with each attempt, and is random, so that many clients don't return at the same moment. */
const computeBackoffSeconds = (attempt: number): number => 2 ** (attempt - 2) * (0.5 + Math.random());

function sleep(seconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(end, seconds * 1000);
    const abort = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    function end() {
      signal.removeEventListener('abort', abort);
      resolve();
    }
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}

/**
 * Sends a request, and again if it failed and a retry is safe: reads, requests with an Idempotency-Key, and whatever the
 * rate limit rejected.
 * @throws what `send` throws, if there is no retry
 */
export async function sendWithRetries(
  request: Request,
  send: (request: Request) => Promise<Response>,
  { maximumAttempts = 4, maximumWaitSeconds = 20 }: RetryOptions,
): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    const isLast = attempt >= maximumAttempts;
    try {
      // A request's body can be read once.
      const response = await send(isLast ? request : request.clone());
      const waitSeconds = readRetryAfter(response) ?? computeBackoffSeconds(attempt);
      if (isLast || waitSeconds > maximumWaitSeconds || !isRetryAdvised(request, response)) return response;
      await sleep(waitSeconds, request.signal);
    } catch (error) {
      if (isLast || request.signal.aborted || !isRepeatable(request)) throw error;
      await sleep(computeBackoffSeconds(attempt), request.signal);
    }
  }
}
