import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createTestApi, type TestApi } from '../../test/support/api.js';
import { examsRouter } from '../exams/routes.js';
import { medicsRouter } from '../medics/routes.js';
import { patientsRouter } from '../patients/routes.js';
import { reservationsRouter } from './routes.js';
import { countAnswers, createReservationFixtures } from './testing.js';

let api: TestApi;
let records: ReturnType<typeof createReservationFixtures>;
beforeAll(async () => {
  api = await createTestApi([patientsRouter, medicsRouter, examsRouter, reservationsRouter], { poolSize: 25 });
  records = createReservationFixtures(api);
});
afterAll(() => api.close());

// Whatever a test did, the rule that everything here is about must hold in the end.
afterEach(async () => {
  expect([...(await records.overlaps())]).toEqual([]);
});

const minute = (minutes: number) => new Date(Date.UTC(2026, 2, 3, 14, minutes)).toISOString();
const times = <Result>(count: number, make: (index: number) => Result): Result[] =>
  Array.from({ length: count }, (_, i) => make(i));
const book = (fields: object) => api.as('staff').post('/v1/reservations', fields);
const change = (id: string, patch: object, headers = {}) =>
  api.as('staff').patch(`/v1/reservations/${id}`, patch, headers);
const read = async (id: string) => (await api.as('staff').get(`/v1/reservations/${id}`)).body;

describe('fifty bookings at once', () => {
  it('of one slot of a medic, each for another patient: one succeeds, the others learn that it is taken', async () => {
    const trio = await records.trio();
    const people = await Promise.all(times(50, () => records.patient()));
    const answers = await Promise.all(people.map((patientId) => book({ ...trio, patientId, startsAt: minute(60) })));
    expect(countAnswers(answers)).toEqual({ 201: 1, '409 slot-taken': 49 });
  });

  it("of a medic's overlapping slots: one succeeds", async () => {
    const trio = await records.trio();
    const people = await Promise.all(times(50, () => records.patient()));
    const answers = await Promise.all(
      people.map((patientId, index) =>
        book({ ...trio, patientId, startsAt: minute(60 + index), endsAt: minute(120 + 3 * index) }),
      ),
    );
    expect(countAnswers(answers)).toEqual({ 201: 1, '409 slot-taken': 49 });
  });

  it('in a chain where each overlaps its neighbors: the successful ones are apart, without a usable gap', async () => {
    const trio = await records.trio();
    const people = await Promise.all(times(50, () => records.patient()));
    const slots = people.map((patientId, index) => ({
      ...trio,
      patientId,
      startsAt: minute(index * 8),
      endsAt: minute(index * 8 + 10),
    }));
    const answers = await Promise.all(slots.map(book));
    const counts = countAnswers(answers);
    expect((counts[201] ?? 0) + (counts['409 slot-taken'] ?? 0)).toBe(50);
    expect(answers.map(({ status }) => status).join()).not.toMatch(/^409,409|409,409,409|409,409$/);
  });

  it('of one patient with two medics: one succeeds', async () => {
    const trio = await records.trio();
    const other = await records.medic();
    const answers = await Promise.all(
      times(50, (index) =>
        book({ ...trio, medicId: index % 2 ? other : trio.medicId, startsAt: minute(60 + (index % 7)) }),
      ),
    );
    expect(countAnswers(answers)).toEqual({ 201: 1, '409 slot-taken': 49 });
  });

  it('of a few medics by a few patients: no requests deadlock', async () => {
    const { examId } = await records.trio();
    const staff = await Promise.all(times(3, () => records.medic()));
    const people = await Promise.all(times(3, () => records.patient()));
    const answers = await Promise.all(
      times(50, (index) =>
        book({
          examId,
          medicId: staff[index % 3],
          patientId: people[Math.floor(index / 3) % 3],
          startsAt: minute(60 + (index % 5)),
        }),
      ),
    );
    const counts = countAnswers(answers);
    expect(Object.keys(counts).sort()).toEqual(['201', '409 slot-taken']);
    expect(counts[201]).toBeLessThanOrEqual(3);
  });

  it('of fifty slots back to back: all succeed', async () => {
    const trio = await records.trio();
    const answers = await Promise.all(
      times(50, (index) => book({ ...trio, startsAt: minute(index * 9), endsAt: minute(index * 9 + 9) })),
    );
    expect(countAnswers(answers)).toEqual({ 201: 50 });
  });

  it('of one slot with one Idempotency-Key: one succeeds, and each of the others gets a replay or must wait', async () => {
    const trio = await records.trio();
    const send = () =>
      api.as('staff').post('/v1/reservations', { ...trio, startsAt: minute(60) }, { 'Idempotency-Key': 'race' });
    const answers = await Promise.all(times(50, send));
    const made = answers.filter(({ status }) => status === 201);
    expect(made.length).toBeGreaterThan(0);
    expect(new Set(made.map(({ text }) => text)).size).toBe(1);
    expect(made.filter(({ headers }) => headers.get('Idempotency-Replayed') === null)).toHaveLength(1);
    const others = answers.filter(({ status }) => status !== 201);
    expect(others.every(({ status, body }) => status === 409 && body.type === '/problems/conflict')).toBe(true);
  });
});

