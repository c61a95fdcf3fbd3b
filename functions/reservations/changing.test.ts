import { describe, expect, it } from 'vitest';
import { missingId } from '../../test/support/api.js';
import { openReservationApi, type Trio, toProblemDetails } from './testing.js';

const { api, records } = await openReservationApi();

const at = (time: string, day = '03') => `2026-03-${day}T${time}:00.000Z`;
const change = (id: string, patch: object, headers = {}) =>
  api.as('staff').patch(`/v1/reservations/${id}`, patch, headers);

const booked = async (fields: object = {}): Promise<Trio & Record<string, string>> =>
  records.booked({ ...(await records.trio()), startsAt: at('15:00'), ...fields });

/** Creates a reservation in a state that the API doesn't allow, such as confirmed but missed. */
const inState = async (status: string) => {
  const reservation = await booked();
  await api.db.sql`update reservations set status = ${status}, version = 1 where id = ${reservation.id ?? ''}`;
  return reservation;
};

const statuses = ['scheduled', 'confirmed', 'cancelled', 'no_show', 'completed'] as const;
const legal = [
  'scheduled → confirmed',
  'scheduled → cancelled',
  'scheduled → no_show',
  'scheduled → completed',
  'confirmed → cancelled',
  'confirmed → no_show',
  'confirmed → completed',
];
const table = statuses.flatMap((from) => statuses.map((to) => ({ from, to, name: `${from} → ${to}` })));

describe('the status', () => {
  it.each(table.filter(({ from, to, name }) => from !== to && legal.includes(name)))(
    'goes $from → $to',
    async ({ from, to }) => {
      const { id = '' } = await inState(from);
      const { version } = (await api.as('staff').get(`/v1/reservations/${id}`)).body;
      api.now = new Date(at('15:00'));
      const answer = await change(id, { status: to });
      expect([answer.status, answer.body.status, answer.body.version]).toEqual([200, to, version + 1]);
    },
  );

  it.each(table.filter(({ from, to, name }) => from !== to && !legal.includes(name)))(
    'never changes from $from to $to',
    async ({ from, to }) => {
      const { id = '' } = await inState(from);
      api.now = new Date(at('15:00'));
      expect(toProblemDetails(await change(id, { status: to }))).toEqual([409, '/problems/illegal-transition', []]);
      expect((await api.as('staff').get(`/v1/reservations/${id}`)).body.status).toBe(from);
    },
  );

  it.each(statuses)('stays %s without a change', async (status) => {
    const { id = '' } = await inState(status);
    const before = await api.as('staff').get(`/v1/reservations/${id}`);
    const answer = await change(id, { status });
    expect([answer.status, answer.text]).toEqual([200, before.text]);
  });

  it.each(['no_show', 'completed'])('becomes %s only after the appointment has started', async (status) => {
    const { id = '' } = await booked();
    api.now = new Date('2026-03-03T14:59:59.999Z');
    expect(toProblemDetails(await change(id, { status }))).toEqual([409, '/problems/illegal-transition', []]);
    api.now = new Date(at('15:00'));
    expect((await change(id, { status })).body.status).toBe(status);
  });

  it("can't be removed or unknown", async () => {
    const { id = '' } = await booked();
    for (const status of [null, 'done', 7]) {
      const answer = await change(id, { status });
      expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, '/status']);
    }
  });
});

describe('a cancellation reason', () => {
  it('can be set with the cancellation, or later', async () => {
    const { id = '' } = await booked();
    const cancelled = await change(id, { status: 'cancelled', cancellationReason: ' Ill ' });
    expect(cancelled.body).toMatchObject({ status: 'cancelled', cancellationReason: 'Ill', version: 2 });
    expect((await change(id, { cancellationReason: 'Better' })).body).toMatchObject({
      cancellationReason: 'Better',
      version: 3,
    });
    expect((await change(id, { cancellationReason: null })).body.cancellationReason).toBe(null);
  });

  it.each([{}, { status: 'confirmed' }])('is rejected for any other reservation: %j', async (patch) => {
    const { id = '' } = await booked();
    expect(toProblemDetails(await change(id, { ...patch, cancellationReason: 'Ill' }))).toEqual([
      422,
      '/problems/validation-failed',
      ['/cancellationReason is allowed only for a cancelled reservation'],
    ]);
  });
});

