import { setTimeout as pause } from 'node:timers/promises';
import type { ClientOperation, ObservedReservation, Outcome } from './history.js';

/** API Gateway's timeout. */
const gatewayMilliseconds = 30_000;

/** Attempts of a booking that has a key. Clients ignore Retry-After and wait at most one second between attempts. */
const keyedTries = 6;

interface ClientAnswer {
  readonly status: number | undefined;
  readonly kind: string | undefined;
  readonly shown: ObservedReservation | undefined;
}

/** A request that ended in a 5xx or without a response. */
export interface RequestFailure {
  readonly startedAt: number;
  readonly endedAt: number;
  /** Undefined if there was no response. */
  readonly status: number | undefined;
  readonly hasRetryAfter: boolean;
}

interface ClientsLoad {
  readonly operations: ClientOperation[];
  readonly failures: RequestFailure[];
  requests: number;
}

export interface ClientsOptions {
  readonly origin: string;
  /** Prefix of every operation name, which identifies the scenario. */
  readonly prefix: string;
  readonly clients: number;
  readonly patientIds: readonly string[];
  readonly medicIds: readonly string[];
  readonly examId: string;
}

const slotMinutes = 30;
const slots = 600;
/** Two weeks ahead, so that no slot is in the past. */
const firstSlot = Math.ceil(Date.now() / 3_600_000) * 3_600_000 + 14 * 86_400_000;

const pickOne = <Item>(items: readonly Item[]): Item => items[Math.floor(Math.random() * items.length)] as Item;
const pickSlot = () => new Date(firstSlot + Math.floor(Math.random() * slots) * slotMinutes * 60_000).toISOString();

/** Clients that book, change, cancel and read until they are stopped. */
export class Clients {
  readonly load: ClientsLoad = { operations: [], failures: [], requests: 0 };
  readonly #options: ClientsOptions;
  /** Reservations known from earlier responses, in their last returned state. */
  readonly #known: ObservedReservation[] = [];
  #made = 0;
  #isStopped = false;
  #running: Promise<unknown> = Promise.resolve();

  constructor(options: ClientsOptions) {
    this.#options = options;
  }

  start(): void {
    const loops = Array.from({ length: this.#options.clients }, async () => {
      while (!this.#isStopped) await this.#act();
    });
    this.#running = Promise.all(loops);
  }

  /** Waits for running operations. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#running;
  }

  /** Returns when the first write that began after an instant was acknowledged; undefined if none was. */
  firstWriteAfter(instant: number): number | undefined {
    const ends = this.load.operations
      .filter(({ kind, outcome, startedAt }) => kind !== 'read' && outcome === 'acknowledged' && startedAt >= instant)
      .map(({ endedAt }) => endedAt);
    return ends.length === 0 ? undefined : Math.min(...ends);
  }

  async #act(): Promise<void> {
    const choice = Math.random();
    const known = this.#known.length > 0 ? pickOne(this.#known) : undefined;
    if (known === undefined || choice < 0.4) return this.#book(Math.random() < 0.7);
    const path = `/v1/reservations/${known.id}`;
    const marker = known.notes?.split(' ')[0] ?? '';
    if (choice < 0.6) return this.#once('read', 'GET', path);
    const ifMatch: Record<string, string> = Math.random() < 0.5 ? { 'If-Match': `"${known.version}"` } : {};
    if (choice < 0.8) return this.#once('change', 'PATCH', path, (name) => ({ notes: `${marker} ${name}` }), ifMatch);
    if (choice < 0.9) return this.#once('change', 'PATCH', path, () => ({ startsAt: pickSlot() }), ifMatch);
    return this.#once('change', 'PATCH', path, () => ({ status: 'cancelled' }), ifMatch);
  }