it('fifty concurrent patients on fewer connections see only their own reservations', async () => {
  const { medicId, examId } = await records.trio();
  const people = await Promise.all(
    times(50, async (index) => {
      const account = `racing-${index}`;
      const patientId = await records.patient({ account });
      const { id } = await records.booked({
        patientId,
        medicId,
        examId,
        startsAt: minute(index * 9),
        endsAt: minute(index * 9 + 9),
      });
      return { account, id };
    }),
  );
  const seen = await Promise.all(
    people.map(async ({ account, id }, index) => {
      const client = api.as('patient', account);
      const other = people[(index + 1) % people.length]?.id;
      const [list, foreign] = await Promise.all([
        client.get('/v1/reservations?limit=100'),
        client.get(`/v1/reservations/${other}`),
      ]);
      return [list.body.data.map((one: { id: string }) => one.id).join(), foreign.status, id];
    }),
  );
  expect(seen).toEqual(people.map(({ id }) => [id, 404, id]));
});

describe('two concurrent changes', () => {
  it('that swap two slots of one medic: both fail, because both slots are taken', async () => {
    for (let round = 0; round < 10; round += 1) {
      const trio = await records.trio();
      const one = await records.booked({ ...trio, startsAt: minute(60) });
      const two = await records.booked({ ...trio, startsAt: minute(120) });
      const answers = await Promise.all([
        change(one.id, { startsAt: two.startsAt }),
        change(two.id, { startsAt: one.startsAt }),
      ]);
      expect(countAnswers(answers)).toEqual({ '409 slot-taken': 2 });
      expect([await read(one.id), await read(two.id)]).toEqual([one, two]);
    }
  });

  it('that swap medics and patients crosswise never deadlock', async () => {
    for (let round = 0; round < 10; round += 1) {
      const first = await records.trio();
      const second = await records.trio();
      const one = await records.booked({ ...first, startsAt: minute(60) });
      const two = await records.booked({ ...second, startsAt: minute(60) });
      const answers = await Promise.all([
        change(one.id, { medicId: second.medicId, patientId: second.patientId }),
        change(two.id, { medicId: first.medicId, patientId: first.patientId }),
      ]);
      expect(countAnswers(answers)).toEqual({ '409 slot-taken': 2 });
    }
  });

  it('that move ten reservations to one free slot: one succeeds', async () => {
    const trio = await records.trio();
    const all = await Promise.all(
      times(10, async (index) =>
        records.booked({ ...trio, patientId: await records.patient(), startsAt: minute(index * 30) }),
      ),
    );
    const answers = await Promise.all(all.map(({ id }) => change(id, { startsAt: minute(420) })));
    expect(countAnswers(answers)).toEqual({ 200: 1, '409 slot-taken': 9 });
  });

  it('that move one reservation to two medics: it ends with one of them, and the other slot stays free', async () => {
    for (let round = 0; round < 10; round += 1) {
      const trio = await records.trio();
      const targets = [await records.medic(), await records.medic()];
      const { id } = await records.booked({ ...trio, startsAt: minute(60) });
      const answers = await Promise.all(targets.map((medicId) => change(id, { medicId })));
      expect(answers.map(({ status }) => status).filter((status) => status !== 200 && status !== 409)).toEqual([]);
      const made = answers.filter(({ status }) => status === 200);
      const end = await read(id);
      expect(end.version).toBe(1 + made.length);
      expect(targets).toContain(end.medicId);
      const free = targets.find((medicId) => medicId !== end.medicId);
      await records.booked({ ...(await records.trio()), medicId: free, startsAt: minute(60) });
    }
  });

  it('that cancel and confirm: every order is legal except confirming a cancelled one, and each success counts', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { id } = await records.booked({ ...(await records.trio()), startsAt: minute(60) });
      const [cancelled, confirmed] = await Promise.all([
        change(id, { status: 'cancelled' }),
        change(id, { status: 'confirmed' }),
      ]);
      expect(cancelled.status).toBe(200);
      expect([200, 409]).toContain(confirmed.status);
      if (confirmed.status === 409) expect(confirmed.body.type).toBe('/problems/illegal-transition');
      const end = await read(id);
      expect([end.status, end.version]).toEqual(['cancelled', confirmed.status === 200 ? 3 : 2]);
    }
  });

  it('that complete and cancel: one wins, the other is illegal', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { id } = await records.booked({ ...(await records.trio()), startsAt: '2026-03-02T14:00:00Z' });
      const answers = await Promise.all([change(id, { status: 'completed' }), change(id, { status: 'cancelled' })]);
      expect(countAnswers(answers)).toEqual({ 200: 1, '409 illegal-transition': 1 });
      const winner = answers.find(({ status }) => status === 200);
      expect(await read(id)).toMatchObject({ status: winner?.body.status, version: 2 });
    }
  });

  it('to the same version: one succeeds, the others learn that the version changed', async () => {
    const { id } = await records.booked({ ...(await records.trio()), startsAt: minute(60) });
    const answers = await Promise.all(times(20, (index) => change(id, { notes: `N${index}` }, { 'If-Match': '"1"' })));
    expect(countAnswers(answers)).toEqual({ 200: 1, '412 precondition-failed': 19 });
    const winner = answers.find(({ status }) => status === 200);
    expect(await read(id)).toEqual(winner?.body);
  });

  it('of twenty notes without a version: all succeed, one after the other', async () => {
    const { id } = await records.booked({ ...(await records.trio()), startsAt: minute(60) });
    const answers = await Promise.all(times(20, (index) => change(id, { notes: `N${index}` })));
    expect(answers.map(({ body }) => body.version).sort((a, b) => a - b)).toEqual(times(20, (index) => index + 2));
    const rows = await api.db.sql`select from row_history where row_id = ${id}`;
    expect(rows).toHaveLength(20);
  });

  it('that cancel one and book its slot: the slot is never taken twice, and a retry gets it in the end', async () => {
    for (let round = 0; round < 10; round += 1) {
      const trio = await records.trio();
      const { id } = await records.booked({ ...trio, startsAt: minute(60) });
      const [cancelled, booking] = await Promise.all([
        change(id, { status: 'cancelled' }),
        book({ ...trio, startsAt: minute(60) }),
      ]);
      expect([cancelled.status, [201, 409].includes(booking.status)]).toEqual([200, true]);
      if (booking.status === 409) await records.booked({ ...trio, startsAt: minute(60) });
    }
  });
});