describe('a rescheduled reservation', () => {
  it('keeps its duration', async () => {
    const { id = '' } = await booked({ endsAt: at('16:10') });
    const answer = await change(id, { startsAt: '2026-03-04T12:00:00-05:00' });
    expect(answer.body).toMatchObject({ startsAt: at('17:00', '04'), endsAt: at('18:10', '04'), version: 2 });
  });

  it('uses the given end', async () => {
    const { id = '' } = await booked();
    expect((await change(id, { endsAt: at('17:00') })).body.endsAt).toBe(at('17:00'));
    const both = await change(id, { startsAt: at('18:00'), endsAt: at('18:05') });
    expect(both.body).toMatchObject({ startsAt: at('18:00'), endsAt: at('18:05') });
  });

  it("uses the exam's duration if the end is null", async () => {
    const { id = '' } = await booked({ endsAt: at('17:00') });
    expect((await change(id, { endsAt: null })).body).toMatchObject({ endsAt: at('15:30'), version: 2 });
    expect((await change(id, { startsAt: at('16:00'), endsAt: null })).body.endsAt).toBe(at('16:30'));
  });

  it("uses the new exam's duration, unless an end is given", async () => {
    const { id = '' } = await booked({ endsAt: at('17:00') });
    const examId = await records.exam({ minutes: 90 });
    expect((await change(id, { examId })).body).toMatchObject({ examId, endsAt: at('16:30') });
    const another = await records.exam({ minutes: 5 });
    expect((await change(id, { examId: another, endsAt: at('15:40') })).body.endsAt).toBe(at('15:40'));
  });

  it('can get another medic and another patient, with their names', async () => {
    const { id = '' } = await booked();
    const medicId = await records.medic();
    const patientId = await records.patient();
    const answer = await change(id, { medicId, patientId });
    const [names] = await api.db.sql`
      select m.family_name as medic, p.family_name as patient from medics m, patients p
      where m.id = ${medicId} and p.id = ${patientId}`;
    expect(answer.body).toMatchObject({
      medicId,
      medicName: `Omar ${names?.medic}`,
      patientId,
      patientName: `Alma ${names?.patient}`,
      startsAt: at('15:00'),
      endsAt: at('15:30'),
    });
  });

  it('frees its old slot, even if the old and new slots overlap', async () => {
    const reservation = await booked();
    expect((await change(reservation.id ?? '', { startsAt: at('15:10') })).status).toBe(200);
    const { patientId, medicId, examId } = reservation;
    await records.booked({ patientId, medicId, examId, startsAt: at('14:40') });
  });

  it("can't overlap another one of the medic or patient", async () => {
    const one = await booked();
    const two = await booked({ startsAt: at('16:00') });
    for (const patch of [
      { startsAt: at('15:20'), medicId: one.medicId },
      { startsAt: at('14:45'), patientId: one.patientId },
    ]) {
      expect(toProblemDetails(await change(two.id ?? '', patch))).toEqual([409, '/problems/slot-taken', []]);
    }
    expect((await api.as('staff').get(`/v1/reservations/${two.id}`)).body).toEqual(two);
  });

  it('must follow every booking rule', async () => {
    const { id = '' } = await booked();
    const cases: [object, string][] = [
      [{ startsAt: at('21:45') }, "/startsAt must be within the medic's working hours"],
      [{ startsAt: at('15:00', '07') }, "/startsAt must be within the medic's working hours"],
      [{ startsAt: '2026-02-27T15:00:00Z' }, '/startsAt must not be in the past'],
      [{ endsAt: at('15:00') }, '/endsAt must be later than `startsAt`'],
      [{ endsAt: '9999-01-01T00:00:00Z' }, '/endsAt must be at most 24 hours after `startsAt`'],
      [{ examId: missingId }, '/examId does not exist'],
      [{ patientId: await records.patient({ active: false }) }, '/patientId is inactive'],
      [{ medicId: await records.medic({ active: false }) }, '/medicId is inactive'],
    ];
    for (const [patch, fault] of cases) {
      expect(toProblemDetails(await change(id, patch))).toEqual([422, '/problems/validation-failed', [fault]]);
    }
    expect((await api.as('staff').get(`/v1/reservations/${id}`)).headers.get('ETag')).toBe('"1"');
  });

  it.each(['cancelled', 'no_show', 'completed'])("can't be %s", async (status) => {
    const { id = '' } = await inState(status);
    const before = await api.as('staff').get(`/v1/reservations/${id}`);
    const moves = [{ startsAt: at('18:00') }, { endsAt: at('18:00') }, { medicId: await records.medic() }];
    for (const patch of moves) {
      expect(toProblemDetails(await change(id, patch))).toEqual([409, '/problems/illegal-transition', []]);
    }
    expect((await api.as('staff').get(`/v1/reservations/${id}`)).text).toBe(before.text);
    expect((await change(id, { notes: 'Called' })).body.notes).toBe('Called');
  });

  it('can be confirmed in the same request, but not cancelled', async () => {
    const { id = '' } = await booked();
    const moved = await change(id, { startsAt: at('18:00'), status: 'confirmed' });
    expect(moved.body).toMatchObject({ startsAt: at('18:00'), status: 'confirmed', version: 2 });
    expect(toProblemDetails(await change(id, { startsAt: at('19:00'), status: 'cancelled' }))).toEqual([
      409,
      '/problems/illegal-transition',
      [],
    ]);
  });
});

