import type { MiddlewareHandler } from 'hono';
import { maximumJsonDepth, measureJsonDepth } from './limits.js';
import { Problem } from './problem.js';

/** Maximum size of a request body, in bytes. */
export const maximumBodyBytes = 1024 * 1024;

/**
 * Reads and checks a JSON body before the validators run, which would not report a wrong size, media type, encoding or
 * syntax as such.
 */
export const readJsonBody =
  (mediaTypes: readonly string[]): MiddlewareHandler =>
  async (c, next) => {
    const declaredBytes = Number(c.req.header('Content-Length') ?? 0);
    if (declaredBytes > maximumBodyBytes) throw createTooLargeProblem();
    const encoding = c.req.header('Content-Encoding')?.trim().toLowerCase() ?? 'identity';
    if (encoding !== 'identity') {
      throw new Problem('unsupported-media-type', {
        detail: 'Content-Encoding is not supported. Send the body uncompressed.',
        headers: { 'Accept-Encoding': 'identity' },
      });
    }
    if (!accepts(mediaTypes, c.req.header('Content-Type') ?? '')) {
      throw new Problem('unsupported-media-type', {
        detail: `The body must be ${mediaTypes.join(' or ')}, encoded in UTF-8.`,
        headers: { Accept: mediaTypes.join(', ') },
      });
    }
    // When a client disconnects, Node reports the same error codes as for a lost database connection.
    const bytes = await c.req.arrayBuffer().catch((cause) => {
      throw new Problem('malformed-request', { detail: 'The request body is incomplete.', cause });
    });
    if (bytes.byteLength > maximumBodyBytes) throw createTooLargeProblem();
    c.req.bodyCache.json = Promise.resolve(parseJson(bytes));
    await next();
  };

const createTooLargeProblem = () =>
  new Problem('payload-too-large', { detail: `The body is larger than the maximum of ${maximumBodyBytes} bytes.` });

function accepts(mediaTypes: readonly string[], contentType: string): boolean {
  const [mediaType = '', ...parameters] = contentType.split(';').map((part) => part.trim().toLowerCase());
  const charset = parameters.find((parameter) => parameter.startsWith('charset='));
  return mediaTypes.includes(mediaType) && (charset === undefined || /^charset="?utf-?8"?$/.test(charset));
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function parseJson(bytes: ArrayBuffer): unknown {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch (cause) {
    throw new Problem('malformed-request', { detail: 'The body is not valid UTF-8.', cause });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new Problem('malformed-request', { detail: 'The body is not valid JSON.', cause });
  }
  if (measureJsonDepth(text) > maximumJsonDepth) {
    throw new Problem('validation-failed', { detail: `The body is nested more than ${maximumJsonDepth} levels deep.` });
  }
  return value;
}
