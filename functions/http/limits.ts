import { sql } from 'drizzle-orm';
import type { MiddlewareHandler } from 'hono';
import { param, preparedSql } from '../../db/client/prepared.js';
import type { Transaction } from '../../db/client/transaction.js';
import type { AccessAllowance, ApiEnv } from './context.js';
import { Problem } from './problem.js';

/** Maximum size of path and query string, in bytes. A search with every filter needs less than half. */
export const maximumUrlBytes = 8 * 1024;

/**
 * Maximum size of all headers together, in bytes. Above API Gateway's limit of 10,240 for clients, because API Gateway
 * adds its own headers; below Node's 16 KiB, which applies without API Gateway.
 */
export const maximumHeaderBytes = 12 * 1024;

/** Maximum nesting depth of a JSON body. The deepest resource needs only a fraction of it. */
export const maximumJsonDepth = 32;

/** Rejects oversized URLs and headers with a problem document, also without API Gateway's own limits. */
export const refuseOversized: MiddlewareHandler<ApiEnv> = async (c, next) => {
  const { url, headers } = c.req.raw;
  // A request's URL is always percent-encoded ASCII, so its length is its size in bytes.
  if (url.length - new URL(url).origin.length > maximumUrlBytes) {
    throw new Problem('uri-too-long', {
      detail: `The path and query string are larger than the maximum of ${maximumUrlBytes} bytes.`,
    });
  }
  let headerBytes = 0;
  // Count each header as a line: name, colon, space, value, line break.
  for (const [name, value] of headers) headerBytes += name.length + value.length + 4;
  if (headerBytes > maximumHeaderBytes) {
    throw new Problem('header-fields-too-large', {
      detail: `The headers are larger than the maximum of ${maximumHeaderBytes} bytes.`,
    });
  }
  await next();
};

/** Returns the nesting depth of arrays and objects in JSON text. 0 for a string, number, boolean or null. */
export function measureJsonDepth(json: string): number {
  let depth = 0;
  let deepest = 0;
  let isInString = false;
  for (let at = 0; at < json.length; at += 1) {
    const character = json[at];
    if (isInString) {
      if (character === '\\') at += 1;
      else if (character === '"') isInString = false;
    } else if (character === '"') isInString = true;
    else if (character === '[' || character === '{') {
      depth += 1;
      deepest = Math.max(deepest, depth);
    } else if (character === ']' || character === '}') depth -= 1;
  }
  return deepest;
}

const accessAllowance = preparedSql<{ remaining: number; seconds: number }>(
  () => sql`select remaining, seconds from access_allowance(${param('perMinute')})`,
);

/**
 * Returns the caller's allowance of accesses to patient data. Counts audit events, so the limit applies across all execution
 * environments.
 */
export async function readAccessAllowance(tx: Transaction, perMinute: number): Promise<AccessAllowance> {
  const [row] = await accessAllowance(tx, { perMinute });
  if (row === undefined) throw new Error('access_allowance returned no row.');
  return { perMinute, ...row };
}

/** Returns the problem of a caller that has used up its allowance. */
export const createLimitProblem = ({ perMinute, seconds }: AccessAllowance): Problem =>
  new Problem('too-many-requests', {
    detail: `This account has reached the limit of ${perMinute} accesses to patient data per minute.`,
    headers: { 'Retry-After': String(seconds) },
  });

/**
 * Sets the headers that tell a client its allowance before it is used up. After this request, one access fewer remains.
 * https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/
 */
export function setAllowanceHeaders(headers: Headers, { perMinute, remaining, seconds }: AccessAllowance): void {
  headers.set('RateLimit-Policy', `"patient-data";q=${perMinute};w=60`);
  headers.set('RateLimit', `"patient-data";r=${Math.max(0, remaining - 1)};t=${seconds}`);
}
