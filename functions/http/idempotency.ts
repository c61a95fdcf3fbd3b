import { createHash, randomUUID } from 'node:crypto';
import { and, eq, gt, type SQL, sql } from 'drizzle-orm';
import type { Transaction } from '../../db/client/transaction.js';
import { type IdempotencyTrail, idempotencyKeys } from '../../db/schema/index.js';
import type { AuditTrail } from './audit.js';
import type { Services } from './context.js';
import { type Role, roles } from './permissions.js';
import { Problem } from './problem.js';
import { readApplicationKey, Seal } from './seal.js';

/** How long a response is stored for replay. */
const lifetimeHours = 24;

/** Expired keys that each new key deletes, so the table never holds more than about a day of keys. */
const purgedPerKey = 10;

/** Placeholder status while an operation in steps is running: HTTP 102, Processing. */
const runningStatus = 102;

/** Longer than any API function may run, so the claim of a crashed function expires by itself. */
const claimSeconds = 60;

const visibleAscii = /^[\x21-\x7e]{1,255}$/;

/** @throws Problem `validation-failed` for an invalid key */
export function parseIdempotencyKey(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  if (visibleAscii.test(header)) return header;
  throw new Problem('validation-failed', {
    errors: [{ pointer: 'header/Idempotency-Key', detail: 'must be 1 to 255 visible ASCII characters' }],
  });
}

/** The parts of a request that its idempotency key identifies. */
export interface KeyedRequest {
  readonly callerSubject: string;
  readonly role: Role;
  readonly key: string;
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

/** The stored response to the first request with a key. */
export interface FirstAnswer {
  /** The caller's role then. In another role, the caller may not read the same fields. */
  readonly role: Role;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly trail: IdempotencyTrail;
  /** @throws Problem `unavailable` if the stored body is damaged */
  readBody(): string;
}

const fingerprintRequest = ({ role, method, path, body }: KeyedRequest): string =>
  createHash('sha256').update(`${role} ${method} ${path}\n${body}`).digest('hex');

/** Part of every fingerprint is the role, so that an earlier release never returns what another role was allowed to read. */
const findFirstRole = (request: KeyedRequest, fingerprint: string): Role | undefined =>
  [request.role, ...roles].find((role) => fingerprintRequest({ ...request, role }) === fingerprint);

type SealHolder = Pick<Services, 'answerSeal'>;

async function loadSeal(tx: Transaction, services: SealHolder): Promise<Seal> {
  services.answerSeal ??= new Seal(await readApplicationKey(tx, 'idempotency'));
  return services.answerSeal;
}

/** Binds a stored body to its row: copied to another caller, key or request, it can't be opened. */
const toSealContext = (request: KeyedRequest, fingerprint: string): string =>
  JSON.stringify([request.callerSubject, request.key, fingerprint]);

const createStillRunningProblem = (): Problem =>
  new Problem('conflict', {
    detail: 'The first request with this Idempotency-Key is still running. Retry after the time in Retry-After.',
    headers: { 'Retry-After': '1' },
  });

/**
 * Looks up the stored response for this key and locks the key until the transaction ends. Releases before migration 0017
 * stored the body in clear, and it is still replayed. Such a release replays a newer row with an empty body.
 * @returns the stored response, or undefined if this is the first request
 * @throws Problem `conflict` while the first request is running, `idempotency-key-reused` if it was different
 */
export async function claimKey(
  tx: Transaction,
  services: SealHolder,
  request: KeyedRequest,
): Promise<FirstAnswer | undefined> {
  const lockName = `idempotency:${request.callerSubject}:${request.key}`;
  const [lock] = await tx.execute<{ held: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended(${lockName}, 0)) as held`,
  );
  if (!lock?.held) throw createStillRunningProblem();
  const [first] = await tx
    .select()
    .from(idempotencyKeys)
    .where(and(matchesKey(request), gt(idempotencyKeys.expiresAt, sql`now()`)));
  if (first === undefined) return undefined;
  const role = findFirstRole(request, first.fingerprint);
  if (role === undefined) throw new Problem('idempotency-key-reused');
  if (first.status === runningStatus) throw createStillRunningProblem();
  const { status, headers, trail, body, sealedBody, fingerprint } = first;
  const seal = await loadSeal(tx, services);
  return {
    ...{ role, status, headers, trail },
    readBody() {
      if (sealedBody === null && body !== '') return body;
      try {
        return seal.open(sealedBody ?? Buffer.alloc(0), toSealContext(request, fingerprint));
      } catch (cause) {
        throw new Problem('unavailable', { cause });
      }
    },
  };
}

type StoredAnswer = Pick<typeof idempotencyKeys.$inferInsert, 'status' | 'headers' | 'body' | 'sealedBody' | 'trail'>;

const matchesKey = (request: KeyedRequest) =>
  and(eq(idempotencyKeys.callerSubject, request.callerSubject), eq(idempotencyKeys.key, request.key));

async function replaceRow(tx: Transaction, request: KeyedRequest, row: StoredAnswer, lifetime: SQL): Promise<void> {
  await tx.delete(idempotencyKeys).where(matchesKey(request));
  await tx.insert(idempotencyKeys).values({
    callerSubject: request.callerSubject,
    key: request.key,
    fingerprint: fingerprintRequest(request),
    ...row,
    expiresAt: sql`now() + ${lifetime}`,
  });
}

/**
 * Claims a key beyond this transaction, for an operation in steps.
 * @returns the claim's id, for `endClaim`
 */
export async function holdKey(tx: Transaction, request: KeyedRequest): Promise<string> {
  const claim = randomUUID();
  const row = { status: runningStatus, headers: {}, body: claim, trail: { resourceId: null, patientIds: [] } };
  await replaceRow(tx, request, row, sql`make_interval(secs => ${claimSeconds})`);
  return claim;
}

/**
 * Ends the claim on a key, either to store the response or because there is none to store.
 * @throws Problem `conflict` if the claim has expired and another request has claimed the key since
 */
export async function endClaim(tx: Transaction, request: KeyedRequest, claim: string): Promise<void> {
  const ended = await tx
    .delete(idempotencyKeys)
    .where(and(matchesKey(request), eq(idempotencyKeys.status, runningStatus), eq(idempotencyKeys.body, claim)))
    .returning({ key: idempotencyKeys.key });
  if (ended.length === 0) throw createStillRunningProblem();
}

/** Headers that are stored for a replay. All others are generated for each response. */
const storedHeaders = ['Content-Type', 'ETag', 'Location', 'Retry-After'];

/**
 * Stores the response in the transaction that did the work: its body encrypted, and of its headers and trail only ids.
 * @param options.withBody false if a retry runs the operation again, which needs only the key
 */
export async function storeAnswer(
  tx: Transaction,
  services: SealHolder,
  request: KeyedRequest,
  answer: Response,
  trail: AuditTrail,
  { withBody }: { readonly withBody: boolean },
): Promise<void> {
  const headers = storedHeaders.flatMap((name): [string, string][] => {
    const value = answer.headers.get(name);
    return value === null ? [] : [[name, value]];
  });
  await tx.execute(sql`select purge_idempotency_keys(${purgedPerKey})`);
  const seal = await loadSeal(tx, services);
  const context = toSealContext(request, fingerprintRequest(request));
  const row = {
    status: answer.status,
    headers: Object.fromEntries(headers),
    body: '',
    sealedBody: withBody ? seal.seal(await answer.clone().text(), context) : null,
    trail: { resourceId: trail.resourceId ?? null, patientIds: trail.patientIds },
  };
  await replaceRow(tx, request, row, sql`make_interval(hours => ${lifetimeHours})`);
}
