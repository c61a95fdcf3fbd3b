import { describe, expect, it } from 'vitest';
import { missingId, testNow } from '../../test/support/api.js';
import { openReservationApi, toProblemDetails } from './testing.js';

const { api, records } = await openReservationApi();

// In March before the 8th the clinic's hours, 09:00 to 17:00 in New York, are 14:00 to 22:00 UTC. The 3rd is a Tuesday.
const at = (time: string, day = '03') => `2026-03-${day}T${time}:00.000Z`;
const tuesday = { from: at('00:00'), to: at('00:00', '04') };
const search = (body: object) => api.as('staff').post('/v1/reservations/availability', body);

interface Slot {
  readonly medicId: string;
  readonly medicName: string;
  readonly startsAt: string;
  readonly endsAt: string;
}

const slots = async (body: object): Promise<Slot[]> => {
  const answer = await search(body);
  expect([answer.status, answer.body.errors]).toEqual([200, undefined]);
  return answer.body.data;
};
const onWeekday = (weekday: number, from: string, to: string) => ({ weekday, from, to });
const listStarts = async (body: object) => (await slots(body)).map(({ startsAt }) => startsAt.slice(11, 16));

describe('free slots', () => {
  it("are the working hours cut into pieces of the exam's duration", async () => {
    const medicId = await records.medic();
    const found = await slots({ ...tuesday, medicId, examId: await records.exam({ minutes: 120 }) });
    const [row] = await api.db.sql`select given_name || ' ' || family_name as name from medics where id = ${medicId}`;
    const slot = (startsAt: string, endsAt: string) => ({ medicId, medicName: row?.name, startsAt, endsAt });
    expect(found).toEqual([
      slot(at('14:00'), at('16:00')),
      slot(at('16:00'), at('18:00')),
      slot(at('18:00'), at('20:00')),
      slot(at('20:00'), at('22:00')),
    ]);
  });

  it.each([
    [5, 96],
    [60, 8],
    [90, 5],
    [240, 2],
    [480, 1],
  ])('of %i minutes are as many as fit completely', async (minutes, count) => {
    const body = { ...tuesday, medicId: await records.medic(), examId: await records.exam({ minutes }), limit: 500 };
    const found = await slots(body);
    expect(found).toHaveLength(count);
    for (const { startsAt, endsAt } of found) expect(Date.parse(endsAt) - Date.parse(startsAt)).toBe(minutes * 60_000);
  });

  it('start over where a reservation ends', async () => {
    const { medicId, examId, patientId } = await records.trio({ minutes: 60 });
    await records.booked({ medicId, examId, patientId, startsAt: at('16:00'), endsAt: at('16:20') });
    await records.booked({ medicId, examId, patientId, startsAt: at('18:10'), endsAt: at('20:40') });
    // 17:20 would end after 18:10 starts; 20:40 fits, 21:40 doesn't.
    expect(await listStarts({ ...tuesday, medicId, examId })).toEqual(['14:00', '15:00', '16:20', '20:40']);
  });

  it('leave out scheduled and confirmed reservations, and nothing else', async () => {
    const { medicId, examId, patientId } = await records.trio({ minutes: 240 });
    const all = ['14:00', '18:00'];
    for (const status of ['cancelled', 'no_show', 'completed', 'confirmed']) {
      const { id } = await records.booked({ medicId, examId, patientId, startsAt: at('14:00') });
      expect(await listStarts({ ...tuesday, medicId, examId })).toEqual(['18:00']);
      if (status === 'no_show' || status === 'completed') api.now = new Date(at('14:00'));
      const answer = await api.as('staff').patch(`/v1/reservations/${id}`, { status });
      expect(answer.status).toBe(200);
      api.now = testNow;
      expect(await listStarts({ ...tuesday, medicId, examId })).toEqual(status === 'confirmed' ? ['18:00'] : all);
    }
  });

  it("fit completely between from and to, which don't shift them", async () => {
    const medicId = await records.medic();
    const examId = await records.exam({ minutes: 60 });
    const between = (from: string, to: string) => listStarts({ from: at(from), to: at(to), medicId, examId });
    expect(await between('15:00', '17:00')).toEqual(['15:00', '16:00']);
    expect(await between('14:30', '17:59')).toEqual(['15:00', '16:00']);
    expect(await between('15:01', '16:59')).toEqual([]);
    expect(await between('21:00', '23:00')).toEqual(['21:00']);
    expect(await between('22:00', '23:59')).toEqual([]);
  });

  it('are never in the past, whatever from is', async () => {
    const medicId = await records.medic();
    const examId = await records.exam({ minutes: 60 });
    api.now = new Date('2026-03-03T18:00:00.001Z');
    expect(await listStarts({ ...tuesday, medicId, examId })).toEqual(['19:00', '20:00', '21:00']);
    api.now = new Date(at('18:00'));
    expect(await listStarts({ ...tuesday, medicId, examId })).toEqual(['18:00', '19:00', '20:00', '21:00']);
  });

  it.each([
    ['an hour', '2026-03-02T12:00:00Z', '2026-03-02T13:00:00Z'],
    ['a day', '2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z'],
    ['weeks', '2026-01-05T00:00:00Z', '2026-02-01T00:00:00Z'],
    ['ages', '1000-01-01T00:00:00Z', '1000-01-02T00:00:00Z'],
  ])('are empty for a period that ended %s ago', async (_what, from, to) => {
    expect(await slots({ from, to, medicId: await records.medic(), examId: await records.exam() })).toEqual([]);
  });

  it("are ordered by start, then by the medic's id, up to the limit", async () => {
    const specialty = 'Ordering';
    const ids = await Promise.all([1, 2, 3].map(() => records.medic({ specialty })));
    const examId = await records.exam({ minutes: 240 });
    const found = await slots({ ...tuesday, specialty, examId });
    const expected = ['14:00', '18:00'].flatMap((time) => ids.toSorted().map((id) => [at(time), id]));
    expect(found.map(({ startsAt, medicId }) => [startsAt, medicId])).toEqual(expected);
    for (const limit of [1, 4])
      expect(await slots({ ...tuesday, specialty, examId, limit })).toEqual(found.slice(0, limit));
  });

  it('are limited to 100 by default', async () => {
    const medicId = await records.medic();
    const body = { from: at('00:00'), to: at('00:00', '10'), medicId, examId: await records.exam({ minutes: 5 }) };
    expect(await slots(body)).toHaveLength(100);
    expect(await slots({ ...body, limit: 500 })).toHaveLength(480);
  });
});

