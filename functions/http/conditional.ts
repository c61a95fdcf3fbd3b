import type { Context } from 'hono';
import { Problem } from './problem.js';

/** The version in a resource's ETag. A string if the response depends on more than the row's version number. */
export type Version = number | string;

/** Returns a strong ETag: the version increases with every change of the resource (RFC 9110, section 8.8.3). */
export const toETag = (version: Version): string => `"${version}"`;

interface EntityTag {
  readonly weak: boolean;
  readonly opaque: string;
}

const entityTagList = /^\s*(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"(?:\s*,\s*(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*")*\s*$/;
const entityTag = /(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"/g;

function parseEntityTags(header: string, name: string): '*' | EntityTag[] {
  if (header.trim() === '*') return '*';
  if (!entityTagList.test(header)) {
    throw new Problem('malformed-request', {
      errors: [{ pointer: `header/${name}`, detail: 'must be * or a comma-separated list of ETags in double quotes' }],
    });
  }
  return [...header.matchAll(entityTag)].map(([, weak, opaque = '']) => ({ weak: weak !== undefined, opaque }));
}

/**
 * Rejects a change if the caller hasn't seen the current version. If-Match uses strong comparison, so a weak ETag never
 * matches; If-None-Match uses weak comparison (RFC 9110, section 13.1).
 * @throws Problem `precondition-failed`
 */
export function requireIfMatch(c: Pick<Context, 'req'>, version: Version): void {
  const ifMatch = c.req.header('If-Match');
  if (ifMatch !== undefined) {
    const tags = parseEntityTags(ifMatch, 'If-Match');
    if (tags !== '*' && !tags.some((tag) => !tag.weak && tag.opaque === String(version))) {
      throw new Problem('precondition-failed', { headers: { ETag: toETag(version) } });
    }
  }
  if (matchesIfNoneMatch(c, version)) throw new Problem('precondition-failed', { headers: { ETag: toETag(version) } });
}

/** Returns true if the caller already has this version, so a read can return 304. */
export function matchesIfNoneMatch(c: Pick<Context, 'req'>, version: Version): boolean {
  const ifNoneMatch = c.req.header('If-None-Match');
  if (ifNoneMatch === undefined) return false;
  const tags = parseEntityTags(ifNoneMatch, 'If-None-Match');
  return tags === '*' || tags.some((tag) => tag.opaque === String(version));
}

/** Returns 304 with the headers that a 200 would have (RFC 9110, section 15.4.5). */
export const notModified = (c: Pick<Context, 'body'>, version: Version) => c.body(null, 304, { ETag: toETag(version) });
