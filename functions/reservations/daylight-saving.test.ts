import { afterEach, describe, expect, it } from 'vitest';
import type { WorkingPeriod } from '../../config/clinic.js';
import { createTestApi, type TestApi } from '../../test/support/api.js';
import { reservationsRouter } from './routes.js';
import { createReservationFixtures, toProblemDetails } from './testing.js';

let api: TestApi;
afterEach(() => api.close());

async function openClinic(timeZone: string, workingHours: WorkingPeriod[], now: string) {
  api = await createTestApi([reservationsRouter], { clinic: { timeZone, workingHours, bookingHorizonDays: 730 } });
  api.now = new Date(now);
  return createReservationFixtures(api);
}

const daily = (from: string, to: string) => [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from, to }));

/** Returns the starts of an exam's available slots as month, day and time in UTC. */
async function listStarts(fields: { examId: string; from: string; to: string }): Promise<string[]> {
  const answer = await api.as('staff').post('/v1/reservations/availability', { ...fields, limit: 500 });
  expect(answer.status).toBe(200);
  return answer.body.data.map(({ startsAt }: { startsAt: string }) => startsAt.slice(5, 16));
}

interface Case {
  readonly what: string;
  readonly clinic: { readonly timeZone: string; readonly hours: [from: string, to: string] };
  readonly search: { readonly minutes: number; readonly from: string; readonly to: string };
  readonly expected: string[];
}