describe.each(['patient', 'medic', 'exam'] as const)('the removal of a %s', (kind) => {
  it.each(['booking', 'move'])(
    'and a concurrent %s never leave a removed record with an upcoming reservation',
    async (what) => {
      for (let round = 0; round < 20; round += 1) {
        const trio = await records.trio();
        const id = trio[`${kind}Id`];
        const other =
          what === 'move' ? await records.booked({ ...(await records.trio()), startsAt: minute(60) }) : null;
        const remove = () => api.as('admin').delete(`/v1/${kind}s/${id}`);
        const reserve = () =>
          other ? change(other.id, { [`${kind}Id`]: id }) : book({ ...trio, startsAt: minute(60) });
        const [removal, reserved] =
          round % 2
            ? await Promise.all([remove(), reserve()])
            : (await Promise.all([reserve(), remove()])).toReversed();
        // The second request learns why it failed: the record is in use, or it was removed.
        expect(['204 and 422', '204 and 409', `409 and ${other ? 200 : 201}`]).toContain(
          `${removal?.status} and ${reserved?.status}`,
        );
        if (removal?.status === 409) expect(removal.body.type).toBe('/problems/in-use');
        if (reserved?.status === 409) expect(reserved.body.type).toBe('/problems/conflict');
      }
    },
  );
});
