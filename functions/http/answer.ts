import { matchesIfNoneMatch, notModified, toETag, type Version } from './conditional.js';
import type { OperationContext } from './context.js';

type Versioned = { readonly version: number };

/** Returns the resource, or 304 if the caller has the current version. */
export function answerRead<Body extends Versioned>(c: OperationContext, body: Body, version: Version = body.version) {
  if (matchesIfNoneMatch(c, version)) return notModified(c, version);
  return c.json(body, 200, { ETag: toETag(version) });
}

/** Returns the updated resource. */
export const answerChanged = <Body extends Versioned>(c: OperationContext, body: Body) =>
  c.json(body, 200, { ETag: toETag(body.version) });

/** Returns the new resource with its location. */
export const answerCreated = <Body extends Versioned & { id: string }>(
  c: OperationContext,
  collection: string,
  body: Body,
) => c.json(body, 201, { Location: `${collection}/${body.id}`, ETag: toETag(body.version) });
