import { describe, expect, it } from 'vitest';
import {
  type ClientOperation,
  checkHistory,
  type FinalReservation,
  type ObservedReservation,
  type ReservationChange,
  type TrialHistory,
} from './history.js';

const minute = 60_000;
const state = (fields: Partial<ObservedReservation> = {}): ObservedReservation => ({
  id: 'R1',
  version: 1,
  status: 'scheduled',
  notes: 'b1',
  startsAt: 0,
  ...fields,
});
const row = (fields: Partial<FinalReservation> = {}): FinalReservation => ({
  ...state(),
  patientId: 'P1',
  medicId: 'M1',
  endsAt: 30 * minute,
  ...fields,
});
const operation = (fields: Partial<ClientOperation> = {}): ClientOperation => ({
  name: 'b1',
  kind: 'book',
  startedAt: 0,
  endedAt: 10,
  outcome: 'acknowledged',
  shown: state(),
  ...fields,
});
const changed: ObservedReservation = state({ version: 2, notes: 'b1 c1' });
const change = (fields: Partial<ReservationChange> = {}): ReservationChange => ({
  requestId: 'c1.1',
  before: state(),
  after: changed,
  ...fields,
});

/** A booking, a change and a read, all correct. */
const correct: TrialHistory = {
  operations: [
    operation(),
    operation({ name: 'c1', kind: 'change', startedAt: 20, endedAt: 30, shown: changed }),
    operation({ name: 'r1', kind: 'read', startedAt: 40, endedAt: 50, shown: changed }),
  ],
  reservations: [row({ ...changed })],
  changes: [change()],
  events: [
    { requestId: 'b1.1', resourceId: 'R1' },
    { requestId: 'c1.1', resourceId: 'R1' },
    { requestId: 'r1.1', resourceId: 'R1' },
  ],
};
const without = (name: string) => correct.operations.filter((one) => one.name !== name);
const findKinds = (history: TrialHistory) => [...new Set(checkHistory(history).map(({ kind }) => kind))].sort();

