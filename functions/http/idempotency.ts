import { createHash } from 'node:crypto';
import { and, eq, gt, sql } from 'drizzle-orm';
import { type IdempotencyTrail, idempotencyKeys } from '../../db/schema/index.js';
import type { Transaction } from '../../db/transaction.js';
import type { AuditTrail } from './audit.js';
import { Problem } from './problem.js';

/** How long a first answer is kept. */
const lifetimeHours = 24;

/** Expired keys that one new key clears away, so that the table stays as large as a day's keys. */
const purgedPerKey = 10;

const visibleAscii = /^[\x21-\x7e]{1,255}$/;

/** @throws Problem `validation-failed` for a header that is no key */
export function parseIdempotencyKey(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  if (visibleAscii.test(header)) return header;
  throw new Problem('validation-failed', {
    errors: [{ pointer: 'header/Idempotency-Key', detail: 'must be 1 to 255 visible ASCII characters' }],
  });
}

/** One request as far as its key goes. */
export interface KeyedRequest {
  readonly callerSubject: string;
  /** An answer may hold what another role of the same account may not see. */
  readonly role: string;
  readonly key: string;
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

/** What was answered when the key came first. */
export interface FirstAnswer {
  readonly answer: Response;
  readonly trail: IdempotencyTrail;
}

const fingerprintOf = ({ role, method, path, body }: KeyedRequest): string =>
  createHash('sha256').update(`${role} ${method} ${path}\n${body}`).digest('hex');

/**
 * Looks up the first answer to this key and holds the key for the rest of the transaction.
 * @returns the first answer and whose data it holds, or undefined where this request is the first
 * @throws Problem `conflict` while the first is still running, `idempotency-key-reused` when it was another request
 */
export async function claimKey(tx: Transaction, request: KeyedRequest): Promise<FirstAnswer | undefined> {
  const lockName = `idempotency:${request.callerSubject}:${request.key}`;
  const [lock] = await tx.execute<{ held: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended(${lockName}, 0)) as held`,
  );
  if (!lock?.held) {
    throw new Problem('conflict', {
      detail: 'A request with this Idempotency-Key is still running.',
      headers: { 'Retry-After': '1' },
    });
  }
  const [first] = await tx
    .select()
    .from(idempotencyKeys)
    .where(
      and(
        eq(idempotencyKeys.callerSubject, request.callerSubject),
        eq(idempotencyKeys.key, request.key),
        gt(idempotencyKeys.expiresAt, sql`now()`),
      ),
    );
  if (first === undefined) return undefined;
  if (first.fingerprint !== fingerprintOf(request)) throw new Problem('idempotency-key-reused');
  const answer = new Response(first.body, {
    status: first.status,
    headers: { ...first.headers, 'Idempotency-Replayed': 'true' },
  });
  return { answer, trail: first.trail };
}

/** Headers of an answer that a replay needs; the others are made anew for every answer. */
const keptHeaders = ['Content-Type', 'ETag', 'Location', 'Retry-After'];

/** Keeps the first answer, in the transaction that did the work. */
export async function keepAnswer(
  tx: Transaction,
  request: KeyedRequest,
  answer: Response,
  trail: AuditTrail,
): Promise<void> {
  const headers = keptHeaders.flatMap((name): [string, string][] => {
    const value = answer.headers.get(name);
    return value === null ? [] : [[name, value]];
  });
  await tx.execute(sql`select purge_idempotency_keys(${purgedPerKey})`);
  await tx
    .delete(idempotencyKeys)
    .where(and(eq(idempotencyKeys.callerSubject, request.callerSubject), eq(idempotencyKeys.key, request.key)));
  await tx.insert(idempotencyKeys).values({
    callerSubject: request.callerSubject,
    key: request.key,
    fingerprint: fingerprintOf(request),
    status: answer.status,
    headers: Object.fromEntries(headers),
    body: await answer.clone().text(),
    trail: { resourceId: trail.resourceId ?? null, patientIds: trail.patientIds },
    expiresAt: sql`now() + make_interval(hours => ${lifetimeHours})`,
  });
}
