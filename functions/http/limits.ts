import { sql } from 'drizzle-orm';
import type { MiddlewareHandler } from 'hono';
import { param, preparedSql } from '../../db/client/prepared.js';
import type { Transaction } from '../../db/client/transaction.js';
import type { ApiEnv } from './context.js';
import { Problem } from './problem.js';

/** Longest path with query string, in bytes. A search with every filter and a cursor has less than half of it. */
export const maximumUrlBytes = 8 * 1024;

/**
 * Most bytes of all header fields together. Above the 10,240 that API Gateway takes of a client, for it adds some of its
 * own; below the 16 KiB of Node, where this API is served without it.
 */
export const maximumHeaderBytes = 12 * 1024;

/** Deepest nesting of a body’s lists and objects; several times that of the deepest resource. */
export const maximumJsonDepth = 32;

/** API Gateway bounds URL and headers as well; this holds wherever the API is served, and answers in the API's own form. */
export const refuseOversized: MiddlewareHandler<ApiEnv> = async (c, next) => {
  const { url, headers } = c.req.raw;
  // A request's URL is ASCII, whatever was typed.
  if (url.length - new URL(url).origin.length > maximumUrlBytes) {
    throw new Problem('uri-too-long', { detail: `Path and query may have at most ${maximumUrlBytes} bytes together.` });
  }
  let headerBytes = 0;
  // Each is a line: its name, a colon and a space, its value, and the line's end.
  for (const [name, value] of headers) headerBytes += name.length + value.length + 4;
  if (headerBytes > maximumHeaderBytes) {
    throw new Problem('header-fields-too-large', {
      detail: `Header fields may have at most ${maximumHeaderBytes} bytes together.`,
    });
  }
  await next();
};

/** How deep the lists and objects of a JSON text are nested; 0 for a text, a number, true, false or null. */
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

const secondsUntilAllowed = preparedSql<{ seconds: number | null }>(
  () => sql`select seconds_until_allowed(${param('accessesPerMinute')}) as seconds`,
);

/**
 * Refuses a caller whose accesses to patient data have reached a limit within the last minute. They are counted on the
 * audit trail, so all execution environments count together; the refusal itself is no access and is not counted.
 * @throws Problem `too-many-requests` with the seconds after which there is room for one more
 */
export async function enforceAccessLimit(tx: Transaction, accessesPerMinute: number): Promise<void> {
  const [row] = await secondsUntilAllowed(tx, { accessesPerMinute });
  const seconds = row?.seconds ?? null;
  if (seconds === null) return;
  throw new Problem('too-many-requests', {
    detail: `One account may access patient data ${accessesPerMinute} times a minute.`,
    headers: { 'Retry-After': String(seconds) },
  });
}
