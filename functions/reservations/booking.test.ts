import { describe, expect, it } from 'vitest';
import { missingId, testNow } from '../../test/support/api.js';
import { expectCreated } from '../http/testing.js';
import { openReservationApi, toProblemDetails } from './testing.js';

const { api, records } = await openReservationApi();

// In March before the 8th the clinic's hours, 09:00 to 17:00 in New York, are 14:00 to 22:00 UTC. The 3rd is a Tuesday.
const at = (time: string, day = '03') => `2026-03-${day}T${time}:00.000Z`;
const book = (fields: object, headers = {}) => api.as('staff').post('/v1/reservations', fields, headers);

describe('booking', () => {
  it('returns the reservation, its location, its version and all three names', async () => {
    const trio = await records.trio({ minutes: 45 });
    const answer = await book({ ...trio, startsAt: '2026-03-03T10:00:00-05:00', notes: '  Fasting  ' });
    expect(expectCreated(answer, '/v1/reservations')).toEqual({
      ...trio,
      patientName: expect.stringMatching(/^Alma Patient\d+$/),
      medicName: expect.stringMatching(/^Omar Medic\d+$/),
      examName: expect.stringMatching(/^Exam \d+$/),
      startsAt: at('15:00'),
      endsAt: at('15:45'),
      status: 'scheduled',
      notes: 'Fasting',
      cancellationReason: null,
      version: 1,
    });
    const read = await api.as('staff').get(answer.headers.get('Location') ?? '');
    expect([read.status, read.headers.get('ETag'), read.text]).toEqual([200, '"1"', answer.text]);
  });

  it("uses the given end, or the exam's duration if it is null", async () => {
    const trio = await records.trio();
    const given = await records.booked({ ...trio, startsAt: at('14:00'), endsAt: at('16:10') });
    expect([given.startsAt, given.endsAt]).toEqual([at('14:00'), at('16:10')]);
    const fromExam = await records.booked({ ...trio, startsAt: at('16:10'), endsAt: null, notes: null });
    expect([fromExam.endsAt, fromExam.notes]).toEqual([at('16:40'), null]);
  });

  it.each([
    ['the first minutes of the day', at('14:00'), at('14:30')],
    ['the last', at('21:30'), at('22:00')],
    ['the whole day', at('14:00'), at('22:00')],
    ['this very moment', testNow.toISOString(), at('14:30', '02')],
    ['the first hour after a clock change', at('13:00', '09'), at('14:00', '09')],
  ])('accepts %s', async (_what, startsAt, endsAt) => {
    const reservation = await records.booked({ ...(await records.trio()), startsAt, endsAt });
    expect([reservation.startsAt, reservation.endsAt]).toEqual([startsAt, endsAt]);
  });

  const outside = "/startsAt must be within the medic's working hours";
  const past = '/startsAt must not be in the past';
  const tooFar = '/startsAt must be at most 730 days ahead';
  const offStart = '/startsAt must be on a full minute';
  const offEnd = '/endsAt must be on a full minute';
  const tooLong = '/endsAt must be at most 24 hours after `startsAt`';
  it.each([
    ['before the working hours', at('13:00'), at('13:30'), [outside]],
    ['across their start', at('13:59'), at('14:30'), [outside]],
    ['across their end', at('21:31'), at('22:01'), [outside]],
    ['after the working hours', at('22:00'), at('22:30'), [outside]],
    ['overnight', at('21:30'), at('14:30', '04'), [outside]],
    ['on a Saturday', at('15:00', '07'), at('15:30', '07'), [outside]],
    ['on a Sunday', at('15:00', '08'), at('15:30', '08'), [outside]],
    ['by the clock of the week before its change', at('21:30', '09'), at('22:00', '09'), [outside]],
    ['a moment ago', '2026-03-02T13:59:00Z', at('14:30', '02'), [past, outside]],
    ['last Friday', '2026-02-27T15:00:00.000Z', '2026-02-27T15:30:00.000Z', [past]],
    ['until its own start', at('15:00'), at('15:00'), ['/endsAt must be later than `startsAt`']],
    ['until before its start', at('15:00'), at('14:30'), ['/endsAt must be later than `startsAt`']],
    ['for a whole day', at('15:00'), at('15:00', '04'), [outside]],
    ['for more than a day', at('15:00'), '2026-03-04T15:01:00Z', [tooLong]],
    ['until the end of time', at('15:00'), '9999-12-31T23:59:00Z', [tooLong]],
    ['at the end of time', '9999-12-31T21:45:00.000Z', null, [tooFar, outside]],
    ['a minute beyond the horizon', '2028-03-01T14:01:00Z', null, [tooFar]],
    ['off the second', '2026-03-03T15:00:01Z', at('15:30'), [offStart]],
    ['off the millisecond', at('15:00'), '2026-03-03T15:29:59.999Z', [offEnd]],
    ['for the exam, off the minute', '2026-03-03T15:00:30Z', null, [offStart, offEnd]],
  ])('rejects one %s', async (_what, startsAt, endsAt, errors) => {
    const answer = await book({ ...(await records.trio()), startsAt, endsAt });
    expect(toProblemDetails(answer)).toEqual([422, '/problems/validation-failed', errors]);
  });

  it.each(['patient', 'medic', 'exam'] as const)('rejects an inactive, a removed and an unknown %s', async (kind) => {
    const trio = await records.trio();
    const inactive = await records[kind]({ active: false });
    const removed = await records[kind]({ active: false });
    await api.db.sql`update ${api.db.sql(`${kind}s`)} set removed_at = now() where id = ${removed}`;
    // Staff can't see removed patients, but can see removed medics and exams.
    const ofRemoved = kind === 'patient' ? 'does not exist' : 'is inactive';
    for (const [id, detail] of [
      [inactive, 'is inactive'],
      [removed, ofRemoved],
      [missingId, 'does not exist'],
    ] as const) {
      const answer = await book({ ...trio, [`${kind}Id`]: id, startsAt: at('15:00') });
      expect(toProblemDetails(answer)).toEqual([422, '/problems/validation-failed', [`/${kind}Id ${detail}`]]);
    }
  });

  it('reports all violations together', async () => {
    const patientId = await records.patient({ active: false });
    const medicId = await records.medic({ active: false });
    const answer = await book({ patientId, medicId, examId: missingId, startsAt: '2026-02-28T15:00:00Z' });
    expect(toProblemDetails(answer)).toEqual([
      422,
      '/problems/validation-failed',
      ['/patientId is inactive', '/medicId is inactive', '/examId does not exist', past, outside],
    ]);
  });

  it.each([
    ['a status', { status: 'confirmed' }, '/status'],
    ['a cancellation reason', { cancellationReason: 'x' }, '/cancellationReason'],
    ['an instant without an offset', { startsAt: '2026-03-03T15:00:00' }, '/startsAt'],
    ['a day', { startsAt: '2026-03-03' }, '/startsAt'],
    ['an invalid id', { medicId: 'omar' }, '/medicId'],
    ['notes with NUL', { notes: 'a\u0000b' }, '/notes'],
    ['notes too long', { notes: 'x'.repeat(2001) }, '/notes'],
  ])('refuses %s', async (_what, fields, pointer) => {
    const answer = await book({ ...(await records.trio()), startsAt: at('15:00'), ...fields });
    expect([answer.status, answer.body.errors.map((error: { pointer: string }) => error.pointer)]).toEqual([
      422,
      [pointer],
    ]);
  });

  it('lists the missing fields', async () => {
    const answer = await book({});
    expect([answer.status, answer.body.errors.map((error: { pointer: string }) => error.pointer)]).toEqual([
      422,
      ['/patientId', '/medicId', '/examId', '/startsAt'],
    ]);
  });
});