const cases: Case[] = [
  {
    what: "a working day keeps its wall-clock time when New York's clocks go forward",
    clinic: { timeZone: 'America/New_York', hours: ['09:00', '10:00'] },
    search: { minutes: 60, from: '2026-03-07T00:00:00Z', to: '2026-03-10T00:00:00Z' },
    expected: ['03-07T14:00', '03-08T13:00', '03-09T13:00'],
  },
  {
    what: 'and when they go back',
    clinic: { timeZone: 'America/New_York', hours: ['09:00', '10:00'] },
    search: { minutes: 60, from: '2026-10-31T00:00:00Z', to: '2026-11-03T00:00:00Z' },
    expected: ['10-31T13:00', '11-01T14:00', '11-02T14:00'],
  },
  {
    what: 'a night from 01:00 to 05:00 has three hours when the clocks go forward at 02:00',
    clinic: { timeZone: 'America/New_York', hours: ['01:00', '05:00'] },
    search: { minutes: 60, from: '2026-03-08T00:00:00Z', to: '2026-03-09T00:00:00Z' },
    expected: ['03-08T06:00', '03-08T07:00', '03-08T08:00'],
  },
  {
    what: 'a night that starts before the clocks go back repeats their hour',
    clinic: { timeZone: 'America/New_York', hours: ['00:00', '03:00'] },
    search: { minutes: 60, from: '2026-11-01T00:00:00Z', to: '2026-11-02T00:00:00Z' },
    expected: ['11-01T04:00', '11-01T05:00', '11-01T06:00', '11-01T07:00'],
  },
  {
    what: 'a night that ends in the repeated hour ends with the second one',
    clinic: { timeZone: 'America/New_York', hours: ['00:00', '01:30'] },
    search: { minutes: 30, from: '2026-11-01T00:00:00Z', to: '2026-11-02T00:00:00Z' },
    expected: ['11-01T04:00', '11-01T04:30', '11-01T05:00', '11-01T05:30', '11-01T06:00'],
  },
  {
    what: 'working hours within the skipped hour are empty',
    clinic: { timeZone: 'America/New_York', hours: ['02:00', '03:00'] },
    search: { minutes: 60, from: '2026-03-07T00:00:00Z', to: '2026-03-10T00:00:00Z' },
    expected: ['03-07T07:00', '03-09T06:00'],
  },
  {
    what: 'a whole day has 23 hours when the clocks go forward',
    clinic: { timeZone: 'America/New_York', hours: ['00:00', '24:00'] },
    search: { minutes: 60, from: '2026-03-08T05:00:00Z', to: '2026-03-09T04:00:00Z' },
    expected: Array.from({ length: 23 }, (_, hour) =>
      new Date(Date.UTC(2026, 2, 8, 5 + hour)).toISOString().slice(5, 16),
    ),
  },
  {
    what: 'Bogotá never changes its clocks',
    clinic: { timeZone: 'America/Bogota', hours: ['01:00', '05:00'] },
    search: { minutes: 120, from: '2026-03-08T00:00:00Z', to: '2026-03-09T23:00:00Z' },
    expected: ['03-08T06:00', '03-08T08:00', '03-09T06:00', '03-09T08:00'],
  },
  {
    what: 'Kolkata is offset by half an hour',
    clinic: { timeZone: 'Asia/Kolkata', hours: ['09:00', '11:00'] },
    search: { minutes: 60, from: '2026-03-03T00:00:00Z', to: '2026-03-04T00:00:00Z' },
    expected: ['03-03T03:30', '03-03T04:30'],
  },
  {
    what: "Lord Howe's clocks go forward by half an hour",
    clinic: { timeZone: 'Australia/Lord_Howe', hours: ['01:00', '04:00'] },
    search: { minutes: 30, from: '2026-10-03T00:00:00Z', to: '2026-10-04T00:00:00Z' },
    expected: ['10-03T14:30', '10-03T15:00', '10-03T15:30', '10-03T16:00', '10-03T16:30'],
  },
  {
    what: 'and back by half an hour',
    clinic: { timeZone: 'Australia/Lord_Howe', hours: ['01:00', '03:00'] },
    search: { minutes: 30, from: '2026-04-04T00:00:00Z', to: '2026-04-05T00:00:00Z' },
    expected: ['04-04T14:00', '04-04T14:30', '04-04T15:00', '04-04T15:30', '04-04T16:00'],
  },
  {
    what: "Lord Howe's working hours after the change are not longer",
    clinic: { timeZone: 'Australia/Lord_Howe', hours: ['02:00', '03:00'] },
    search: { minutes: 30, from: '2026-04-04T00:00:00Z', to: '2026-04-05T00:00:00Z' },
    expected: ['04-04T15:30', '04-04T16:00'],
  },
  {
    what: 'the first hour of the day repeats on the Azores, and both count',
    clinic: { timeZone: 'Atlantic/Azores', hours: ['00:00', '02:00'] },
    search: { minutes: 60, from: '2026-10-25T00:00:00Z', to: '2026-10-26T00:00:00Z' },
    expected: ['10-25T00:00', '10-25T01:00', '10-25T02:00'],
  },
  {
    what: 'a zone far ahead of UTC uses its own date',
    clinic: { timeZone: 'Pacific/Kiritimati', hours: ['00:00', '01:00'] },
    search: { minutes: 60, from: '2026-03-03T00:00:00Z', to: '2026-03-04T00:00:00Z' },
    expected: ['03-03T10:00'],
  },
];

describe('working hours as instants', () => {
  it.each(cases)('$what', async ({ clinic: { timeZone, hours }, search: { minutes, from, to }, expected }) => {
    const records = await openClinic(timeZone, daily(...hours), '2026-01-01T00:00:00Z');
    const medicId = await records.medic();
    const examId = await records.exam({ minutes });
    expect(await listStarts({ examId, from, to })).toEqual(expected);
    // Offered slots can be booked, and no one works just before or after.
    const patientId = await records.patient();
    for (const start of expected) {
      await records.booked({ patientId, medicId, examId, startsAt: `2026-${start}:00Z` });
    }
    expect(await listStarts({ examId, from, to })).toEqual([]);
    const first = new Date(`2026-${expected[0]}:00Z`);
    const early = new Date(first.getTime() - 60_000).toISOString();
    const answer = await api.as('staff').post('/v1/reservations', {
      patientId: await records.patient(),
      medicId,
      examId,
      startsAt: early,
      endsAt: first.toISOString(),
    });
    const isAllDay = hours[1] === '24:00';
    if (!isAllDay) expect(toProblemDetails(answer)[2]).toEqual(["/startsAt must be within the medic's working hours"]);
  });
});
