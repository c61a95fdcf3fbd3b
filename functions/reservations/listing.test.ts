import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApi, missingId, type TestApi } from '../../test/support/api.js';
import { reservationsRouter } from './routes.js';
import { createReservationFixtures, type Trio } from './testing.js';

let api: TestApi;
let one: Trio;
let two: Trio;

const at = (time: string, day: string) => `2026-03-${day}T${time}:00.000Z`;

beforeAll(async () => {
  api = await createTestApi([reservationsRouter]);
  const records = createReservationFixtures(api);
  one = await records.trio();
  two = await records.trio();
  const book = (fields: object, name: string) => records.booked({ ...fields, notes: name });
  // Two at the same time, inserted out of order.
  await book({ ...two, startsAt: at('15:00', '04') }, 'c2');
  await book({ ...one, startsAt: at('15:00', '04') }, 'c1');
  await book({ ...one, startsAt: at('15:00', '03') }, 'a');
  const missed = await book({ ...two, medicId: one.medicId, startsAt: at('16:00', '03') }, 'b');
  await api.as('staff').patch(`/v1/reservations/${missed.id}`, { status: 'cancelled' });
  await book({ ...one, examId: two.examId, startsAt: at('15:00', '05') }, 'd');
});
afterAll(() => api.close());

const list = (query: string) => api.as('staff').get(`/v1/reservations?${query}`);
const shown = async (query: string): Promise<string[]> => {
  const { status, body } = await list(query);
  expect(status).toBe(200);
  return body.data.map(({ notes }: { notes: string }) => notes);
};
describe('the list of reservations', () => {
  it('is ordered by start, ascending or descending', async () => {
    const forwards = await shown('');
    expect(forwards.map((name) => name[0])).toEqual(['a', 'b', 'c', 'c', 'd']);
    expect(await shown('sort=startsAt')).toEqual(forwards);
    expect(await shown('sort=-startsAt')).toEqual(forwards.toReversed());
  });

  it('shows each one as it is read alone', async () => {
    const { data } = (await list('')).body;
    for (const reservation of data) {
      expect((await api.as('staff').get(`/v1/reservations/${reservation.id}`)).body).toEqual(reservation);
    }
  });

  it.each([
    ['patient', () => `patientId=${one.patientId}`, ['a', 'c1', 'd']],
    ['medic', () => `medicId=${one.medicId.toUpperCase()}`, ['a', 'b', 'c1', 'd']],
    ['exam', () => `examId=${two.examId}&sort=-startsAt&medicId=${one.medicId}`, ['d', 'b']],
    ['status', () => 'status=cancelled', ['b']],
    ['an unused status', () => 'status=completed', []],
    ['a patient who does not exist', () => `patientId=${missingId}`, []],
    ['the first instant', () => `from=${at('15:00', '05')}`, ['d']],
    ['an instant after it', () => 'from=2026-03-05T15:00:00.001Z', []],
    ['the last instant, which is excluded', () => `to=${at('16:00', '03')}`, ['a']],
    ['both', () => `from=${at('16:00', '03')}&to=2026-03-03T16:00:00.001Z`, ['b']],
    ['instants with an offset', () => 'from=2026-03-05T10:00:00-05:00', ['d']],
    [
      'all at once',
      () =>
        `patientId=${one.patientId}&medicId=${one.medicId}&examId=${one.examId}&status=scheduled&from=${at('00:00', '04')}&to=${at('00:00', '05')}`,
      ['c1'],
    ],
  ])('is filtered by %s', async (_what, query, expected) => {
    expect(await shown(query())).toEqual(expected);
    expect((await list(`${query()}&count=exact&limit=1`)).body.page.total).toBe(expected.length);
  });

  it.each(['startsAt', '-startsAt'])('by %s has pages that neither repeat nor miss one', async (sort) => {
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body } = await list(`sort=${sort}&limit=1${cursor && `&cursor=${cursor}`}`);
      expect(body.data).toHaveLength(1);
      seen.push(body.data[0].notes);
      cursor = body.page.nextCursor;
    }
    expect(seen).toEqual(await shown(`sort=${sort}`));
    expect(new Set(seen).size).toBe(5);
  });

  it('accepts a cursor only with the same filters and sort', async () => {
    const { nextCursor } = (await list('limit=1')).body.page;
    expect((await list(`limit=2&cursor=${nextCursor}`)).status).toBe(200);
    for (const query of [
      'sort=-startsAt',
      'status=scheduled',
      `patientId=${one.patientId}`,
      'from=2026-01-01T00:00:00Z',
    ]) {
      const answer = await list(`${query}&cursor=${nextCursor}`);
      expect([answer.status, answer.body.errors[0].pointer]).toEqual([400, 'query/cursor']);
    }
  });

  it.each([
    ['patientId=alice', 'query/patientId'],
    ['status=done', 'query/status'],
    ['from=2026-03-03', 'query/from'],
    ['to=now', 'query/to'],
    ['sort=notes', 'query/sort'],
    ['limit=0', 'query/limit'],
    ['limit=101', 'query/limit'],
    ['doctor=1', 'query/doctor'],
  ])('is rejected for %s', async (query, pointer) => {
    const answer = await list(query);
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, pointer]);
  });
});
