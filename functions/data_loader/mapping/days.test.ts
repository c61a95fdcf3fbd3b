import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { toDay, toEndOfDay, toStartOfDay } from './days.js';

it.each([
  ['2025-03-04', 'America/New_York', '2025-03-04T05:00:00.000Z'],
  ['2025-03-04', 'UTC', '2025-03-04T00:00:00.000Z'],
  ['2025-03-04', 'Pacific/Kiritimati', '2025-03-03T10:00:00.000Z'],
  // Clocks skip midnight.
  ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z'],
  // Midnight comes twice.
  ['2025-11-02', 'America/Havana', '2025-11-02T04:00:00.000Z'],
  ['1700-01-01', 'America/New_York', '1700-01-01T04:56:02.000Z'],
])('%s starts in %s at %s', (day, timeZone, instant) => {
  expect(toStartOfDay(day, timeZone).toISOString()).toBe(instant);
});

it('a day starts at its first instant and ends where the next one starts, in any zone', () => {
  const zones = Intl.supportedValuesOf('timeZone');
  const days = fc.date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(days, fc.constantFrom(...zones), (date, timeZone) => {
      const day = date.toISOString().slice(0, 10);
      const start = toStartOfDay(day, timeZone).getTime();
      // Samoa and a few others skipped a day when they changed sides of the date line.
      if (toDay(start, timeZone) !== day) return;
      expect(toDay(start - 1, timeZone) < day).toBe(true);
      const end = toEndOfDay(day, timeZone).getTime();
      expect(toDay(end - 1, timeZone)).toBe(day);
    }),
  );
});