describe('a change', () => {
  it('sets and removes notes, even after the appointment', async () => {
    const { id = '' } = await booked();
    api.now = new Date(at('15:00', '20'));
    expect((await change(id, { notes: ' Was late ' })).body).toMatchObject({ notes: 'Was late', version: 2 });
    expect((await change(id, { notes: null })).body).toMatchObject({ notes: null, version: 3 });
  });

  it('that changes nothing keeps the version, the time of change and the history', async () => {
    const reservation = await booked({ notes: 'N' });
    const { patientId, medicId, examId, id = '' } = reservation;
    const same = { patientId, medicId, examId: examId.toUpperCase(), startsAt: '2026-03-03T10:00:00-05:00' };
    for (const patch of [{}, { notes: ' N ' }, { ...same, endsAt: at('15:30') }, { cancellationReason: null }]) {
      const answer = await change(id, patch);
      expect([answer.status, answer.headers.get('ETag'), answer.body]).toEqual([200, '"1"', reservation]);
    }
    const rows = await api.db.sql`select from row_history where row_id = ${id}`;
    expect(rows).toHaveLength(0);
  });

  it('increments the version and leaves a history row with its author', async () => {
    const { id = '', patientId } = await booked();
    await change(id, { status: 'confirmed', notes: 'N' }, { 'X-Request-Id': 'confirming' });
    await api.as('medic', 'dr-o').patch(`/v1/reservations/${id}`, { startsAt: at('16:00') });
    const rows = await api.db.sql`
      select operation, patient_id, actor_role, actor_subject, before ->> 'status' as before, after ->> 'status' as after,
        (before ->> 'version')::int as "from", (after ->> 'version')::int as "to"
      from row_history where row_id = ${id} order by id`;
    expect([...rows]).toEqual([
      {
        operation: 'UPDATE',
        patient_id: patientId,
        actor_role: 'staff',
        actor_subject: 'staff-account',
        before: 'scheduled',
        after: 'confirmed',
        from: 1,
        to: 2,
      },
      {
        operation: 'UPDATE',
        patient_id: patientId,
        actor_role: 'medic',
        actor_subject: 'dr-o',
        before: 'confirmed',
        after: 'confirmed',
        from: 2,
        to: 3,
      },
    ]);
  });

  it('applies only to the version that the caller names', async () => {
    const { id = '' } = await booked();
    const stale = await change(id, { notes: 'A' }, { 'If-Match': '"2"' });
    expect([...toProblemDetails(stale), stale.headers.get('ETag')]).toEqual([
      412,
      '/problems/precondition-failed',
      [],
      '"1"',
    ]);
    expect((await change(id, { notes: 'A' }, { 'If-Match': 'W/"1"' })).status).toBe(412);
    expect((await change(id, { notes: 'A' }, { 'If-Match': '1' })).status).toBe(400);
    expect((await change(id, { notes: 'A' }, { 'If-Match': '"7", "1"' })).headers.get('ETag')).toBe('"2"');
    expect((await change(id, { notes: 'B' }, { 'If-Match': '*' })).headers.get('ETag')).toBe('"3"');
  });

  it('is rejected for an unknown field, by its pointer', async () => {
    const { id = '' } = await booked();
    const answer = await change(id, { patientName: 'X', version: 9 });
    expect(toProblemDetails(answer)).toEqual([
      422,
      '/problems/validation-failed',
      ['/patientName is not a known field', '/version is not a known field'],
    ]);
  });

  it('of a missing reservation returns 404, and so does reading it', async () => {
    expect((await change(missingId, { notes: 'A' })).status).toBe(404);
    expect((await api.as('staff').get(`/v1/reservations/${missingId}`)).status).toBe(404);
    expect((await api.as('staff').get('/v1/reservations/1')).body.errors[0].pointer).toBe('path/id');
  });
});

describe('a reservation', () => {
  it('returns 304 if the caller has the current version', async () => {
    const { id = '' } = await booked();
    const path = `/v1/reservations/${id}`;
    for (const tags of ['"1"', 'W/"1"', '"0", "1"', '*']) {
      const answer = await api.as('staff').get(path, { 'If-None-Match': tags });
      expect([answer.status, answer.text, answer.headers.get('ETag')]).toEqual([304, '', '"1"']);
    }
    await change(id, { notes: 'A' });
    expect((await api.as('staff').get(path, { 'If-None-Match': '"1"' })).status).toBe(200);
  });

  it('can be cancelled, but not deleted', async () => {
    const { id = '' } = await booked();
    const answer = await api.as('admin').delete(`/v1/reservations/${id}`);
    expect([answer.status, answer.body.type, answer.headers.get('Allow')]).toEqual([
      405,
      '/problems/method-not-allowed',
      'GET, HEAD, PATCH',
    ]);
  });
});
