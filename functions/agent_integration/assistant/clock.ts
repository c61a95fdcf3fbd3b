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
export function clockOf(instant: Date, timeZone: string): ClockTime {
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