describe('the medics of the slots', () => {
  it('are the requested one, those of a specialty, or all', async () => {
    const examId = await records.exam({ minutes: 480 });
    const heart = await records.medic({ specialty: 'Heart' });
    const skin = await records.medic({ specialty: 'Skin' });
    const listMedicIds = async (body: object) =>
      (await slots({ ...tuesday, examId, limit: 500, ...body })).map(({ medicId }) => medicId);
    expect(await listMedicIds({ medicId: heart })).toEqual([heart]);
    expect(await listMedicIds({ medicId: heart, specialty: null })).toEqual([heart]);
    expect(await listMedicIds({ specialty: ' Skin ' })).toEqual([skin]);
    expect(await listMedicIds({ specialty: 'skin' })).toEqual([]);
    expect(await listMedicIds({})).toEqual(expect.arrayContaining([heart, skin]));
  });

  it('are active and not removed', async () => {
    const examId = await records.exam();
    const specialty = 'Retired';
    const inactive = await records.medic({ active: false, specialty });
    const removed = await records.medic({ specialty });
    await api.db.sql`update medics set removed_at = now() where id = ${removed}`;
    expect(await slots({ ...tuesday, examId, specialty })).toEqual([]);
    for (const medicId of [inactive, removed, missingId]) {
      const detail = medicId === missingId ? 'does not exist' : 'is inactive';
      expect(toProblemDetails(await search({ ...tuesday, examId, medicId }))).toEqual([
        422,
        '/problems/validation-failed',
        [`/medicId ${detail}`],
      ]);
    }
  });

  it('come page by page, each once, whatever is booked in between', async () => {
    const specialty = 'Paged';
    const examId = await records.exam({ minutes: 90 });
    const medicIds = [];
    for (let count = 0; count < 3; count += 1) medicIds.push(await records.medic({ specialty }));
    const week = { from: at('00:00'), to: '2026-03-09T00:00:00Z', examId, specialty };
    const all = await slots({ ...week, limit: 500 });
    for (const limit of [1, 4, 7, all.length - 1, all.length]) {
      const pages: Slot[][] = [];
      let cursor: string | null = null;
      do {
        const { body } = await search({ ...week, limit, cursor });
        expect(body.page.limit).toBe(limit);
        pages.push(body.data);
        cursor = body.page.nextCursor;
      } while (cursor !== null);
      expect(pages.flat()).toEqual(all);
      expect(pages.slice(0, -1).every((page) => page.length === limit)).toBe(true);
    }
    const first = (await search({ ...week, limit: 5 })).body;
    const next = all[5];
    await records.booked({ ...(await records.trio()), medicId: next?.medicId, examId, startsAt: next?.startsAt });
    const second = (await search({ ...week, limit: 5, cursor: first.page.nextCursor })).body;
    expect(second.data).toEqual(all.slice(6, 11));
    const other = await search({ ...week, examId: await records.exam(), cursor: first.page.nextCursor });
    expect(other.status).toBe(400);
  });

  it('keep their grid on the next page, even if it is read on another day', async () => {
    const specialty = 'Always';
    await records.medic({
      specialty,
      workingHours: [1, 2, 3, 4, 5, 6, 7].map((day) => onWeekday(day, '00:00', '24:00')),
    });
    const examId = await records.exam({ minutes: 7 * 60 });
    const { now } = api;
    const asked = { from: '2026-02-20T00:00:00Z', to: '2026-03-05T00:00:00Z', examId, specialty };
    const all = await slots({ ...asked, limit: 500 });
    const first = (await search({ ...asked, limit: 3 })).body;
    api.now = new Date(now.getTime() + 24 * 60 * 60 * 1000);
    const second = (await search({ ...asked, limit: 500, cursor: first.page.nextCursor })).body;
    api.now = now;
    expect([...first.data, ...second.data]).toEqual(all);
  });

  it("have their own hours, or else the clinic's", async () => {
    const examId = await records.exam({ minutes: 60 });
    const own = await records.medic({
      workingHours: [onWeekday(2, '15:00', '16:30'), onWeekday(2, '07:00', '08:00'), onWeekday(3, '10:00', '11:00')],
    });
    expect(await listStarts({ ...tuesday, examId, medicId: own })).toEqual(['12:00', '20:00']);
    const empty = await records.medic({ workingHours: [] });
    expect(await listStarts({ ...tuesday, examId, medicId: empty })).toHaveLength(8);
  });

  it('can work past midnight without a break', async () => {
    const examId = await records.exam({ minutes: 480 });
    const medicId = await records.medic({
      workingHours: [onWeekday(2, '20:00', '24:00'), onWeekday(3, '00:00', '04:00')],
    });
    // 20:00 in New York is 01:00 on the next day in UTC.
    const found = await slots({ from: at('00:00'), to: at('00:00', '06'), examId, medicId });
    expect(found.map(({ startsAt, endsAt }) => [startsAt, endsAt])).toEqual([[at('01:00', '04'), at('09:00', '04')]]);
    expect(await slots({ from: at('01:00', '04'), to: at('09:00', '04'), examId, medicId })).toEqual(found);
    await records.booked({ medicId, examId, patientId: await records.patient(), startsAt: at('01:00', '04') });
  });

  it('have touching or overlapping periods counted once', async () => {
    const examId = await records.exam({ minutes: 60 });
    const medicId = await records.medic({
      workingHours: [onWeekday(2, '09:00', '10:30'), onWeekday(2, '10:30', '12:00'), onWeekday(2, '11:00', '13:00')],
    });
    expect(await listStarts({ ...tuesday, examId, medicId })).toEqual(['14:00', '15:00', '16:00', '17:00']);
  });
});

