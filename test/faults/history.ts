/** How an operation ended, as its client saw it. */
export type Outcome =
  /** A 2xx: it must be there. */
  | 'acknowledged'
  /** A 4xx: it must not be there. */
  | 'refused'
  /** A 5xx, or no answer at all: it may be there, once. */
  | 'unknown';

/** What an answer showed of a reservation. */
export interface ObservedReservation {
  readonly id: string;
  readonly version: number;
  readonly status: string;
  readonly notes: string | null;
  /** In milliseconds since 1970. */
  readonly startsAt: number;
}

/** One operation of a client: a booking with all its retries, or one request of another kind. */
export interface ClientOperation {
  /**
   * Also the first word of the notes of what it books, and the beginning of its requests' ids. Operations that send the
   * same Idempotency-Key share it: they are one booking.
   */
  readonly name: string;
  readonly kind: 'book' | 'change' | 'read';
  readonly startedAt: number;
  readonly endedAt: number;
  readonly outcome: Outcome;
  /** Of an operation that was acknowledged. */
  readonly shown?: ObservedReservation | undefined;
}

/** A reservation as it is in the end. */
export interface FinalReservation extends ObservedReservation {
  readonly patientId: string;
  readonly medicId: string;
  readonly endsAt: number;
}

/** One row of `row_history`, in the order in which they were written. */
export interface ReservationChange {
  readonly requestId: string | null;
  readonly before: ObservedReservation;
  readonly after: ObservedReservation;
}

/** One successful event of the audit trail. */
export interface TrialAuditEvent {
  readonly requestId: string;
  readonly resourceId: string | null;
}

/** What clients saw, and what the database says in the end. */
export interface TrialHistory {
  readonly operations: readonly ClientOperation[];
  readonly reservations: readonly FinalReservation[];
  readonly changes: readonly ReservationChange[];
  readonly events: readonly TrialAuditEvent[];
}

export type HistoryFindingKind =
  /** Acknowledged and not there, or not as it was shown. */
  | 'lost'
  /** There more than once, or there although it was refused. */
  | 'duplicated'
  /** Two live reservations of one medic or one patient at the same time. */
  | 'overlap'
  /** A version was left out or given twice. */
  | 'version'
  /** A change, a booking or a look without its event, or an event without what it tells of. */
  | 'event'
  /** An answer showed an older state than one that somebody had seen before. */
  | 'stale';

export interface HistoryFinding {
  readonly kind: HistoryFindingKind;
  readonly operation?: string;
  readonly detail: string;
}

const live = new Set(['scheduled', 'confirmed']);
const parseMarker = (notes: string | null): string => notes?.split(' ')[0] ?? '';

/** The operation that a request belongs to: its id is the operation's name and the number of the try. */
const parseOperationName = (requestId: string | null): string => requestId?.split('.')[0] ?? '';

function groupBy<Item>(items: readonly Item[], getKey: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(getKey(item));
    if (group) group.push(item);
    else groups.set(getKey(item), [item]);
  }
  return groups;
}

/**
 * Holds what clients were told against what there is: each acknowledged write exactly once, every other at most once, and
 * no state that nobody can have brought about.
 */
export function checkHistory(history: TrialHistory): HistoryFinding[] {
  const timelines = buildTimelines(history);
  return [
    ...checkBookings(history),
    ...checkChanges(history),
    ...checkVersions(history),
    ...checkAnswers(history, timelines),
    ...checkOrder(history),
    ...checkOverlaps(history.reservations),
    ...checkEvents(history),
  ];
}

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
      findings.push({ kind: 'duplicated', operation: name, detail: 'refused, and booked all the same' });
    }
    if (answers.some(({ outcome, shown }) => outcome === 'acknowledged' && !made.some(({ id }) => id === shown?.id))) {
      findings.push({ kind: 'lost', operation: name, detail: 'the booking is not there' });
    }
  }
  for (const [name, made] of rows) {
    if (!bookings.has(name)) findings.push({ kind: 'duplicated', detail: `${made.length} reservations of nobody` });
  }
  return findings;
}

