import { expect, it } from 'vitest';
import { formatClock } from './proposals.js';

it.each([
  ['2026-03-04T19:30:00Z', 'America/New_York', 'Wednesday 2026-03-04 14:30'],
  ['2026-03-08T05:00:00Z', 'America/New_York', 'Sunday 2026-03-08 00:00'],
  ['2026-03-08T07:00:00Z', 'America/New_York', 'Sunday 2026-03-08 03:00'],
  ['2026-03-09T04:00:00Z', 'America/New_York', 'Monday 2026-03-09 00:00'],
  ['2026-11-02T05:00:00Z', 'America/New_York', 'Monday 2026-11-02 00:00'],
  ['2026-06-30T18:15:00Z', 'Asia/Kathmandu', 'Wednesday 2026-07-01 00:00'],
  ['2026-07-01T09:59:00Z', 'Pacific/Kiritimati', 'Wednesday 2026-07-01 23:59'],
  ['2026-07-01T00:00:00Z', 'UTC', 'Wednesday 2026-07-01 00:00'],
])('%s is shown on the clock of %s as %s', (instant, timeZone, shown) => {
  const { weekday, day, clockTime } = formatClock(new Date(instant), timeZone);
  expect(`${weekday} ${day} ${clockTime}`).toBe(shown);
});
