/** The outcome of an operation as its client saw it. */
export type Outcome =
  /** A 2xx: the change must be in the database. */
  | 'acknowledged'
  /** A 4xx: the change must not be in the database. */
  | 'refused'
  /** A 5xx or no response: the change may be in the database once. */
  | 'unknown';

/** The state of a reservation in a response. */
export interface ObservedReservation {
  readonly id: string;
  readonly version: number;
  readonly status: string;
  readonly notes: string | null;
  /** Milliseconds since 1970. */
  readonly startsAt: number;
}

/** One operation of a client: a booking with all its retries, or a single request of another kind. */
export interface ClientOperation {
  /**
   * Also the first word of the booking's notes and the prefix of its request ids. Operations that share an
   * Idempotency-Key share it, because they are one booking.
   */
  readonly name: string;
  readonly kind: 'book' | 'change' | 'read';
  readonly startedAt: number;
  readonly endedAt: number;
  readonly outcome: Outcome;
  /** Set if the operation was acknowledged. */
  readonly shown?: ObservedReservation | undefined;
}

export interface FinalReservation extends ObservedReservation {
  readonly patientId: string;
  readonly medicId: string;
  readonly endsAt: number;
}

/** A row of `row_history`. */
export interface ReservationChange {
  readonly requestId: string | null;
  readonly before: ObservedReservation;
  readonly after: ObservedReservation;
}

export interface TrialAuditEvent {
  readonly requestId: string;
  readonly resourceId: string | null;
}

/** The operations that clients saw and the final content of the database. */
export interface TrialHistory {
  readonly operations: readonly ClientOperation[];
  readonly reservations: readonly FinalReservation[];
  /** In write order. */
  readonly changes: readonly ReservationChange[];
  readonly events: readonly TrialAuditEvent[];
}

export interface HistoryFinding {
  /**
   * - `lost`: acknowledged but missing, or different from the acknowledged state
   * - `duplicated`: present more than once, or present although it was rejected
   * - `overlap`: two live reservations of one medic or patient overlap
   * - `version`: a version number is missing or used twice
   * - `event`: a change, booking or read without its audit event, or an event without its change, booking or read
   * - `stale`: a response showed an older state than an earlier response
   */
  readonly kind: 'lost' | 'duplicated' | 'overlap' | 'version' | 'event' | 'stale';
  readonly operation?: string;
  readonly detail: string;
}

const live = new Set(['scheduled', 'confirmed']);
const parseMarker = (notes: string | null): string => notes?.split(' ')[0] ?? '';

/** A request id is the operation's name and the attempt number. */
const parseOperationName = (requestId: string | null): string => requestId?.split('.')[0] ?? '';

function groupBy<Item>(items: readonly Item[], getKey: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(getKey(item), [...(groups.get(getKey(item)) ?? []), item]);
  return groups;
}

/**
 * Compares responses with the database: each acknowledged write exists exactly once, every other write at most once, and
 * every state was produced by a client.
 */
export const checkHistory = (history: TrialHistory): HistoryFinding[] =>
  [checkBookings, checkChanges, checkVersions, checkResponses, checkOrder, checkOverlaps, checkEvents].flatMap(
    (check) => check(history),
  );

function checkBookings({ operations, reservations }: TrialHistory): HistoryFinding[] {
  const findings: HistoryFinding[] = [];
  const rows = groupBy(reservations, ({ notes }) => parseMarker(notes));
  const bookings = groupBy(
    operations.filter(({ kind }) => kind === 'book'),
    ({ name }) => name,
  );
  for (const [name, answers] of bookings) {
    const made = rows.get(name) ?? [];
    if (made.length > 1) findings.push({ kind: 'duplicated', operation: name, detail: `booked ${made.length} times` });
    if (answers.some(({ outcome }) => outcome === 'refused') && made.length > 0) {
      findings.push({ kind: 'duplicated', operation: name, detail: 'rejected, but booked' });
    }
    if (answers.some(({ outcome, shown }) => outcome === 'acknowledged' && !made.some(({ id }) => id === shown?.id))) {
      findings.push({ kind: 'lost', operation: name, detail: 'the booking is missing' });
    }
  }
  for (const [name, made] of rows) {
    if (!bookings.has(name))
      findings.push({ kind: 'duplicated', detail: `${made.length} reservations that no client made` });
  }
  return findings;
}

function checkChanges({ operations, changes }: TrialHistory): HistoryFinding[] {
  const findings: HistoryFinding[] = [];
  const byOperation = groupBy(changes, ({ requestId }) => parseOperationName(requestId));
  const known = new Map(operations.map((one) => [one.name, one]));
  for (const [name, made] of byOperation) {
    const operation = known.get(name);
    const acknowledged = operation?.shown?.version;
    if (operation?.kind !== 'change')
      findings.push({ kind: 'duplicated', detail: `a change that no client made (${name})` });
    else if (made.length > 1) {
      findings.push({ kind: 'duplicated', operation: name, detail: `changed ${made.length} times` });
    } else if (operation.outcome === 'refused') {
      findings.push({ kind: 'duplicated', operation: name, detail: 'rejected, but changed' });
    } else if (acknowledged !== undefined && acknowledged !== made[0]?.after.version) {
      findings.push({
        kind: 'version',
        operation: name,
        detail: `stored version ${made[0]?.after.version}, acknowledged ${acknowledged}`,
      });
    }
  }
  return findings;
}

