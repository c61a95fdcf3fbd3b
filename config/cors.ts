/** The parts of cross-origin requests that API Gateway and the local server allow alike. Names are in lower case. */
export const cors = {
  allowMethods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
  allowHeaders: ['authorization', 'content-type', 'idempotency-key', 'if-match', 'if-none-match', 'x-request-id'],
  /** Response headers that a page can read. */
  exposeHeaders: [
    'allow',
    'etag',
    'idempotency-replayed',
    'location',
    'ratelimit',
    'ratelimit-policy',
    'retry-after',
    'www-authenticate',
    'x-request-id',
  ],
  /** How long a browser may keep the answer to a preflight request, in seconds. */
  maxAge: 3600,
};