describe('two reservations', () => {
  it('can be back to back, on both sides', async () => {
    const trio = await records.trio();
    for (const time of ['15:00', '15:30', '14:30']) await records.booked({ ...trio, startsAt: at(time) });
  });

  it.each([
    ['at the same time', '15:00', '15:30'],
    ['over its start', '14:31', '15:01'],
    ['over its end', '15:29', '16:00'],
    ['within it', '15:10', '15:20'],
    ['around it', '14:00', '17:00'],
  ])('never overlap for a medic or for a patient: %s', async (_what, from, to) => {
    const trio = await records.trio();
    const other = await records.trio();
    await records.booked({ ...trio, startsAt: at('15:00') });
    const time = { startsAt: at(from), endsAt: at(to) };
    const ofMedic = await book({ ...other, medicId: trio.medicId, ...time });
    expect([...toProblemDetails(ofMedic), ofMedic.body.detail]).toEqual([
      409,
      '/problems/slot-taken',
      [],
      'The medic already has a reservation at that time.',
    ]);
    const ofPatient = await book({ ...other, patientId: trio.patientId, ...time });
    expect([...toProblemDetails(ofPatient), ofPatient.body.detail]).toEqual([
      409,
      '/problems/slot-taken',
      [],
      'The patient already has a reservation at that time.',
    ]);
    await records.booked({ ...other, ...time });
  });

  it.each(['cancelled', 'no_show', 'completed'])("don't block each other once one is %s", async (status) => {
    const trio = await records.trio();
    const first = await records.booked({ ...trio, startsAt: at('14:00', '02') });
    const path = `/v1/reservations/${first.id}`;
    expect((await api.as('staff').patch(path, { status })).status).toBe(200);
    await records.booked({ ...trio, startsAt: at('14:00', '02') });
  });
});

describe('an Idempotency-Key', () => {
  it('replays the first response, although the slot is taken by that same booking', async () => {
    const body = { ...(await records.trio()), startsAt: at('15:00') };
    const first = await book(body, { 'Idempotency-Key': 'once' });
    const again = await book(body, { 'Idempotency-Key': 'once' });
    expect([again.status, again.text]).toEqual([201, first.text]);
    expect(again.headers.get('Idempotency-Replayed')).toBe('true');
    expect(again.headers.get('Location')).toBe(first.headers.get('Location'));
    expect(again.headers.get('ETag')).toBe('"1"');
    expect(first.headers.get('Idempotency-Replayed')).toBe(null);
    const [row] = await api.db.sql`select count(*)::int from reservations where patient_id = ${body.patientId}`;
    expect(row?.count).toBe(1);
    expect((await book(body, { 'Idempotency-Key': 'another' })).status).toBe(409);
  });

  it('replays a refusal, although the slot has become free', async () => {
    const body = { ...(await records.trio()), startsAt: at('15:00') };
    const { id } = await records.booked(body);
    const refused = await book(body, { 'Idempotency-Key': 'refused' });
    await api.as('staff').patch(`/v1/reservations/${id}`, { status: 'cancelled' });
    const again = await book(body, { 'Idempotency-Key': 'refused' });
    expect([again.status, again.text]).toEqual([409, refused.text]);
    await records.booked(body);
  });

  it('is rejected for another booking', async () => {
    const body = { ...(await records.trio()), startsAt: at('15:00') };
    await book(body, { 'Idempotency-Key': 'mixed' });
    const other = await book({ ...body, startsAt: at('16:00') }, { 'Idempotency-Key': 'mixed' });
    expect(toProblemDetails(other)).toEqual([422, '/problems/idempotency-key-reused', []]);
  });
});
