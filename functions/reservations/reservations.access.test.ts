import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, createTestApi, missingId, type TestApi } from '../../test/support/api.js';
import { reservationsRouter } from './routes.js';
import { createReservationFixtures, type Trio, toProblemDetails } from './testing.js';

let api: TestApi;
let records: ReturnType<typeof createReservationFixtures>;
let alice: Client;
let ofAlice: Trio;
let ofBob: Trio;

beforeAll(async () => {
  api = await createTestApi([reservationsRouter]);
  records = createReservationFixtures(api);
  alice = api.as('patient', 'alice');
  ofAlice = await records.trio({ account: 'alice' });
  ofBob = await records.trio({ account: 'bob' });
});
afterAll(() => api.close());

const path = (id: string) => `/v1/reservations/${id}`;

// One day after the other, so that none conflict.
let day = 0;
const nextTime = () => {
  day += 1;
  const date = new Date(Date.UTC(2026, 2, 2 + Math.floor((day - 1) / 5) * 7 + ((day - 1) % 5) + 1, 18));
  if (date.getUTCDay() === 6) date.setUTCDate(date.getUTCDate() + 2);
  return date.toISOString();
};
const booked = (trio: Trio) => records.booked({ ...trio, startsAt: nextTime() });

describe('a patient', () => {
  it('lists only their own reservations, whatever the filter', async () => {
    const own = await booked(ofAlice);
    const foreign = await booked(ofBob);
    const ids = async (query: string) =>
      (await alice.get(`/v1/reservations?${query}`)).body.data.map(({ id }: { id: string }) => id);
    expect(await ids('')).toContain(own.id);
    const all = (await alice.get('/v1/reservations?count=exact&limit=100')).body;
    expect(new Set(all.data.map(({ patientId }: Trio) => patientId))).toEqual(new Set([ofAlice.patientId]));
    expect(all.page.total).toBe(all.data.length);
    for (const query of [`patientId=${ofBob.patientId}`, `medicId=${ofBob.medicId}`, `from=${foreign.startsAt}`]) {
      expect(await ids(query)).not.toContain(foreign.id);
    }
    const ofOther = await alice.get(`/v1/reservations?patientId=${ofBob.patientId}&count=exact`);
    const ofNobody = await alice.get(`/v1/reservations?patientId=${missingId}&count=exact`);
    expect(ofOther.text).toBe(ofNobody.text);
  });

  it('can read their own reservation like staff, and its reason', async () => {
    const own = await booked(ofAlice);
    const seen = await alice.get(path(own.id));
    expect([seen.status, seen.body]).toEqual([200, { ...own, reason: null }]);
    expect((await alice.get(path(own.id), { 'If-None-Match': '"1"' })).status).toBe(304);
  });

  it("gets the same 404, byte for byte, for another's as for a missing one", async () => {
    const { id } = await booked(ofBob);
    const headers = { 'X-Request-Id': 'same' };
    const requests: ((id: string) => ReturnType<Client['get']>)[] = [
      (id) => alice.get(path(id), headers),
      (id) => alice.get(path(id), { ...headers, 'If-None-Match': '*' }),
      (id) => alice.patch(path(id), { status: 'cancelled' }, headers),
      (id) => alice.patch(path(id), { status: 'cancelled' }, { ...headers, 'If-Match': '"7"' }),
      (id) => alice.patch(path(id), { cancellationReason: 'X' }, headers),
      (id) => alice.patch(path(id), {}, headers),
    ];
    for (const request of requests) {
      const foreign = await request(id);
      const missing = await request(missingId);
      expect([foreign.status, foreign.body.type]).toEqual([404, '/problems/not-found']);
      expect(foreign.text.replaceAll(id, missingId)).toBe(missing.text);
      expect([...foreign.headers]).toEqual([...missing.headers]);
    }
    expect((await api.as('staff').get(path(id))).body).toMatchObject({ status: 'scheduled', version: 1 });
  });

  it('gets the same 403 for a forbidden change, whoever owns the reservation', async () => {
    const { id } = await booked(ofBob);
    const headers = { 'X-Request-Id': 'same' };
    const foreign = await alice.patch(path(id), { notes: 'X' }, headers);
    const missing = await alice.patch(path(missingId), { notes: 'X' }, headers);
    expect(foreign.status).toBe(403);
    expect(foreign.text.replaceAll(id, missingId)).toBe(missing.text);
  });

  it('can book for themselves', async () => {
    const answer = await alice.post('/v1/reservations', { ...ofAlice, startsAt: nextTime(), notes: 'By phone' });
    expect([answer.status, answer.body.status, answer.body.notes]).toEqual([201, 'scheduled', 'By phone']);
  });

  it("can't book for another patient, who seems not to exist", async () => {
    const startsAt = nextTime();
    const headers = { 'X-Request-Id': 'same' };
    await records.booked({ ...ofBob, startsAt });
    const inactive = await records.patient({ active: false });
    const answers = [];
    for (const patientId of [missingId, ofBob.patientId, inactive]) {
      answers.push(await alice.post('/v1/reservations', { ...ofAlice, patientId, startsAt }, headers));
    }
    const [missing, foreign, foreignInactive] = answers;
    expect(missing && toProblemDetails(missing)).toEqual([
      422,
      '/problems/validation-failed',
      ['/patientId does not exist'],
    ]);
    expect([foreign?.text, foreignInactive?.text]).toEqual([missing?.text, missing?.text]);
  });

  it('learns that a medic is taken, but not by whom', async () => {
    const other = await booked(ofBob);
    const answer = await alice.post('/v1/reservations', {
      ...ofAlice,
      medicId: ofBob.medicId,
      startsAt: other.startsAt,
    });
    expect(toProblemDetails(answer)).toEqual([409, '/problems/slot-taken', []]);
    for (const secret of [ofBob.patientId, other.id, other.patientName]) expect(answer.text).not.toContain(secret);
  });

  it('can cancel their own with a reason', async () => {
    const { id } = await booked(ofAlice);
    const answer = await alice.patch(path(id), { status: 'cancelled', cancellationReason: 'Ill' });
    expect([answer.status, answer.body]).toMatchObject([200, { status: 'cancelled', cancellationReason: 'Ill' }]);
  });

  it.each([
    [{ startsAt: '2026-06-02T18:00:00Z' }, ['/startsAt']],
    [{ endsAt: null }, ['/endsAt']],
    [{ notes: 'X' }, ['/notes']],
    [{ notes: null }, ['/notes']],
    [{ reason: 'X' }, ['/reason']],
    [{ reason: null }, ['/reason']],
    [{ patientId: missingId }, ['/patientId']],
    [{ medicId: missingId }, ['/medicId']],
    [{ examId: missingId }, ['/examId']],
    [{ status: 'confirmed' }, ['/status']],
    [{ status: 'completed' }, ['/status']],
    [{ status: 'no_show' }, ['/status']],
    [{ status: 'scheduled' }, ['/status']],
    [{ status: 'cancelled', notes: 'X' }, ['/notes']],
    [{ startsAt: '2026-06-02T18:00:00Z', notes: 'X', status: 'confirmed' }, ['/startsAt', '/notes', '/status']],
  ])("can't change anything else: %j", async (patch, pointers) => {
    const own = await booked(ofAlice);
    const answer = await alice.patch(path(own.id), patch);
    expect([answer.status, answer.body.type]).toEqual([403, '/problems/forbidden']);
    expect(answer.body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual(pointers.toSorted());
    expect((await alice.get(path(own.id))).body).toEqual({ ...own, reason: null });
  });

  it("without a patient record has no reservations and can't book", async () => {
    const stranger = api.as('patient', 'stranger');
    const own = await booked(ofAlice);
    expect((await stranger.get('/v1/reservations')).body.data).toEqual([]);
    expect((await stranger.get(path(own.id))).status).toBe(404);
    expect((await stranger.patch(path(own.id), { status: 'cancelled' })).status).toBe(404);
    expect((await stranger.post('/v1/reservations', { ...ofAlice, startsAt: nextTime() })).status).toBe(422);
  });

  it("can't get another's response with an Idempotency-Key", async () => {
    const body = { ...ofBob, startsAt: nextTime() };
    const headers = { 'Idempotency-Key': 'shared-key' };
    expect((await api.as('patient', 'bob').post('/v1/reservations', body, headers)).status).toBe(201);
    const answer = await alice.post('/v1/reservations', body, headers);
    expect(toProblemDetails(answer)).toEqual([422, '/problems/validation-failed', ['/patientId does not exist']]);
    expect(answer.headers.get('Idempotency-Replayed')).toBe(null);
  });
});

describe('a machine', () => {
  it('can book and read, but not change', async () => {
    const service = api.as('service');
    const answer = await service.post('/v1/reservations', { ...ofBob, startsAt: nextTime() });
    expect(answer.status).toBe(201);
    const { id } = answer.body;
    expect((await service.get(path(id))).body).toEqual(answer.body);
    expect((await service.get(`/v1/reservations?patientId=${ofBob.patientId}`)).body.data).toContainEqual(answer.body);
    for (const patch of [{ status: 'cancelled' }, { notes: 'X' }, {}]) {
      expect(toProblemDetails(await service.patch(path(id), patch))).toEqual([403, '/problems/forbidden', []]);
    }
  });
});

describe.each(['admin', 'medic', 'staff'] as const)('%s', (role) => {
  it('can list, read, book, change and cancel any reservation', async () => {
    const client = api.as(role);
    const answer = await client.post('/v1/reservations', { ...ofBob, startsAt: nextTime() });
    expect(answer.status).toBe(201);
    const { id } = answer.body;
    expect((await client.get(path(id))).status).toBe(200);
    expect((await client.get(`/v1/reservations?patientId=${ofBob.patientId}&limit=100`)).body.data).toContainEqual(
      answer.body,
    );
    expect((await client.patch(path(id), { startsAt: nextTime(), notes: 'X' })).status).toBe(200);
    expect((await client.patch(path(id), { status: 'confirmed' })).body.status).toBe('confirmed');
    expect((await client.patch(path(id), { status: 'cancelled' })).body.status).toBe('cancelled');
  });
});

describe('an unauthenticated caller', () => {
  it('must authenticate on every route', async () => {
    const { id } = await booked(ofBob);
    const { anonymous } = api;
    const answers = [
      await anonymous.get('/v1/reservations'),
      await anonymous.get(path(id)),
      await anonymous.post('/v1/reservations', ofBob),
      await anonymous.patch(path(id), { status: 'cancelled' }),
      await anonymous.post('/v1/reservations/availability', {}),
    ];
    for (const answer of answers) {
      expect([...toProblemDetails(answer), answer.headers.get('WWW-Authenticate')]).toEqual([
        401,
        '/problems/unauthenticated',
        [],
        'Bearer',
      ]);
    }
  });
});