describe('the history checker', () => {
  it('finds nothing in a correct history', () => {
    expect(checkHistory(correct)).toEqual([]);
  });

  it('accepts an unacknowledged operation, stored or not', () => {
    const unknown = { outcome: 'unknown', shown: undefined } as const;
    const booking = operation({ name: 'b2', ...unknown });
    const other = row({ id: 'R2', notes: 'b2', startsAt: 60 * minute, endsAt: 90 * minute });
    const event = { requestId: 'b2.3', resourceId: 'R2' };
    expect(checkHistory({ ...correct, operations: [...correct.operations, booking] })).toEqual([]);
    expect(
      checkHistory({
        ...correct,
        operations: [...correct.operations, booking],
        reservations: [...correct.reservations, other],
        events: [...correct.events, event],
      }),
    ).toEqual([]);
    const unsure = [operation(), operation({ name: 'c1', kind: 'change', ...unknown })];
    expect(checkHistory({ ...correct, operations: unsure })).toEqual([]);
    expect(checkHistory({ ...correct, operations: unsure, reservations: [row()], changes: [] })).toEqual([]);
  });

  it('accepts the same booking in every response to one key', () => {
    expect(
      checkHistory({ ...correct, operations: [...correct.operations, operation({ startedAt: 60, endedAt: 70 })] }),
    ).toEqual([]);
  });

  it('finds a booking that was acknowledged to one client and rejected for another with the same key', () => {
    const refused = operation({ startedAt: 60, endedAt: 70, outcome: 'refused', shown: undefined });
    expect(findKinds({ ...correct, operations: [...correct.operations, refused] })).toEqual(['duplicated']);
  });

  it('finds a different booking in the second response to a key', () => {
    const other = operation({ startedAt: 60, endedAt: 70, shown: state({ id: 'R2' }) });
    const answered = { ...correct, operations: [...correct.operations, other] };
    expect(findKinds(answered)).toEqual(['lost']);
    const second = row({ id: 'R2', startsAt: 60 * minute, endsAt: 90 * minute });
    const events = [...correct.events, { requestId: 'b1.2', resourceId: 'R2' }];
    expect(findKinds({ ...answered, reservations: [...correct.reservations, second], events })).toContain('duplicated');
  });

  it('finds a lost change if two changes got the same version', () => {
    const moves = [20, 40].map((startedAt) => {
      const shown = state({ version: 2, startsAt: startedAt * minute });
      return operation({ name: `m${startedAt}`, kind: 'change', startedAt, endedAt: startedAt + 10, shown });
    });
    const after = state({ version: 2, startsAt: 40 * minute });
    const moved: TrialHistory = {
      operations: [operation(), ...moves],
      reservations: [row({ ...after, endsAt: 70 * minute })],
      changes: [change({ requestId: 'm40.1', after })],
      events: [...correct.events, { requestId: 'm40.1', resourceId: 'R1' }],
    };
    expect(checkHistory(moved)).toMatchObject([{ kind: 'lost', operation: 'm20' }]);
  });

  it('finds a change that was acknowledged with another version', () => {
    const third = state({ version: 3, notes: 'b1 c1 c2' });
    const changing = (name: string) => operation({ name, kind: 'change', startedAt: 20, endedAt: 40, shown: third });
    const history = {
      operations: [operation(), changing('c1'), changing('c2')],
      reservations: [row(third)],
      changes: [change(), change({ requestId: 'c2.1', before: changed, after: third })],
      events: [...correct.events, { requestId: 'c2.1', resourceId: 'R1' }],
    };
    expect(checkHistory(history)).toMatchObject([{ kind: 'version', operation: 'c1' }]);
  });

  it('finds a missing acknowledged booking', () => {
    expect(findKinds({ operations: [operation()], reservations: [], changes: [], events: [] })).toEqual(['lost']);
  });

  it('finds a booking that is stored under another id than the acknowledged one', () => {
    const answered = operation({ shown: state({ id: 'R9' }) });
    expect(findKinds({ ...correct, operations: [answered, ...without('b1')] })).toEqual(['lost']);
  });

  it('finds a missing acknowledged change', () => {
    const gone = { ...correct, reservations: [row()], changes: [] };
    expect(checkHistory(gone)).toMatchObject([
      { kind: 'lost', operation: 'c1' },
      { kind: 'lost', operation: 'r1' },
    ]);
  });

  it('finds an acknowledged change that another one replaced', () => {
    const other = state({ version: 2, notes: 'b1 other' });
    const replaced = { ...correct, reservations: [row(other)], changes: [change({ after: other })] };
    expect(findKinds(replaced)).toEqual(['lost']);
  });

  it.each(['acknowledged', 'unknown'] as const)('finds two rows of one booking (%s)', (outcome) => {
    const twice = row({ ...changed, id: 'R2', version: 1, medicId: 'M2', patientId: 'P2' });
    const booking = operation({ outcome, shown: outcome === 'unknown' ? undefined : state() });
    const history = {
      ...correct,
      operations: [booking, ...without('b1')],
      reservations: [...correct.reservations, twice],
      events: [...correct.events, { requestId: 'b1.2', resourceId: 'R2' }],
    };
    expect(checkHistory(history)).toMatchObject([{ kind: 'duplicated', operation: 'b1' }]);
  });

  it('finds two changes by one request', () => {
    const third = state({ version: 3, notes: 'b1 c1' });
    const history = {
      ...correct,
      reservations: [row(third)],
      changes: [change(), change({ before: changed, after: third })],
    };
    expect(checkHistory(history)).toMatchObject([{ kind: 'duplicated', operation: 'c1' }]);
  });

  it('finds writes that were rejected or that no client made', () => {
    const refused = { outcome: 'refused', shown: undefined } as const;
    const booking = { ...correct, operations: [operation(refused), ...without('b1')] };
    const changing = {
      ...correct,
      operations: [...without('c1'), operation({ name: 'c1', kind: 'change', ...refused })],
    };
    for (const history of [booking, changing, { ...correct, operations: without('c1') }]) {
      expect(findKinds(history)).toEqual(['duplicated']);
    }
    expect(findKinds({ ...correct, operations: without('b1') })).toEqual(['duplicated']);
  });

  it('finds version numbers that are missing, used twice or not those of the last change', () => {
    const gap = state({ version: 3, notes: 'b1 c1' });
    const shown = without('b1').map((one) => ({ ...one, shown: gap }));
    const leftOut = {
      ...correct,
      operations: [operation(), ...shown],
      reservations: [row(gap)],
      changes: [change({ after: gap })],
    };
    expect(findKinds(leftOut)).toEqual(['version']);
    expect(findKinds({ ...correct, reservations: [row({ ...changed, version: 3 })] })).toEqual(['version']);
  });

  it.each([
    ['one medic', { patientId: 'P2' }],
    ['one patient', { medicId: 'M2' }],
  ])('finds overlapping live reservations of %s, but no back-to-back or cancelled ones', (_who, fields) => {
    const withOther = (other: Partial<FinalReservation>): TrialHistory => {
      const made = row({ id: 'R2', notes: 'b2', ...fields, ...other });
      return {
        ...correct,
        operations: [...correct.operations, operation({ name: 'b2', shown: made })],
        reservations: [...correct.reservations, made],
        events: [...correct.events, { requestId: 'b2.1', resourceId: 'R2' }],
      };
    };
    expect(findKinds(withOther({ startsAt: 29 * minute, endsAt: 40 * minute }))).toEqual(['overlap']);
    expect(findKinds(withOther({ startsAt: 5 * minute, endsAt: 6 * minute }))).toEqual(['overlap']);
    expect(findKinds(withOther({ startsAt: 30 * minute, endsAt: 60 * minute }))).toEqual([]);
    expect(findKinds(withOther({ status: 'cancelled' }))).toEqual([]);
  });

  it('finds a booking, change or read without an event', () => {
    for (const missing of ['b1.1', 'c1.1', 'r1.1']) {
      const events = correct.events.filter(({ requestId }) => requestId !== missing);
      expect(checkHistory({ ...correct, events })).toMatchObject([{ kind: 'event', operation: missing.slice(0, 2) }]);
    }
  });

  it('finds a second event of a change, and an event of a missing booking', () => {
    const twice = [...correct.events, { requestId: 'c1.1', resourceId: 'R1' }];
    expect(checkHistory({ ...correct, events: twice })).toMatchObject([{ kind: 'event', operation: 'c1' }]);
    const orphaned = [...correct.events, { requestId: 'b7.1', resourceId: 'R7' }];
    expect(checkHistory({ ...correct, events: orphaned })).toMatchObject([{ kind: 'event', operation: 'b7' }]);
  });

  it('finds a stale read, unless it began before the newer response', () => {
    const late = operation({ name: 'r2', kind: 'read', startedAt: 40, endedAt: 60 });
    const early = operation({ name: 'r2', kind: 'read', startedAt: 25, endedAt: 60 });
    const events = [...correct.events, { requestId: 'r2.1', resourceId: 'R1' }];
    const withRead = (read: ClientOperation) =>
      checkHistory({ ...correct, operations: [...correct.operations, read], events });
    expect(withRead(late)).toMatchObject([{ kind: 'stale', operation: 'r2' }]);
    expect(withRead(early)).toEqual([]);
  });
});
