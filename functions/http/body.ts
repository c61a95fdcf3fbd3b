import type { MiddlewareHandler } from 'hono';
import { Problem } from './problem.js';

/** Largest body that the API takes. */
export const maximumBodyBytes = 1024 * 1024;

const jsonMediaType = /^application\/([a-z0-9.+-]+\+)?json\s*(;|$)/i;

/**
 * Reads a JSON body before the validators do, for their answers would be about neither size, media type, encoding nor
 * syntax.
 */
export const readJsonBody =
  (mediaTypes: readonly string[]): MiddlewareHandler =>
  async (c, next) => {
    const declaredBytes = Number(c.req.header('Content-Length') ?? 0);
    if (declaredBytes > maximumBodyBytes) throw tooLarge();
    const contentType = c.req.header('Content-Type');
    if (contentType === undefined || !jsonMediaType.test(contentType) || !accepts(mediaTypes, contentType)) {
      throw new Problem('unsupported-media-type', {
        detail: `The body must be ${mediaTypes.join(' or ')}.`,
        headers: { Accept: mediaTypes.join(', ') },
      });
    }
    const bytes = await c.req.arrayBuffer();
    if (bytes.byteLength > maximumBodyBytes) throw tooLarge();
    c.req.bodyCache.json = Promise.resolve(parseJson(bytes));
    await next();
  };

const tooLarge = () =>
  new Problem('payload-too-large', { detail: `A body may have at most ${maximumBodyBytes} bytes.` });

function accepts(mediaTypes: readonly string[], contentType: string): boolean {
  const [mediaType = ''] = contentType.split(';');
  return mediaTypes.includes(mediaType.trim().toLowerCase());
}

function parseJson(bytes: ArrayBuffer): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new Problem('malformed-request', { detail: 'The body is not UTF-8.', cause });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Problem('malformed-request', { detail: 'The body is not JSON.', cause });
  }
}
