/** An instant on the clinic's clock. */
export interface ClockTime {
  /** `YYYY-MM-DD` */
  readonly day: string;
  /** `HH:MM` */
  readonly clockTime: string;
  /** In English. */
  readonly weekday: string;
}

/** Reads the clock in parts: how a locale joins them differs between versions of Node. */
export function toClockTime(instant: Date, timeZone: string): ClockTime {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    weekday: 'long',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]));
  return {
    day: `${parts.year}-${parts.month}-${parts.day}`,
    clockTime: `${parts.hour}:${parts.minute}`,
    weekday: parts.weekday ?? '',
  };
}

/** Days are counted on the calendar, at noon, where no change of the clock reaches. */
export const addCalendarDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T12:00:00Z`) + days * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);

/** The instant at which the clock shows this time of a day; within an hour of it where the clock leaps over it. */
export function toInstant(day: string, clockTime: string, timeZone: string): Date {
  const shown = Date.parse(`${day}T${clockTime}:00Z`);
  let instant = shown;
  // The second time with the offset that holds there: on the days when the clock is changed it may be another.
  for (let time = 0; time < 2; time += 1) {
    const there = toClockTime(new Date(instant), timeZone);
    instant += shown - Date.parse(`${there.day}T${there.clockTime}:00Z`);
  }
  return new Date(instant);
}