/** Versions start at 1 and increase by one with each change, up to the final one. */
function checkVersions({ reservations, changes }: TrialHistory): HistoryFinding[] {
  const findings: HistoryFinding[] = [];
  const byRow = groupBy(changes, ({ before }) => before.id);
  for (const { id, version } of reservations) {
    let last = 1;
    for (const { before, after } of byRow.get(id) ?? []) {
      if (before.version !== last || after.version !== last + 1) {
        findings.push({ kind: 'version', detail: `${id}: ${before.version} became ${after.version} after ${last}` });
      }
      last = after.version;
    }
    if (version !== last) findings.push({ kind: 'version', detail: `${id}: is ${version} after ${last}` });
  }
  return findings;
}

/** All states of each reservation, by version. */
function buildTimelines({ reservations, changes }: TrialHistory): Map<string, Map<number, ObservedReservation>> {
  const timelines = new Map<string, Map<number, ObservedReservation>>();
  for (const state of [...changes.flatMap(({ before, after }) => [before, after]), ...reservations]) {
    const timeline = timelines.get(state.id) ?? new Map<number, ObservedReservation>();
    timelines.set(state.id, timeline.set(state.version, state));
  }
  return timelines;
}

/** Every state in a response must have existed. */
function checkResponses(history: TrialHistory): HistoryFinding[] {
  const timelines = buildTimelines(history);
  return history.operations.flatMap(({ name, kind, shown }): HistoryFinding[] => {
    if (shown === undefined) return [];
    const state = timelines.get(shown.id)?.get(shown.version);
    // A missing booking is already reported.
    if (state === undefined && kind === 'book') return [];
    const isSame = state?.status === shown.status && state.notes === shown.notes && state.startsAt === shown.startsAt;
    if (isSame) return [];
    return [{ kind: 'lost', operation: name, detail: `version ${shown.version} differs from the response` }];
  });
}

/** An operation that begins after a response was received must not see an older state. */
function checkOrder({ operations }: TrialHistory): HistoryFinding[] {
  const findings: HistoryFinding[] = [];
  const shown = operations.flatMap((one) => (one.shown ? [{ ...one, shown: one.shown }] : []));
  for (const group of groupBy(shown, (one) => one.shown.id).values()) {
    const byEnd = [...group].sort((one, other) => one.endedAt - other.endedAt);
    const byStart = [...group].sort((one, other) => one.startedAt - other.startedAt);
    let seen = 0;
    let next = 0;
    for (const { name, startedAt, shown: state, kind } of byStart) {
      for (let earlier = byEnd[next]; earlier && earlier.endedAt < startedAt; earlier = byEnd[next]) {
        seen = Math.max(seen, earlier.shown.version);
        next += 1;
      }
      // A replayed booking shows its original state.
      if (kind !== 'book' && state.version < seen) {
        findings.push({ kind: 'stale', operation: name, detail: `version ${state.version} after ${seen} was seen` });
      }
    }
  }
  return findings;
}

function checkOverlaps({ reservations }: TrialHistory): HistoryFinding[] {
  const findings: HistoryFinding[] = [];
  const taken = reservations.filter(({ status }) => live.has(status));
  for (const whose of ['medicId', 'patientId'] as const) {
    for (const group of groupBy(taken, (one) => one[whose]).values()) {
      const inOrder = [...group].sort((one, other) => one.startsAt - other.startsAt);
      let latest = inOrder[0];
      for (const one of inOrder.slice(1)) {
        if (latest && one.startsAt < latest.endsAt) {
          findings.push({ kind: 'overlap', detail: `${latest.id} and ${one.id} overlap for the same ${whose}` });
        }
        if (latest === undefined || one.endsAt > latest.endsAt) latest = one;
      }
    }
  }
  return findings;
}

/** Each change writes its event in the same transaction, so neither exists without the other. */
function checkEvents({ operations, reservations, changes, events }: TrialHistory): HistoryFinding[] {
  const findings: HistoryFinding[] = [];
  const ofRequest = groupBy(events, ({ requestId, resourceId }) => `${requestId} ${resourceId}`);
  const ofOperation = new Set(
    events.map(({ requestId, resourceId }) => `${parseOperationName(requestId)} ${resourceId}`),
  );
  for (const { id, notes } of reservations) {
    const name = parseMarker(notes);
    if (!ofOperation.has(`${name} ${id}`))
      findings.push({ kind: 'event', operation: name, detail: 'a booking without an event' });
  }
  for (const { requestId, before } of changes) {
    const left = ofRequest.get(`${requestId} ${before.id}`)?.length ?? 0;
    if (left === 1) continue;
    const detail = left === 0 ? 'a change without an event' : `a change with ${left} events`;
    findings.push({ kind: 'event', operation: parseOperationName(requestId), detail });
  }
  for (const { name, kind, shown } of operations) {
    if (kind === 'read' && shown && !ofOperation.has(`${name} ${shown.id}`))
      findings.push({ kind: 'event', operation: name, detail: 'a read without an event' });
  }
  const existing = new Set(reservations.map(({ id }) => id));
  for (const { requestId, resourceId } of events) {
    if (resourceId === null || existing.has(resourceId)) continue;
    findings.push({ kind: 'event', operation: parseOperationName(requestId), detail: 'an event of a missing booking' });
  }
  return findings;
}
