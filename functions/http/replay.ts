import { OpenAPIHono } from '@hono/zod-openapi';
import { inArray } from 'drizzle-orm';
import type { Context } from 'hono';
import type { Transaction } from '../../db/client/transaction.js';
import { patients } from '../../db/schema/index.js';
import { AuditTrail, isRefusal } from './audit.js';
import type { ApiEnv } from './context.js';
import type { FirstAnswer } from './idempotency.js';
import { isPermitted } from './permissions.js';
import { Problem } from './problem.js';

/** The path of the operation that reads a resource. */
export type ReadPath = `/v1/${string}/{id}`;

/**
 * What a retry with the same Idempotency-Key returns.
 *
 * - `returns`: the response is the resource at this path. A caller who can no longer read it gets what a read returns. A
 *   caller who can read only part of it gets that part.
 * - `requires`: the response contains more than a resource. It is returned while the caller can read the resource and it
 *   isn't removed. A function returns true while that is so, for a resource that no operation reads or whose state matters.
 * - `run-again`: the operation changes nothing, so a retry runs it again and its response isn't stored.
 *
 * In the first two cases the caller must also still see every patient of the response.
 */
export type ReplayRule =
  | { readonly returns: ReadPath }
  | { readonly requires: ReadPath | ((tx: Transaction, id: string, first: FirstAnswer) => Promise<boolean>) }
  | 'run-again';

/** The response of a read, and what it accesses. */
interface Reading {
  readonly answer: Response;
  readonly trail: AuditTrail;
}

const replayedHeader = { 'Idempotency-Replayed': 'true' };

/** Marks a response as that of a retry. */
export function markReplayed(answer: Response): Response {
  for (const [name, value] of Object.entries(replayedHeader)) answer.headers.set(name, value);
  return answer;
}

/**
 * Runs another operation's read as the caller, in the transaction of this request.
 * @throws Problem as the read would return it
 */
async function readResource(c: Context<ApiEnv>, tx: Transaction, path: ReadPath, id: string): Promise<Reading> {
  const read = c.var.reads.get(path);
  if (read === undefined) throw new Error(`No operation of this app reads ${path}.`);
  const trail = new AuditTrail(id);
  const app = new OpenAPIHono<ApiEnv>({
    defaultHook: (result) => {
      if (!result.success) throw new Problem('not-found');
    },
  });
  app.onError((error) => {
    throw error;
  });
  app.use(async (inner, next) => {
    const { services, requestId, reads, caller } = c.var;
    if (!caller?.role || !isPermitted(caller.role, read.policy.permission)) throw new Problem('forbidden');
    for (const [name, value] of Object.entries({ services, requestId, reads, caller, tx, audit: trail })) {
      inner.set(name as keyof ApiEnv['Variables'], value);
    }
    await next();
  });
  app.openapi(read.route, (inner) => read.handler(inner as never));
  return { answer: await app.request(path.replace('{id}', encodeURIComponent(id))), trail };
}

/** Counts under row-level security, which hides removed and other patients. */
async function areVisible(tx: Transaction, patientIds: readonly string[]): Promise<boolean> {
  if (patientIds.length === 0) return true;
  return (await tx.$count(patients, inArray(patients.id, [...patientIds]))) === new Set(patientIds).size;
}

/** Reads the resource of a stored response. Returns undefined if the rule's own function confirms it. */
async function requireReadable(
  c: Context<ApiEnv>,
  tx: Transaction,
  rule: Exclude<ReplayRule, string>,
  id: string,
  first: FirstAnswer,
): Promise<Reading | undefined> {
  if ('returns' in rule) return readResource(c, tx, rule.returns, id);
  if (typeof rule.requires === 'function') {
    if (!(await rule.requires(tx, id, first))) throw new Problem('not-found');
    return undefined;
  }
  const reading = await readResource(c, tx, rule.requires, id);
  const { removedAt } = (await reading.answer.clone().json()) as { removedAt?: string | null };
  if (removedAt != null) throw new Problem('not-found');
  return reading;
}

/**
 * Returns the response to a retry whose first response is stored: the same bytes while the caller can read what they
 * contain, otherwise what a read returns now. Records in the trail what the response contains.
 * @throws Problem as a read would return it, or `idempotency-key-reused` if the first request was made in another role
 *   and the response can't be read again
 */
async function replayReadable(
  c: Context<ApiEnv>,
  tx: Transaction,
  trail: AuditTrail,
  rule: Exclude<ReplayRule, string>,
  first: FirstAnswer,
): Promise<Response> {
  const { resourceId, patientIds } = first.trail;
  const isSuccess = first.status < 400;
  // For the event of a refusal.
  if (resourceId !== null) trail.setResource(resourceId);
  else if (isSuccess) throw new Problem('not-found');
  // A refusal was about a resource that the caller could not read in the first place.
  const isAboutResource = resourceId !== null && !isRefusal(first.status);
  const reading = isAboutResource ? await requireReadable(c, tx, rule, resourceId, first) : undefined;
  const isSameRole = first.role === c.var.caller?.role;
  if (isSameRole && (await areVisible(tx, patientIds))) {
    trail.restore(first.trail);
    return new Response(first.readBody() || null, { status: first.status, headers: first.headers });
  }
  if (isSuccess && reading !== undefined && 'returns' in rule) {
    trail.restore({ resourceId, patientIds: reading.trail.patientIds });
    const headers = new Headers(first.headers);
    reading.answer.headers.forEach((value, name) => {
      headers.set(name, value);
    });
    return new Response(await reading.answer.text(), { status: first.status, headers });
  }
  throw new Problem(isSameRole ? 'not-found' : 'idempotency-key-reused');
}

/** Like `replayReadable`, with the header `Idempotency-Replayed` on every response but that of a reused key. */
export async function replay(...request: Parameters<typeof replayReadable>): Promise<Response> {
  try {
    return markReplayed(await replayReadable(...request));
  } catch (error) {
    if (!(error instanceof Problem) || error.status >= 500 || error.kind === 'idempotency-key-reused') throw error;
    const { kind, options } = error;
    throw new Problem(kind, { ...options, headers: { ...options.headers, ...replayedHeader } });
  }
}