  #newName(): string {
    this.#made += 1;
    return `${this.#options.prefix}${this.#made}`;
  }

  async #book(isKeyed: boolean): Promise<void> {
    const { patientIds, medicIds, examId } = this.#options;
    const name = this.#newName();
    const [patientId, medicId] = [pickOne(patientIds), pickOne(medicIds)];
    const slot = { patientId, medicId, examId, startsAt: pickSlot(), notes: name };
    if (!isKeyed) return this.#bookUntilAnswered(name, '', slot, {}, 1);
    const send = (sender: string) =>
      this.#bookUntilAnswered(name, sender, slot, { 'Idempotency-Key': name }, keyedTries);
    // Some clients send the same request in parallel, others lose the response and retry afterwards.
    await Promise.all(Math.random() < 0.2 ? [send('a'), send('b')] : [send('a')]);
    if (Math.random() < 0.2) await send('c');
  }

  async #bookUntilAnswered(
    name: string,
    sender: string,
    slot: object,
    headers: Record<string, string>,
    maxTries: number,
  ): Promise<void> {
    const startedAt = performance.now();
    let outcome: Outcome = 'unknown';
    let answer: ClientAnswer | undefined;
    for (let tries = 1; tries <= maxTries; tries += 1) {
      if (tries > 1) await pause(250 + Math.random() * 750);
      answer = await this.#send(`${name}.${sender}${tries}`, 'POST', '/v1/reservations', slot, headers);
      // The API's response to a second request with the same key while the first is still running.
      const isUnderWay = 'Idempotency-Key' in headers && answer.kind === 'conflict';
      outcome = isUnderWay ? 'unknown' : classifyOutcome(answer);
      if (outcome !== 'unknown') break;
    }
    this.#record({ name, kind: 'book', startedAt, outcome, shown: answer?.shown });
  }

  async #once(
    kind: 'change' | 'read',
    method: string,
    path: string,
    makeBody?: (name: string) => object,
    headers: Record<string, string> = {},
  ): Promise<void> {
    const name = this.#newName();
    const startedAt = performance.now();
    const answer = await this.#send(`${name}.1`, method, path, makeBody?.(name), headers);
    this.#record({ name, kind, startedAt, outcome: classifyOutcome(answer), shown: answer.shown });
  }

  #record(operation: Omit<ClientOperation, 'endedAt'>): void {
    this.load.operations.push({ ...operation, endedAt: performance.now() });
    const { shown } = operation;
    if (shown === undefined) return;
    const index = this.#known.findIndex(({ id }) => id === shown.id);
    // A few dozen reservations are enough for clients to collide.
    if (index >= 0) this.#known[index] = shown;
    else if (this.#known.length < 40) this.#known.push(shown);
    else this.#known[Math.floor(Math.random() * 40)] = shown;
  }

  async #send(
    requestId: string,
    method: string,
    path: string,
    body: object | undefined,
    headers: Record<string, string>,
  ): Promise<ClientAnswer> {
    const startedAt = performance.now();
    this.load.requests += 1;
    const fail = (status: number | undefined, hasRetryAfter: boolean) =>
      this.load.failures.push({ startedAt, endedAt: performance.now(), status, hasRetryAfter });
    try {
      const response = await fetch(`${this.#options.origin}${path}`, {
        method,
        headers: { ...headers, 'X-Request-Id': requestId, 'Content-Type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(gatewayMilliseconds),
      });
      const { status } = response;
      const document = (await response.json()) as Omit<ObservedReservation, 'startsAt'> & {
        startsAt: string;
        type?: string;
      };
      if (status >= 500) fail(status, response.headers.has('Retry-After'));
      const { id, version, status: state, notes, startsAt: start } = document;
      return {
        status,
        kind: document.type?.replace('/problems/', ''),
        shown: status < 300 ? { id, version, status: state, notes, startsAt: Date.parse(start) } : undefined,
      };
    } catch {
      fail(undefined, false);
      return { status: undefined, kind: undefined, shown: undefined };
    }
  }
}

function classifyOutcome({ status }: ClientAnswer): Outcome {
  if (status === undefined || status >= 500) return 'unknown';
  return status < 300 ? 'acknowledged' : 'refused';
}
