import { describe, expect, it } from 'vitest';
import { addCalendarDays, toClockTime, toInstant } from './clock.js';

describe('the instant at which a clock shows a time', () => {
  it.each([
    ['2026-03-04', '14:30', 'America/New_York', '2026-03-04T19:30:00.000Z'],
    ['2026-03-08', '00:00', 'America/New_York', '2026-03-08T05:00:00.000Z'],
    ['2026-03-08', '03:00', 'America/New_York', '2026-03-08T07:00:00.000Z'],
    ['2026-03-09', '00:00', 'America/New_York', '2026-03-09T04:00:00.000Z'],
    ['2026-11-02', '00:00', 'America/New_York', '2026-11-02T05:00:00.000Z'],
    ['2026-07-01', '00:00', 'Asia/Kathmandu', '2026-06-30T18:15:00.000Z'],
    ['2026-07-01', '23:59', 'Pacific/Kiritimati', '2026-07-01T09:59:00.000Z'],
    ['2026-07-01', '00:00', 'UTC', '2026-07-01T00:00:00.000Z'],
  ])('%s %s in %s', (day, clockTime, timeZone, instant) => {
    expect(toInstant(day, clockTime, timeZone).toISOString()).toBe(instant);
    expect(toClockTime(new Date(instant), timeZone)).toMatchObject({ day, clockTime });
  });

  it('is within an hour of a time over which the clock leaps', () => {
    const leapt = toInstant('2026-03-08', '02:30', 'America/New_York').getTime();
    expect(Math.abs(leapt - Date.parse('2026-03-08T07:00:00Z'))).toBeLessThanOrEqual(60 * 60 * 1000);
  });
});

it('the day after the last of a month is the first of the next', () => {
  expect([addCalendarDays('2026-02-28', 1), addCalendarDays('2026-12-31', 1)]).toEqual(['2026-03-01', '2027-01-01']);
});
