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

/** One booking and one change of it, as they should be. */
const sound: TrialHistory = {
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
const without = (name: string) => sound.operations.filter((one) => one.name !== name);
const findKinds = (history: TrialHistory) => [...new Set(checkHistory(history).map(({ kind }) => kind))].sort();

describe('a history', () => {
  it('that is sound has no finding', () => {
    expect(checkHistory(sound)).toEqual([]);
  });

  it('may have each operation that nobody acknowledged, or not', () => {
    const unknown = { outcome: 'unknown', shown: undefined } as const;
    const booking = operation({ name: 'b2', ...unknown });
    const other = row({ id: 'R2', notes: 'b2', startsAt: 60 * minute, endsAt: 90 * minute });
    const event = { requestId: 'b2.3', resourceId: 'R2' };
    expect(checkHistory({ ...sound, operations: [...sound.operations, booking] })).toEqual([]);
    expect(
      checkHistory({
        ...sound,
        operations: [...sound.operations, booking],
        reservations: [...sound.reservations, other],
        events: [...sound.events, event],
      }),
    ).toEqual([]);
    const unsure = [operation(), operation({ name: 'c1', kind: 'change', ...unknown })];
    expect(checkHistory({ ...sound, operations: unsure })).toEqual([]);
    expect(checkHistory({ ...sound, operations: unsure, reservations: [row()], changes: [] })).toEqual([]);
  });

  it('may tell the same booking to everybody who sends its key', () => {
    expect(
      checkHistory({ ...sound, operations: [...sound.operations, operation({ startedAt: 60, endedAt: 70 })] }),
    ).toEqual([]);
  });

  it('whose booking was told to one who sent its key, and refused to another, has a duplicate', () => {
    const refused = operation({ startedAt: 60, endedAt: 70, outcome: 'refused', shown: undefined });
    expect(findKinds({ ...sound, operations: [...sound.operations, refused] })).toEqual(['duplicated']);
  });

  it('that tells another booking to the second one who sends its key has it found', () => {
    const other = operation({ startedAt: 60, endedAt: 70, shown: state({ id: 'R2' }) });
    const told = { ...sound, operations: [...sound.operations, other] };
    expect(findKinds(told)).toEqual(['lost']);
    const second = row({ id: 'R2', startsAt: 60 * minute, endsAt: 90 * minute });
    const events = [...sound.events, { requestId: 'b1.2', resourceId: 'R2' }];
    expect(findKinds({ ...told, reservations: [...sound.reservations, second], events })).toContain('duplicated');
  });

  it('in which two moves took the same version has one of them lost', () => {
    const moves = [20, 40].map((startedAt) => {
      const shown = state({ version: 2, startsAt: startedAt * minute });
      return operation({ name: `m${startedAt}`, kind: 'change', startedAt, endedAt: startedAt + 10, shown });
    });
    const after = state({ version: 2, startsAt: 40 * minute });
    const moved: TrialHistory = {
      operations: [operation(), ...moves],
      reservations: [row({ ...after, endsAt: 70 * minute })],
      changes: [change({ requestId: 'm40.1', after })],
      events: [...sound.events, { requestId: 'm40.1', resourceId: 'R1' }],
    };
    expect(checkHistory(moved)).toMatchObject([{ kind: 'lost', operation: 'm20' }]);
  });

  it('whose change was told as another version than it made has it found', () => {
    const third = state({ version: 3, notes: 'b1 c1 c2' });
    const changing = (name: string) => operation({ name, kind: 'change', startedAt: 20, endedAt: 40, shown: third });
    const history = {
      operations: [operation(), changing('c1'), changing('c2')],
      reservations: [row(third)],
      changes: [change(), change({ requestId: 'c2.1', before: changed, after: third })],
      events: [...sound.events, { requestId: 'c2.1', resourceId: 'R1' }],
    };
    expect(checkHistory(history)).toMatchObject([{ kind: 'version', operation: 'c1' }]);
  });

  it('from which an acknowledged booking is gone has lost it', () => {
    expect(findKinds({ operations: [operation()], reservations: [], changes: [], events: [] })).toEqual(['lost']);
  });

  it('whose booking is there under another id than was told has lost it', () => {
    const told = operation({ shown: state({ id: 'R9' }) });
    expect(findKinds({ ...sound, operations: [told, ...without('b1')] })).toEqual(['lost']);
  });

  it('from which an acknowledged change is gone has lost it', () => {
    const gone = { ...sound, reservations: [row()], changes: [] };
    expect(checkHistory(gone)).toMatchObject([
      { kind: 'lost', operation: 'c1' },
      { kind: 'lost', operation: 'r1' },
    ]);
  });

  it('in which another change took the place of an acknowledged one has lost it', () => {
    const other = state({ version: 2, notes: 'b1 other' });
    const replaced = { ...sound, reservations: [row(other)], changes: [change({ after: other })] };
    expect(findKinds(replaced)).toEqual(['lost']);
  });

  it.each(['acknowledged', 'unknown'] as const)('with two rows of one booking (%s) has a duplicate', (outcome) => {
    const twice = row({ ...changed, id: 'R2', version: 1, medicId: 'M2', patientId: 'P2' });
    const booking = operation({ outcome, shown: outcome === 'unknown' ? undefined : state() });
    const history = {
      ...sound,
      operations: [booking, ...without('b1')],
      reservations: [...sound.reservations, twice],
      events: [...sound.events, { requestId: 'b1.2', resourceId: 'R2' }],
    };
    expect(checkHistory(history)).toMatchObject([{ kind: 'duplicated', operation: 'b1' }]);
  });

  it('with two changes of one request has a duplicate', () => {
    const third = state({ version: 3, notes: 'b1 c1' });
    const history = {
      ...sound,
      reservations: [row(third)],
      changes: [change(), change({ before: changed, after: third })],
    };
    expect(checkHistory(history)).toMatchObject([{ kind: 'duplicated', operation: 'c1' }]);
  });

  it('that has what was refused, or what nobody asked for, has a duplicate', () => {
    const refused = { outcome: 'refused', shown: undefined } as const;
    const booking = { ...sound, operations: [operation(refused), ...without('b1')] };
    const changing = {
      ...sound,
      operations: [...without('c1'), operation({ name: 'c1', kind: 'change', ...refused })],
    };
    for (const history of [booking, changing, { ...sound, operations: without('c1') }]) {
      expect(findKinds(history)).toEqual(['duplicated']);
    }
    expect(findKinds({ ...sound, operations: without('b1') })).toEqual(['duplicated']);
  });

  it('with a version left out, given twice or not the last change’s has it found', () => {
    const gap = state({ version: 3, notes: 'b1 c1' });
    const shown = without('b1').map((one) => ({ ...one, shown: gap }));
    const leftOut = {
      ...sound,
      operations: [operation(), ...shown],
      reservations: [row(gap)],
      changes: [change({ after: gap })],
    };
    expect(findKinds(leftOut)).toEqual(['version']);
    expect(findKinds({ ...sound, reservations: [row({ ...changed, version: 3 })] })).toEqual(['version']);
  });

  it.each([
    ['one medic', { patientId: 'P2' }],
    ['one patient', { medicId: 'M2' }],
  ])(
    'with two live reservations of %s at once has an overlap; back to back, or cancelled, it has none',
    (_who, fields) => {
      const withOther = (other: Partial<FinalReservation>): TrialHistory => {
        const made = row({ id: 'R2', notes: 'b2', ...fields, ...other });
        return {
          ...sound,
          operations: [...sound.operations, operation({ name: 'b2', shown: made })],
          reservations: [...sound.reservations, made],
          events: [...sound.events, { requestId: 'b2.1', resourceId: 'R2' }],
        };
      };
      expect(findKinds(withOther({ startsAt: 29 * minute, endsAt: 40 * minute }))).toEqual(['overlap']);
      expect(findKinds(withOther({ startsAt: 5 * minute, endsAt: 6 * minute }))).toEqual(['overlap']);
      expect(findKinds(withOther({ startsAt: 30 * minute, endsAt: 60 * minute }))).toEqual([]);
      expect(findKinds(withOther({ status: 'cancelled' }))).toEqual([]);
    },
  );

  it('with a booking, a change or a look that left no event has it found', () => {
    for (const missing of ['b1.1', 'c1.1', 'r1.1']) {
      const events = sound.events.filter(({ requestId }) => requestId !== missing);
      expect(checkHistory({ ...sound, events })).toMatchObject([{ kind: 'event', operation: missing.slice(0, 2) }]);
    }
  });

  it('with two events of one change, or one of a booking that is not there, has it found', () => {
    const twice = [...sound.events, { requestId: 'c1.1', resourceId: 'R1' }];
    expect(checkHistory({ ...sound, events: twice })).toMatchObject([{ kind: 'event', operation: 'c1' }]);
    const ofNothing = [...sound.events, { requestId: 'b7.1', resourceId: 'R7' }];
    expect(checkHistory({ ...sound, events: ofNothing })).toMatchObject([{ kind: 'event', operation: 'b7' }]);
  });

  it('in which somebody saw less than was seen before has it found, unless both were under way at once', () => {
    const late = operation({ name: 'r2', kind: 'read', startedAt: 40, endedAt: 60 });
    const early = operation({ name: 'r2', kind: 'read', startedAt: 25, endedAt: 60 });
    const events = [...sound.events, { requestId: 'r2.1', resourceId: 'R1' }];
    const withLook = (look: ClientOperation) =>
      checkHistory({ ...sound, operations: [...sound.operations, look], events });
    expect(withLook(late)).toMatchObject([{ kind: 'stale', operation: 'r2' }]);
    expect(withLook(early)).toEqual([]);
  });
});