describe('an availability search', () => {
  it.each([
    ['to before from', { to: at('00:00', '02') }, '/to must be later than `from`'],
    ['to equal to from', { to: at('00:00') }, '/to must be later than `from`'],
    ['more than 31 days', { to: '2026-04-03T00:00:00.001Z' }, '/to must be at most 31 days after `from`'],
    [
      'both a medic and a specialty',
      { medicId: missingId, specialty: 'X' },
      "/specialty can't be combined with `medicId`",
    ],
    ['another field', { patientId: missingId }, '/patientId is not a known field'],
  ])('is rejected with %s', async (_what, fields, fault) => {
    const answer = await search({ ...tuesday, examId: await records.exam(), ...fields });
    expect(toProblemDetails(answer)).toEqual([422, '/problems/validation-failed', [fault]]);
  });

  it.each([
    { limit: 0 },
    { limit: 501 },
    { limit: '5' },
    { examId: 'x' },
    { from: '2026-03-03' },
    { from: '0001-01-01T00:00:00Z' },
    { from: null },
    { to: '2026-02-30T00:00:00Z' },
    { to: 7 },
    { specialty: ' ' },
  ])('is rejected with %j', async (fields) => {
    const answer = await search({ ...tuesday, examId: await records.exam(), ...fields });
    expect([answer.status, answer.body.errors?.[0].pointer]).toEqual([422, `/${Object.keys(fields)[0]}`]);
  });

  it('can cover exactly 31 days', async () => {
    const medicId = await records.medic();
    const found = await slots({
      from: at('00:00'),
      to: '2026-04-03T00:00:00.000Z',
      medicId,
      examId: await records.exam({ minutes: 480 }),
    });
    // From Tuesday, March 3, to Thursday, April 2, without four weekends.
    expect([found.length, found.at(-1)?.startsAt]).toEqual([23, '2026-04-02T13:00:00.000Z']);
  });

  it('rejects an unknown or inactive exam', async () => {
    const unknown = await search({ ...tuesday, examId: missingId });
    expect(toProblemDetails(unknown)[2]).toEqual(['/examId does not exist']);
    const inactive = await search({ ...tuesday, examId: await records.exam({ active: false }) });
    expect(toProblemDetails(inactive)).toEqual([422, '/problems/validation-failed', ['/examId is inactive']]);
  });

  it('shows patients when a medic is free, but not who booked the rest', async () => {
    const { medicId, examId, patientId } = await records.trio({ minutes: 240 });
    const { id } = await records.booked({ medicId, examId, patientId, startsAt: at('14:00'), notes: 'Secret' });
    const body = { ...tuesday, medicId, examId };
    const answer = await api.as('patient', 'somebody').post('/v1/reservations/availability', body);
    expect(answer.body).toEqual({ data: await slots(body), page: { limit: 100, nextCursor: null } });
    expect(answer.body.data).toHaveLength(1);
    for (const secret of [patientId, id, 'Alma', 'Secret']) expect(answer.text).not.toContain(secret);
  });

  it('offers exactly what can be booked, and never again afterward', async () => {
    const { medicId, examId, patientId } = await records.trio({ minutes: 75 });
    await records.booked({ medicId, examId, patientId, startsAt: at('15:07'), endsAt: at('15:19') });
    const body = { from: at('00:00'), to: at('00:00', '05'), medicId, examId };
    let offered = await slots(body);
    expect(offered.length).toBeGreaterThan(8);
    for (let slot = offered[0]; slot !== undefined; slot = offered[0]) {
      const reservation = await records.booked({ medicId, examId, patientId, startsAt: slot.startsAt });
      expect(reservation.endsAt).toBe(slot.endsAt);
      const left = await slots(body);
      expect(left).toEqual(offered.slice(1));
      offered = left;
    }
  });
});