function checkChanges({ operations, changes }: TrialHistory): HistoryFinding[] {
  const findings: HistoryFinding[] = [];
  const byOperation = groupBy(changes, ({ requestId }) => parseOperationName(requestId));
  const known = new Map(operations.map((one) => [one.name, one]));
  for (const [name, made] of byOperation) {
    const operation = known.get(name);
    const told = operation?.shown?.version;
    if (operation?.kind !== 'change') findings.push({ kind: 'duplicated', detail: `a change of nobody (${name})` });
    else if (made.length > 1) {
      findings.push({ kind: 'duplicated', operation: name, detail: `changed ${made.length} times` });
    } else if (operation.outcome === 'refused') {
      findings.push({ kind: 'duplicated', operation: name, detail: 'refused, and changed all the same' });
    } else if (told !== undefined && told !== made[0]?.after.version) {
      findings.push({ kind: 'version', operation: name, detail: `made ${made[0]?.after.version}, was told ${told}` });
    }
  }
  return findings;
}

/** Versions start at 1 and count up by one with each change, to the one that is there in the end. */
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

/** Every state that each reservation was in, by its version. */
function buildTimelines({ reservations, changes }: TrialHistory): Map<string, Map<number, ObservedReservation>> {
  const timelines = new Map<string, Map<number, ObservedReservation>>();
  for (const state of [...changes.flatMap(({ before, after }) => [before, after]), ...reservations]) {
    const timeline = timelines.get(state.id) ?? new Map<number, ObservedReservation>();
    timelines.set(state.id, timeline.set(state.version, state));
  }
  return timelines;
}

/** What an answer showed must have been so. */
function checkAnswers(
  { operations }: TrialHistory,
  timelines: Map<string, Map<number, ObservedReservation>>,
): HistoryFinding[] {
  return operations.flatMap(({ name, kind, shown }): HistoryFinding[] => {
    if (shown === undefined) return [];
    const state = timelines.get(shown.id)?.get(shown.version);
    // A booking that is not there at all was found already.
    if (state === undefined && kind === 'book') return [];
    const isSame = state?.status === shown.status && state.notes === shown.notes && state.startsAt === shown.startsAt;
    if (isSame) return [];
    return [{ kind: 'lost', operation: name, detail: `version ${shown.version} is not what was shown` }];
  });
}

/** Whoever begins after an answer was given must not see less than that answer showed. */
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
      // The replay of a booking shows what it was then.
      if (kind !== 'book' && state.version < seen) {
        findings.push({ kind: 'stale', operation: name, detail: `version ${state.version} after ${seen} was seen` });
      }
    }
  }
  return findings;
}

function checkOverlaps(reservations: readonly FinalReservation[]): HistoryFinding[] {
  const findings: HistoryFinding[] = [];
  const taken = reservations.filter(({ status }) => live.has(status));
  for (const whose of ['medicId', 'patientId'] as const) {
    for (const group of groupBy(taken, (one) => one[whose]).values()) {
      const inOrder = [...group].sort((one, other) => one.startsAt - other.startsAt);
      let latest = inOrder[0];
      for (const one of inOrder.slice(1)) {
        if (latest && one.startsAt < latest.endsAt) {
          findings.push({ kind: 'overlap', detail: `${latest.id} and ${one.id} have the same ${whose}` });
        }
        if (latest === undefined || one.endsAt > latest.endsAt) latest = one;
      }
    }
  }
  return findings;
}

/** Each leaves its event in its own transaction, so neither is there without the other. */
function checkEvents({ operations, reservations, changes, events }: TrialHistory): HistoryFinding[] {
  const findings: HistoryFinding[] = [];
  const ofRequest = groupBy(events, ({ requestId, resourceId }) => `${requestId} ${resourceId}`);
  const ofOperation = new Set(
    events.map(({ requestId, resourceId }) => `${parseOperationName(requestId)} ${resourceId}`),
  );
  for (const { id, notes } of reservations) {
    const name = parseMarker(notes);
    if (!ofOperation.has(`${name} ${id}`))
      findings.push({ kind: 'event', operation: name, detail: 'a booking without' });
  }
  for (const { requestId, before } of changes) {
    const left = ofRequest.get(`${requestId} ${before.id}`)?.length ?? 0;
    if (left === 1) continue;
    const detail = left === 0 ? 'a change without' : `a change with ${left}`;
    findings.push({ kind: 'event', operation: parseOperationName(requestId), detail });
  }
  for (const { name, kind, shown } of operations) {
    if (kind === 'read' && shown && !ofOperation.has(`${name} ${shown.id}`))
      findings.push({ kind: 'event', operation: name, detail: 'a look without' });
  }
  const there = new Set(reservations.map(({ id }) => id));
  for (const { requestId, resourceId } of events) {
    if (resourceId === null || there.has(resourceId)) continue;
    findings.push({
      kind: 'event',
      operation: parseOperationName(requestId),
      detail: 'of a booking that is not there',
    });
  }
  return findings;
}
