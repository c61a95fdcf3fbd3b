import createFetchClient, { type Client as FetchClient } from 'openapi-fetch';
import { readProblem } from './problem.js';
import { type RetryOptions, sendWithRetries } from './retries.js';
import type { paths } from './schema.js';

/** A method per HTTP method: `client.GET('/v1/patients', { params: { query: { limit: 10 } } })`. */
export type Client = FetchClient<paths>;

export interface ClientOptions extends RetryOptions {
  /** Origin of the API, such as `https://api.clinic.example`. */
  readonly baseUrl: string;
  /** Access token, or a function that returns the current one. */
  readonly token?: string | (() => string | Promise<string>);
  /** Replaces the platform's `fetch`. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

/** Returns a random key. React Native has no `crypto` by itself; a key only needs to be unique per account and day. */
const createIdempotencyKey = (): string =>
  globalThis.crypto?.randomUUID?.() ??
  Array.from({ length: 4 }, () => Math.random().toString(36).slice(2, 12)).join('-');

/**
 * Creates a client. It sends the token, adds an Idempotency-Key to each POST, and retries what is safe to retry. Its requests
 * throw a `ProblemError` for an error response, and what `fetch` throws if there is no response.
 */
export function createClient({ baseUrl, token, fetch: send, ...retries }: ClientOptions): Client {
  const client = createFetchClient<paths>({
    baseUrl,
    // The global is looked up for each request, because tests and polyfills replace it.
    fetch: (request) => sendWithRetries(request, send ?? ((attempt) => globalThis.fetch(attempt)), retries),
    // Filters take several values separated by commas.
    querySerializer: { array: { style: 'form', explode: false } },
  });
  client.use({
    async onRequest({ request }) {
      const value = typeof token === 'function' ? await token() : token;
      if (value !== undefined) request.headers.set('Authorization', `Bearer ${value}`);
      if (request.method === 'POST' && !request.headers.has('Idempotency-Key')) {
        request.headers.set('Idempotency-Key', createIdempotencyKey());
      }
      return request;
    },
    async onResponse({ response }) {
      if (!response.ok && response.status !== 304) throw await readProblem(response);
    },
  });
  return client;
}

/** Returns the body of a response: `const patient = await unwrap(client.GET('/v1/patients/{id}', …))`. */
export async function unwrap<Data>(response: Promise<{ data?: Data }>): Promise<Data> {
  // Error responses have thrown, and an empty response has the type undefined.
  return (await response).data as Data;
}
