import type { Context } from 'hono';
import { Problem } from './problem.js';

/** What a record's entity tag is made of: its version, and more where something besides its changes shows in it. */
export type Version = number | string;

/** A strong entity tag: the version counts every change of the record (RFC 9110, section 8.8.3). */
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
      errors: [{ pointer: `header/${name}`, detail: 'must be * or a list of entity tags in double quotes' }],
    });
  }
  return [...header.matchAll(entityTag)].map(([, weak, opaque = '']) => ({ weak: weak !== undefined, opaque }));
}

/**
 * Refuses a change whose caller has not seen the record's present version. If-Match compares strongly, so a weak tag
 * never matches; If-None-Match compares weakly (RFC 9110, section 13.1).
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

/** Whether the caller has this version already, so that a read answers 304. */
export function matchesIfNoneMatch(c: Pick<Context, 'req'>, version: Version): boolean {
  const ifNoneMatch = c.req.header('If-None-Match');
  if (ifNoneMatch === undefined) return false;
  const tags = parseEntityTags(ifNoneMatch, 'If-None-Match');
  return tags === '*' || tags.some((tag) => tag.opaque === String(version));
}

/** 304 with the headers that a 200 would have had (RFC 9110, section 15.4.5). */
export const notModified = (c: Pick<Context, 'body'>, version: Version) => c.body(null, 304, { ETag: toETag(version) });
