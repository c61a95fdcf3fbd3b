import { describe, expect, it } from 'vitest';
import {
  type Change,
  checkHistory,
  type FinalReservation,
  type History,
  type Operation,
  type Shown,
} from './history.js';

const minute = 60_000;
const state = (fields: Partial<Shown> = {}): Shown => ({
  id: 'R1',
  version: 1,
  status: 'scheduled',
  notes: 'b1',
  ...fields,
});
const row = (fields: Partial<FinalReservation> = {}): FinalReservation => ({
  ...state(),
  patientId: 'P1',
  medicId: 'M1',
  startsAt: 0,
  endsAt: 30 * minute,
  ...fields,
});
const operation = (fields: Partial<Operation> = {}): Operation => ({
  name: 'b1',
  kind: 'book',
  startedAt: 0,
  endedAt: 10,
  outcome: 'acknowledged',
  shown: state(),
  ...fields,
});
const changed: Shown = state({ version: 2, notes: 'b1 c1' });
const change = (fields: Partial<Change> = {}): Change => ({
  requestId: 'c1.1',
  before: state(),
  after: changed,
  ...fields,
});

/** One booking and one change of it, as they should be. */
const sound: History = {
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
  ],
};
const without = (name: string) => sound.operations.filter((one) => one.name !== name);
const kindsOf = (history: History) => [...new Set(checkHistory(history).map(({ kind }) => kind))].sort();

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

  it('from which an acknowledged booking is gone has lost it', () => {
    expect(kindsOf({ operations: [operation()], reservations: [], changes: [], events: [] })).toEqual(['lost']);
  });

  it('whose booking is there under another id than was told has lost it', () => {
    const told = operation({ shown: state({ id: 'R9' }) });
    expect(kindsOf({ ...sound, operations: [told, ...without('b1')] })).toEqual(['lost']);
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
    expect(kindsOf(replaced)).toEqual(['lost']);
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
      expect(kindsOf(history)).toEqual(['duplicated']);
    }
    expect(kindsOf({ ...sound, operations: without('b1') })).toEqual(['duplicated']);
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
    expect(kindsOf(leftOut)).toEqual(['version']);
    expect(kindsOf({ ...sound, reservations: [row({ ...changed, version: 3 })] })).toEqual(['version']);
  });

  it.each([
    ['one medic', { patientId: 'P2' }],
    ['one patient', { medicId: 'M2' }],
  ])(
    'with two live reservations of %s at once has an overlap; back to back, or cancelled, it has none',
    (_who, fields) => {
      const second = operation({ name: 'b2', shown: state({ id: 'R2', notes: 'b2' }) });
      const withOther = (other: Partial<FinalReservation>): History => ({
        ...sound,
        operations: [...sound.operations, { ...second, shown: state({ id: 'R2', notes: 'b2', ...statusOf(other) }) }],
        reservations: [...sound.reservations, row({ id: 'R2', notes: 'b2', ...fields, ...other })],
        events: [...sound.events, { requestId: 'b2.1', resourceId: 'R2' }],
      });
      const statusOf = ({ status }: Partial<FinalReservation>) => (status === undefined ? {} : { status });
      expect(kindsOf(withOther({ startsAt: 29 * minute, endsAt: 40 * minute }))).toEqual(['overlap']);
      expect(kindsOf(withOther({ startsAt: 5 * minute, endsAt: 6 * minute }))).toEqual(['overlap']);
      expect(kindsOf(withOther({ startsAt: 30 * minute, endsAt: 60 * minute }))).toEqual([]);
      expect(kindsOf(withOther({ status: 'cancelled' }))).toEqual([]);
    },
  );

  it('with a booking or a change that left no event has it found', () => {
    for (const missing of ['b1.1', 'c1.1']) {
      const events = sound.events.filter(({ requestId }) => requestId !== missing);
      expect(checkHistory({ ...sound, events })).toMatchObject([{ kind: 'event', operation: missing.slice(0, 2) }]);
    }
  });

  it('in which somebody saw less than was seen before has it found, unless both were under way at once', () => {
    const late = operation({ name: 'r2', kind: 'read', startedAt: 40, endedAt: 60 });
    const early = operation({ name: 'r2', kind: 'read', startedAt: 25, endedAt: 60 });
    expect(checkHistory({ ...sound, operations: [...sound.operations, late] })).toMatchObject([
      { kind: 'stale', operation: 'r2' },
    ]);
    expect(checkHistory({ ...sound, operations: [...sound.operations, early] })).toEqual([]);
  });
});
